"""How places are listed and their items read: pure functions of fetched bytes, one file a kind, one line in the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from watcher.sources.feed import Feed
from watcher.sources.govuk import GovUk
from watcher.sources.kind import ITEMS_MAX, SourceKind
from watcher.sources.page import ListingPage
from watcher.sources.parliament import Parliament

SOURCE_KINDS: Final[Mapping[str, SourceKind]] = {
    kind.name: kind
    for kind in (
        Feed(),
        ListingPage(),
        GovUk(),
        Parliament(),
    )
}
"""Every kind that sources.yaml may name; `watcher check`, the CLI help and the reference page find them here."""

__all__ = ["ITEMS_MAX", "SOURCE_KINDS", "SourceKind"]
