"""Judging again, and people's corrections: a person's word wins over every model."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from watcher.app import classifier, refreshed
from watcher.errors import ConfigError
from watcher.pipeline.judging import reassess
from watcher.store import Correction, Store, StoredRevision, Verdict

from .site import Site, delay, served


async def late_reports(site: Site) -> StoredRevision:
    """Let the site publish a statement on the fifth concern and return its revision."""
    site.publish("/late-reports", "Reports come late", delay())
    await site.poll()
    return site.store.statements.find()[0].latest


def concerns(site: Site) -> list[str]:
    return [assessment.concern_id for assessment in site.store.statements.find()[0].latest.assessments]


def correct(site: Site, revision: StoredRevision, concern_id: str, verdict: Verdict, sentence: str | None = None) -> None:
    taxonomy = site.world.watch.taxonomy.id
    site.store.judgements.correct(Correction(revision.id, taxonomy, concern_id, verdict, sentence, site.clock.now()))


async def test_a_rejected_concern_is_gone_at_once_and_stays_gone(tmp_path: Path) -> None:
    """No later model brings back what an analyst rejected."""
    async with served(tmp_path) as site:
        revision = await late_reports(site)
        assert "5" in concerns(site)
        correct(site, revision, "5", Verdict.NOT)
        assert "5" not in concerns(site)
        judge = classifier(site.world.watch.taxonomy)
        again = judge.assess(revision.record.text, title=revision.record.title)
        site.store.judgements.replace(revision.id, again, site.world.watch.taxonomy.id, site.world.clock.now())
        assert "5" not in concerns(site)


async def test_an_added_concern_has_the_analysts_sentence(tmp_path: Path) -> None:
    """What a person adds is sure, and its evidence is the sentence that the person chose, at its place."""
    async with served(tmp_path) as site:
        revision = await late_reports(site)
        sentence = delay()[2]
        correct(site, revision, "3", Verdict.ADD, sentence)
        added = next(each for each in site.store.statements.find()[0].latest.assessments if each.concern_id == "3")
        evidence = added.evidence[0]
        assert (added.score, added.band.value) == (1.0, "sure")
        assert revision.record.text[evidence.start : evidence.end] == evidence.quote == sentence


async def test_a_sentence_that_does_not_stand_in_the_text_is_refused(tmp_path: Path) -> None:
    """A quotation is verbatim, an analyst's too; nothing is recorded of one that is not."""
    async with served(tmp_path) as site:
        revision = await late_reports(site)
        with pytest.raises(ValueError, match="to the letter"):
            correct(site, revision, "3", Verdict.ADD, "Nobody wrote this.")
        assert site.store.judgements.corrections() == []
        assert "3" not in concerns(site)


async def test_what_another_model_judged_is_shown_before_it_is_stored(tmp_path: Path) -> None:
    """Without being applied a reassessment changes nothing; applied, the new model stands and nobody is told."""
    async with served(tmp_path) as site:
        await late_reports(site)
        await site.poll(after=timedelta(hours=1))
        alerts = site.alerts()
        by_cues = classifier(site.world.watch.taxonomy)
        by_cues.version = "another-model/1"
        shown = list(reassess(site.world, by_cues, is_applied=False))
        assert len(shown) == 1
        assert site.store.judgements.count_stale("another-model/1") == 1
        list(reassess(site.world, by_cues, is_applied=True))
        assert site.alerts() == alerts


async def test_another_inquirys_numbers_are_not_this_ones(tmp_path: Path) -> None:
    """Under another taxonomy nothing of the first is shown, found or counted; under the first all is as it was."""
    async with served(tmp_path) as site:
        revision = await late_reports(site)
        own = site.world.watch.taxonomy.id
        path = site.world.watch.state_dir / "watcher.db"
        other, first = (Store(path, taxonomy_id=each) for each in ("another-inquiry", own))
        try:
            assert [each.latest.assessments for each in other.statements.find()] == [()]
            assert other.statements.find(concern_id="5") == []
            since, until = revision.captured_at - timedelta(days=1), revision.captured_at + timedelta(days=1)
            assert (other.statements.count_not_shown(since, until), first.statements.count_not_shown(since, until)) == (1, 0)
            assert [each.concern_id for each in first.statements.find(concern_id="5")[0].latest.assessments] == concerns(site)
        finally:
            other.close()
            first.close()


async def test_a_running_watch_does_not_change_its_inquiry(tmp_path: Path) -> None:
    """Workers that judge by the old taxonomy would file their findings under the new one's numbers."""
    async with served(tmp_path) as site:
        watch = site.world.watch
        assert refreshed(site.world, watch).watch is watch
        with pytest.raises(ConfigError, match=r"concerns\.yaml: the taxonomy is now another-inquiry"):
            refreshed(site.world, replace(watch, taxonomies=(replace(watch.taxonomy, id="another-inquiry"),)))
