#!/usr/bin/env python3
"""What a call costs: `conformance run` against a bare libcurl loop and other clients.

usage: throughput.py CONFORMANCE [--calls N] [--concurrency N] [--rounds N] [--venv DIR] [--memory]

CONFORMANCE is the release build of the program. Every client makes the same GET to the same two
servers on this machine: `conformance serve`, and nginx with a file of the same JSON.

  ours        `conformance run`: a suite of N cases of one step each, every answer judged, all
              reports written. Start, reading the suite and the reports are in its figures.
  ours x10    a tenth of the cases, each ten times over with --repeat
  bare loop   multi_loop.c: a libcurl multi loop that throws every answer away
  wrk         the least a client can spend; it parses heads and counts
  schemathesis, tavern
              other checkers of APIs, from PyPI into DIR: the same call from a contract and from a
              suite. They are slow, and make as many fewer calls as their rows say: what is told
              is per call

CPU is user and system time of the client process and its children, and not of the server. A row
holds the round with the least CPU. Peak memory is that of the largest process of the client. The
two servers and the client share the machine's cores, so that calls per second say less than CPU per
call.

--memory prints the peak memory of our runs at 1,000, 10,000 and 100,000 exchanges instead.

A client that is not there is named with what installs it:
  apt-get install nginx-light wrk gcc libcurl4-openssl-dev
  python3 -m venv DIR && DIR/bin/pip install schemathesis tavern "pytest<9"
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
PORTS = {"reference server": 18431, "nginx": 18432}
PATH = "/v1/health"
BODY = {"data": {"status": "ok"}, "request_id": "req_00000000000000000000000000"}
HINTS = {
    "nginx": "apt-get install nginx-light",
    "wrk": "apt-get install wrk",
    "bare loop": "apt-get install gcc libcurl4-openssl-dev",
    "schemathesis": "python3 -m venv DIR && DIR/bin/pip install schemathesis; give --venv DIR",
    "tavern": "python3 -m venv DIR && DIR/bin/pip install tavern 'pytest<9'; give --venv DIR",
}


def contract(parameters=()):
    """The one operation, as both servers answer it."""
    schema = {
        "type": "object",
        "required": ["data", "request_id"],
        "properties": {
            "data": {
                "type": "object",
                "required": ["status"],
                "properties": {"status": {"enum": ["ok"]}},
            },
            "request_id": {"type": "string"},
        },
    }
    answer = {"description": "up", "content": {"application/json": {"schema": schema}}}
    get = {"operationId": "health", "responses": {"200": answer}, "parameters": list(parameters)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "One call", "version": "1"},
        "servers": [{"url": "http://127.0.0.1"}],
        "paths": {"/health": {"get": get}},
    }


def suite(folder, cases):
    """A folder with so many cases of one step each."""
    folder.mkdir(parents=True)
    (folder / "openapi.json").write_text(json.dumps(contract()))
    (folder / "conformance.yaml").write_text("contract: openapi.json\n")
    lines = ["suite: Calls", "cases:"]
    for number in range(cases):
        lines += [
            f"  - case: Call {number}",
            "    steps: [{ call: GET /health, expect: { status: 200 } }]",
        ]
    (folder / "calls.suite.yaml").write_text("\n".join(lines) + "\n")
    return folder


class Usage:
    """What a finished process used, as `usage.c` tells it."""

    launcher = None

    @classmethod
    def build(cls, work):
        cls.launcher = work / "usage"
        cls.figures = work / "usage.txt"
        subprocess.run(["cc", "-O2", "-o", cls.launcher, HERE / "usage.c"], check=True)

    def __init__(self, command, cwd=None, accepted=(0,)):
        start = time.monotonic()
        with tempfile.TemporaryFile() as output:
            code = subprocess.call(
                [self.launcher, self.figures, *command],
                cwd=cwd, stdout=output, stderr=subprocess.STDOUT,
            )
            self.wall = time.monotonic() - start
            output.seek(0)
            self.text = output.read().decode(errors="replace")
        if code not in accepted:
            sys.exit(f"{command} ended with {code}:\n{self.text[-3000:]}")
        user, system, peak = self.figures.read_text().split()
        self.cpu = float(user) + float(system)
        self.peak = int(peak) / 1024


class Servers:
    """Both servers; `urls` holds those that run, `missing` what is not installed."""

    def __init__(self, program, work):
        self.processes = []
        self.urls = {}
        port = PORTS["reference server"]
        self.start("reference server", [program, "serve", "--port", str(port)])
        if not shutil.which("nginx"):
            return
        root = work / "nginx" / "v1"
        root.mkdir(parents=True)
        (root / "health").write_text(json.dumps(BODY))
        self.log = work / "access.log"
        (work / "nginx.conf").write_text(
            f"""daemon off; worker_processes 1; pid {work}/nginx.pid; error_log {work}/error.log;
            user root; events {{ worker_connections 512; }}
            http {{
              access_log {self.log} combined; keepalive_requests 10000000;
              client_body_temp_path {work}/t1; proxy_temp_path {work}/t2;
              fastcgi_temp_path {work}/t3; uwsgi_temp_path {work}/t4; scgi_temp_path {work}/t5;
              server {{
                listen 127.0.0.1:{PORTS["nginx"]}; root {work}/nginx;
                default_type application/json; }}
            }}"""
        )
        self.start("nginx", ["nginx", "-c", str(work / "nginx.conf"), "-p", str(work)])

    def start(self, name, command):
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.processes.append(process)
        url = f"http://127.0.0.1:{PORTS[name]}{PATH}"
        for _ in range(200):
            try:
                urllib.request.urlopen(url, timeout=1).read()
                break
            except OSError:
                time.sleep(0.05)
        else:
            sys.exit(f"{name} does not answer at {url}")
        self.urls[name] = url

    def stop(self):
        for process in self.processes:
            process.terminate()
            process.wait()


class Clients:
    """Each method makes calls to a URL and returns how many, with what they used."""

    def __init__(self, options, work):
        self.options = options
        self.work = work
        self.venv = Path(options.venv) if options.venv else None
        self.loop = work / "multi_loop"
        built = subprocess.run(["cc", "-O2", "-o", self.loop, HERE / "multi_loop.c", "-lcurl"])
        if built.returncode != 0:
            self.loop = None

    def run(self, folder, url, repeat=1):
        base = url[: -len("/health")]
        reports = self.work / "reports"
        shutil.rmtree(reports, ignore_errors=True)
        usage = Usage(
            [
                self.options.program, "run", folder, "--base-url", base, "--rate", "unlimited",
                "--concurrency", str(self.options.concurrency), "--reports", reports,
                "--quiet", "--seed", "1", "--repeat", str(repeat),
            ]
        )
        result = json.loads((reports / "results.json").read_text())
        return result["environment"]["requests"], usage

    def ours(self, url):
        return self.run(self.work / "all", url)

    def ours_repeated(self, url):
        return self.run(self.work / "tenth", url, repeat=10)

    def bare_loop(self, url):
        if not self.loop:
            return None
        calls, concurrency = str(self.options.calls), str(self.options.concurrency)
        return self.options.calls, Usage([self.loop, url, calls, concurrency])

    def wrk(self, url):
        if not shutil.which("wrk"):
            return None
        usage = Usage(["wrk", "-t1", f"-c{self.options.concurrency}", "-d3s", url])
        words = usage.text.split()
        usage.wall = 3.0
        return int(words[words.index("requests") - 1]), usage

    def tool(self, name):
        path = self.venv and self.venv / "bin" / name
        return path if path and path.exists() else None

    def schemathesis(self, url):
        tool = self.tool("schemathesis")
        if not tool:
            return None
        # Without a parameter there is one call to think of. Neither server reads this one.
        file = self.work / "schemathesis.json"
        number = {"name": "n", "in": "query", "required": True, "schema": {"type": "integer"}}
        file.write_text(json.dumps(contract([number])))
        calls = self.options.calls // 10
        report = self.work / "schemathesis.ndjson"
        usage = Usage(
            [
                tool, "run", file, "--url", url[: -len("/health")], "--phases", "fuzzing",
                "--mode", "positive", "--max-examples", str(calls), "--seed", "1",
                "--generation-unique-inputs", "--checks", "response_schema_conformance",
                "--report", "ndjson", "--report-ndjson-path", report,
            ],
            cwd=self.work,
        )
        return report.read_text().count('"status_code"'), usage

    def tavern(self, url):
        tool = self.tool("pytest")
        if not tool or not self.tool("tavern-ci"):
            return None
        folder = self.work / "tavern"
        folder.mkdir(exist_ok=True)
        calls = self.options.calls // 10
        documents = [
            f"test_name: Call {number}\nstages:\n  - name: call\n"
            f"    request: {{ url: '{url}', method: GET }}\n"
            "    response: { status_code: 200 }\n"
            for number in range(calls)
        ]
        (folder / "test_calls.tavern.yaml").write_text("---\n" + "---\n".join(documents))
        return calls, Usage([tool, "-q", "-p", "no:cacheprovider", folder], cwd=folder)


ROWS = [
    ("ours", Clients.ours), ("ours x10", Clients.ours_repeated),
    ("bare loop", Clients.bare_loop), ("wrk", Clients.wrk),
    ("schemathesis", Clients.schemathesis), ("tavern", Clients.tavern),
]


def measure(clients, servers, options):
    print(f"{'server':<18}{'client':<14}{'calls':>8}{'calls/s':>10}{'CPU us/call':>13}"
          f"{'x bare':>9}{'peak MB':>9}")
    missing = {}
    for server, url in servers.urls.items():
        bare = None
        results = {}
        for name, client in ROWS:
            best = None
            for _ in range(options.rounds if name not in ("schemathesis", "tavern") else 1):
                found = client(clients, url)
                if found is None:
                    missing[name] = HINTS[name]
                    break
                if best is None or found[1].cpu / found[0] < best[1].cpu / best[0]:
                    best = found
            if best:
                results[name] = best
        if "bare loop" in results:
            calls, usage = results["bare loop"]
            bare = usage.cpu / calls
        for name, (calls, usage) in results.items():
            cost = usage.cpu / calls
            ratio = f"{cost / bare:.2f}" if bare else "-"
            print(f"{server:<18}{name:<14}{calls:>8}{calls / usage.wall:>10.0f}"
                  f"{cost * 1e6:>13.1f}{ratio:>9}{usage.peak:>9.0f}", flush=True)
    if "nginx" not in servers.urls:
        missing["nginx"] = HINTS["nginx"]
    for name, hint in missing.items():
        print(f"{name} is missing: {hint}")


def measure_memory(clients, servers, work):
    url = servers.urls.get("nginx") or servers.urls["reference server"]
    print(f"{'exchanges':>10}{'cases x rounds':>18}{'peak MB':>9}{'CPU us/call':>13}"
          f"{'results.json MB':>17}")
    shapes = [(1000, 1), (10_000, 1), (100_000, 1), (1000, 10), (1000, 100)]
    for cases, rounds in shapes:
        folder = work / f"cases-{cases}"
        if not folder.exists():
            suite(folder, cases)
        calls, usage = clients.run(folder, url, repeat=rounds)
        size = (work / "reports" / "results.json").stat().st_size / 1e6
        print(f"{calls:>10}{f'{cases} x {rounds}':>18}{usage.peak:>9.0f}"
              f"{usage.cpu / calls * 1e6:>13.1f}{size:>17.1f}", flush=True)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("program", type=lambda path: str(Path(path).resolve()))
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--venv")
    parser.add_argument("--memory", action="store_true")
    options = parser.parse_args()
    if not shutil.which("cc"):
        sys.exit(f"cc is missing: {HINTS['bare loop']}")
    with tempfile.TemporaryDirectory(prefix="throughput-") as name:
        work = Path(name)
        Usage.build(work)
        suite(work / "all", options.calls)
        suite(work / "tenth", options.calls // 10)
        clients = Clients(options, work)
        servers = Servers(options.program, work)
        try:
            if options.memory:
                measure_memory(clients, servers, work)
            else:
                measure(clients, servers, options)
        finally:
            servers.stop()


if __name__ == "__main__":
    main()
