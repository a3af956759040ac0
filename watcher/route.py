"""Which alert goes to which receiver, and when: pure, and able to say why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from watcher.model import Alert, Grouping, Match, QuietHours, Receiver, Route, Silence, Told, When

_SOONEST: Final = {When.DAILY: 0, When.WEEKLY: 1}


@dataclass(frozen=True, slots=True)
class Routing:
    """One receiver is to be told, `when` says how soon; `route_id` is the route that decided it."""

    receiver_id: str
    route_id: str
    when: When


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one route makes of one alert, in words: `to` are the receivers that it would tell, `why_not` is empty if it matches."""

    route_id: str
    when: When
    to: tuple[str, ...]
    why_not: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_match(self) -> bool:
        return not self.why_not

    def __str__(self) -> str:
        verdict = f"tells {', '.join(self.to) or 'nobody'} ({self.when})" if self.is_match else f"no: {'; '.join(self.why_not)}"
        return f"{self.route_id}: {verdict}" + "".join(f"; {note}" for note in self.notes)


def route(alert: Alert, watch_routes: Sequence[Route], receivers: Sequence[Receiver]) -> tuple[Routing, ...]:
    """Return who is told of `alert` and when, in the order of `watch_routes`: a receiver at once, or in a digest, or both.

    Of several routes that tell a receiver at once the first decides; of several digests the daily one. What is told at once stands
    in the digest too, marked, so that a digest is the whole record of its window. Disabled and unknown receivers are skipped. A
    baseline story is never told at once (the first poll is not news), and an operators' reason goes only to routes that name it,
    so that readers never hear of a broken feed.
    """
    chosen: dict[tuple[str, bool], Routing] = {}
    enabled = {receiver.id for receiver in receivers if receiver.is_enabled}
    for candidate in watch_routes:
        if any(_mismatches(alert, candidate)):
            continue
        for receiver_id in candidate.to:
            place = (receiver_id, candidate.when is When.NOW)
            if receiver_id in enabled and _is_sooner(candidate.when, chosen.get(place)):
                chosen[place] = Routing(receiver_id, candidate.id, candidate.when)
    return tuple(chosen.values())


def _is_sooner(when: When, known: Routing | None) -> bool:
    return known is None or (when is not When.NOW and _SOONEST[when] < _SOONEST[known.when])


def explain(alert: Alert, watch_routes: Sequence[Route], receivers: Sequence[Receiver]) -> tuple[Explanation, ...]:
    """Return for each route, in order, whether it takes `alert` and why not; `to` agrees with `route` about who is told.

    Receivers that are disabled, or that another route tells in the same way, are named in the notes.
    """
    by_id = {receiver.id: receiver for receiver in receivers}
    deciding = {
        (routing.receiver_id, routing.when is When.NOW): routing.route_id for routing in route(alert, watch_routes, receivers)
    }
    return tuple(_explanation(alert, candidate, by_id, deciding) for candidate in watch_routes)


def silenced(alert: Alert, silences: Sequence[Silence], now: datetime) -> Silence | None:
    """Return the silence that keeps `alert` from being told at `now`: the one that lasts longest, None if none does.

    A silence mutes what its match takes, operators' reasons too; at `until` it is over.
    """
    lasting = [silence for silence in silences if now < silence.until and _is_muted(alert, silence.match)]
    return max(lasting, key=lambda silence: silence.until, default=None)


def _is_muted(alert: Alert, match: Match) -> bool:
    has_reason = not match.reasons or alert.reason in match.reasons
    return has_reason and not any(_mismatches_of_publisher(alert, match)) and not any(_mismatches_of_concern(alert, match))


def release_at(now: datetime, quiet: QuietHours | None) -> datetime:
    """Return when a message that is due `now` may go: at once, or when the quiet hours that it falls into end.

    Hours are those of the receiver's zone, so that a night is longer or shorter when the clocks change.
    """
    if quiet is None:
        return now
    zone = ZoneInfo(quiet.zone)
    today = now.astimezone(zone).date()
    for day in (today - timedelta(days=1), today):
        end_day = day if quiet.end > quiet.start else day + timedelta(days=1)
        start, end = (datetime.combine(*moment, zone).astimezone(UTC) for moment in ((day, quiet.start), (end_day, quiet.end)))
        if day.weekday() in quiet.weekdays and start <= now < end:
            return end
    return now


def group_due_at(oldest_at: datetime, last_told_at: datetime | None, grouping: Grouping) -> datetime:
    """Return when the alerts that wait for one address and route go, in one message: once the first has waited for the others,
    and not before the interval since the last message is over.
    """
    waited = oldest_at + grouping.wait
    return waited if last_told_at is None else max(waited, last_told_at + grouping.interval)


def repeat_number(told_at: datetime, now: datetime, repeat: timedelta) -> int:
    """Return the how-many-th reminder of a trouble first told at `told_at` is due at `now`; 0 before the first.

    Reminders that were missed while watcher was down are one: the number is the slot, and a slot is taken once.
    """
    return max(int((now - told_at) / repeat), 0)


def preview(alerts: Iterable[Alert], watch_routes: Sequence[Route], receivers: Sequence[Receiver]) -> Mapping[Routing, int]:
    """Return how many of `alerts` each receiver would have been told, by the deciding route: what a route costs its readers."""
    return Counter(routing for alert in alerts for routing in route(alert, watch_routes, receivers))


_Deciding = Mapping[tuple[str, bool], str]
"""The route that decides for a receiver, at once (True) and in its digest (False)."""


def _explanation(alert: Alert, candidate: Route, by_id: Mapping[str, Receiver], deciding: _Deciding) -> Explanation:
    why_not = tuple(_mismatches(alert, candidate))
    if why_not:
        return Explanation(candidate.id, candidate.when, (), why_not)
    is_now = candidate.when is When.NOW
    told = tuple(dict.fromkeys(each for each in candidate.to if deciding.get((each, is_now)) == candidate.id))
    notes = [_why_untold(each, by_id, deciding, is_now=is_now) for each in dict.fromkeys(candidate.to) if each not in told]
    also = [] if is_now else [f"{each} is told at once too, and its digest says so" for each in told if (each, True) in deciding]
    return Explanation(candidate.id, candidate.when, told, (), (*notes, *also))


def _why_untold(receiver_id: str, by_id: Mapping[str, Receiver], deciding: _Deciding, *, is_now: bool) -> str:
    receiver = by_id.get(receiver_id)
    if receiver is None:
        return f"there is no receiver {receiver_id}"
    if not receiver.is_enabled:
        return f"{receiver_id} is off ({receiver.why_disabled or 'enabled: false'})"
    return f"{receiver_id} is told by route {deciding[receiver_id, is_now]}"


def _mismatches(alert: Alert, candidate: Route) -> Iterator[str]:
    """Yield in words what keeps `candidate` from taking `alert`; nothing if it takes it."""
    match = candidate.match
    if alert.reason.is_for_operators and alert.reason not in match.reasons:
        yield f"{alert.reason} is for operators, and this route does not name it"
    elif match.reasons and alert.reason not in match.reasons:
        yield f"its reason is {alert.reason}, and this route takes {_listed(match.reasons)}"
    if alert.story is not None and alert.story.is_baseline and candidate.when is When.NOW:
        yield "it was there when watching began, and that is told in digests only"
    yield from _mismatches_of_publisher(alert, match)
    yield from _mismatches_of_concern(alert, match)


def _mismatches_of_publisher(alert: Alert, match: Match) -> Iterator[str]:
    names = {alert.source_id} | ({alert.story.publisher} if alert.story else set())
    if match.publishers and not names & match.publishers:
        yield f"it is from {alert.story.publisher if alert.story else alert.source_id}, and not from {_listed(match.publishers)}"
    if match.groups and (alert.story is None or alert.story.group not in match.groups):
        group = f"its publisher is of group {alert.story.group}" if alert.story else "it is about no publisher"
        yield f"{group}, and this route takes {_listed(match.groups)}"


def _mismatches_of_concern(alert: Alert, match: Match) -> Iterator[str]:
    """One concern must meet all that is asked: a high score on one and the stance on another do not add up."""
    if not (match.concerns or match.stances or match.score_min > 0):
        return
    told = alert.story.told if alert.story else ()
    if any(_has_what_is_asked(each, match) for each in told):
        return
    asked = [
        *([f"concern {_listed(match.concerns)}"] if match.concerns else []),
        *([f"stance {_listed(match.stances)}"] if match.stances else []),
        *([f"a score of at least {match.score_min:.2f}"] if match.score_min > 0 else []),
    ]
    has = ", ".join(f"{each.concern_id} {each.score:.2f}{f' {each.stance}' if each.stance else ''}" for each in told)
    yield f"this route asks for {' with '.join(asked)}, and it has {has or 'no concern'}"


def _has_what_is_asked(told: Told, match: Match) -> bool:
    return (
        (not match.concerns or told.concern_id in match.concerns)
        and (not match.stances or told.stance in match.stances)
        and told.score >= match.score_min
    )


def _listed(values: frozenset[str]) -> str:
    return " or ".join(sorted(values))
