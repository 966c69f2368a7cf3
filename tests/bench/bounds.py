"""Owns the parts of endurance with a promise in numbers: runaways, crashes, what waits, bursts."""

import collections
import contextlib
import http.client
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import threading
import time

import processes
from processes import BenchError

GREEDY = """\
Deno.serve(async (request) => {
  const what = request.url.split("/").at(-1);
  if (what === "cpu") while (true) {}
  if (what === "heap") for (const all = [];;) all.push(new Array(1000).fill(Math.random()));
  if (what === "buffers") for (const all = [];;) all.push(new Uint8Array(4e6).fill(1));
  if (what === "yielding") for (const all = [];;) {
    all.push(new Uint8Array(1e6).fill(1));
    await new Promise((resolve) => setTimeout(resolve));
  }
  return new Response("fine");
});
"""
FINE = "Deno.serve(() => new Response('fine'));\n"
CRASHING = """\
%s
Deno.serve(async (request) => {
  if (request.url.endsWith("crash")) {
    setTimeout(() => { throw new Error("crash"); });
    await new Promise(() => {});
  }
  return new Response("fine");
});
"""
NODE = 'import { createHash } from "node:crypto";\nimport { EventEmitter } from "node:events";\nexport const used = [createHash, EventEmitter];'

Answer = collections.namedtuple("Answer", "status body")


class Client:
    """One keep-alive connection; a status of 0 is no answer."""

    def __init__(self, server, timeout=60):
        self._http = http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout)

    def get(self, path):
        try:
            self._http.request("GET", f"/functions/v1/{path}")
            response = self._http.getresponse()
            return Answer(response.status, response.read())
        except (OSError, http.client.HTTPException) as error:
            self._http.close()
            return Answer(0, repr(error).encode())

    def close(self):
        self._http.close()


def ask(server, path, timeout=60):
    with contextlib.closing(Client(server, timeout)) as client:
        return client.get(path)


def wait(done, seconds):
    """Waits until it is done; says whether it was in time."""
    until = time.perf_counter() + seconds
    while not done():
        if time.perf_counter() > until:
            return False
        time.sleep(0.02)
    return True


def until_healthy(server):
    def healthy():
        server.check()
        return ask(server, "-", 5).status == 404

    if not wait(healthy, 60):
        raise BenchError(f"fx does not answer\n{server.tail()}")


def runaway(trial):
    """A function that uses too much, beside one that does not."""
    config = "[functions.f.limits]\ncpu_time_soft_limit_ms = 1000\ncpu_time_hard_limit_ms = 2000\nmemory_limit_mb = 128\n"
    with trial.serve(trial.project({"f": GREEDY, "g": FINE}, config)) as server:
        ask(server, "g"), ask(server, "f")
        time.sleep(1)
        for _ in range(2 if trial.quick else 5):
            _endless(trial, server)
        for flood in ("heap", "buffers", "yielding"):
            _flood(trial, server, flood)
        _neighbour(trial, server)


def _endless(trial, server, limit=2000, late=150):
    """Other programs take their share of the machine, so the clock starts when the worker has used up its CPU time."""
    ask(server, "f")
    time.sleep(0.5)
    at_rest = {pid: _cpu(pid) for pid in processes.descendants(server.pid)}
    used_up, stop = [], threading.Event()

    def look():
        while not stop.is_set() and not used_up:
            if any(_cpu(pid) - before >= limit for pid, before in at_rest.items()):
                used_up.append(time.perf_counter())
            time.sleep(0.001)

    watcher = threading.Thread(target=look)
    watcher.start()
    began = time.perf_counter()
    answer = ask(server, "f/cpu")
    ended = time.perf_counter()
    stop.set()
    watcher.join()
    after = (ended - used_up[0]) * 1000 if used_up else 0
    trial.check(answer.status == 546 and after <= late,
                f"`while (true) {{}}` with {limit} ms of CPU: {answer.status} {after:.0f} ms after they were used, "
                f"at most {late} ms ({(ended - began) * 1000:.0f} ms after the request)")


def _cpu(pid):
    """CPU time of a process in ms."""
    clock = (~pid << 3) | 2  # what `clock_getcpuclockid` answers on Linux
    with contextlib.suppress(OSError):
        return time.clock_gettime(clock) * 1000
    return 0


def _neighbour(trial, server):
    """Latency of another function; a program outside that takes one core shows what is the machine's fault."""
    def program():
        with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as hog:
            time.sleep(3)
            hog.kill()

    situations = {"nothing": lambda: time.sleep(3), "another program on one core": program}
    situations |= {what: lambda what=what: _for(3, lambda: ask(server, f"f/{what}")) for what in ("cpu", "heap", "buffers")}
    found = collections.defaultdict(list)
    for _ in range(1 if trial.quick else 3):
        for what, act in situations.items():
            ask(server, "f"), ask(server, "g")
            time.sleep(0.7)
            found[what].append(_p99_of_other(server, act))
    p99 = {what: statistics.median(p99 for p99, _ in rounds) for what, rounds in found.items()}
    idle = {what: statistics.median(idle for _, idle in rounds) for what, rounds in found.items()}
    quiet = p99["nothing"]
    for what in situations:
        text = f"p99 of another function during {what}: {p99[what]:.2f} ms, {p99[what] / quiet:.1f} × quiet; {idle[what]:.1f} cores idle"
        if what in ("cpu", "heap", "buffers") and idle["nothing"] >= 1.5:
            trial.check(p99[what] <= 2 * quiet, text)
        else:
            trial.say(text)
    if idle["nothing"] < 1.5:
        trial.say("not judged, as no core was free")


def _idle():
    """Time in seconds that all cores together were idle."""
    fields = pathlib.Path("/proc/stat").read_text().split("\n")[0].split()
    return (int(fields[4]) + int(fields[5])) / os.sysconf("SC_CLK_TCK")


def _flood(trial, server, flood, limit=128):
    """Watches the memory of the workers while one of them is flooded."""
    for pid in processes.descendants(server.pid):  # what an earlier flood has left is not to be counted
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait(lambda: ask(server, "f").status == 200, 10)
    time.sleep(0.7)
    workers = [pid for pid in processes.descendants(server.pid)]
    before = {pid: processes.resident(pid) for pid in workers}
    peak, stop = [0.0], threading.Event()

    def look():
        while not stop.is_set():
            for pid in workers:
                with contextlib.suppress(OSError, BenchError):
                    peak[0] = max(peak[0], processes.resident(pid) - before[pid])
            time.sleep(0.001)

    watcher = threading.Thread(target=look)
    watcher.start()
    answer = ask(server, f"f/{flood}")
    stop.set()
    watcher.join()
    told = answer.status == 546 or answer.status == 500 and b"Internal Server Error" in answer.body
    trial.check(told and peak[0] <= 1.3 * limit,
                f"`{flood}` with {limit} MB: {answer.status}; the worker had at most {peak[0]:.0f} MB more than before, {peak[0] / limit:.2f} × limit")


def _for(seconds, act):
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        act()


def _p99_of_other(server, during):
    """Latency in ms of a steady trickle to `g` while something else happens, and how many cores were idle."""
    times, stop = [], threading.Event()

    def trickle():
        with contextlib.closing(Client(server)) as client:
            while not stop.is_set():
                began = time.perf_counter()
                if client.get("g").status == 200:
                    times.append((time.perf_counter() - began) * 1000)
                time.sleep(0.004)

    thread = threading.Thread(target=trickle)
    idle, began = _idle(), time.perf_counter()
    thread.start()
    during()
    stop.set()
    thread.join()
    idle = (_idle() - idle) / (time.perf_counter() - began)
    return statistics.quantiles(times, n=100)[98], idle


def crash(trial):
    """The first request after a crash, with a process that waits."""
    turns = 5 if trial.quick else 21
    sources = {"plain": CRASHING % "", "node": CRASHING % NODE}
    with trial.serve(trial.project(sources)) as server:
        for slug, most in (("plain", 12), ("node", 75)):
            warm, after = [], []
            with contextlib.closing(Client(server)) as client:
                for _ in range(turns):
                    client.get(slug)
                    time.sleep(0.4)  # the next process has started
                    warm.append(_milliseconds(lambda: client.get(slug)))
                    client.get(f"{slug}/crash")
                    after.append(_milliseconds(lambda: client.get(slug)))
            over = statistics.median(after) - statistics.median(warm)
            trial.check(over <= most, f"{slug}: {statistics.median(after):.1f} ms after a crash, {over:.1f} ms over warm "
                                      f"(p90 {sorted(after)[int(turns * 0.9)]:.1f}); at most {most} ms")


def _milliseconds(act):
    began = time.perf_counter()
    answer = act()
    if answer.status != 200:
        raise BenchError(f"answered {answer.status}: {answer.body[:300]!r}")
    return (time.perf_counter() - began) * 1000


def standby(trial):
    """What the processes cost that wait, and that they go when nobody needs them."""
    sources = {"plain": FINE, "node": NODE + "\n" + FINE}
    with trial.serve(trial.project(sources)) as server:
        for slug, most in (("plain", 12), ("node", 18)):
            known = set(processes.descendants(server.pid))
            ask(server, slug)
            wait(lambda: len(set(processes.descendants(server.pid)) - known) == 2, 10)
            time.sleep(1.5)
            _, waiting = [pid for pid in processes.descendants(server.pid) if pid not in known]
            private = _private(waiting)
            trial.check(private <= most, f"a process that waits for `{slug}` has {private:.1f} MB of its own, at most {most} MB")
        if trial.quick:
            return
        began = time.perf_counter()
        gone = wait(lambda: not processes.descendants(server.pid), 240)
        took = time.perf_counter() - began
        trial.check(gone, f"{len(processes.descendants(server.pid))} processes are left after {took:.0f} s without a request")


def _private(pid):
    """Memory in MB that goes when the process ends."""
    total = 0
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Private_"):
            total += int(line.split()[1])
    return total / 1024


def burst(trial):
    """Many requests at once to a function that has not started."""
    count = 500
    for policy in ("per_worker", "per_request"):
        with trial.serve(trial.project({"hello": FINE}), "--policy", policy, grows=None) as server:
            gate, answers = threading.Barrier(count), []

            def work():
                with contextlib.closing(Client(server, 60)) as client:
                    gate.wait()
                    answers.append(client.get("hello").status)

            threads = [threading.Thread(target=work) for _ in range(count)]
            began = time.perf_counter()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            took = time.perf_counter() - began
            statuses = collections.Counter(answers)
            trial.check(statuses == {200: count}, f"{policy}: {dict(statuses)} in {took:.1f} s")


PARTS = {"runaway": runaway, "crash": crash, "standby": standby, "burst": burst}
