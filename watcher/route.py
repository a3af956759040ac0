"""Which alert goes to which receiver, and when: pure, and able to say why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from watcher.model import Alert, Match, QuietHours, Receiver, Route, Silence, Told, When

_SOONEST: Final = {When.NOW: 0, When.DAILY: 1, When.WEEKLY: 2}


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
    """Return who is told of `alert` and when: at most one routing a receiver, the soonest, in the order of `watch_routes`.

    Disabled and unknown receivers are skipped. A baseline story is never told at once (the first poll is not news), and an
    operators' reason goes only to routes that name it, so that readers never hear of a broken feed.
    """
    soonest: dict[str, Routing] = {}
    enabled = {receiver.id for receiver in receivers if receiver.is_enabled}
    for candidate in watch_routes:
        if any(_mismatches(alert, candidate)):
            continue
        for receiver_id in candidate.to:
            known = soonest.get(receiver_id)
            is_sooner = known is None or _SOONEST[candidate.when] < _SOONEST[known.when]
            if receiver_id in enabled and is_sooner:
                soonest[receiver_id] = Routing(receiver_id, candidate.id, candidate.when)
    return tuple(soonest.values())


def explain(alert: Alert, watch_routes: Sequence[Route], receivers: Sequence[Receiver]) -> tuple[Explanation, ...]:
    """Return for each route, in order, whether it takes `alert` and why not; `to` agrees with `route` about who is told.

    Receivers that are disabled, or that another route tells sooner, are named in the notes.
    """
    by_id = {receiver.id: receiver for receiver in receivers}
    deciding = {routing.receiver_id: routing.route_id for routing in route(alert, watch_routes, receivers)}
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


def preview(alerts: Iterable[Alert], watch_routes: Sequence[Route], receivers: Sequence[Receiver]) -> Mapping[Routing, int]:
    """Return how many of `alerts` each receiver would have been told, by the deciding route: what a route costs its readers."""
    return Counter(routing for alert in alerts for routing in route(alert, watch_routes, receivers))


def _explanation(alert: Alert, candidate: Route, by_id: Mapping[str, Receiver], deciding: Mapping[str, str]) -> Explanation:
    why_not = tuple(_mismatches(alert, candidate))
    if why_not:
        return Explanation(candidate.id, candidate.when, (), why_not)
    told = tuple(dict.fromkeys(each for each in candidate.to if deciding.get(each) == candidate.id))
    notes = tuple(_why_untold(each, by_id, deciding) for each in dict.fromkeys(candidate.to) if each not in told)
    return Explanation(candidate.id, candidate.when, told, (), notes)


def _why_untold(receiver_id: str, by_id: Mapping[str, Receiver], deciding: Mapping[str, str]) -> str:
    receiver = by_id.get(receiver_id)
    if receiver is None:
        return f"there is no receiver {receiver_id}"
    if not receiver.is_enabled:
        return f"{receiver_id} is off ({receiver.why_disabled or 'enabled: false'})"
    return f"{receiver_id} is told by route {deciding[receiver_id]}"


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
