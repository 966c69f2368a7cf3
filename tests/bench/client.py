"""Owns the requests of the bench: one keep-alive connection that polls, and a steady load that counts failures."""

import asyncio
import collections
import http.client
import re
import time

from processes import BenchError

PAUSE = 0.0005
VERSION = re.compile(rb'"version":\s*"v(\d+)"')


class Connection:
    """One keep-alive connection to a server, which reconnects when the server closed it."""

    def __init__(self, server, target):
        self.server, self.target = server, target
        self._http = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)

    def get(self):
        """Status and body, or `(0, b"")` when there was no answer."""
        try:
            self._http.request("GET", self.target.path, headers=self.target.headers)
            response = self._http.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            self._http.close()
            return 0, b""

    def until(self, wanted, *, timeout=60, pause=PAUSE):
        """Asks until an answer is `wanted`; returns the moment it was complete."""
        deadline = time.perf_counter() + timeout
        while True:
            status, body = self.get()
            now = time.perf_counter()
            if wanted(status, body):
                return now
            if now > deadline:
                raise BenchError(f"{self.server.name} did not answer as expected in {timeout} s; last: "
                                 f"{status} {body[:300]!r}\n{self.server.tail()}")
            self.server.check()
            time.sleep(pause)

    def until_version(self, version, **options):
        return self.until(lambda status, body: status == 200 and version_of(body) == version, **options)

    def close(self):
        self._http.close()


def version_of(body):
    found = VERSION.search(body)
    return int(found[1]) if found else None


class Load:
    """Requests at a fixed rate, each with a connection of its own, sent whether or not earlier ones were answered."""

    def __init__(self, server, target, rate=200, timeout=30):
        self.server, self.target, self.rate, self.timeout = server, target, rate, timeout
        self.sent, self.stale = 0, 0
        self.failures = collections.Counter()
        self.newest, self.changed = -1, asyncio.Event()
        self._seen = {}

    async def _one(self):
        began = time.perf_counter()
        try:
            async with asyncio.timeout(self.timeout):
                status, body = await self._exchange()
        except TimeoutError:
            self.failures["timeout"] += 1
            return
        except OSError as error:
            self.failures[type(error).__name__] += 1
            return
        if status != 200:
            self.failures[f"status {status}" if status else "no answer"] += 1
            return
        version = version_of(body)
        if version is None:
            self.failures["no version"] += 1
        elif version > self.newest:
            self.newest, self._seen[version] = version, time.perf_counter()
            self.changed.set()
        elif version < self.newest and self._seen[self.newest] < began:
            self.stale += 1  # asked after newer code had answered

    async def _exchange(self):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        try:
            headers = "".join(f"{name}: {value}\r\n" for name, value in self.target.headers.items())
            writer.write(f"GET {self.target.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.server.port}\r\n"
                         f"{headers}Connection: close\r\n\r\n".encode())
            answer = await reader.read()
        finally:
            writer.close()
        head, _, body = answer.partition(b"\r\n\r\n")
        status = re.match(rb"HTTP/1\.\d (\d{3})", head)
        return (int(status[1]) if status else 0), body

    async def during(self, work):
        """Sends requests while `work(self)` runs and half a second longer; then waits for every answer."""
        under_way, stop = set(), asyncio.Event()

        async def send():
            due = time.perf_counter()
            while not stop.is_set():
                task = asyncio.create_task(self._one())
                under_way.add(task)
                task.add_done_callback(under_way.discard)
                self.sent += 1
                due += 1 / self.rate
                await asyncio.sleep(max(0, due - time.perf_counter()))

        sender = asyncio.create_task(send())
        try:
            await work(self)
            await asyncio.sleep(0.5)
        finally:
            stop.set()
            await sender
            while under_way:
                await asyncio.wait(list(under_way))

    async def until_version(self, version, timeout):
        async with asyncio.timeout(timeout):
            while self.newest < version:
                self.changed.clear()
                await self.changed.wait()
