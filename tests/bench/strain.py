"""Owns the parts of endurance in which fx has too much of something, or too little."""

import asyncio
import collections
import contextlib
import os
import pathlib
import random
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

import load
import processes
from bounds import Client, ask, wait
from processes import BenchError

FINE = "Deno.serve(() => new Response('fine'));\n"
ECHO = """\
Deno.serve((request) => {
  if (request.headers.get("upgrade") !== "websocket") return new Response("fine");
  const { socket, response } = Deno.upgradeWebSocket(request);
  socket.onmessage = (event) => socket.send(event.data);
  return response;
});
"""
UPGRADE = (b"GET /functions/v1/hello HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
           b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")


def requests(trial):
    """Many requests over few connections."""
    wanted = 20_000 if trial.quick else 200_000
    with trial.serve(trial.project({"hello": FINE})) as server:
        hello = trial.fx.target("hello")
        load.wrk(server, hello, 2)  # connections, buffers and the worker are there from here on
        server.at_first = processes.resident(server.pid)
        done, wrong, began = 0, 0, time.perf_counter()
        while done < wanted:
            found = load.wrk(server, hello, 2)
            done, wrong = done + int(found["rate"] * 2), wrong + found["wrong"]
        took = time.perf_counter() - began
        trial.check(wrong == 0, f"{wrong} of {done} requests failed, in {took:.0f} s")


def sockets(trial):
    """Many WebSockets open at once."""
    wanted = 200 if trial.quick else 2000
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < wanted + 100:
        raise BenchError(f"{wanted} sockets need more than the {most} open files that the system allows (`ulimit -Hn`)")
    # Memory of open sockets is not growth: it is measured when they are gone.
    with trial.serve(trial.project({"hello": ECHO})) as server:
        ask(server, "hello")
        server.at_first = processes.resident(server.pid)
        for _ in range(2):
            echoed = _echo(server, wanted)
        trial.check(echoed == wanted, f"{echoed} of {wanted} sockets echoed")
        closed = wait(lambda: processes.open_files(server.pid)["socket"] < 60, 10)
        trial.check(closed, f"{processes.open_files(server.pid)['socket']} sockets left in fx")


def _echo(server, wanted):
    with contextlib.ExitStack() as stack:
        opened = []
        for _ in range(wanted):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=20))
            client.sendall(UPGRADE)
            opened.append(client)
        accepted = [client for client in opened if b" 101 " in client.recv(2000)]
        for client in accepted:
            client.sendall(b"\x81\x82\x00\x00\x00\x00hi")
        return sum(client.recv(100).endswith(b"hi") for client in accepted)


def functions(trial):
    """Many functions, each asked once."""
    count = 50 if trial.quick else 500
    with trial.serve(trial.project({f"f{number}": FINE for number in range(count)})) as server:
        ask(server, "f0")  # starts what all functions share
        before = processes.resident(server.pid)
        for turn in range(2):
            statuses, began = collections.Counter(), time.perf_counter()
            for number in range(count):
                statuses[ask(server, f"f{number}").status] += 1
            took = time.perf_counter() - began
            trial.check(statuses == {200: count}, f"{count} functions answered {dict(statuses)} in {took:.1f} s")
            family = processes.descendants(server.pid)
            trial.say(f"{len(family)} engine processes; fx has {processes.resident(server.pid):.1f} MB, {before:.1f} MB before")
            for pid in family:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            wait(lambda: ask(server, "f0").status == 200, 10)
            if turn == 0:
                # What fx has learnt of each function stays, as it watches their files; a second round must add nothing.
                wait(lambda: processes.resident(server.pid) - before <= 10, 30)
                server.at_first = processes.resident(server.pid)
                each = (server.at_first - before) * 1024 / count
                trial.say(f"fx keeps {server.at_first - before:.1f} MB of what it has learnt, {each:.0f} KB for a function")


def kills(trial):
    """Processes of fx are killed under load."""
    seconds = 5 if trial.quick else 20
    with trial.serve(trial.project({"hello": FINE})) as server:
        ask(server, "hello")
        server.at_first = processes.resident(server.pid)
        statuses, killed, stop = collections.Counter(), collections.Counter(), threading.Event()
        guard = threading.Lock()

        def work():
            with contextlib.closing(Client(server, timeout=20)) as client:
                while not stop.is_set():
                    status = client.get("hello").status
                    with guard:
                        statuses[status] += 1

        threads = [threading.Thread(target=work, daemon=True) for _ in range(4)]
        for thread in threads:
            thread.start()
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            time.sleep(0.2)
            family = processes.descendants(server.pid)
            if family:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(random.choice(family), signal.SIGKILL)
                    killed["processes"] += 1
        stop.set()
        for thread in threads:
            thread.join(30)
        hung = sum(thread.is_alive() for thread in threads)
        failed = sum(count for status, count in statuses.items() if status != 200)
        trial.check(hung == 0, f"{hung} requests hang")
        # Each of the four clients has one request under way at most.
        most = 4 * killed["processes"]
        trial.check(failed <= most, f"{failed} of {statuses.total()} requests failed with {killed['processes']} processes "
                                    f"killed; at most {most} were on them ({dict(statuses)})")
        trial.check(ask(server, "hello").status == 200, "it serves afterwards")


def disk(trial):
    """The directory for temporary files is full."""
    place = pathlib.Path(tempfile.mkdtemp(prefix="fx-disk-"))
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m,nr_inodes=64", "tmpfs", place], capture_output=True)
    if mounted.returncode:
        os.rmdir(place)
        trial.say(f"not tried, as it takes the right to mount a file system: {mounted.stderr.decode().strip()}")
        return
    try:
        directory = trial.project({"hello": FINE, "other": FINE, "writer": WRITER})
        with trial.serve(directory, "--standby", "0", TMPDIR=str(place)) as server:
            trial.check(ask(server, "hello").status == 200, "it serves while there is room")
            wrote = ask(server, "writer")
            trial.check(wrote.status == 200 and b"os error 28" in wrote.body, f"a function is told: {wrote.body[:80]!r}")
            room = os.statvfs(place)
            with contextlib.suppress(OSError), open(place / "filler", "wb") as filler:
                filler.write(b"x" * room.f_bfree * room.f_bsize)
            _fill_with_files(place)
            trial.check(ask(server, "hello").status == 200, "a warm function goes on")
            cold = ask(server, "other")
            trial.check(cold.status == 503 and b"os error 28" in cold.body,
                        f"a cold one is told: {cold.status} {cold.body[-120:]!r}")
            shutil.rmtree(place / "files")
            os.unlink(place / "filler")
            wait(lambda: ask(server, "other").status == 200, 15)
            trial.check(ask(server, "other").status == 200, "it serves when there is room again")
    finally:
        subprocess.run(["umount", "-l", place], check=False)
        os.rmdir(place)


WRITER = """\
Deno.serve(async () => {
  let text = "";
  try {
    for (let index = 0;; index++) await Deno.writeFile(`/tmp/${index}`, new Uint8Array(65536));
  } catch (error) {
    text = String(error);
  }
  for await (const { name } of Deno.readDir("/tmp")) await Deno.remove(`/tmp/${name}`);
  return new Response(text);
});
"""


def _fill_with_files(place):
    (place / "files").mkdir(exist_ok=True)
    with contextlib.suppress(OSError):
        for number in range(1000):
            (place / "files" / str(number)).mkdir()


def files(trial):
    """No more files may be opened."""
    shell = ["/bin/sh", "-c", 'ulimit -n 64; exec "$@"', "sh"]
    with trial.serve(trial.project({"hello": FINE, "other": FINE}), before=shell) as server:
        trial.check(ask(server, "hello").status == 200, "it serves with 64 files")
        idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(100)]
        told = wait(lambda: "ulimit -n" in server.tail(), 10)
        trial.check(told, f"it says what to do: {' '.join(server.tail().splitlines()[-2:])}")
        for client in idle:
            client.close()
        began = time.perf_counter()
        fine = [wait(lambda slug=slug: ask(server, slug).status == 200, 15) for slug in ("hello", "other")]
        trial.check(all(fine), f"it serves again, {time.perf_counter() - began:.1f} s after the files were free")
        trial.check(server.tail().count("cannot be accepted") <= 1, "it says so once")


def frozen(trial):
    """fx, and then a worker, stands still for longer than the limits allow a worker to take."""
    seconds = 4
    config = "[edge_runtime.limits]\nrequest_idle_timeout_ms = 1500\nworker_timeout_ms = 3000\n"
    with trial.serve(trial.project({"hello": FINE}, config)) as server:
        trial.check(ask(server, "hello").status == 200, "it serves before")
        os.kill(server.pid, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(server.pid, signal.SIGCONT)
        trial.check(ask(server, "hello").status == 200, f"it serves after fx stood still for {seconds} s")
        for pid in processes.descendants(server.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
        began = time.perf_counter()
        answer = ask(server, "hello")
        took = time.perf_counter() - began
        trial.check(answer.status in (200, 504, 546) and took < seconds,
                    f"with all its workers frozen a request is answered {answer.status} after {took:.1f} s")
        again = wait(lambda: ask(server, "hello").status == 200, 15)
        trial.check(again, f"it serves again, {time.perf_counter() - began:.1f} s after they froze")


PARTS = {"requests": requests, "sockets": sockets, "functions": functions, "kills": kills, "disk": disk,
         "files": files, "frozen": frozen}
