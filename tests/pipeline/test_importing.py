"""Texts that nobody polled."""

from __future__ import annotations

from pathlib import Path

import pytest

from watcher.app import classifier
from watcher.model import Record
from watcher.pipeline.importing import import_records

from .site import HOST, delays, served


@pytest.mark.parametrize(
    ("record", "publisher"),
    [
        (Record("1", "", publisher="A Post", url="http://post.example/1", source="union"), "A Post"),
        (Record("2", "", url="http://post.example/2", source="union"), "The Invented Union"),
        (Record("3", "", url="http://www.post.example/3"), "post.example"),
        (Record("4", "", url=f"http://{HOST}/4", source="another"), HOST),
        (Record("5", "", source="another"), "another"),
        (Record("6", ""), "unknown"),
    ],
)
async def test_who_published_what_is_brought(tmp_path: Path, record: Record, publisher: str) -> None:
    """What the record says, else the name of its source, else the host it stands on; never the shelf it is put on."""
    async with served(tmp_path) as site:
        text = "\n\n".join(delays(int(record.id)))
        brought = Record(record.id, text, publisher=record.publisher, url=record.url, source=record.source)
        import_records(site.world, [brought], classifier(site.world.watch.taxonomy), shelf="import")
        [stored] = site.store.statements.find()
        assert (stored.publisher, stored.source_id) == (publisher, record.source or "import")
