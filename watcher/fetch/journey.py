"""The way from the address that was asked for to the one that answers, and what it takes along."""

from __future__ import annotations

from yarl import URL

from watcher.errors import FetchError, Reason, UnsafeURLError
from watcher.fetch.address import WEB_PORTS, admit_url, shown_url
from watcher.fetch.exchange import Answer


class Journey:
    """The hops from the address that was asked for, and whether each may lie at a private address.

    A redirect takes `allow_private` along only to the same host (at the same or a web port) and to `private_hosts`: else any
    source on the operator's network could send watcher to the others.
    """

    def __init__(self, first: URL, *, allow_private: bool, private_hosts: frozenset[str]):
        self.hops = [first]
        self._allow_private, self._private_hosts = allow_private, private_hosts

    @property
    def asked(self) -> str:
        return str(self.hops[0])

    @property
    def is_private_here(self) -> bool:
        return self._may_be_private(self.hops[-1])

    @property
    def shown(self) -> str:
        """The address for an error's text, with the hop that failed when it is another."""
        asked = shown_url(self.asked)
        return asked if len(self.hops) == 1 else f"{asked} (led to {shown_url(str(self.hops[-1]))})"

    def go_on(self, answer: Answer, *, chars_max: int) -> None:
        """Add the hop that a redirect names.

        Raises:
            UnsafeURLError: it is not to be talked to.
            FetchError: it names none.
        """
        location = answer.headers.get("location", "").strip()
        try:
            target = self.hops[-1].join(URL(location)) if location else None
        except ValueError:
            target = None
        if target is None:
            problem = f"{self.shown}: it answers {answer.status} without an address to go to"
            raise FetchError(problem, reason=Reason.BAD_RESPONSE, url=self.asked, status=answer.status)
        try:
            hop = admit_url(str(target), allow_private=self._may_be_private(target), chars_max=chars_max, shown=shown_url(location))
        except UnsafeURLError as error:
            problem = f"{self.shown}: it redirects to {error.problem}"
            raise UnsafeURLError(problem, reason=error.reason, url=self.asked, status=answer.status) from error
        self.hops.append(hop)

    def _may_be_private(self, url: URL) -> bool:
        if not self._allow_private:
            return False
        first = self.hops[0]
        is_same = url.raw_host == first.raw_host and (url.port == first.port or url.port in WEB_PORTS)
        return is_same or url.raw_host in self._private_hosts
