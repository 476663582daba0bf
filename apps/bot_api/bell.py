"""Waiting for a hint about one topic. Without Redis it never rings, and the waiting is all there is."""

import asyncio
import time
from contextlib import suppress

from channels.layers import get_channel_layer
from redis import RedisError

from apps.core.live import GROUP


class Bell:
    def __init__(self, topic: str):
        self.topic, self.channel = topic, ""

    async def __aenter__(self) -> "Bell":
        self.layer = get_channel_layer()
        try:
            self.channel = await self.layer.new_channel()
            await self.layer.group_add(GROUP, self.channel)
        except (OSError, RedisError):
            self.channel = ""
        return self

    async def __aexit__(self, *exception: object) -> None:
        if self.channel:
            with suppress(OSError, RedisError):
                await self.layer.group_discard(GROUP, self.channel)

    async def rings_within(self, seconds: float) -> bool:
        """True as soon as the topic is hinted at; False after `seconds`."""
        until = time.monotonic() + seconds
        try:
            async with asyncio.timeout(seconds):
                while self.channel:
                    hint = await self.layer.receive(self.channel)
                    if self.topic in hint.get("topics", ()):
                        return True
        except TimeoutError:
            return False
        except (OSError, RedisError):
            self.channel = ""
        await asyncio.sleep(max(until - time.monotonic(), 0))
        return False
