"""The one record for statements, as JSON: what `import` reads, what `export` and `extract --json` write (DESIGN, Formats)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any, Final

from watcher.errors import InputError
from watcher.model import LONDON, Certainty, Document, Group, Precision, Record, Source, Span, SpanKind, StatedDate

LINE_CHARS_MAX: Final = 5_000_000
_KNOWN: Final = frozenset(field.name for field in fields(Record))
_TEXTS: Final = ("title", "source", "publisher", "url", "guid", "byline", "kind", "language")


def read_records(
    lines: Iterable[str], *, name: str, warn: Callable[[str], None], requires: tuple[str, ...] = ("id", "text")
) -> Iterator[Record]:
    """Yield the record of every non-blank line of `name` (a file's name, for error texts).

    Unknown fields are left out; `warn` is called once, at the end, with their names.

    Raises:
        InputError: a line is no JSON object, or a field is missing or of the wrong type; it names the line.
    """
    unknown: dict[str, None] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if len(line) > LINE_CHARS_MAX:
            raise InputError(f"{name}:{number}: longer than {LINE_CHARS_MAX:,} characters")
        try:
            data = json.loads(line)
        except (ValueError, RecursionError) as error:  # a ValueError too: a number of thousands of digits
            raise InputError(f"{name}:{number}: not JSON ({error}); one object a line is expected") from error
        if not isinstance(data, dict):
            raise InputError(f"{name}:{number}: a {type(data).__name__}, not an object with {', '.join(requires)}")
        unknown.update(dict.fromkeys(key for key in data if key not in _KNOWN))
        yield parse_record(data, where=f"{name}:{number}", requires=requires)
    if unknown:
        warn(f"{name}: left out unknown fields: {', '.join(sorted(unknown))}")


def parse_record(data: Mapping[str, Any], *, where: str, requires: tuple[str, ...] = ("id", "text")) -> Record:
    """Return `data` as a Record; `where` begins every error text.

    Raises:
        InputError: a required field is missing, or a field has the wrong type or an impossible value.
    """
    for key in requires:
        if data.get(key) in (None, ""):
            raise InputError(f"{where}: {key!r} is {'empty' if data.get(key) == '' else 'missing'}")
    for key in ("text", *_TEXTS):
        if data.get(key) is not None and not isinstance(data[key], str):
            raise InputError(f"{where}: {key!r} must be a string, not {type(data[key]).__name__}")
    spans = data.get("spans") or []
    if not isinstance(spans, list):
        raise InputError(f"{where}: 'spans' must be a list, not {type(spans).__name__}")
    return Record(
        id=_whole(str(data.get("id", ""))),
        text=_whole(data.get("text") or ""),
        **{key: None if data.get(key) is None else _whole(data[key]) for key in _TEXTS},
        group=_group(data.get("group"), where),
        published=parse_date(data.get("published"), where=f"{where}: 'published'"),
        updated=parse_date(data.get("updated"), where=f"{where}: 'updated'"),
        spans=tuple(_span(span, where) for span in spans),
    )


def _whole(text: str) -> str:
    """Return `text` as it can be stored: JSON can spell half a character, which becomes a `?`."""
    return text.encode("utf-8", "replace").decode("utf-8")


def parse_date(value: Any, *, where: str) -> StatedDate | None:
    """Return an ISO string (a day or a moment; without a zone it is London time) or a date object as a StatedDate."""
    if value in (None, ""):
        return None
    given = value if isinstance(value, dict) else {"value": value}
    source = str(given.get("source", "import"))
    try:
        certainty = Certainty(given.get("certainty", Certainty.HIGH))
        text = given["value"].strip()
        if len(text) == 10:
            return StatedDate.day(date.fromisoformat(text), source, certainty)
        moment = datetime.fromisoformat(text)
        return StatedDate.minute(moment if moment.tzinfo else moment.replace(tzinfo=LONDON), source, certainty)
    except (KeyError, AttributeError, ValueError, OverflowError) as error:
        raise InputError(f"{where} must be an ISO date such as 2023-12-15 or 2023-12-15T10:32:35Z, not {value!r}") from error


def date_as_json(value: StatedDate | None) -> dict[str, str] | None:
    """Return the object form of a date: `value` first, then precision, source, certainty."""
    if value is None:
        return None
    shown = value.value.isoformat()
    if value.precision is Precision.MINUTE:
        shown = shown.replace("+00:00", "Z")
    return {"value": shown, "precision": value.precision.value, "source": value.source, "certainty": value.certainty.value}


def record_as_json(record: Record) -> dict[str, Any]:
    """Return every field of `record`, in the documented order, ready for `json.dumps`."""
    return {
        "id": record.id,
        "source": record.source,
        "publisher": record.publisher,
        "group": record.group.value if record.group else None,
        "url": record.url,
        "guid": record.guid,
        "title": record.title,
        "text": record.text,
        "published": date_as_json(record.published),
        "updated": date_as_json(record.updated),
        "byline": record.byline,
        "kind": record.kind,
        "language": record.language,
        "spans": [{"start": span.start, "end": span.end, "kind": span.kind.value} for span in record.spans],
    }


def record_of(
    document: Document, *, record_id: str, url: str | None, source: Source | None = None, guid: str | None = None
) -> Record:
    """Return a read page as a record; the publisher is the configured source's, never the page's own word."""
    return Record(
        id=record_id,
        text=document.text,
        title=document.title,
        source=source.id if source else None,
        publisher=source.name if source else None,
        group=source.group if source else None,
        url=url,
        guid=guid,
        published=document.published,
        updated=document.updated,
        byline=document.byline,
        kind=document.kind.value if document.kind else None,
        language=document.language,
        spans=document.spans,
    )


def _group(value: Any, where: str) -> Group | None:
    if value in (None, ""):
        return None
    try:
        return Group(value)
    except ValueError as error:
        raise InputError(f"{where}: 'group' must be one of {', '.join(Group)}, not {value!r}") from error


def _span(value: Any, where: str) -> Span:
    try:
        return Span(int(value["start"]), int(value["end"]), SpanKind(value.get("kind", SpanKind.PARAGRAPH)))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{where}: a span needs start, end and kind, not {value!r}") from error
