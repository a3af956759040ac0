"""Whose turn it is: one request a host at a time, a pause between two, and so many hosts at once."""

from __future__ import annotations

import asyncio
from datetime import datetime
from types import TracebackType
from typing import Final

from watcher.clock import Clock

_FORGOTTEN_AT_ONCE: Final = 4
"""A full table drops a quarter of its hosts, so that it is not walked for every new one."""


class _Host:
    """What is remembered of one host; `ready_at_s` is in the event loop's time, `closed_until` on the calendar."""

    __slots__ = ("closed_until", "delay_s", "lock", "ready_at_s")

    def __init__(self, delay_s: float):
        self.lock = asyncio.Lock()
        self.delay_s = delay_s
        self.ready_at_s = 0.0
        self.closed_until: datetime | None = None


class HostClosedError(Exception):
    """The host asked to be left alone until `until`; raised when its turn has come, to all who waited for it."""

    def __init__(self, until: datetime):
        super().__init__(f"closed until {until:%Y-%m-%d %H:%M} UTC")
        self.until = until


class Turn:
    """One request's hold on its host and on one of the places; with a clock it heeds a closing."""

    __slots__ = ("_clock", "_host", "_places")

    def __init__(self, host: _Host, places: asyncio.Semaphore, clock: Clock | None):
        self._host, self._places, self._clock = host, places, clock

    async def __aenter__(self) -> None:
        host = self._host
        await host.lock.acquire()
        try:
            self._heed_closing()
            if (wait_s := host.ready_at_s - asyncio.get_running_loop().time()) > 0:
                await asyncio.sleep(wait_s)
            await self._places.acquire()
        except BaseException:
            host.lock.release()
            raise

    def _heed_closing(self) -> None:
        until = self._host.closed_until
        if until is not None and self._clock is not None and until > self._clock.now():
            raise HostClosedError(until)

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._places.release()
        self._host.ready_at_s = asyncio.get_running_loop().time() + self._host.delay_s
        self._host.lock.release()


class HostTurns:
    """Hands out turns, in the order of asking.

    A host gets at most one request at a time, and `delay_s` (or its longer Crawl-delay) lies between the end of one and the
    begin of the next. At most `hosts_at_once_max` requests are under way; a host that waits out its delay takes no place.
    """

    def __init__(self, *, clock: Clock, delay_s: float, hosts_at_once_max: int, hosts_remembered_max: int):
        self._clock, self._delay_s = clock, delay_s
        self._places = asyncio.Semaphore(hosts_at_once_max)
        self._hosts: dict[str, _Host] = {}
        self._hosts_remembered_max = hosts_remembered_max

    def turn(self, host_name: str, *, heeds_closing: bool = True) -> Turn:
        """Return a context that waits for the turn of `host_name`, holds it over the block, and begins its pause afterwards.

        Entering it raises HostClosedError, without the pause, while the host is closed.
        """
        return Turn(self._host(host_name), self._places, self._clock if heeds_closing else None)

    def slow_down(self, host_name: str, delay_s: float) -> None:
        """Keep at least `delay_s` between requests to the host; a server may slow watcher down, never speed it up."""
        host = self._host(host_name)
        host.delay_s = max(self._delay_s, delay_s)

    def close(self, host_name: str, until: datetime) -> None:
        """Remember that the host asked to be left alone (Retry-After)."""
        self._host(host_name).closed_until = until

    def _host(self, host_name: str) -> _Host:
        host = self._hosts.get(host_name)
        if host is None:
            if len(self._hosts) >= self._hosts_remembered_max:
                self._forget()
            host = self._hosts[host_name] = _Host(self._delay_s)
        return host

    def _forget(self) -> None:
        """Drop the longest known hosts that are neither in use nor in their pause."""
        now_s = asyncio.get_running_loop().time()
        idle = [name for name, host in self._hosts.items() if not host.lock.locked() and host.ready_at_s <= now_s]
        for name in idle[: max(1, self._hosts_remembered_max // _FORGOTTEN_AT_ONCE)]:
            del self._hosts[name]
