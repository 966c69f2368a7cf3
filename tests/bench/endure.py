#!/usr/bin/env python3
"""Wears fx out: many requests, sockets and functions, killed and frozen processes, no room, no files, runaways; and, if
asked for, minutes of all of it at random.

    python3 tests/bench/endure.py
    python3 tests/bench/endure.py --quick --only kills,files
    sudo python3 tests/bench/endure.py --only disk
    python3 tests/bench/endure.py --only soak --minutes 20 --seed 1

Owns the command line and the checks that hold for every part: no hang, no process left over, no memory kept. A broken
promise is a failure; being slow is not, except where a limit is promised in milliseconds.
"""

import argparse
import contextlib
import os
import pathlib
import random
import resource
import signal
import sys
import tempfile
import time
import traceback

import bounds
import peers
import processes
import soak
import strain

USUAL = {**strain.PARTS, **bounds.PARTS}
PARTS = USUAL | soak.PARTS
ROOT = pathlib.Path(__file__).resolve().parents[2]
GROWTH = 10


class Trial:
    """What a part has: an fx to start, a scale, and where to say what it found."""

    def __init__(self, fx, directory, options):
        self.fx, self.directory, self.quick = fx, directory, options.quick
        self.minutes, self.seed = options.minutes, options.seed
        self.broken = []
        self._part = ""

    def begin(self, part):
        self._part = part

    def say(self, text):
        print(f"{self._part:10} {text}", flush=True)

    def check(self, holds, promise):
        self.say(f"{'ok    ' if holds else 'BROKEN'} {promise}")
        if not holds:
            self.broken.append(f"{self._part}: {promise}")

    def project(self, functions, config=""):
        """Writes a project with these sources; returns its directory."""
        directory = self.directory / self._part
        for slug, source in functions.items():
            entry = directory / "supabase" / "functions" / slug / "index.ts"
            entry.parent.mkdir(parents=True, exist_ok=True)
            peers.save(entry, source)
        peers.save(directory / "supabase" / "config.toml", f'project_id = "endure"\n{config}')
        return directory

    @contextlib.contextmanager
    def serve(self, directory, *arguments, before=(), grows=GROWTH, **environment):
        """Serves the project, and checks afterwards that fx kept no memory, ends, and leaves nothing behind."""
        port = processes.free_port()
        command = [*before, *self.fx.command(directory, port, True), "--no-verify-jwt", *arguments]
        server = processes.Server("fx", command, cwd=directory, port=port, log=directory / "fx.log",
                                  env=self.fx.environment | environment)
        with server:
            bounds.until_healthy(server)
            at_first = processes.resident(server.pid)
            server.at_first = at_first
            yield server
            if server.running():
                self.end(server, grows)

    def end(self, server, grows=GROWTH, within=30):
        """Ends fx, which may have grown by so many MB, and may take so many seconds."""
        if grows is not None:
            bounds.wait(lambda: processes.resident(server.pid) - server.at_first <= grows, 60)
            grown = processes.resident(server.pid) - server.at_first
            self.check(grown <= grows, f"fx grew by {grown:.1f} MB to {grown + server.at_first:.1f} MB, at most {grows} MB")
        began = time.perf_counter()
        left = server.stop(30)
        took = time.perf_counter() - began
        self.check(left == 0 and took < within, f"ended in {took:.1f} s with {left} processes left over")


def listed(text):
    chosen = [part for part in text.split(",") if part]
    for part in chosen:
        if part not in PARTS:
            raise argparse.ArgumentTypeError(f"`{part}` is none of {', '.join(PARTS)}")
    return chosen


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fx", type=lambda path: str(pathlib.Path(path).resolve()), default=ROOT / "target/release/fx", metavar="PATH", help="the fx to wear out")
    parser.add_argument("--only", type=listed, default=list(USUAL), metavar="LIST", help=f"of {','.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    parser.add_argument("--minutes", type=float, default=20, metavar="N", help="how long the soak takes")
    parser.add_argument("--seed", type=int, default=random.randrange(10**9), metavar="N", help="what the soak's trouble comes from")
    return parser.parse_args()


def main():
    options = arguments()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.default_int_handler)
    processes.adopt_orphans()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory(prefix="fx-endure-", ignore_cleanup_errors=True) as directory:
        trial = Trial(peers.Fx(options.fx), pathlib.Path(directory).resolve(), options)
        try:
            for name in options.only:
                trial.begin(name)
                try:
                    PARTS[name](trial)
                except Exception as error:  # the other parts are still tried
                    trial.check(False, f"{type(error).__name__}: {error}")
                    if not isinstance(error, processes.BenchError):
                        traceback.print_exc()
        except KeyboardInterrupt:
            trial.check(False, "interrupted")
        finally:
            processes.end_all()
    print(f"\n{len(trial.broken)} promises broken", *trial.broken, sep="\n  ")
    return 1 if trial.broken else 0


if __name__ == "__main__":
    sys.exit(main())
