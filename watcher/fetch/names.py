"""Host name look-ups in threads of their own, so that a name server that does not answer holds up only those who ask it."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import suppress
from typing import Final

from aiohttp.abc import AbstractResolver, ResolveResult

LOOKUPS_MAX: Final = 64
"""How many names are looked up at once, given up ones included: the system's look-up cannot be called off."""

Found = list[tuple[socket.AddressFamily, str]]


class SystemNames(AbstractResolver):
    """Asks the operating system, /etc/hosts and all; addresses that need a zone (link-local) are left out.

    The event loop's own thread pool will not do: it has six threads on two cores, and the process cannot end before they do.
    """

    def __init__(self, *, lookups_max: int = LOOKUPS_MAX):
        self._places = asyncio.Semaphore(lookups_max)

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC) -> list[ResolveResult]:
        await self._places.acquire()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Found] = loop.create_future()
        threading.Thread(target=self._look_up, args=(loop, answer, host, family), name=f"name of {host}", daemon=True).start()
        return [
            ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST)
            for kind, address in await answer
            if "%" not in address
        ]

    async def close(self) -> None:
        return None

    def _look_up(
        self, loop: asyncio.AbstractEventLoop, answer: asyncio.Future[Found], host: str, family: socket.AddressFamily
    ) -> None:
        found: Found | OSError
        try:
            places = socket.getaddrinfo(host, None, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
            found = [(kind, str(place[0])) for kind, _, _, _, place in places]
        except (OSError, UnicodeError) as error:
            found = error if isinstance(error, OSError) else OSError(None, str(error))
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(self._settle, answer, found)

    def _settle(self, answer: asyncio.Future[Found], found: Found | OSError) -> None:
        self._places.release()
        if answer.done():
            return
        if isinstance(found, OSError):
            answer.set_exception(found)
        else:
            answer.set_result(found)
