#!/usr/bin/env python3
"""Compares this validator with its peers on the same documents, in one run on one machine.

Usage: peers.py BENCHMARKS FOLDER... [--rounds N] [--venv DIR]

BENCHMARKS is the built executable of this folder; a FOLDER holds a subfolder for each dataset,
with schema.json and instances.jsonl. The peers come from PyPI into a virtual environment:

  sourcemeta-jsonschema  Blaze, the fastest known (C++); its own benchmark mode measures
  jsonschema-rs          Rust, given the objects that orjson makes of the bytes
  fastjsonschema         generated Python, drafts 4 to 7

Every figure is nanoseconds per document, the lowest of the rounds. "both" means from bytes to a
verdict. A peer that cannot compile a schema, or calls one of its documents invalid, is left out
of that row. The last column is how many times as fast this validator is as the best peer there.
"""
import argparse
import json
import math
import os
import re
import subprocess
import sys
import time
import venv

PEERS = ["sourcemeta-jsonschema", "jsonschema-rs", "orjson", "fastjsonschema"]


def prepared(directory):
    """The Python of a virtual environment with the peers in it."""
    python = os.path.join(directory, "bin", "python")
    if not os.path.exists(python):
        venv.create(directory, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PEERS], check=True)
    return python


def lowest(rounds, body):
    """The least CPU time of a body over some rounds, in nanoseconds."""
    best = math.inf
    for _ in range(rounds):
        start = time.thread_time_ns()
        body()
        best = min(best, time.thread_time_ns() - start)
    return best


def measure_python_peers(folder, rounds):
    """Times of the peers that are Python modules; runs inside the virtual environment."""
    import fastjsonschema
    import jsonschema_rs
    import orjson

    with open(os.path.join(folder, "schema.json"), "rb") as file:
        schema = orjson.loads(file.read())
    with open(os.path.join(folder, "instances.jsonl"), "rb") as file:
        lines = [line for line in file.read().split(b"\n") if line]
    parsed = [orjson.loads(line) for line in lines]
    repeats = max(1, 2_000_000 // max(1, sum(map(len, lines))))
    result = {}

    def judge(name, make):
        try:
            is_valid = make()
            if not all(is_valid(value) for value in parsed):
                return
        except Exception as error:  # a peer may refuse a schema in any way it likes
            print(f"{name}: {type(error).__name__}", file=sys.stderr)
            return

        def validate():
            for _ in range(repeats):
                for value in parsed:
                    is_valid(value)

        def both():
            for _ in range(repeats):
                for line in lines:
                    is_valid(orjson.loads(line))

        count = repeats * len(lines)
        result[name] = {
            "validate_ns": lowest(rounds, validate) / count,
            "both_ns": lowest(rounds, both) / count,
        }

    def fast():
        validate = fastjsonschema.compile(schema, use_formats=False, use_default=False)

        def is_valid(value):
            try:
                validate(value)
                return True
            except fastjsonschema.JsonSchemaException:
                return False

        return is_valid

    judge("jsonschema-rs", lambda: jsonschema_rs.validator_for(schema, validate_formats=False).is_valid)
    judge("fastjsonschema", fast)
    print(json.dumps(result))


def measure_blaze(directory, folder, rounds):
    """Blaze through its command line, which times validation of documents it has parsed.

    It does not time parsing, so no "both" can be had from it; its validation is compared.
    """
    tool = os.path.join(directory, "bin", "jsonschema")
    command = [tool, "validate", "--fast", "--benchmark", "--loop", str(max(20, rounds)),
               os.path.join(folder, "schema.json"), os.path.join(folder, "instances.jsonl")]
    run = subprocess.run(command, capture_output=True, text=True)
    times = [float(number) for number in re.findall(r"([0-9.]+) \+- [0-9.]+ us", run.stdout)]
    if run.returncode != 0 or not times:
        return {}
    return {"blaze": {"validate_ns": 1000 * sum(times) / len(times)}}


def row(cells, widths):
    return "  ".join(str(cell).rjust(width) if index else str(cell).ljust(width)
                     for index, (cell, width) in enumerate(zip(cells, widths)))


def number(value):
    return "-" if value is None else f"{value:.0f}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("benchmarks")
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--venv", default=os.path.join(os.path.expanduser("~"), ".cache", "schema-peers"))
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        measure_python_peers(options.benchmarks, options.rounds)
        return
    python = prepared(options.venv)
    names = ["dataset", "B/doc", "ours val", "blaze val", "jrs val", "ours both", "jrs both",
             "fastjs both", "x faster"]
    widths = [26, 7, 9, 9, 9, 10, 9, 11, 8]
    print(row(names, widths))
    ratios = []
    for root in options.folders:
        output = subprocess.run([options.benchmarks, root, "--json", "--rounds", str(options.rounds)],
                                capture_output=True, text=True, check=True).stdout
        for line in output.splitlines():
            ours = json.loads(line)
            folder = os.path.join(root, ours["dataset"])
            inside = subprocess.run(
                [python, os.path.abspath(__file__), folder, "--inside", "--rounds", str(options.rounds)],
                capture_output=True, text=True)
            peers = json.loads(inside.stdout) if inside.returncode == 0 else {}
            peers.update(measure_blaze(options.venv, folder, options.rounds))

            def time_of(peer, kind):
                return peers.get(peer, {}).get(kind)

            both = [times["both_ns"] for times in peers.values() if "both_ns" in times]
            ratio = min(both) / ours["both_ns"] if both else None
            if ratio:
                ratios.append(ratio)
            print(row([ours["dataset"], ours["bytes"] // ours["documents"], number(ours["validate_ns"]),
                       number(time_of("blaze", "validate_ns")), number(time_of("jsonschema-rs", "validate_ns")),
                       number(ours["both_ns"]), number(time_of("jsonschema-rs", "both_ns")),
                       number(time_of("fastjsonschema", "both_ns")),
                       f"{ratio:.2f}" if ratio else "-"], widths), flush=True)
    if ratios:
        mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
        print(f"geometric mean: {mean:.2f} times the speed of the best peer of each row")


if __name__ == "__main__":
    main()
