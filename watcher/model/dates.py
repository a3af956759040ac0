"""Dates as a page states them: a day is not a midnight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Precision(StrEnum):
    DAY = "day"
    MINUTE = "minute"


class Certainty(StrEnum):
    """How far a reading can be trusted: stated in structured data or by an API, read from labelled text, or inferred."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class StatedDate:
    """When something was published or updated, as precisely as it was stated.

    `value` is a `date` for precision `day` and an aware UTC `datetime` for precision `minute`. `source` says where it was
    read: `json-ld`, `opengraph`, `meta`, `time`, `api`, `feed`, `label`, `text`, `url`, `hint`, `manifest` or `import`.
    """

    value: date | datetime
    precision: Precision
    source: str
    certainty: Certainty = Certainty.HIGH

    def __post_init__(self) -> None:
        is_moment = isinstance(self.value, datetime)
        if is_moment != (self.precision is Precision.MINUTE):
            raise ValueError(f"a date of precision {self.precision} cannot hold {self.value!r}")
        if isinstance(self.value, datetime) and self.value.tzinfo is not UTC:
            raise ValueError(f"a moment must be aware and in UTC, not {self.value!r}")

    @classmethod
    def day(cls, value: date, source: str, certainty: Certainty = Certainty.HIGH) -> StatedDate:
        return cls(value, Precision.DAY, source, certainty)

    @classmethod
    def minute(cls, value: datetime, source: str, certainty: Certainty = Certainty.HIGH) -> StatedDate:
        """Return an aware `value` as a stated moment, moved to UTC."""
        return cls(value.astimezone(UTC), Precision.MINUTE, source, certainty)

    @property
    def as_day(self) -> date:
        """The calendar day in London."""
        return self.value.astimezone(LONDON).date() if isinstance(self.value, datetime) else self.value

    @property
    def as_instant(self) -> datetime:
        """An instant to sort by: a bare day counts from its midnight in London."""
        if isinstance(self.value, datetime):
            return self.value
        return datetime.combine(self.value, time(), LONDON).astimezone(UTC)
