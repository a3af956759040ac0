"""The one record for statements: what is read, what is refused, what is written."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.errors import InputError
from watcher.model import Precision, Record, StatedDate
from watcher.records import date_as_json, parse_date, parse_record, read_records, record_as_json


def read(*lines: str) -> tuple[list[Record], list[str]]:
    warnings: list[str] = []
    return list(read_records(lines, name="in.jsonl", warn=warnings.append)), warnings


def test_a_day_is_not_a_midnight() -> None:
    """A bare date keeps its precision through reading and writing."""
    stated = parse_date("2023-12-11", where="x")
    assert stated == StatedDate.day(date(2023, 12, 11), "import")
    shown = date_as_json(stated)
    assert shown is not None
    assert next(iter(shown)) == "value"
    assert shown["value"] == "2023-12-11"
    assert parse_date(shown, where="x") == stated


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-12-15T10:32:35Z", datetime(2023, 12, 15, 10, 32, 35, tzinfo=UTC)),
        ("2023-07-15T10:32:00", datetime(2023, 7, 15, 9, 32, tzinfo=UTC)),
        ("2023-07-15T10:32:00+01:00", datetime(2023, 7, 15, 9, 32, tzinfo=UTC)),
    ],
)
def test_a_moment_without_a_zone_is_london_time(text: str, moment: datetime) -> None:
    """Moments are kept in UTC; summer time is an hour ahead."""
    stated = parse_date(text, where="x")
    assert stated is not None
    assert stated.value == moment
    assert stated.precision is Precision.MINUTE


@pytest.mark.parametrize("text", ["01/06/2026", "yesterday", "2023-13-01", 7, {"precision": "day"}, ["2023-12-11"]])
def test_a_date_that_is_none_is_refused_with_an_example(text: object) -> None:
    """Nothing is guessed, and the error shows what would be right."""
    with pytest.raises(InputError, match="2023-12-15"):
        parse_date(text, where="in.jsonl:3: 'published'")


def test_unknown_fields_are_left_out_with_one_warning() -> None:
    """A file from elsewhere has fields of its own; they are named once, not once a line."""
    records, warnings = read('{"id":"a","text":"x","mood":"glum"}', "", '{"id":"b","text":"y","mood":"fair","zip":1}')
    assert [record.id for record in records] == ["a", "b"]
    assert warnings == ["in.jsonl: left out unknown fields: mood, zip"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("[1]", "in.jsonl:2: a list"),
        ("{", "in.jsonl:2: not JSON"),
        ('{"id":"a"}', "in.jsonl:2: 'text' is missing"),
        ('{"text":"a"}', "in.jsonl:2: 'id' is missing"),
        ('{"id":"a","text":""}', "in.jsonl:2: 'text' is empty"),
        ('{"id":"a","text":5}', "'text' must be a string"),
        ('{"id":"a","text":"x","group":"guild"}', "'group' must be one of"),
        ('{"id":"a","text":"x","spans":[{"start":1}]}', "a span needs"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_bad_line_is_named_by_its_number(line: str, words: str) -> None:
    """A line that is no record is an error with file and line, and what would be right."""
    with pytest.raises(InputError) as caught:
        read('{"id":"first","text":"fine"}', line)
    assert words in str(caught.value)


@given(st.text(min_size=1), st.text(), st.dates(min_value=date(1990, 1, 1)))
def test_a_record_survives_writing_and_reading(text: str, title: str, day: date) -> None:
    """What is exported can be imported, whatever characters it holds."""
    record = Record(id="r", text=text, title=title, published=StatedDate.day(day, "feed"))
    line = json.dumps(record_as_json(record))
    assert parse_record(json.loads(line), where="x") == record
