"""A keep-alive HTTP/1.1 connection that costs next to nothing, so that the figures are the server's."""

import asyncio
import json


class Connection:
    def __init__(self, port: int, headers: dict[str, str] | None = None):
        self.port, self.headers = port, headers or {}
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def post(self, path: str, body: dict, **headers: str) -> tuple[int, bytes]:
        return await self.send("POST", path, json.dumps(body).encode(), {"content-type": "application/json", **headers})

    async def get(self, path: str) -> tuple[int, bytes]:
        return await self.send("GET", path, b"", {})

    async def send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        lines = [f"{method} {path} HTTP/1.1", f"host: 127.0.0.1:{self.port}", f"content-length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in (self.headers | headers).items()]
        self.writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        return await self._answer()

    async def _answer(self) -> tuple[int, bytes]:
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
        if headers.get("transfer-encoding") == "chunked":
            return int(head[0].split()[1]), await self._chunks()
        return int(head[0].split()[1]), await self.reader.readexactly(int(headers.get("content-length", 0)))

    async def _chunks(self) -> bytes:
        body = b""
        while size := int(await self.reader.readline(), 16):
            body += await self.reader.readexactly(size)
            await self.reader.readline()
        await self.reader.readline()
        return body
