"""The stored ledger: written with its revision, read again, told of once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from watcher.app import renderer
from watcher.errors import StoreError
from watcher.ledger import Gazetteer
from watcher.model import (
    AlertReason,
    Certainty,
    CommitmentState,
    DocumentKind,
    Due,
    DuePrecision,
    Group,
    Outcome,
    QuoteKind,
    Record,
    StatedDate,
)
from watcher.pipeline.compose import alert_of
from watcher.pipeline.gaps import gaps_of
from watcher.pipeline.importing import import_records
from watcher.pipeline.judging import reassess
from watcher.pipeline.ledger import keep_ledger
from watcher.pipeline.promises import add, confirm, find, standings, unite
from watcher.pipeline.voices import ledger_of
from watcher.reading import judge as read
from watcher.store import Correction, Store, StoredCommitment, StoredRevision, Verdict
from watcher.testing import FakeClock

from .desk import ALERTS, AROUND, BEGAN, TRAINING, At, desk_at, judge

DAY = timedelta(days=1)
DEMAND = "“Every inspector must know when to pause an inspection because a head is distressed,” said Ada Brook."
DONE = "All of the inspectors have been trained, the coroner was told."
GAPS = "gaps:\n  - {organisation: the guild, sources: [guild], concerns: ['2'], after: 30d}\n"


def commitments(desk: At) -> list[StoredCommitment]:
    return desk.store.ledger.commitments(desk.watch.taxonomy.id)


def state(desk: At) -> str:
    [standing] = standings(commitments(desk), desk.clock.now())
    return standing.state.value


def latest_of(desk: At, statement_id: int) -> StoredRevision:
    statement = desk.store.statements.statement(statement_id)
    assert statement is not None
    return statement.latest


def test_quotes_and_commitments_are_stored_with_their_revision(tmp_path: Path) -> None:
    """What is shown is cut out of the stored text, to the letter."""
    with desk_at(tmp_path) as desk:
        statement_id = desk.says("office", "a", TRAINING.format("31 March 2024"), DEMAND, on=date(2024, 1, 8))
        latest = latest_of(desk, statement_id)
        [quote] = desk.store.ledger.quotes([latest.id])[latest.id]
        [commitment] = commitments(desk)
    text = latest.record.text
    assert quote.quote == text[quote.start : quote.end] == DEMAND.partition("”")[0].removeprefix("“")
    assert (quote.speaker, quote.role, quote.organisation) == ("Ada Brook", "Director", "Invented Office")
    assert quote.kind is QuoteKind.DIRECT
    assert (commitment.who, commitment.concerns, commitment.course.due.day) == ("Invented Office", ("2",), date(2024, 3, 31))


@pytest.mark.parametrize(
    ("byline", "spoken_by"),
    [
        ("Ada Brook", {("Invented Office",)}),
        ("Office of Inventions", {("Invented Office",)}),
        ("Nobody Known", {("Written questions",)}),
    ],
)
def test_a_written_answer_is_its_ministers_body_speaking(tmp_path: Path, byline: str, spoken_by: set[tuple[str, ...]]) -> None:
    """So a gap of the body ends with it; the question is nobody's that is known, and above all not the minister's."""
    asked = "To ask the office what it has done so that every lead inspector can recognise signs of distress in headteachers."
    answer = "Every lead inspector has been trained to recognise signs of distress in headteachers and to pause the inspection."
    with desk_at(tmp_path) as desk:
        record = Record(
            id="a",
            text=f"{asked}\n\n{answer}",
            title="Inspections (written question 1)",
            publisher="Written questions",
            group=Group.PARLIAMENT,
            kind=DocumentKind.WRITTEN_ANSWER.value,
            byline=byline,
            published=StatedDate.day(date(2024, 1, 8), "test"),
        )
        import_records(desk, [record], judge(), shelf="import")
        latest = desk.store.statements.find()[0].latest
        correct = Correction(latest.id, desk.watch.taxonomy.id, "3", Verdict.ADD, asked, desk.clock.now())
        desk.store.judgements.correct(correct)
        entries = ledger_of(desk)
    assert {each.organisations for each in entries if each.evidence.sentence == answer} == spoken_by
    assert {each.organisations for each in entries if each.evidence.concern_id == "3"} == {()}
    assert not any(each.is_reported for each in entries)


def test_another_inquiry_has_commitments_of_its_own(tmp_path: Path) -> None:
    """Its reading joins none that another taxonomy's reading of the same text had stored."""
    with desk_at(tmp_path) as desk:
        latest = latest_of(desk, desk.says("office", "a", TRAINING.format("31 March 2024"), on=date(2024, 1, 8)))
        [kept] = commitments(desk)
        said = read(latest.record, judge(), desk.gazetteer).said
        assert said is not None
        desk.store.ledger.replace(latest.id, "another-inquiry", said, desk.clock.now())
        [other] = desk.store.ledger.commitments("another-inquiry")
    assert (other.id != kept.id, other.who, other.course) == (True, kept.who, kept.course)


def test_a_role_is_that_of_the_statements_date(tmp_path: Path) -> None:
    """Who was director in January is the guild's chair in March."""
    with desk_at(tmp_path) as desk:
        desk.says("weekly", "a", DEMAND, on=date(2024, 1, 8), title="One")
        desk.says("weekly", "b", DEMAND.replace("Every", "Each"), on=date(2024, 3, 8), title="Two")
        found = {
            entry.evidence.title: (entry.role, entry.organisations) for entry in ledger_of(desk, concern_id="2") if entry.quote
        }
    assert found == {"One": ("Director", ("Invented Office",)), "Two": ("Chair", ("Invented Guild",))}


def test_what_is_about_something_else_is_not_read(tmp_path: Path) -> None:
    """The cost is paid for statements on the concerns alone."""
    with desk_at(tmp_path) as desk:
        statement_id = desk.says("guild", "a", TRAINING.format("31 March 2024"), on=date(2024, 1, 8))
        latest = latest_of(desk, statement_id)
        band = replace(latest.record, text="The band said: “We shall play on the pier by 31 March 2024.”", title="A concert")
        assert read(latest.record, judge(), desk.gazetteer).said is not None
        assert read(band, judge(), desk.gazetteer).said is None


def test_a_revision_and_its_reading_are_stored_together_or_not_at_all(tmp_path: Path) -> None:
    """A fault in the last step leaves nothing behind."""
    with desk_at(tmp_path) as desk:
        desk.store._database.connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON mention BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
        with pytest.raises(StoreError, match="no room"):
            desk.says("office", "a", TRAINING.format("31 March 2024"), DEMAND, on=date(2024, 1, 8))
        for table in ("statement", "revision", "quote", "quote_speaker", "commitment", "ledger_reading"):
            assert desk.store._database.rows(f"SELECT * FROM {table}") == [], table


def test_copies_and_articles_restate_and_do_not_multiply(tmp_path: Path) -> None:
    """A copy at another body and a paraphrase in the press join the first; another body's promise does not."""
    with desk_at(tmp_path) as desk:
        desk.says("office", "a", TRAINING.format("31 March 2024"), on=date(2024, 1, 8))
        desk.says("guild", "b", TRAINING.format("31 March 2024"), on=date(2024, 1, 9), title="Copied")
        paraphrase = "The Invented Office has promised to train its lead inspectors to recognise distress by the end of March."
        desk.says("weekly", "c", paraphrase, on=date(2024, 1, 10), title="Training comes")
        desk.says("weekly", "d", TRAINING.format("31 March 2024").replace("Office", "Circle"), on=date(2024, 1, 10), title="Too")
        found = {each.who: len(each.mentions) for each in commitments(desk)}
    assert found == {"Invented Office": 3, "Invented Circle": 1}


def test_a_changed_date_is_a_slip_with_both_sentences(tmp_path: Path) -> None:
    """The page is edited; the first sentence stays beside the second."""
    with desk_at(tmp_path) as desk:
        desk.says("office", "a", TRAINING.format("31 March 2024"), on=date(2024, 1, 8))
        desk.clock.advance(20 * DAY)
        desk.says("office", "a2", TRAINING.format("31 May 2024"), on=date(2024, 1, 8), url="http://office.example/a")
        [commitment] = commitments(desk)
        [slip] = commitment.course.slips
        assert state(desk) == "slipped"
    assert (slip.before.sentence, slip.after.sentence) == (TRAINING.format("31 March 2024"), TRAINING.format("31 May 2024"))


def test_due_and_overdue_are_told_once_across_restarts(tmp_path: Path) -> None:
    """However often it is looked, and by however many lives of the daemon: once each; the clock change in March moves nothing."""
    day, reasons = BEGAN, []
    with desk_at(tmp_path) as desk:
        desk.says("office", "a", TRAINING.format("31 March 2024"), on=date(2024, 1, 8))
    while day < datetime(2024, 4, 5, tzinfo=UTC):
        life = replace(desk, store=Store(desk.watch.state_dir / "watcher.db"), clock=FakeClock(day))
        told = [*keep_ledger(life), *keep_ledger(life)]
        reasons += [(life.store.outbox.alert(each).reason.value, day) for each in told]
        life.store.close()
        day += timedelta(hours=11)
    assert [reason for reason, _ in reasons] == ["due", "overdue"]
    first, second = (moment for _, moment in reasons)
    assert datetime(2024, 3, 17, tzinfo=UTC) <= first < datetime(2024, 3, 17, 11, tzinfo=UTC)
    assert datetime(2024, 3, 31, 23, tzinfo=UTC) <= second < datetime(2024, 4, 1, 10, tzinfo=UTC)


def test_after_downtime_what_has_passed_is_overdue_and_no_longer_due(tmp_path: Path) -> None:
    """Nobody needs to hear that a thing is due that is overdue already."""
    with desk_at(tmp_path) as desk:
        desk.says("office", "a", TRAINING.format("31 March 2024"), on=date(2024, 1, 8))
        desk.clock.advance(120 * DAY)
        keep_ledger(desk)
        assert desk.reasons()[-1:] == ["overdue"]
        assert "due" not in desk.reasons()


def test_what_was_overdue_when_it_was_first_read_is_no_news(tmp_path: Path) -> None:
    """A watch that begins in May does not shout about March."""
    with desk_at(tmp_path, began=datetime(2024, 5, 1, tzinfo=UTC)) as desk:
        desk.says("office", "a", TRAINING.format("31 March 2024"), on=date(2024, 1, 8))
        keep_ledger(desk)
        assert state(desk) == "overdue"
        assert "overdue" not in desk.reasons()


def test_a_moved_date_is_due_and_overdue_again(tmp_path: Path) -> None:
    """Each date has its own two alerts."""
    with desk_at(tmp_path) as desk:
        desk.says("office", "a", TRAINING.format("31 January 2024"), on=date(2024, 1, 8))
        for _ in range(60):
            keep_ledger(desk)
            desk.clock.advance(DAY)
        desk.says("office", "a2", TRAINING.format("29 March 2024"), on=date(2024, 1, 8), url="http://office.example/a")
        for _ in range(60):
            keep_ledger(desk)
            desk.clock.advance(DAY)
        assert [reason for reason in desk.reasons() if reason in ("due", "overdue")] == ["due", "overdue", "due", "overdue"]


def test_a_persons_word_ends_the_matter_and_survives_a_better_reader(tmp_path: Path) -> None:
    """What was met stays met when all is read again, and nobody hears of it."""
    with desk_at(tmp_path) as desk:
        desk.says("office", "a", TRAINING.format("31 March 2024"), on=date(2024, 1, 8))
        shown = desk.says("weekly", "b", DONE, on=date(2024, 3, 1), title="Done")
        [before] = commitments(desk)
        with pytest.raises(ValueError, match="to the letter"):
            confirm(desk, before, statement_id=shown, sentence="Nobody said so.")
        with pytest.raises(LookupError):
            confirm(desk, before, statement_id=999)
        confirm(desk, before, statement_id=shown, sentence=DONE)
        revision = latest_of(desk, before.mentions[0].statement_id)
        said = read(revision.record, judge(), desk.gazetteer).said
        assert said is not None
        for _ in range(2):
            desk.store.ledger.replace(revision.id, desk.watch.taxonomy.id, said, desk.clock.now())
        desk.clock.advance(200 * DAY)
        keep_ledger(desk)
        [after] = commitments(desk)
        assert (after.id, after.verdict, after.shown_by) == (before.id, CommitmentState.MET, shown)
        assert not {"due", "overdue"} & set(desk.reasons())
        assert desk.store.ledger.decide(after.id, None, why="", now=desk.clock.now())
        assert state(desk) == "overdue"


def test_a_better_reader_may_change_a_date_and_the_commitment_is_the_same(tmp_path: Path) -> None:
    """The sentence is the commitment; what is read in it may be mended."""
    with desk_at(tmp_path) as desk:
        desk.says("office", "a", TRAINING.format("31 March 2024"), on=date(2024, 1, 8))
        [before] = commitments(desk)
        revision = desk.store.statements.revision(before.mentions[0].revision_id)
        assert revision is not None
        said = read(revision.record, judge(), desk.gazetteer).said
        assert said is not None
        due = Due(date(2024, 3, 30), DuePrecision.DAY, Certainty.HIGH)
        mended = replace(said.commitments[0], due=due, who="Office of Inventions")
        desk.store.ledger.replace(revision.id, desk.watch.taxonomy.id, replace(said, commitments=(mended,)), desk.clock.now())
        [after] = commitments(desk)
    assert (after.id, after.who, after.course.due.day) == (before.id, "Office of Inventions", date(2024, 3, 30))


def test_what_was_joined_stays_joined(tmp_path: Path) -> None:
    """Read again, both sentences state the one; what was said of the other holds, and no alert is told a second time."""
    with desk_at(tmp_path) as desk:
        desk.says("office", "a", TRAINING.format("15 January 2024"), on=date(2024, 1, 8))
        desk.says("office", "b", "The office will publish its code by 15 January 2024.", DEMAND, on=date(2024, 1, 8))
        keep_ledger(desk)
        told = desk.reasons()
        kept, other = commitments(desk)
        confirm(desk, other, statement_id=1, why="seen")
        unite(desk, kept, find(desk, f"c{other.id}"))
        for revision_id in (1, 2):
            revision = desk.store.statements.revision(revision_id)
            assert revision is not None
            said = read(revision.record, judge(), desk.gazetteer).said
            assert said is not None
            desk.store.ledger.replace(revision.id, desk.watch.taxonomy.id, said, desk.clock.now())
        [one] = commitments(desk)
        assert (one.id, len(one.mentions), one.verdict, one.why) == (kept.id, 2, CommitmentState.MET, "seen")
        desk.store.ledger.decide(one.id, None, why="", now=desk.clock.now())
        keep_ledger(desk)
        assert desk.reasons() == told
        with pytest.raises(ValueError, match="already"):
            unite(desk, one, one)


def test_a_new_model_reads_the_ledger_again(tmp_path: Path) -> None:
    """`reassess` replaces both, and no quote stands twice."""
    with desk_at(tmp_path) as desk:
        desk.says("office", "a", TRAINING.format("31 March 2024"), DEMAND, on=date(2024, 1, 8))
        with desk.store._database.transaction() as connection:
            connection.execute("UPDATE revision SET model_version = 'old'")
        assert len(list(reassess(desk, judge(), is_applied=True))) == 1
        assert [len(quotes) for quotes in desk.store.ledger.quotes([1]).values()] == [1]
        assert len(commitments(desk)) == 1


def test_what_was_stored_before_the_ledger_is_found_unread(tmp_path: Path) -> None:
    """So is all that was read by other rules or other names; what is about something else is never asked for."""
    with desk_at(tmp_path) as desk:
        desk.says("office", "a", TRAINING.format("31 March 2024"), on=date(2024, 1, 8))
        version = read(desk.store.statements.revisions(1)[0].record, judge(), desk.gazetteer).said
        assert version is not None
        assert desk.store.ledger.unread(version.version, 0, 10) == []
        assert desk.store.ledger.count_unread("another") == 1
        with desk.store._database.transaction() as connection:
            connection.execute("DELETE FROM ledger_reading")
        assert [each.id for each in desk.store.ledger.unread(version.version, 0, 10)] == [1]
    assert Gazetteer().version != desk.gazetteer.version


def test_a_commitment_by_hand_is_due_like_any_other(tmp_path: Path) -> None:
    """It has no statement, and its alert says so in one line."""
    with desk_at(tmp_path) as desk:
        due = Due(date(2024, 1, 20), DuePrecision.DAY, Certainty.HIGH, "20 January")
        added = add(desk, "Invented Guild", "send its survey", due=due, concerns=["5"], is_deadline=True)
        [alert_id] = keep_ledger(desk)
        alert = alert_of(desk.store, desk.store.outbox.alert(alert_id))
        assert find(desk, f"c{added.id}").is_added
        with pytest.raises(LookupError, match="no commitment"):
            find(desk, "c99")
    assert (alert.reason, alert.story) == (AlertReason.DUE, None)
    assert alert.subject_line == "Invented Guild: send its survey (deadline, by 20 January 2024)"


def test_an_alert_shows_the_commitments_own_sentence(tmp_path: Path) -> None:
    """And not what else the statement says."""
    with desk_at(tmp_path) as desk:
        desk.says("office", "a", DEMAND, TRAINING.format("15 January 2024"), on=date(2024, 1, 8))
        told = keep_ledger(desk)
        alert = alert_of(desk.store, desk.store.outbox.alert(told[0]))
        assert alert.story is not None
        assert [each.sentences for each in alert.story.told] == [(TRAINING.format("15 January 2024"),)]
        assert alert.subject_line.startswith("Invented Office: train every lead inspector")


def test_a_date_without_a_concern_shows_its_sentence_too(tmp_path: Path) -> None:
    """With its speaker above it; and the subject names whose date it is, not the paper that printed it."""
    said = "“We will publish our accounts by 15 January 2024,” said Ada Brook."
    with desk_at(tmp_path) as desk:
        desk.says("weekly", "a", said, on=date(2024, 1, 8))
        other = "“We shall send every school a map by 16 January 2024,” said Ada Brook."
        desk.says("office", "b", other, on=date(2024, 1, 8), title="Maps", around=AROUND[:1])
        alerts = [alert_of(desk.store, desk.store.outbox.alert(told)) for told in keep_ledger(desk)]
        pages, receiver, now = renderer(tmp_path, desk.watch.taxonomy), desk.watch.receivers[0], desk.clock.now()
        one, two = (pages.alert(each, receiver, "msg_1", now) for each in (alerts[:1], alerts))
    assert alerts[0].story is not None
    assert (alerts[0].story.told, alerts[0].details) == ((), ("Ada Brook, Director, Invented Office:", said))
    assert said in " ".join(one.text.replace("> ", "").split())
    assert (one.subject, two.subject) == ("watcher: due from Invented Office", "watcher: 2 due")


def test_a_gap_is_told_once_until_they_speak_again(tmp_path: Path) -> None:
    """After thirty days heard, once; then again after the next silence."""
    with desk_at(tmp_path, alerts=ALERTS + GAPS) as desk:
        told = _live(desk, 45)
        assert told == [30]
        desk.says("guild", "b", DEMAND, on=desk.clock.now().date(), title="We speak")
        assert _live(desk, 45, first=45) == [74]
        [gap] = gaps_of(desk, desk.clock.now())
        assert (gap.organisation, gap.concern_id, gap.last and gap.last.title) == ("Invented Guild", "2", "We speak")


def test_no_gap_is_claimed_while_the_source_was_down(tmp_path: Path) -> None:
    """Twenty bad days, and the six hours before the first of them, put the claim off."""
    with desk_at(tmp_path, alerts=ALERTS + GAPS) as desk:
        assert _live(desk, 60, bad=range(10, 30)) == [50]


def test_a_voice_in_the_press_ends_a_gap_too(tmp_path: Path) -> None:
    """Somebody from the guild spoke, wherever it was printed."""
    with desk_at(tmp_path, alerts=ALERTS + GAPS) as desk:
        said = DEMAND.replace("Ada Brook", "a spokesperson for the Invented Guild")
        for day in range(40):
            if day == 20:
                desk.says("weekly", "a", said, on=desk.clock.now().date(), title="Guild speaks")
            assert _live(desk, 1, first=day) == []


def _live(desk: At, days: int, *, first: int = 0, bad: range = range(0)) -> list[int]:
    """Let days pass with four visits each; return on which of them something was told, counted from `first`."""
    told = []
    for day in range(first, first + days):
        for _ in range(4):
            desk.polls("guild", desk.clock.now(), Outcome.FAILED if day in bad else Outcome.OK, new=int(day % 7 == 0))
            told += [day] * len(keep_ledger(desk))
            desk.clock.advance(timedelta(hours=6))
    return told


def test_a_better_reader_may_find_where_a_sentence_begins_and_tells_nothing_again(tmp_path: Path) -> None:
    """A commitment that was told of as due is the same one if its sentence begins or ends a few words away."""
    with desk_at(tmp_path) as desk:
        desk.says("office", "a", TRAINING.format("31 March 2024"), on=date(2024, 1, 8))
        desk.clock.advance(date(2024, 3, 20) - desk.clock.now().date())
        keep_ledger(desk)
        [before] = commitments(desk)
        revision = desk.store.statements.revision(before.mentions[0].revision_id)
        assert revision is not None
        said = read(revision.record, judge(), desk.gazetteer).said
        assert said is not None
        whole = said.commitments[0]
        shorter = replace(whole, start=whole.start + 4, sentence=whole.sentence[4:])
        desk.store.ledger.replace(revision.id, desk.watch.taxonomy.id, replace(said, commitments=(shorter,)), desk.clock.now())
        keep_ledger(desk)
        [after] = commitments(desk)
        assert after.id == before.id
        assert [reason for reason in desk.reasons() if reason == "due"] == ["due"]
