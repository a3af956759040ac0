"""OPML, the list of feeds that feed readers exchange (opml.org/spec2): pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lxml import etree

from watcher.errors import InputError
from watcher.model import Source


@dataclass(frozen=True, slots=True)
class OpmlFeed:
    """One feed of an OPML file."""

    url: str
    title: str

    def id_beside(self, taken: Collection[str]) -> str:
        """Return an id for sources.yaml that is made of the title and not among `taken`."""
        letters = "".join(char if char.isascii() and char.isalnum() else "-" for char in self.title.casefold())
        base = "-".join(part for part in letters.split("-") if part)[:40].strip("-") or "feed"
        numbers = (f"{base}-{number}" for number in range(2, len(taken) + 3))
        return next(name for name in (base, *numbers) if name not in taken)


def read_opml(body: bytes, *, name: str) -> list[OpmlFeed]:
    """Return the feeds of an OPML file, in order, folders flattened.

    Raises:
        InputError: it is no XML, or has no feed in it.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{name}: not XML ({error})") from error
    feeds = [
        OpmlFeed(url, " ".join((outline.get("title") or outline.get("text") or url).split())[:80])
        for outline in root.iter("outline")
        if (url := (outline.get("xmlUrl") or "").strip()).startswith(("http://", "https://"))
    ]
    if not feeds:
        raise InputError(f'{name}: there is no feed in it; an OPML file has <outline xmlUrl="https://...">')
    return feeds


def write_opml(sources: Sequence[Source]) -> str:
    """Return the enabled sources as an OPML 2.0 document."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "watcher"
    body = etree.SubElement(root, "body")
    for source in sources:
        if source.enabled:
            kind = {"type": "rss", "xmlUrl": source.url} if source.kind == "feed" else {"type": "link", "url": source.url}
            etree.SubElement(body, "outline", text=source.name, title=source.name, **kind)
    return str(etree.tostring(root, encoding="unicode", pretty_print=True))
