#!/usr/bin/env python3
"""Runs npm packages as functions in every way of fx, and compares what they do with what they do in plain Deno.

    python3 tests/corpus/run.py
    python3 tests/corpus/run.py stripe openai --ways serve,bundle
    python3 tests/corpus/run.py --rotation "$(git rev-parse HEAD)"

Owns the command line, the comparison and the table. `packages/NAME/index.ts` is a function that uses a package;
`expected.toml` lists those that fail, with the reason. What is listed and works fails the run too.
"""

import argparse
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import sys
import tempfile
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests/bench"))

import processes  # noqa: E402
from database import Database  # noqa: E402
from loopback import Servers  # noqa: E402
from processes import BenchError  # noqa: E402
from ways import WAYS, Deno, Platform, Setting  # noqa: E402

PACKAGES = HERE / "packages"
BASELINE = "baseline"
WORKS = "works"
CHOSEN = 15
FX = pathlib.Path(os.environ.get("FX", ROOT / "target/debug/fx")).resolve()


def all_packages():
    return sorted(entry.name for entry in PACKAGES.iterdir() if (entry / "index.ts").exists())


def version(name):
    """What is imported first from npm, with its version: what the function is about."""
    source = (PACKAGES / name / "index.ts").read_text()
    found = re.search(r'"npm:/?(@?[^@"]+)@([^/"]+)', source)
    return found.group(1), found.group(2)


def rotation(commit, names):
    """15 packages, one way each: which ones, and which way, depends on the commit alone."""
    number = lambda text: int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    first = number(commit) % len(names)
    chosen = (names[first:] + names[:first])[:CHOSEN]
    ways = list(WAYS)
    return {name: ways[number(f"{commit} {name}") % len(ways)] for name in chosen}


class Corpus:
    """A run: what is chosen, and what it found."""

    def __init__(self, setting, record, plan):
        self.setting, self.record, self.plan = setting, record, plan
        self.outcomes, self.used = {}, {}

    def run(self):
        self.names = sorted({name for chosen in self.plan.values() for name in chosen})
        with Deno(self.setting, self.names) as deno:
            for name in self.names:
                self.call(deno, name)
        for way, chosen in self.plan.items():
            with WAYS[way](self.setting, [BASELINE, *chosen]) as server:
                for name in [BASELINE, *chosen]:
                    self.call(server, name)
        return self

    def call(self, server, name):
        progress(f"{server.name}: {name}")
        self.record.take()
        (status, body), used = server.boot(name)
        if status == 200:
            self.used[server.name, name] = used
            status, body = server.work(name)
        if status in (200, 201):
            outcome = {"value": parsed(body), "asked": self.record.take()}
        else:
            outcome = {"failed": f"{status or 'no answer'}: {body.strip()}"}
        self.outcomes[server.name, name] = outcome

    def verdict(self, way, name):
        """`works` as in plain Deno, or why not; None where it did not run."""
        here, deno = self.outcomes.get((way, name)), self.outcomes.get((Deno.name, name))
        if here is None or "failed" in here:
            return here and here["failed"]
        if "failed" in deno or here == deno:
            return WORKS
        return f"differs: {json.dumps(here)}\nplain Deno: {json.dumps(deno)}"

    def booting(self, name):
        """Peak memory in MB and CPU seconds of a worker that boots, above those of one with no package."""
        found = [(used, base) for way in WAYS
                 if (used := self.used.get((way, name))) and (base := self.used.get((way, BASELINE)))]
        return [max(max(used[i] - base[i], 0) for used, base in found) for i in range(2)] if found else None


def parsed(body):
    try:
        return json.loads(body)
    except ValueError:
        return body


def progress(text):
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


# Judging --------------------------------------------------------------------------------------------------------------


def faults(corpus, expected):
    """What is wrong with what was found: `(package, what, details)`."""
    for name in corpus.names:
        listed = expected.get(name, {})
        deno = corpus.verdict(Deno.name, name)
        if (deno == WORKS) != listed.get("deno", True):
            yield name, "in plain Deno", "works now; correct the list" if deno == WORKS else deno
        for way in WAYS:
            verdict = corpus.verdict(way, name)
            if verdict is None:
                continue
            if way not in listed.get("fails", []):
                if verdict != WORKS:
                    yield name, way, verdict
            elif verdict == WORKS:
                yield name, way, "works now; correct the list"
            elif not re.search(listed["says"], verdict) and way != Platform.name:
                yield name, way, f"fails otherwise than with `{listed['says']}`: {verdict}"


def table(corpus, expected, sizes):
    """One row per package, in columns."""
    head = ["package", "version", *WAYS, "deno", "bundle", "memory", "CPU", "reason"]
    rows = [head]
    for name in corpus.names:
        package, number = version(name)
        mark = lambda way: {WORKS: "ok", None: ""}.get(corpus.verdict(way, name), "fails")
        used = corpus.booting(name)
        rows.append([name if name == package else f"{name} ({package})", number, *map(mark, WAYS), mark(Deno.name),
                     f"{sizes[name] / 1000:.0f} kB" if name in sizes else "",
                     *((f"{used[0]:.0f} MB", f"{used[1]:.2f} s") if used else ("", "")),
                     expected.get(name, {}).get("reason", "")])
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)


def known(path):
    """The list of what fails, checked for what it says."""
    listed = tomllib.loads(path.read_text())
    for name, entry in listed.items():
        if name not in all_packages() or not {"reason", "says", "fails"} <= set(entry) <= {"reason", "says", "fails", "deno"}:
            raise BenchError(f"{path.name}: `{name}` is no package, or lacks `reason`, `says` or `fails`")
    return listed


# Command line ---------------------------------------------------------------------------------------------------------


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="PACKAGE", help="of the corpus; default: all")
    parser.add_argument("--ways", default=",".join(WAYS), help=f"of {','.join(WAYS)}")
    parser.add_argument("--rotation", metavar="COMMIT", help=f"{CHOSEN} packages, one way each, which this commit chooses")
    parser.add_argument("--twice", action="store_true", help="run all of it twice; both must agree")
    parser.add_argument("--sizes", action="store_true", help="bundle each, too, for its size")
    parser.add_argument("--write-lock", action="store_true", help="only resolve all anew, into packages/*/deno.lock")
    parser.add_argument("--json", metavar="FILE", help="write every value, and what was asked of the servers")
    options = parser.parse_args()
    known_names, options.ways = all_packages(), [way for way in options.ways.split(",") if way]
    for given, allowed in ((options.names, known_names), (options.ways, list(WAYS))):
        for one in given:
            if one not in allowed:
                parser.error(f"`{one}` is none of {', '.join(allowed)}")
    return options


def plan(options):
    """Which packages run in which way."""
    if options.rotation:
        chosen = rotation(options.rotation, all_packages())
        print("chosen: " + ", ".join(f"{name} ({way})" for name, way in chosen.items()), flush=True)
        return {way: names for way in WAYS if (names := [name for name in chosen if chosen[name] == way])}
    return {way: options.names or all_packages() for way in options.ways}


def prepare(project):
    functions = project / "supabase/functions"
    shutil.copytree(PACKAGES, functions)
    (functions / BASELINE).mkdir()
    (functions / BASELINE / "index.ts").write_text('Deno.serve(() => new Response("up"));\n')
    (project / "supabase/config.toml").write_text('project_id = "corpus"\n')


def write_lock(setting):
    """A lockfile for each function, with what its dependencies are now: an engine fetches all that a lockfile names."""
    for name in all_packages():
        progress(f"lock: {name}")
        lock = PACKAGES / name / "deno.lock"
        lock.unlink(missing_ok=True)
        Deno(setting, [name]).resolve(name, lock)
    return 0


def bundle_sizes(setting, names):
    """Sizes of the bundles; those that cannot be made have none."""
    out = setting.directory / "bundles"
    sizes = {}
    for name in names:
        progress(f"bundle: {name}")
        try:
            setting.run("functions", "bundle", name, "--out-dir", str(out))
        except BenchError:
            continue
        sizes[name] = sum(file.stat().st_size for file in out.iterdir())
        shutil.rmtree(out)
    return sizes


def run(options, directory):
    expected, chosen = known(HERE / "expected.toml"), plan(options)
    servers, database = Servers(), Database(directory)
    prepare(directory / "project")
    setting = Setting(FX, directory, {**servers.environment, "CORPUS_DATABASE_URL": database.url})
    if options.write_lock:
        return write_lock(setting)
    corpus = Corpus(setting, servers.record, chosen).run()
    wrong = list(faults(corpus, expected))
    if options.twice:
        again = Corpus(setting, servers.record, chosen).run()
        wrong += [(name, way, "the second run says something else") for (way, name), found in corpus.outcomes.items()
                  if ("failed" in found) != ("failed" in again.outcomes[way, name])
                  or "failed" not in found and found != again.outcomes[way, name]]
    sizes = bundle_sizes(setting, corpus.names) if options.sizes else {}
    progress("")
    print(table(corpus, expected, sizes))
    if options.json:
        values = {f"{name} {way}": outcome for (way, name), outcome in sorted(corpus.outcomes.items())}
        pathlib.Path(options.json).write_text(json.dumps(values, indent=1))
    for name, what, details in wrong:
        print(f"\nBROKEN {name}, {what}: {details[:3000]}")
    ran = len(corpus.outcomes)
    print(f"\n{len(corpus.names)} packages, {ran} runs, {len(wrong)} broken", flush=True)
    return 1 if wrong else 0


def main():
    options = arguments()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.default_int_handler)
    processes.adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="fx-corpus-", ignore_cleanup_errors=True) as directory:
        try:
            return run(options, pathlib.Path(directory).resolve())
        except BenchError as error:
            print(f"error: {error}", file=sys.stderr)
        except KeyboardInterrupt:
            print("interrupted", file=sys.stderr)
        finally:
            processes.end_all()
    return 1


if __name__ == "__main__":
    sys.exit(main())
