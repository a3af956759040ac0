"""A bad day: nearly every publisher fails in a way of its own, and the digest still goes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from watcher.demo import Fault
from watcher.errors import Reason
from watcher.model import Group, Outcome, PollRun, Source, Watch
from watcher.pipeline.rounds import Round

from .parts import Living, living, outbox

TROUBLES: Mapping[str, tuple[Fault, set[Reason]]] = {
    "schools-courier": (Fault.GARBAGE, {Reason.NOT_A_LISTING}),
    "primary-leaders": (Fault.ENDLESS, {Reason.TOO_LARGE, Reason.TIMEOUT}),
    "classroom-alliance": (Fault.SERVER_ERROR, {Reason.HTTP_5XX}),
    "fair-inspection": (Fault.BOMB, {Reason.TOO_LARGE}),
    "inspection-blog": (Fault.REDIRECT_LOOP, {Reason.TOO_MANY_REDIRECTS}),
    "leaders-lifeline": (Fault.CUT_SHORT, {Reason.CONNECT, Reason.BAD_RESPONSE}),
    "colleges-courier": (Fault.SILENT, {Reason.TIMEOUT}),
    "northbridge-post": (Fault.SOFT_404, {Reason.SOFT_404, Reason.NOT_A_LISTING, Reason.EMPTY_LISTING}),
    "riverbank-council": (Fault.EMPTY, {Reason.NOT_A_LISTING, Reason.EMPTY_LISTING}),
    "written-questions": (Fault.RATE_LIMITED, {Reason.RATE_LIMITED}),
    "coroners-reports": (Fault.NOT_FOUND, {Reason.GONE, Reason.HTTP_4XX}),
    "education-wire": (Fault.BLOCK_PAGE, {Reason.BLOCK_PAGE, Reason.HTTP_4XX}),
}
HOSTILE = "heads-federation"
MONDAY = datetime(2024, 1, 15, 8, 0, tzinfo=UTC)
NOWHERE = Source("nowhere", "A Union Without A Host", Group.UNION, "feed", "http://no-such-host.example/feed", allow_private=True)


@dataclass(frozen=True, slots=True)
class BadDay:
    """The good round before, the bad one, and the one on Monday morning; `texts` counts the revisions after each."""

    folder: Path
    first: Round
    bad: Round
    monday: Round
    texts: tuple[int, int, int]

    def run(self, source_id: str) -> PollRun:
        return next(run for run in self.bad.runs if run.source_id == source_id)


@pytest.fixture(scope="module")
def bad_day(tmp_path_factory: pytest.TempPathFactory) -> BadDay:
    return asyncio.run(_live(tmp_path_factory.mktemp("bad-day")))


async def _live(folder: Path) -> BadDay:
    def with_nowhere(watch: Watch) -> Watch:
        return replace(watch, sources=(*watch.sources, NOWHERE))

    async with living(folder, changes=with_nowhere) as life:
        first = await life.round()
        before = _texts(life)
        for source_id, (fault, _) in TROUBLES.items():
            life.place.show(source_id, fault)
        life.place.show(HOSTILE, Fault.HOSTILE_TITLES)
        bad = await life.next_day()
        between = _texts(life)
        monday = await life.round(after=MONDAY - life.clock.now())
        return BadDay(folder, first, bad, monday, (before, between, _texts(life)))


def _texts(life: Living) -> int:
    counts = life.store._database.rows(
        "SELECT count(*) AS n FROM revision JOIN statement AS s ON s.id = statement_id WHERE s.source_id NOT IN (?, ?)",
        HOSTILE,
        "inspectorate",
    )
    return int(counts[0]["n"])


@pytest.mark.parametrize("source_id", TROUBLES)
def test_each_trouble_is_one_clear_line(bad_day: BadDay, source_id: str) -> None:
    """Why a source failed is said in one printable line, with its reason from the closed list."""
    run = bad_day.run(source_id)
    assert run.outcome in (Outcome.FAILED, Outcome.SUSPECT)
    assert run.reason in TROUBLES[source_id][1]
    assert run.problem
    assert run.problem.isprintable()
    assert "unexpected" not in run.problem
    assert len(run.problem) < 300
    assert (run.new, run.revised) == (0, 0)


def test_a_host_that_cannot_be_reached_is_said_at_once_and_stops_nobody(bad_day: BadDay) -> None:
    """A source that never worked is failing from its first visit."""
    run = next(run for run in bad_day.first.runs if run.source_id == "nowhere")
    assert (run.outcome, run.reason) == (Outcome.FAILED, Reason.DNS)
    assert "no-such-host.example" in (run.problem or "")
    others = [each for each in bad_day.first.runs if each.source_id != "nowhere"]
    assert {each.outcome for each in others} == {Outcome.OK}
    assert bad_day.first.has_failures
    assert any("A Union Without A Host cannot be polled" in message for message in outbox(bad_day.folder, "operator"))


def test_nothing_that_was_read_is_touched_by_a_failure(bad_day: BadDay) -> None:
    """Never overwrite a good reading: after a bad day the shelf is what it was."""
    before, between, after = bad_day.texts
    assert before > 20
    assert before == between == after


def test_the_sound_sources_go_on(bad_day: BadDay) -> None:
    """One source never stops another."""
    assert len(bad_day.bad.runs) == 15
    sound = bad_day.run("inspectorate")
    assert (sound.outcome, sound.new, sound.revised) == (Outcome.OK, 1, 1)


def test_the_digest_goes_out_on_a_bad_day(bad_day: BadDay) -> None:
    """It has what is there, and says which silence not to believe."""
    assert bad_day.monday.digests == ("folder weekly-2024-01-15",)
    assert all(sent.state.value == "sent" for sent in bad_day.monday.sent)
    [digest] = outbox(bad_day.folder, "digest")
    text = " ".join(digest.split())
    assert "15 sources checked, 2 healthy" in text
    assert "Northbridge Evening Post: suspect since Thursday 11 January" in text
    assert "Schools Courier: failing since" in text or "more" in text


def test_operators_hear_of_each_trouble_once(bad_day: BadDay) -> None:
    """Two bad visits in a row are one notice, whatever the reason."""
    messages = "\n".join(outbox(bad_day.folder, "operator"))
    assert messages.count("Listing: http://schools-courier.example/") == 1
    assert messages.count("Listing: http://no-such-host.example/feed") == 1


def test_a_hostile_title_is_words_wherever_it_is_shown(bad_day: BadDay) -> None:
    """Markup and control characters of a title act nowhere: not in HTML, not in a terminal, not in a template."""
    assert bad_day.run(HOSTILE).outcome is Outcome.OK
    folder = bad_day.folder / "state" / "outbox"
    shown = {path: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    hostile = [text for text in shown.values() if "alert(" in text]
    assert hostile
    for path, text in shown.items():
        assert "\x1b" not in text
        assert "\x07" not in text
        assert "\u202e" not in text
        assert path.suffix != ".html" or "<script>alert" not in text
    assert not any(" 49 " in text and "дл" in text for text in hostile)
