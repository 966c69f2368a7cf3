"""Owns every process of a run: starting, watching, and ending all of them, whatever happens."""

import collections
import contextlib
import ctypes
import os
import pathlib
import pty
import re
import select
import signal
import socket
import subprocess
import threading
import time

PR_SET_CHILD_SUBREAPER = 36
_servers = []


class BenchError(Exception):
    """Something that the bench needs did not happen; the message says what."""


def adopt_orphans():
    """Makes this process the parent of orphaned descendants, so that none escapes `end_all` (Linux only)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A process that serves, in a session of its own, and what it wrote."""

    def __init__(self, name, argv, *, cwd, env, port, log, terminal=False):
        self.name, self.port, self.log = name, port, pathlib.Path(log)
        self.lines = []
        self.started = time.perf_counter()
        if terminal:
            ours, theirs = pty.openpty()
            self._process = subprocess.Popen(
                argv, cwd=cwd, env=env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
            os.close(theirs)
            threading.Thread(target=self._read, args=(ours,), daemon=True).start()
        else:
            with open(log, "ab") as out:
                self._process = subprocess.Popen(
                    argv, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)
        self.pid = self._process.pid
        _servers.append(self)

    def _read(self, terminal):
        """Notes each line with the moment it became readable, as a person at the terminal would see it."""
        rest = ""
        with open(self.log, "ab") as copy:
            while True:
                with contextlib.suppress(OSError):
                    select.select([terminal], [], [])
                try:
                    data = os.read(terminal, 65536)
                except OSError:
                    data = b""
                now = time.perf_counter()
                if not data:
                    os.close(terminal)
                    return
                copy.write(data)
                copy.flush()
                *whole, rest = (rest + data.decode(errors="replace")).split("\n")
                for line in whole:
                    self.lines.append((now, re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", line).rstrip("\r")))

    def running(self):
        return self in _servers

    def check(self):
        if self._process.poll() is not None:
            raise BenchError(f"{self.name} ended with {self._process.returncode}:\n{self.tail()}")

    def tail(self):
        with contextlib.suppress(OSError):
            return self.log.read_text(errors="replace")[-1500:]
        return ""

    def stop(self, timeout=10):
        """Ends it as Ctrl-C does, then by force; returns how many of its processes were left over."""
        if self not in _servers:
            return 0
        family = descendants(self.pid)
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout)
        left = family
        for _ in range(20):
            left = [pid for pid in left if alive(pid)]
            if left:
                time.sleep(0.05)
        self.kill(family)
        return len(left)

    def kill(self, family=()):
        family = [*family, *descendants(self.pid)]
        for end in (lambda: os.killpg(self.pid, signal.SIGKILL), *(lambda p=p: os.kill(p, signal.SIGKILL) for p in family)):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                end()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        with contextlib.suppress(ValueError):
            _servers.remove(self)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def end_all():
    """Kills every server and every descendant that is left."""
    for server in list(_servers):
        server.kill()
    for _ in range(100):
        left = descendants(os.getpid())
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not left:
            return
        time.sleep(0.02)


def once(argv, *, cwd=None, env=None, timeout=30):
    """Runs a short command to its end and returns the seconds it took."""
    started = time.perf_counter()
    process = subprocess.Popen(argv, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, start_new_session=True)
    watchdog = threading.Timer(timeout, lambda: os.killpg(process.pid, signal.SIGKILL))
    watchdog.start()
    _, status, _ = os.wait4(process.pid, 0)
    took = time.perf_counter() - started
    watchdog.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BenchError(f"{' '.join(map(str, argv))} ended with {process.returncode}")
    return took


def peak_memory(argv, *, cwd=None, env=None, timeout=30):
    """The most memory, in MB, that a short command ever held (`ru_maxrss` of `os.wait4`).

    Linux counts what the process held before `exec` too, which is all of Python when Python starts it. So a small shell
    forks it and goes away, and only then, when it is a child of ours, does it begin.
    """
    begin, go = os.pipe()
    shell = subprocess.Popen(
        ["/bin/sh", "-c", f'(read x; exec "$@" >/dev/null 2>&1) <&{begin} & echo $!', "sh", *map(str, argv)],
        cwd=cwd, env=env, stdout=subprocess.PIPE, pass_fds=(begin,))
    pid = int(shell.stdout.readline())
    shell.wait()
    shell.stdout.close()
    os.close(begin)
    os.write(go, b"\n")
    os.close(go)
    watchdog = threading.Timer(timeout, lambda: os.kill(pid, signal.SIGKILL))
    watchdog.start()
    try:
        _, status, used = os.wait4(pid, 0)
    except ChildProcessError:
        return None  # not Linux: orphans are init's
    finally:
        watchdog.cancel()
    if status:
        raise BenchError(f"{' '.join(map(str, argv))} ended with {os.waitstatus_to_exitcode(status)}")
    return used.ru_maxrss / 1024


def alive(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def descendants(pid):
    """The processes under `pid`, oldest first, without zombies."""
    children = {}
    for entry in os.listdir("/proc") if os.path.isdir("/proc") else ():
        if entry.isdigit():
            with contextlib.suppress(OSError):
                fields = pathlib.Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()
                if fields[0] != "Z":
                    children.setdefault(int(fields[1]), []).append((int(fields[19]), int(entry)))
    found, queue = [], [pid]
    while queue:
        for child in children.get(queue.pop(), ()):
            found.append(child)
            queue.append(child[1])
    return [child for _, child in sorted(found)]


def command_line(pid):
    with contextlib.suppress(OSError):
        return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").rstrip("\0").split("\0")
    return []


def resident(pid):
    """VmRSS in MB."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise BenchError(f"process {pid} has no VmRSS")


def proportional(pids):
    """PSS of processes together in MB: what they share counts once."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024


def open_files(pid):
    """How many files a process has open, by kind: `socket`, `pipe`, `anon_inode`, `file`."""
    kinds = collections.Counter()
    for entry in os.listdir(f"/proc/{pid}/fd"):
        with contextlib.suppress(OSError):
            what = os.readlink(f"/proc/{pid}/fd/{entry}")
            kinds["file" if what.startswith("/") else what.split(":")[0]] += 1
    return kinds
