"""What a digest says of the ledger: voices, dates, gaps, joint statements, and how far silence can be believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from watcher.app import renderer
from watcher.model import (
    AlertReason,
    Digest,
    Group,
    Health,
    HealthState,
    Joint,
    Match,
    Outcome,
    Receiver,
    ReceiverKind,
    Route,
    Source,
    SourceState,
    When,
)
from watcher.pipeline.agenda import Agenda
from watcher.pipeline.compose import UNPOLLED_NAMED_MAX, alert_of, digest_of, story_of, trust_line
from watcher.pipeline.ledger import keep_ledger

from .desk import BEGAN, TRAINING, At, desk_at

SAID = "“Every inspector must know when to pause an inspection because a head is distressed,” said Ada Brook."
TOLD = "The director added that inspectors ought to recognise the signs of distress in heads and pause the inspection."
JOINT = "We shall tell members that an inspector who cannot recognise a head in distress should be asked to pause the inspection."
FOLDER = Receiver("folder", ReceiverKind.FILE, is_enabled=True, settings={})
DAY = timedelta(days=1)


def digest(desk: At) -> Digest:
    now = desk.clock.now()
    return digest_of(
        desk.store,
        desk.store.outbox.alerts(BEGAN - DAY, now + DAY),
        receiver_id="folder",
        period="p",
        since=now - 7 * DAY,
        until=now,
        made_at=now,
        taxonomy=desk.watch.taxonomy,
        sources=desk.watch.sources,
        agenda=Agenda.of(desk, FOLDER, now),
    )


def test_what_somebody_promised_in_speech_stands_under_their_name(tmp_path: Path) -> None:
    """Out of the middle of a quotation it has its speaker and both marks; its publisher's own text has neither."""
    said = "“We have listened. I promise that we will train every inspector to recognise distress by 20 January 2024.”"
    own = TRAINING.format("22 January 2024")
    with desk_at(tmp_path) as desk:
        desk.says("weekly", "a", f"Ada Brook said: {said}", on=date(2024, 1, 8), title="Late")
        desk.says("office", "b", own, on=date(2024, 1, 8), title="Plan")
        pages = renderer(tmp_path, desk.watch.taxonomy)
        message = pages.digest(digest(desk), FOLDER, "m")
    text = " ".join(message.text.replace("\n  >", "").split()).partition("COMMITMENTS")[2]
    spoken = "“I promise that we will train every inspector to recognise distress by 20 January 2024.”"
    assert f"Ada Brook, Director, Invented Office: {spoken}" in text
    assert f"by 22 January 2024 {own}" in text
    assert (message.html or "").partition("Commitments")[2].count("Ada Brook, Director, Invented Office:") >= 1


def test_speech_has_its_speaker_and_marks_and_paraphrase_has_neither(tmp_path: Path) -> None:
    """Only words inside a quotation are printed as one."""
    inner = "“We are late. Every inspector must know when to pause an inspection because a head is distressed,” said Ada Brook."
    with desk_at(tmp_path) as desk:
        desk.says("weekly", "a", inner, on=date(2024, 1, 8), title="Late")
        desk.says("weekly", "b", TOLD, on=date(2024, 1, 8), title="Later")
        made = digest(desk)
        message = renderer(tmp_path, desk.watch.taxonomy).digest(made, FOLDER, "m")
    text = " ".join(message.text.replace("\n  >", "").split())
    assert "Ada Brook, Director, Invented Office:" in text
    assert f"“{TOLD}" not in text
    assert TOLD in text
    assert "“Every inspector must know" in text


def test_what_is_due_stands_in_its_own_section_and_not_among_the_statements(tmp_path: Path) -> None:
    """With its sentence and the one that gave the earlier date; the statement itself is counted once."""
    with desk_at(tmp_path) as desk:
        desk.says("office", "a", TRAINING.format("31 January 2024"), on=date(2024, 1, 8))
        desk.clock.advance(DAY)
        desk.says("office", "a2", TRAINING.format("15 February 2024"), on=date(2024, 1, 8), url="http://office.example/a")
        for _ in range(45):
            keep_ledger(desk)
            desk.clock.advance(DAY)
        assert {"due", "overdue"} <= set(desk.reasons())
        made = digest(desk)
        message = renderer(tmp_path, desk.watch.taxonomy).digest(made, FOLDER, "m")
    [note] = made.commitments
    assert (note.state, note.sentence) == ("overdue", TRAINING.format("15 February 2024"))
    assert note.was == (TRAINING.format("31 January 2024"),)
    entries = [alert.reason for section in made.sections for alert, _ in section.entries]
    assert not {AlertReason.DUE, AlertReason.OVERDUE} & set(entries)
    assert "OVERDUE: Invented Office, by 15 February 2024" in message.text
    assert "Commitments" in (message.html or "")


def test_a_receiver_hears_of_the_concerns_it_asks_for(tmp_path: Path) -> None:
    """And one that asks for broken feeds alone hears of no promise."""
    with desk_at(tmp_path) as desk:
        desk.says("office", "a", TRAINING.format("15 January 2024"), on=date(2024, 1, 8))
        for concerns, count in ((frozenset({"2"}), 1), (frozenset({"5"}), 0), (frozenset[str](), 1)):
            route = Route("weekly", ("folder",), When.WEEKLY, Match(concerns=concerns))
            agenda = Agenda.of(replace(desk, watch=replace(desk.watch, routes=(route,))), FOLDER, desk.clock.now())
            assert agenda is not None
            assert len(agenda.commitments()) == count
        for reasons, when in (({AlertReason.SOURCE_FAILING}, When.WEEKLY), ({AlertReason.NEW}, When.NOW)):
            route = Route("other", ("folder",), when, Match(reasons=frozenset(reasons)))
            assert Agenda.of(replace(desk, watch=replace(desk.watch, routes=(route,))), FOLDER, desk.clock.now()) is None


def test_a_joint_statement_says_who_is_not_among_them(tmp_path: Path) -> None:
    """Of the same groups, and only those whose sources would have shown it."""
    with desk_at(tmp_path) as desk:
        for source in ("guild", "league", "circle", "office", "weekly"):
            desk.polls(source, BEGAN)
        first = desk.says("guild", "a", JOINT, on=date(2024, 1, 8), title="Joint statement")
        desk.says("league", "b", JOINT, on=date(2024, 1, 8), title="Joint statement")
        statement = desk.store.statements.statement(first)
        assert statement is not None
        agenda = Agenda(desk, desk.clock.now())
        assert agenda.joint(statement) == Joint(("Invented Guild", "Invented League"), ("Invented Circle",))
        desk.polls("circle", BEGAN + DAY, Outcome.FAILED)
        assert agenda.joint(statement) == Joint(("Invented Guild", "Invented League"), (), ("Invented Circle",))
        made = digest(desk)
        message = renderer(tmp_path, desk.watch.taxonomy).digest(made, FOLDER, "m")
        alone = desk.store.statements.statement(desk.says("office", "c", TOLD, on=date(2024, 1, 9), title="Own", around=()))
        assert alone is not None
        assert agenda.joint(alone) is None
    assert "Joint statement of Invented Guild and Invented League" in " ".join(message.text.split())
    assert "not known, since not healthy: Invented Circle" in " ".join(message.text.split())


def test_a_quotation_of_several_speakers_is_joint(tmp_path: Path) -> None:
    """An article that quotes two bodies in one breath says who spoke together."""
    said = f"“{JOINT[:-1]},” the Invented Guild and the Invented League said in a joint statement."
    with desk_at(tmp_path) as desk:
        statement = desk.store.statements.statement(desk.says("weekly", "a", said, on=date(2024, 1, 8)))
        assert statement is not None
        joint = Agenda(desk, desk.clock.now()).joint(statement)
    assert joint is not None
    assert set(joint.joined) == {"Invented Guild", "Invented League"}


def test_a_voice_whose_words_are_not_in_the_text_is_not_shown(tmp_path: Path) -> None:
    """A sentence that does not stand in the stored text is left out with its speaker."""
    with desk_at(tmp_path) as desk:
        statement_id = desk.says("weekly", "a", SAID, on=date(2024, 1, 8))
        with desk.store._database.transaction() as connection:
            connection.execute("UPDATE assessment SET evidence = replace(evidence, 'Every inspector', 'No inspector')")
        statement = desk.store.statements.statement(statement_id)
        assert statement is not None
        assert not any("No inspector" in sentence for told in story_of(desk.store, statement).told for sentence in told.sentences)
        assert not any("No inspector" in each.sentence for each in desk.store.ledger.evidence(desk.watch.taxonomy.id))


@pytest.mark.parametrize(
    ("since", "line"),
    [
        ((2, 2), "A, B: failing since Tuesday 2 January (it is down)"),
        ((2, 3), "A since Tuesday 2 January, B since Wednesday 3 January: failing (it is down)"),
    ],
)
def test_a_trouble_of_several_sources_is_said_once(since: tuple[int, int], line: str) -> None:
    """With the day once, where it is the same for all."""
    sources = [Source(name.lower(), name, Group.UNION, "feed", "http://x.example/") for name in "ABC"]
    moments = [datetime(2024, 1, day, 9, tzinfo=UTC) for day in since]
    states = {
        name: SourceState(last_poll_at=BEGAN, health=Health(HealthState.FAILING, moment, "it is down"))
        for name, moment in zip("ab", moments, strict=True)
    }
    assert trust_line(sources, states).troubles == (line, "C: never checked")


def test_what_nobody_has_asked_lately_was_not_checked(tmp_path: Path) -> None:
    """A quiet week of a watcher that was down is no quiet week: after a day, or two intervals, a source counts no more."""
    sources = [
        Source(name, name.upper(), Group.UNION, "feed", "http://x.example/", every=every)
        for name, every in (("a", DAY / 4), ("b", 7 * DAY))
    ]
    states = {name: SourceState(last_poll_at=BEGAN, health=Health(HealthState.HEALTHY)) for name in "ab"}
    on_time, late, later = (trust_line(sources, states, BEGAN + days * DAY) for days in (1, 2, 15))
    assert (on_time.checked, on_time.healthy, on_time.troubles) == (2, 2, ())
    assert (late.checked, late.healthy, late.troubles) == (1, 1, ("A: not checked since Monday 8 January",))
    assert (later.checked, later.healthy, later.troubles) == (0, 0, ("A, B: not checked since Monday 8 January",))
    assert later.last_poll_at == BEGAN


@pytest.mark.parametrize(("count", "names"), [(UNPOLLED_NAMED_MAX, "A, B, C, D, E, F"), (UNPOLLED_NAMED_MAX + 1, "7 sources")])
def test_a_watcher_that_was_down_does_not_name_all_its_sources(count: int, names: str) -> None:
    """A few are named; of many it is said how many, with the year where it is another."""
    sources = [Source(name, name.upper(), Group.UNION, "feed", "http://x.example/") for name in "abcdefg"[:count]]
    states = {each.id: SourceState(last_poll_at=BEGAN, health=Health(HealthState.HEALTHY)) for each in sources}
    assert trust_line(sources, states, BEGAN + 400 * DAY).troubles == (f"{names}: not checked since Monday 8 January 2024",)


def test_what_passed_its_date_long_ago_is_history(tmp_path: Path) -> None:
    """A watch that begins two years later does not list it every Monday; fourteen days after the date it still does."""
    for day, count in ((date(2024, 1, 25), 1), (date(2024, 1, 24), 0)):
        began = datetime(2024, 2, 8, 9, tzinfo=UTC)
        with desk_at(tmp_path / str(count), began=began) as desk:
            desk.says("office", "a", TRAINING.format(f"{day.day} January 2024"), on=date(2024, 1, 8))
            assert len(Agenda(desk, desk.clock.now()).commitments()) == count


def test_a_promise_out_of_a_speech_stands_under_its_speaker(tmp_path: Path) -> None:
    """What somebody promised in a newspaper is not the newspaper's promise, in the alert about its date either."""
    said = "“We are late. {}” said Ada Brook, director of the Invented Office.".format(
        "We will train every lead inspector to recognise signs of distress in headteachers by 31 January 2024,"
    )
    with desk_at(tmp_path) as desk:
        desk.says("weekly", "a", said, on=date(2024, 1, 8), title="Late")
        desk.clock.advance(20 * DAY)
        [due] = [alert for alert in keep_ledger(desk) if desk.store.outbox.alert(alert).reason is AlertReason.DUE]
        story = alert_of(desk.store, desk.store.outbox.alert(due)).story
    assert story is not None
    [told] = story.told
    assert [voice.speaker for voice in told.voices] == ["Ada Brook"]
