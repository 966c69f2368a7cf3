#!/usr/bin/env python3
"""Measures fx beside the engine alone, wrangler and bun, in turns, so that noise hits all alike.

    python3 tests/bench/run.py
    python3 tests/bench/run.py --quick --only startup,reload
    npm install --prefix /tmp/peers wrangler bun esbuild hono @supabase/supabase-js
    python3 tests/bench/run.py --peer-dir /tmp/peers --json bench.json --markdown

Owns the command line, and the order and the end of a run. Nothing fails for being slow.
"""

import argparse
import pathlib
import signal
import sys
import tempfile

import bundling
import forward
import load
import memory
import peers
import processes
import reload
import startup
from results import Results, machine

PARTS = {"startup": startup, "reload": reload, "load": load, "memory": memory,
         "bundle": bundling, "forward": forward}
ROOT = pathlib.Path(__file__).resolve().parents[2]


class Bench:
    """What the parts share: peers, how often, where, and what was found."""

    def __init__(self, found, options, directory):
        self.peers, self.directory, self.peer_dir = found, directory, options.peer_dir
        self.versions = {peer.name: peer.version for peer in found}
        self.rounds, self.quick = options.rounds, options.quick
        self.results = Results()
        self.notes = self.results.notes

    def peer(self, name):
        return next((peer for peer in self.peers if peer.name == name), None)

    def add(self, figure, unit, peer, value):
        self.results.add(figure, unit, peer.name, value)

    def note(self, text):
        if text not in self.notes:
            self.notes.append(text)

    def turns(self, what, count):
        for turn in range(count):
            self.progress(f"{what}: {turn + 1} of {count}")
            yield turn

    def progress(self, text):
        if sys.stderr.isatty():
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def listed(allowed):
    def parse(text):
        chosen = [part for part in text.split(",") if part]
        for part in chosen:
            if part not in allowed:
                raise argparse.ArgumentTypeError(f"`{part}` is none of {', '.join(allowed)}")
        return chosen
    return parse


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fx", default=ROOT / "target/release/fx", metavar="PATH", help="the fx to measure")
    parser.add_argument("--peers", type=listed(peers.NAMES), metavar="LIST",
                        help="of fx,deno,wrangler,bun; default: fx, deno, and the others when found")
    parser.add_argument("--peer-dir", metavar="DIR", help="directory with node_modules/.bin/wrangler, bun and esbuild")
    parser.add_argument("--only", type=listed(PARTS), default=list(PARTS), metavar="LIST",
                        help="of startup,reload,load,memory,bundle,forward")
    parser.add_argument("--rounds", type=int, metavar="N", help="samples of each time; default 10, with --quick 3")
    parser.add_argument("--quick", action="store_true", help="fewer samples, reloads and seconds")
    parser.add_argument("--json", metavar="FILE", help="write machine, versions and every sample")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    options = parser.parse_args()
    options.rounds = options.rounds or (3 if options.quick else 10)
    if options.rounds < 1:
        parser.error("--rounds takes 1 or more")
    return options


def main():
    options = arguments()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # what was found so far is still reported
        signal.signal(name, signal.default_int_handler)
    processes.adopt_orphans()
    warnings, bench, failure, found = [], None, None, []
    with tempfile.TemporaryDirectory(prefix="fx-bench-", ignore_cleanup_errors=True) as directory:
        try:
            found = peers.find(options.peers, options.fx, options.peer_dir, warnings.append)
            bench = Bench(found, options, pathlib.Path(directory).resolve())
            for warning in warnings:
                bench.note(warning)
            for name in options.only:
                PARTS[name].run(bench)
        except processes.BenchError as error:
            failure = f"error: {error}"
        except KeyboardInterrupt:
            failure = "interrupted"
        finally:
            processes.end_all()
    if bench:
        report(bench, options, bench.versions)
    if failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


def report(bench, options, versions):
    bench.progress("")
    here = machine()
    about = (f"{here['date'][:10]}, {here['cores']} cores ({here['cpu']}), {here['kernel']}; "
             + ", ".join(versions.values()))
    if options.markdown:
        print(f"{about}. Medians (95th percentiles), ratio to fx.\n\n{bench.results.markdown(list(versions))}")
    else:
        print(f"{about}\n\n{bench.results.table()}")
    for note in bench.notes:
        print(f"{'- ' if options.markdown else '  '}{note}", file=sys.stderr if options.markdown else sys.stdout)
    if options.json:
        chosen = {"rounds": bench.rounds, "quick": bench.quick, "only": options.only}
        bench.results.write(options.json, versions, chosen)


if __name__ == "__main__":
    sys.exit(main())
