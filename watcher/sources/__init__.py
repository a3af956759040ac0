"""How places are listed and their items read: pure functions of fetched bytes, one file a kind, one line in the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from watcher.sources.discovery import Discovery, discover
from watcher.sources.feed import Feed
from watcher.sources.govuk import GovUk
from watcher.sources.judiciary import Judiciary
from watcher.sources.kind import ITEMS_MAX, SourceKind
from watcher.sources.page import ListingPage
from watcher.sources.parliament import Parliament
from watcher.sources.sitemap import Sitemap
from watcher.sources.wordpress import WordPress

SOURCE_KINDS: Final[Mapping[str, SourceKind]] = {
    "feed": Feed(),
    "page": ListingPage(),
    "govuk": GovUk(),
    "wordpress": WordPress(),
    "parliament": Parliament(),
    "judiciary": Judiciary(),
    "sitemap": Sitemap(),
}
"""Every kind that sources.yaml may name; `watcher check`, the CLI help and the reference page find them here."""

__all__ = ["ITEMS_MAX", "SOURCE_KINDS", "Discovery", "SourceKind", "discover"]
