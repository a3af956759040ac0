"""The places that are watched: list, try, add, and the exchange with feed readers."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from watcher.cli.options import AsJson, WatchDir
from watcher.cli.screen import note, put, row, say, table, write_lines
from watcher.errors import ConfigError, InputError

if TYPE_CHECKING:
    from watcher.model import Watch
    from watcher.pipeline.trying import Tried
    from watcher.store import Store

OPML_BYTES_MAX: Final = 5_000_000

app: Final = typer.Typer(help="The places that are watched, and how they are doing.", no_args_is_help=True)


def register(parent: typer.Typer) -> None:
    """Add these commands to `parent`."""
    parent.add_typer(app, name="sources")


@app.command("list")
def list_sources(*, as_json: AsJson = False, watch_dir: WatchDir = Path()) -> None:
    """List every source with its health: since when, why, when it was last new, when it is next polled."""
    from watcher.app import load, open_store

    watch = load(watch_dir)
    store = open_store(watch)
    try:
        states, gaps = store.polls.states(), {source.id: _gap(store, source.id) for source in watch.sources}
        fills = {source.id: _fills(store, source.id) for source in watch.sources}
    finally:
        store.close()
    made = table("id", "kind", "health", "since", "last new", "usual gap", "next poll", "why")
    for source in watch.sources:
        state = states.get(source.id)
        if not source.enabled or state is None:
            health, cells = ("off" if not source.enabled else "never polled"), ["", "", "", "", ""]
        else:
            health = state.health.state.value
            moments = (state.health.since, state.last_new_at)
            cells = [f"{moment:%Y-%m-%d}" if moment else "" for moment in moments]
            cells += [gaps[source.id], f"{state.next_poll_at:%d %b %H:%M}" if state.next_poll_at else "", state.health.why]
        if as_json:
            keys = ("since", "last_new", "usual_gap", "next_poll", "why")
            shown = {"id": source.id, "name": source.name, "kind": source.kind, "url": source.url, "health": health}
            told = {**shown, **dict(zip(keys, cells, strict=True)), "filled": fills[source.id]}
            write_lines([json.dumps(told, ensure_ascii=False)])
        else:
            row(made, source.id, source.kind, health, *cells)
    if not as_json:
        put(made)


def _fills(store: Store, source_id: str) -> dict[str, float]:
    """Return which share of a source's items usually has each field."""
    return {name: round(fill.usual, 2) for name, fill in store.polls.fills(source_id).items()}


def _gap(store: Store, source_id: str) -> str:
    from watcher.health import usual_gap

    gap = usual_gap(store.polls.publications(source_id))
    return f"{gap.total_seconds() / 86400:.1f} d" if gap else ""


@app.command("try")
def try_url(
    url: Annotated[str, typer.Argument(help="a page, a feed, an API: whatever you have")],
    *,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="the address is on this machine or in your own network")
    ] = False,
    watch_dir: WatchDir = Path(),
) -> None:
    """Find out how a place can be watched: its feeds, its last five items as watcher would read them, and the YAML to paste."""
    from watcher.app import load

    tried, problems = asyncio.run(_try(load(watch_dir), url, allow_private=allow_private))
    for problem in problems:
        note(f"not {problem}")
    if tried is None:
        raise InputError(
            f"{url}: nothing there can be watched; for a page of links, say `kind: page` with selectors (docs/sources.md)"
        )
    _show(tried)


async def _try(watch: Watch, url: str, *, allow_private: bool) -> tuple[Tried | None, tuple[str, ...]]:
    from watcher.app import open_world, scratch_store
    from watcher.pipeline.trying import try_address

    store = scratch_store(watch)
    try:
        async with open_world(watch, store) as world:
            return await try_address(url, world, allow_private=allow_private)
    finally:
        store.close()


def _show(tried: Tried) -> None:
    from watcher.pipeline.trying import yaml_of

    say(f"{tried.discovery.kind}: {tried.discovery.url} ({tried.discovery.why})")
    say(f"{len(tried.listing.items)} items; the latest as they would be read:\n")
    for sample in tried.samples:
        document = sample.document
        published = (document.published if document else None) or sample.item.published
        say(f"{published.as_day.isoformat() if published else 'no date   '}  {sample.item.title or '(no title)'}")
        say(f"            {sample.item.url}")
        if document is not None:
            words = document.text.split()
            say(f"            {len(words)} words, by {document.byline or '-'}: {' '.join(words[:16])} …")
        else:
            say(f"            not read: {sample.problem}")
    for line in tried.listing.notes:
        note(line)
    say(f"\nTo watch it, paste this under `sources:` in sources.yaml, or run `watcher sources add`:\n\n{yaml_of(tried.source)}")


@app.command()
def add(
    url: Annotated[str, typer.Argument(help="what `watcher sources try` found, or the place itself")],
    *,
    source_id: Annotated[str | None, typer.Option("--id", help="its id; made of its title otherwise")] = None,
    name: Annotated[str | None, typer.Option(help="the publisher as readers know it")] = None,
    group: Annotated[str, typer.Option(help="what sort of body publishes there")] = "other",
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="the address is on this machine or in your own network")
    ] = False,
    watch_dir: WatchDir = Path(),
) -> None:
    """Add a place to sources.yaml; the file is checked before it is written, and comments stay."""
    from dataclasses import replace

    from watcher.app import load
    from watcher.model import Group
    from watcher.pipeline.trying import yaml_of

    if group not in [*Group]:
        raise InputError(f"there is no group {group!r}; one of {', '.join(Group)}")
    watch = load(watch_dir)
    tried, _ = asyncio.run(_try(watch, url, allow_private=allow_private))
    if tried is None:
        raise InputError(f"{url}: nothing there can be watched; `watcher sources try` says what was found")
    source = replace(tried.source, group=Group(group))
    source = replace(source, id=source_id or source.id, name=name or source.name)
    append_sources(watch_dir, [yaml_of(source)])
    say(f"added {source.id} ({source.kind} {source.url})")


def append_sources(watch_dir: Path, entries: list[str]) -> None:
    """Add entries to the end of sources.yaml, or leave it as it is if the result would not be right.

    Raises:
        ConfigError: the entries do not fit (an id stands already, say).
    """
    from watcher.app import load

    path = watch_dir / "sources.yaml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.rstrip("\n") + "\n\n" + "\n".join(entries), encoding="utf-8")
    try:
        load(watch_dir)
    except ConfigError:
        path.write_text(before, encoding="utf-8")
        raise


@app.command("import-opml")
def import_opml(
    file: Annotated[Path, typer.Argument(help="an OPML file, as feed readers write it")],
    *,
    group: Annotated[str, typer.Option(help="what sort of bodies publish there")] = "other",
    watch_dir: WatchDir = Path(),
) -> None:
    """Add the feeds of an OPML file to sources.yaml; those that are watched already are left out."""
    from watcher.app import load
    from watcher.model import Group, Source
    from watcher.opml import read_opml
    from watcher.pipeline.trying import yaml_of

    if group not in [*Group]:
        raise InputError(f"there is no group {group!r}; one of {', '.join(Group)}")
    if not file.is_file() or file.stat().st_size > OPML_BYTES_MAX:
        raise InputError(f"{file}: no file, or larger than {OPML_BYTES_MAX:,} bytes")
    known = {source.url for source in load(watch_dir).sources}
    ids = {source.id for source in load(watch_dir).sources}
    fresh = []
    for feed in read_opml(file.read_bytes(), name=str(file)):
        if feed.url not in known:
            known.add(feed.url)
            source_id = feed.id_beside(ids)
            ids.add(source_id)
            fresh.append(yaml_of(Source(id=source_id, name=feed.title, group=Group(group), kind="feed", url=feed.url)))
    if fresh:
        append_sources(watch_dir, fresh)
    say(f"{len(fresh)} added")


@app.command("export-opml")
def export_opml(*, watch_dir: WatchDir = Path()) -> None:
    """Write the watched places as OPML to standard output, for a feed reader."""
    from watcher.app import load
    from watcher.opml import write_opml

    write_lines([write_opml(load(watch_dir).sources)])
