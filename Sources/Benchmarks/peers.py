#!/usr/bin/env python3
"""Compares this validator with its peers on the same documents, in one run on one machine.

usage: peers.py BENCHMARKS [FOLDER...] [--passes N] [--rounds N] [--venv DIR] [--json FILE]

BENCHMARKS is the built executable of this folder. A FOLDER holds a subfolder for each dataset,
with schema.json and instances.jsonl; all documents are valid. Without folders, two sets are taken
from the test data ($CONFORMANCE_TEST_DATA, else ../shared beside the checkout): the public
datasets, and response bodies that the generator there makes for the schemas of its contract.

The peers come from PyPI into a virtual environment of their own, made when it is missing:

  blaze   sourcemeta-jsonschema, C++, through its command line
  jrs     jsonschema-rs, Rust, given the Python objects that orjson makes of the bytes
  fastjs  fastjsonschema, generated Python, drafts 4 to 7, given the same objects

Every figure is the lowest of all rounds of all passes; in each pass every program measures every
dataset once, so that a slow spell of the machine meets them all. A peer that cannot compile a
schema, or calls a document of its dataset invalid, is left out of that row.

What the columns hold, in nanoseconds per document:

  both    From bytes to a verdict, the object model dropped again. jrs and fastjs: orjson.loads and
          the validator, CPU time. blaze: its "parse" and its "hot" added up, because its command
          line times validation alone. That sum is the figure in the ratio. It flatters Blaze: both
          terms are best cases, and a real pass meets caches that parsing has just filled.
  parse   ours: bytes to the tape. blaze: the user CPU time of one process that reads all
          documents of the set as elements of one array (again and again, to 20 MB), less that of
          one that reads an empty array; reading the file, parsing and dropping are in it, and the
          time the kernel takes to hand out fresh memory is not. jrs: orjson.loads.
  cli     What the Blaze command line takes in all, a document a line, user and kernel time, start
          excluded. It keeps every document with a path for each, so it is not in any ratio.
  val     Judging kept documents one after another.
  hot     Judging each kept document 100 times. blaze: its own benchmark, wall time, the cost of
          its clock taken off by itself; for each document the lowest mean of all passes.
  all     As val, with every violation wanted; all/val is what that costs a valid document.

Compiling is in microseconds, from a schema that has been read. "checked" is with the check against
the meta-schema, which jrs always makes and blaze does not. blaze: CPU time of a process that
judges one small document, less that of one with an empty schema.
"""
import argparse
import gc
import hashlib
import importlib.metadata
import json
import math
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

PEERS = ["sourcemeta-jsonschema", "jsonschema-rs", "orjson", "fastjsonschema"]
HOT_REPEATS = 100
# Bytes that Blaze reads in one process, so that its start does not drown what is measured.
BLAZE_BYTES = 20_000_000


# Where things are


def cache():
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def test_data():
    given = os.environ.get("CONFORMANCE_TEST_DATA")
    return Path(given) if given else Path(__file__).resolve().parents[3] / "shared"


def prepared(directory):
    """The Python of a virtual environment with the peers in it."""
    python = directory / "bin" / "python"
    if not python.exists():
        print(f"installing {', '.join(PEERS)} into {directory}", file=sys.stderr)
        venv.create(directory, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PEERS], check=True)
    return python


def contract_bodies():
    """A folder with bodies for the contract's response schemas; made once for each generator."""
    generator = test_data() / "tools" / "gen_contract_bodies.py"
    contract = test_data() / "openapi.json"
    key = hashlib.sha256(generator.read_bytes() + contract.read_bytes()).hexdigest()[:16]
    folder = cache() / "schema-bodies" / key
    if not folder.exists():
        partial = folder.with_suffix(".partial")
        subprocess.run([sys.executable, generator, partial, "--openapi", contract,
                        "--valid", "1000", "--invalid", "100"],
                       check=True, stdout=subprocess.DEVNULL)
        partial.rename(folder)
    return folder


def default_folders():
    if not test_data().exists():
        sys.exit(f"found no test data at {test_data()}; set CONFORMANCE_TEST_DATA or name folders")
    return [test_data() / "bench-datasets", contract_bodies()]


def lines_of(folder):
    return [line for line in (folder / "instances.jsonl").read_bytes().split(b"\n") if line]


# Peers that are Python modules; this part runs inside the virtual environment


def lowest(rounds, body):
    """The least CPU time of a body over some rounds, in nanoseconds, after one untimed run."""
    body()
    best = math.inf
    for _ in range(rounds):
        start = time.thread_time_ns()
        body()
        best = min(best, time.thread_time_ns() - start)
    return best


def jsonschema_rs_validator(schema):
    import jsonschema_rs

    return jsonschema_rs.validator_for(schema, validate_formats=False).is_valid


def fastjsonschema_validator(schema):
    import fastjsonschema

    validate = fastjsonschema.compile(schema, use_formats=False, use_default=False)

    def is_valid(value):
        try:
            validate(value)
            return True
        except fastjsonschema.JsonSchemaException:
            return False

    return is_valid


def measure_python_peers(folder, rounds):
    """Prints the times of the peers that are Python modules."""
    import orjson

    schema = orjson.loads((folder / "schema.json").read_bytes())
    lines = lines_of(folder)
    parsed = [orjson.loads(line) for line in lines]
    gc.freeze()
    gc.disable()
    repeats = max(1, 500_000 // sum(map(len, lines)))
    count = repeats * len(lines)

    def parse():
        for _ in range(repeats):
            for line in lines:
                orjson.loads(line)

    result = {"orjson": {"parse": lowest(rounds, parse) / count}}
    for name, make in [("jrs", jsonschema_rs_validator), ("fastjs", fastjsonschema_validator)]:
        try:
            is_valid = make(schema)
            if not all(is_valid(value) for value in parsed):
                raise ValueError("a valid document is called invalid")
        except Exception as error:  # a peer may refuse a schema in any way it likes
            print(f"{name} on {folder.name}: {type(error).__name__}: {str(error)[:80]!r}",
                  file=sys.stderr)
            continue

        def validate():
            for _ in range(repeats):
                for value in parsed:
                    is_valid(value)

        def both():
            for _ in range(repeats):
                for line in lines:
                    is_valid(orjson.loads(line))

        result[name] = {"val": lowest(rounds, validate) / count,
                        "both": lowest(rounds, both) / count,
                        "compile": lowest(rounds, lambda: make(schema))}
    print(json.dumps(result))


def python_peers(python, folder, rounds):
    run = subprocess.run([python, __file__, folder, "--inside", "--rounds", str(rounds)],
                         stdout=subprocess.PIPE, text=True)
    return json.loads(run.stdout) if run.returncode == 0 else {}


# Blaze


def blaze_tool(python):
    """The executable itself, without the Python script around it."""
    package = subprocess.run(
        [python, "-c", "import sourcemeta_jsonschema as m; print(m.__path__[0])"],
        check=True, capture_output=True, text=True).stdout.strip()
    machine = platform.machine().lower()
    return Path(package) / f"jsonschema-linux-{'x86_64' if machine == 'amd64' else machine}"


def cpu_times(command):
    """User, and user and kernel time of a process in nanoseconds; None when it fails."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        return None
    return 1e9 * usage.ru_utime, 1e9 * (usage.ru_utime + usage.ru_stime)


def difference(rounds, kind, more, less):
    """The lowest CPU time of one command less the lowest of another; None when one fails."""
    times = [(cpu_times(more), cpu_times(less)) for _ in range(rounds)]
    if any(pair is None for both in times for pair in both):
        return None
    return max(0, min(a[kind] for a, _ in times) - min(b[kind] for _, b in times))


def blaze(tool, folder, rounds, documents):
    """Times of Blaze; `documents` collects the lowest mean of each document over all passes."""
    schema = folder / "schema.json"
    instances = folder / "instances.jsonl"
    run = subprocess.run([tool, "validate", "--fast", "--benchmark", "--loop", str(HOT_REPEATS),
                          schema, instances], capture_output=True, text=True)
    means = [1000 * float(text) for text in re.findall(r"PASS ([0-9.]+) \+- ", run.stdout)]
    lines = lines_of(folder)
    if run.returncode != 0 or len(means) != len(lines):
        return {}
    documents[:] = map(min, documents, means) if documents else means
    repeats = max(1, BLAZE_BYTES // sum(map(len, lines)))
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)

        def file(name, content):
            (scratch / name).write_bytes(content)
            return scratch / name

        dialect = b'{"$schema": "https://json-schema.org/draft/2020-12/schema"}'
        anything = file("anything.json", dialect)
        nothing = file("nothing.jsonl", b"[]\n")
        arrays = file("arrays.jsonl", (b"[" + b",".join(lines) + b"]\n") * repeats)
        once = file("once.jsonl", b"\n".join(lines) + b"\n")
        often = file("often.jsonl", (b"\n".join(lines) + b"\n") * (repeats + 1))
        small = file("small.jsonl", min(lines, key=len) + b"\n")
        judge = [tool, "validate", "--fast"]
        user, total = 0, 1
        parse = difference(rounds, user, judge + [anything, arrays], judge + [anything, nothing])
        cli = difference(min(3, rounds), total, judge + [schema, often], judge + [schema, once])
        compile_ns = difference(2 * rounds, total, judge + [schema, small],
                                judge + [anything, small])
    result = {"hot": sum(documents) / len(documents)}
    if parse is not None:
        result["parse"] = parse / (repeats * len(lines))
    if cli is not None:
        result["cli"] = cli / (repeats * len(lines))
    if compile_ns is not None:
        result["compile"] = compile_ns
    return result


# Ours


def ours(benchmarks, root, rounds):
    """The lines of the executable for a folder of datasets, by dataset."""
    run = subprocess.run([benchmarks, root, "--json", "--rounds", str(rounds)],
                         stdout=subprocess.PIPE, text=True)
    if run.returncode != 0:
        sys.exit(run.returncode)
    return {line["dataset"]: line for line in map(json.loads, run.stdout.splitlines())}


# Putting it together


def keep_lowest(kept, new):
    """Merges the figures of another pass into those kept, figure by figure."""
    for name, value in new.items():
        if isinstance(value, dict):
            keep_lowest(kept.setdefault(name, {}), value)
        elif isinstance(value, str):
            kept[name] = value
        else:
            kept[name] = min(value, kept.get(name, math.inf))


def measure(options, python):
    """Figures by dataset, in the order of the folders."""
    tool = blaze_tool(python)
    rows, blaze_documents = {}, {}
    for number in range(options.passes):
        for root in options.folders or default_folders():
            for name, line in ours(options.benchmarks, root, options.rounds).items():
                print(f"pass {number + 1} of {options.passes}: {name}", file=sys.stderr)
                row = rows.setdefault(name, {})
                documents = blaze_documents.setdefault(name, [])
                keep_lowest(row, {"ours": line})
                keep_lowest(row, python_peers(python, Path(root) / name, options.rounds))
                keep_lowest(row, {"blaze": blaze(tool, Path(root) / name, options.rounds,
                                                 documents)})
    for row in rows.values():
        peer = row["blaze"]
        if "parse" in peer and "hot" in peer:
            peer["both"] = peer["parse"] + peer["hot"]
        peers = [row.get(name, {}).get("both") for name in ["blaze", "jrs", "fastjs"]]
        best = min(filter(None, peers), default=None)
        row["ratio"] = {
            "both": best / row["ours"]["both_ns"] if best else None,
            "blaze both": peer["both"] / row["ours"]["both_ns"] if "both" in peer else None,
            "hot": peer["hot"] / row["ours"]["hot_ns"] if "hot" in peer else None,
            "all": row["ours"]["exhaustive_ns"] / row["ours"]["validate_ns"],
        }
    return rows


def table(title, rows, columns):
    """Prints a table; a column is a heading, a path into a row, and the digits after the point."""
    print(f"\n{title}")
    print("  ".join(["dataset".ljust(25)] + [heading.rjust(9) for heading, _, _ in columns]))
    for name, row in rows.items():
        cells = [name.ljust(25)]
        for _, path, digits in columns:
            value = row
            for step in path.split("/"):
                value = (value or {}).get(step)
            cells.append(("-" if value is None else f"{value:.{digits}f}").rjust(9))
        print("  ".join(cells))


def summary(rows, kind, words):
    """Prints the geometric mean and the lowest of a ratio."""
    ratios = {name: row["ratio"][kind] for name, row in rows.items() if row["ratio"][kind]}
    if ratios:
        mean = math.exp(sum(map(math.log, ratios.values())) / len(ratios))
        least = min(ratios, key=ratios.get)
        most = max(ratios, key=ratios.get)
        print(f"{words}: {mean:.2f} in the geometric mean of {len(ratios)} rows, "
              f"least {ratios[least]:.2f} ({least}), most {ratios[most]:.2f} ({most})")


def machine():
    """The processor and how busy it is, as far as Linux tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        model = platform.machine()
    load = ", ".join(f"{number:.1f}" for number in os.getloadavg())
    return f"{os.cpu_count()} cores of {model}; load averages at the end: {load}"


def output(command):
    try:
        run = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parent)
        return run.stdout.strip().splitlines()[0]
    except (OSError, IndexError):
        return "unknown"


def versions(python):
    code = ("import importlib.metadata, platform; "
            f"print(', '.join(n + ' ' + importlib.metadata.version(n) for n in {PEERS!r}),"
            " 'on Python', platform.python_version())")
    return (f"ours at {output(['git', 'describe', '--always', '--dirty'])}, "
            f"{output(['swift', '--version'])}\npeers: {output([python, '-c', code])}")


def main():
    usage = __doc__.split("\n\n")[1].removeprefix("usage: ")
    parser = argparse.ArgumentParser(
        usage=usage, epilog=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("benchmarks", type=Path)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--venv", type=Path, default=cache() / "schema-peers")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        measure_python_peers(options.benchmarks, options.rounds)
        return
    options.benchmarks = options.benchmarks.resolve()
    python = prepared(options.venv)
    rows = measure(options, python)
    for row in rows.values():
        row["size"] = row["ours"]["bytes"] / row["ours"]["documents"]
        for kind in ["compile", "compile_checked"]:
            row["ours"][kind + "_us"] = row["ours"][kind + "_ns"] / 1000
        for peer in ["blaze", "jrs"]:
            if "compile" in row.get(peer, {}):
                row[peer]["compile_us"] = row[peer]["compile"] / 1000
    table("from bytes to a verdict, ns per document", rows, [
        ("B/doc", "size", 0), ("ours both", "ours/both_ns", 0), ("blaze both", "blaze/both", 0),
        ("jrs both", "jrs/both", 0), ("fastjs", "fastjs/both", 0), ("x best", "ratio/both", 2),
        ("x blaze", "ratio/blaze both", 2), ("our parse", "ours/parse_ns", 0),
        ("blaze pa.", "blaze/parse", 0), ("orjson", "orjson/parse", 0),
        ("blaze cli", "blaze/cli", 0)])
    table("a verdict on a document that has been read, ns per document", rows, [
        ("ours val", "ours/validate_ns", 0), ("jrs val", "jrs/val", 0),
        ("fastjs", "fastjs/val", 0), ("ours hot", "ours/hot_ns", 0),
        ("blaze hot", "blaze/hot", 0), ("x blaze", "ratio/hot", 2),
        ("ours all", "ours/exhaustive_ns", 0), ("all/val", "ratio/all", 2)])
    table("compiling a schema, us", rows, [
        ("ours", "ours/compile_us", 0), ("checked", "ours/compile_checked_us", 0),
        ("blaze", "blaze/compile_us", 0), ("jrs", "jrs/compile_us", 0)])
    print()
    summary(rows, "both", "from bytes, times the speed of the best peer of each row")
    summary(rows, "blaze both", "from bytes, times the speed of Blaze")
    summary(rows, "hot", "hot, times the speed of Blaze")
    summary(rows, "all", "every violation wanted, cost of a valid document")
    print(f"{versions(python)}\n{machine()}; lowest of {options.passes} passes")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
