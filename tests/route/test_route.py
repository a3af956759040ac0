"""Who is told what, when, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from watcher.model import Alert, AlertReason, Band, Group, Grouping, Match, Receiver, ReceiverKind, Route, Stance, Story, Told, When
from watcher.route import Routing, explain, group_due_at, repeat_number, route

NOW = datetime(2024, 1, 15, 7, 30, tzinfo=UTC)
OPERATORS = frozenset(reason for reason in AlertReason if reason.is_for_operators)


def receiver(receiver_id: str, *, is_enabled: bool = True) -> Receiver:
    why = None if is_enabled else "SMTP_HOST is not set"
    return Receiver(receiver_id, ReceiverKind.FILE, is_enabled=is_enabled, settings={}, why_disabled=why)


def told(concern_id: str, score: float = 0.9, stance: Stance | None = Stance.CRITICISES) -> Told:
    return Told(concern_id, score, Band.SURE, stance, ("Words.",))


def alert(*tolds: Told, reason: AlertReason = AlertReason.NEW, **changes: Any) -> Alert:
    story = Story("s1", "r1", "Title", "https://union.example/", "Example Union", Group.UNION, None, NOW, tolds)
    return Alert("a1", reason, NOW, replace(story, **changes), source_id="example-union")


def notice(reason: AlertReason = AlertReason.SOURCE_SILENT) -> Alert:
    return Alert("a2", reason, NOW, source_id="example-union", subject_line="silent")


def to(*receivers: str, route_id: str = "r", when: When = When.NOW, **match: Any) -> Route:
    return Route(route_id, receivers, when, Match(**match))


DESK = [receiver("desk")]


def is_told(one: Alert, **match: Any) -> bool:
    return bool(route(one, [to("desk", **match)], DESK))


@pytest.mark.parametrize(
    ("match", "is_match"),
    [
        ({}, True),
        ({"reasons": frozenset({AlertReason.REVISED})}, False),
        ({"reasons": frozenset()}, True),
        ({"concerns": frozenset({"2"})}, True),
        ({"concerns": frozenset({"1", "2"})}, True),
        ({"concerns": frozenset({"1"})}, False),
        ({"publishers": frozenset({"Example Union"})}, True),
        ({"publishers": frozenset({"example-union"})}, True),
        ({"publishers": frozenset({"Example Weekly"})}, False),
        ({"groups": frozenset({Group.UNION, Group.PRESS})}, True),
        ({"groups": frozenset({Group.PRESS})}, False),
        ({"stances": frozenset({Stance.CRITICISES})}, True),
        ({"stances": frozenset({Stance.COMMITS})}, True),
        ({"stances": frozenset({Stance.DEFENDS})}, False),
        ({"score_min": 0.9}, True),
        ({"score_min": 0.91}, False),
        ({"concerns": frozenset({"3"}), "score_min": 0.7}, False),
        ({"concerns": frozenset({"2"}), "score_min": 0.7, "stances": frozenset({Stance.CRITICISES})}, True),
        ({"concerns": frozenset({"3"}), "stances": frozenset({Stance.CRITICISES})}, False),
    ],
)
def test_a_route_takes_what_matches_in_every_way(match: dict[str, Any], is_match: bool) -> None:
    """All matchers must hold; an empty one means any; concern, stance and score are asked of the same concern."""
    assert is_told(alert(told("2", 0.9), told("3", 0.6, Stance.COMMITS)), **match) == is_match


def test_a_story_without_a_concern_goes_where_none_is_asked_for() -> None:
    """What is about the inquest alone is told to who wants all, and to nobody who wants a concern or a score."""
    assert is_told(alert())
    assert not is_told(alert(), score_min=0.1)
    assert not is_told(alert(), concerns=frozenset({"2"}))
    assert not is_told(alert(), stances=frozenset({Stance.COMMITS}))


@pytest.mark.parametrize("reason", AlertReason)
def test_readers_never_hear_of_a_broken_feed(reason: AlertReason) -> None:
    """A route that takes any reason takes those for readers; operators' go only where they are named."""
    one = notice(reason) if reason.is_for_operators else alert(told("2"), reason=reason)

    assert is_told(one, reasons=frozenset()) != reason.is_for_operators
    assert is_told(one, reasons=frozenset({reason}))


def test_a_notice_is_matched_by_its_source_and_not_by_what_it_does_not_have() -> None:
    """A notice has a source and no concern, score or group."""
    named: dict[str, Any] = {"reasons": OPERATORS}
    assert is_told(notice(), **named, publishers=frozenset({"example-union"}))
    assert not is_told(notice(), **named, publishers=frozenset({"example-weekly"}))
    assert not is_told(notice(), **named, concerns=frozenset({"2"}))
    assert not is_told(notice(), **named, score_min=0.5)
    assert not is_told(notice(), **named, groups=frozenset({Group.UNION}))


@pytest.mark.parametrize(("when", "is_match"), [(When.NOW, False), (When.DAILY, True), (When.WEEKLY, True)])
def test_what_was_there_from_the_start_is_told_in_digests_only(when: When, is_match: bool) -> None:
    """The first poll is a baseline: stored, not shouted."""
    one = alert(told("2"), is_baseline=True)
    assert bool(route(one, [to("desk", when=when)], DESK)) == is_match


def test_a_receiver_is_told_at_once_and_in_one_digest() -> None:
    """Of routes that tell at once the first decides, of digests the daily one; what is told at once stands in the digest too."""
    routes = [
        to("desk", "other", route_id="weekly", when=When.WEEKLY),
        to("desk", route_id="first", when=When.NOW),
        to("desk", route_id="second", when=When.NOW),
        to("desk", route_id="daily", when=When.DAILY),
    ]

    assert route(alert(), routes, [receiver("desk"), receiver("other")]) == (
        Routing("desk", "daily", When.DAILY),
        Routing("other", "weekly", When.WEEKLY),
        Routing("desk", "first", When.NOW),
    )


def test_a_baseline_story_falls_back_to_the_digest_of_the_same_receiver() -> None:
    """A route that may not tell it at once does not keep another from telling it later."""
    routes = [to("desk", route_id="now", when=When.NOW), to("desk", route_id="weekly", when=When.WEEKLY)]
    assert route(alert(is_baseline=True), routes, DESK) == (Routing("desk", "weekly", When.WEEKLY),)


def test_disabled_and_unknown_receivers_are_skipped() -> None:
    """A receiver that is off, or not there, gets no delivery that could only die."""
    routes = [to("off", "gone", "desk", "desk")]
    assert route(alert(), routes, [receiver("desk"), receiver("off", is_enabled=False)]) == (Routing("desk", "r", When.NOW),)


def test_nobody_is_told_without_routes_or_receivers() -> None:
    """No routes, no receivers: no routings."""
    assert route(alert(), [], DESK) == ()
    assert route(alert(), [to("desk")], []) == ()


EXPLAINED = [
    (alert(told("2", 0.9)), {}, "r: tells desk (now)"),
    (notice(), {}, "r: no: source-silent is for operators, and this route does not name it"),
    (
        alert(told("2"), reason=AlertReason.WITHDRAWN),
        {},
        "r: no: its reason is withdrawn, and this route takes new or revised",
    ),
    (
        alert(told("2", 0.62), told("4", 0.5, None)),
        {"concerns": frozenset({"2"}), "score_min": 0.8},
        "r: no: this route asks for concern 2 with a score of at least 0.80, and it has 2 0.62 criticises, 4 0.50",
    ),
    (alert(), {"stances": frozenset({Stance.COMMITS})}, "r: no: this route asks for stance commits, and it has no concern"),
    (
        alert(),
        {"publishers": frozenset({"b", "a"}), "groups": frozenset({Group.PRESS})},
        "r: no: it is from Example Union, and not from a or b; its publisher is of group union, and this route takes press",
    ),
    (
        alert(is_baseline=True),
        {},
        "r: no: it was there when watching began, and that is told in digests only",
    ),
]


@pytest.mark.parametrize(("one", "match", "words"), EXPLAINED)
def test_every_no_has_its_reason_in_words(one: Alert, match: dict[str, Any], words: str) -> None:
    """`route explain` says all that kept a route from taking an alert."""
    [explanation] = explain(one, [to("desk", **match)], DESK)
    assert str(explanation) == words


def test_an_explanation_says_who_is_left_out_and_why() -> None:
    """A receiver that is off, missing, or told by another route is named."""
    routes = [
        to("desk", "off", "gone", route_id="weekly", when=When.WEEKLY),
        to("desk", route_id="now"),
        to("desk", route_id="again"),
    ]
    first, second, third = explain(alert(), routes, [receiver("desk"), receiver("off", is_enabled=False)])

    assert str(first) == (
        "weekly: tells desk (weekly); off is off (SMTP_HOST is not set); there is no receiver gone; "
        "desk is told at once too, and its digest says so"
    )
    assert (first.is_match, second.to) == (True, ("desk",))
    assert str(third) == "again: tells nobody (now); desk is told by route now"


def test_explanations_and_routings_never_differ() -> None:
    """What is explained is what is done, over reasons, concerns, baselines and switched-off receivers."""
    routes = [
        to("desk", "off", route_id="a", reasons=frozenset()),
        to("desk", "other", route_id="b", when=When.WEEKLY, score_min=0.7),
        to("other", route_id="c", when=When.DAILY, groups=frozenset({Group.UNION}), reasons=OPERATORS | {AlertReason.NEW}),
    ]
    receivers = [receiver("desk"), receiver("other"), receiver("off", is_enabled=False)]
    alerts = [
        alert(told("2", score), reason=reason, is_baseline=is_baseline)
        for score in (0.5, 0.9)
        for reason in AlertReason
        for is_baseline in (False, True)
    ]
    for one in [*alerts, *map(notice, AlertReason)]:
        explained = {
            (each, explanation.route_id, explanation.when)
            for explanation in explain(one, routes, receivers)
            for each in explanation.to
        }
        assert explained == {(each.receiver_id, each.route_id, each.when) for each in route(one, routes, receivers)}


HOUR = timedelta(hours=1)
WAITING = Grouping(wait=timedelta(minutes=5), interval=2 * HOUR)


@pytest.mark.parametrize(
    ("last_told_at", "due_at"),
    [
        (None, NOW + timedelta(minutes=5)),
        (NOW - 3 * HOUR, NOW + timedelta(minutes=5)),
        (NOW - HOUR, NOW + HOUR),
    ],
)
def test_a_group_waits_for_its_others_and_for_the_interval(last_told_at: datetime | None, due_at: datetime) -> None:
    """The first waits for those that come with it; a second message does not follow the first too soon."""
    assert group_due_at(NOW, last_told_at, WAITING) == due_at
    assert group_due_at(NOW, last_told_at, Grouping()) == NOW


def test_a_reminder_has_its_slot() -> None:
    """Before the first interval there is none; after a long downtime there is one, the latest."""
    assert [repeat_number(NOW, NOW + each * HOUR, 3 * HOUR) for each in (-1, 0, 2, 3, 5, 6, 700)] == [0, 0, 0, 1, 1, 2, 233]
