"""Answers requests with two bytes and WebSockets with the handshake, and keeps both open; prints its port."""

import asyncio
import resource

HANDSHAKE = (b"HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
             b"sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")


async def answer(reader, writer):
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            is_socket = b"upgrade: websocket" in head.lower()
            writer.write(HANDSHAKE if is_socket else b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
            if is_socket:
                await reader.read()
                return
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=1024, limit=1 << 13)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
