"""A real receiver of webhooks for tests: it listens, keeps what comes, and answers as it is told."""

import asyncio
import json
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field

OK = "204 No Content"


@dataclass
class Received:
    """One call."""

    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


@dataclass
class Receiver:
    """What came in, and what is answered next; when nothing is set, that it arrived."""

    port: int = 0
    answers: list = field(default_factory=list)
    calls: list = field(default_factory=list)
    silent: bool = False

    async def serve(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        self.calls.append(Received({**headers, ":request": head[0]}, body))
        if self.silent:
            await reader.read()  # until the other side gives up
        answer = self.answers.pop(0) if self.answers else OK
        if isinstance(answer, str):
            answer = f"HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode()
        try:
            writer.write(answer)
            await writer.drain()
            writer.close()
            await writer.wait_closed()
        except OSError:
            return  # it hung up in the middle, as it may


@contextmanager
def receiver(tls=None):
    """A receiver that is open, in a thread of its own."""
    found, loop, closing = Receiver(), asyncio.new_event_loop(), asyncio.Event()
    listener = socket.create_server(("127.0.0.1", 0))
    found.port = listener.getsockname()[1]

    async def listen():
        server = await asyncio.start_server(found.serve, sock=listener, ssl=tls)
        await closing.wait()
        server.close()

    def run():
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(listen())

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield found
    finally:
        loop.call_soon_threadsafe(closing.set)
        thread.join()
