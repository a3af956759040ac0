"""The digest: what a person reads on Monday."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from watcher.model import AlertReason, Band, Change, ChangeKind, Digest, Group, TrustLine
from watcher.render.renderer import CAPS, ENTRIES_SHOWN_MAX, HTML_BYTES_MAX
from watcher.render.view import CHANGES_MAX, COPIES_MAX, SENTENCES_MAX, TROUBLES_MAX, digest_view, quoted, who_words
from watcher.render.wrap import COLUMNS

from .samples import CONCERNS, EDITORS, MONDAY, alert, busy_digest, digest, large_digest, quiet_digest, renderer, story, told


def text_of(made: Digest) -> str:
    return renderer().digest(made, EDITORS, "m").text


def html_of(made: Digest) -> str:
    return renderer().digest(made, EDITORS, "m").html or ""


class Words(HTMLParser):
    """The words and addresses of a page; what stands in the head is not read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.links, self._skipped = "", [], ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skipped = tag if tag in ("style", "title") else self._skipped
        self.links += [value for name, value in attrs if name == "href"]
        self.words += " "

    def handle_endtag(self, tag: str) -> None:
        self._skipped = "" if tag == self._skipped else self._skipped

    def handle_data(self, data: str) -> None:
        self.words += "" if self._skipped else data


def folded(text: str) -> str:
    return " ".join(text.split()).replace(" ,", ",")


def test_every_part_of_a_full_week_is_there() -> None:
    """Numbers, trust, each concern's evidence, who else has it, what changed, what is not shown, support and why."""
    text = folded(Words(html_of(busy_digest())).words)
    for expected in (
        "Weekly digest 8 to 15 January 2024",
        "15 sources checked, 14 healthy. Last checked 15 January 2024, 07:18.",
        "Example Parents’ Voice: silent since Tuesday 9 January",
        "“No leader should have to choose between their school and their health.”",
        "Also published by Example College Leaders",
        "Quoted in Example Education Weekly, Example Local Post",
        "Was: All 1,600 lead inspectors will be trained by 31 January.",
        "Now: All 1,600 lead inspectors will be trained by 29 March.",
        "The publisher’s note: Updated the date by which training will be complete.",
        "11 January 2024, 09:05 · commits",
        "no date given, first seen 10 January 2024",
        "There when watching began",
        "Not shown (23)",
        "Samaritans: 116 123",
        "08000 562 561",
        "Why am I getting this? Because the receiver “editors” has a weekly digest in alerts.yaml.",
        "Questions: the policy desk",
    ):
        assert expected in text.replace("\xa0", " "), expected


@pytest.mark.parametrize(
    "made", [busy_digest(), quiet_digest(), digest([]), large_digest()], ids=["busy", "quiet", "empty", "large"]
)
def test_text_has_every_link_of_the_html(made: Digest) -> None:
    """Who reads plain text misses nothing: the same links and the same sentences."""
    page, text = Words(html_of(made)), text_of(made)
    assert set(page.links) == {word for word in text.split() if word.startswith("https://")}
    quoted = {folded(found) for found in re.findall(r"“[^”]+”", page.words.replace("\n", " "))}
    plain = folded(text.replace("\n  > ", " "))
    assert all(re.sub(r" (?=[.,”])", "", sentence) in re.sub(r" (?=[.,”])", "", plain) for sentence in quoted)


@pytest.mark.parametrize(
    "made", [busy_digest(), quiet_digest(), digest([]), large_digest()], ids=["busy", "quiet", "empty", "large"]
)
def test_nothing_is_fetched_and_nothing_runs(made: Digest) -> None:
    """No images, scripts, fonts or style sheets: it reads the same in every mail program, and nobody learns who read it."""
    html = html_of(made)
    assert not re.search(
        r"<(?:img|script|link|iframe|object|embed|svg|form|video|audio)\b|url\(|@import|@font-face", html, re.IGNORECASE
    )
    assert re.search(r"@media \(prefers-color-scheme: dark\)", html)


@pytest.mark.parametrize(
    "made", [busy_digest(), quiet_digest(), digest([]), large_digest()], ids=["busy", "quiet", "empty", "large"]
)
def test_the_html_is_well_formed(made: Digest) -> None:
    """Every element that is opened is closed, in order: mail programs repair broken pages each in its own way."""

    class Nesting(HTMLParser):
        open_tags: list[str] = []  # noqa: RUF012 - one parser, one list

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag not in ("meta", "br"):
                self.open_tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert self.open_tags.pop() == tag

    nesting = Nesting()
    nesting.open_tags = []
    nesting.feed(html_of(made))
    assert nesting.open_tags == []


def test_text_lines_fit_and_addresses_are_whole() -> None:
    """Lines end before column 78 unless they hold an address, which is never broken."""
    long_url = "https://union.example/" + "a-long-path/" * 12
    one = replace(story(1, "A title", told("2", "Some words.")), url=long_url)
    lines = text_of(digest([alert(one)])).splitlines()

    assert f"  {long_url}" in lines
    assert max(len(line) for line in lines if "https://" not in line) <= COLUMNS


def test_a_story_with_three_concerns_is_shown_in_full_once() -> None:
    """Under its first concern all is said; under the others that concern's own sentence and where the rest is."""
    text = text_of(busy_digest())
    assert text.count("Also published by") == 1
    assert folded(text).count("in full under Leader welfare impact") == 2
    assert folded(text).count("“There is still nobody to ring when the lead inspector is the problem.”") == 1


def test_a_brief_reference_only_points_to_what_is_shown() -> None:
    """A story that the cap left out of its first section is shown in full under the next."""
    alerts = [
        alert(story(number, f"Title {number}", told("1", "First."), *([told("2", "Second.")] if number == 30 else [])))
        for number in range(31)
    ]
    view = digest_view(digest(alerts), CAPS[0])

    assert [entry.is_brief for entry in view.sections[1].entries] == [False]


def test_a_quiet_week_says_how_far_it_can_be_believed() -> None:
    """Silence with silent sources is not the same as silence with healthy ones."""
    sound, doubtful = text_of(digest([])), text_of(quiet_digest())

    assert "Every source was checked, and none published anything on the concerns." in folded(sound)
    assert "Not every source is healthy, so something may have been missed:" in folded(doubtful)
    assert "! Example Weekly: failing, the server answers 503" in doubtful
    assert "nothing new" in renderer().digest(quiet_digest(), EDITORS, "m").subject


def test_no_source_at_all_is_not_called_healthy() -> None:
    """Before the first poll there is nothing to trust."""
    assert "No source was checked." in text_of(digest([], trust=TrustLine(0, 0)))
    assert "Every source was checked" not in text_of(digest([], trust=TrustLine(0, 0)))


@pytest.mark.parametrize("entries", [1, 32, 60, 200, 1_000])
def test_a_digest_of_any_size_fits_into_a_mail(entries: int) -> None:
    """Gmail hides what is over 102 kB; what is left out is counted, and a full week says where the rest is."""
    message = renderer().digest(large_digest(entries), EDITORS, "m")
    assert message.html is not None
    assert len(message.html.encode()) <= HTML_BYTES_MAX
    assert ("more" in message.text) == ("This was a full week" in message.text) == (entries > 60 or "more" in message.text)
    assert "Samaritans" in message.html


def test_the_caps_bite_at_their_limits() -> None:
    """Up to the limit everything is shown in full, one more and sections show fewer and list the rest."""
    few = [alert(story(number, f"Title {number}", told(str(1 + number % 7), "Words."))) for number in range(ENTRIES_SHOWN_MAX + 1)]

    at_limit, over = html_of(digest(few[:-1])), html_of(digest(few))

    for entries, sentences in ((12, 3), (13, 2)):
        some = [alert(story(each, f"Title {each}", told(str(1 + each % 7), "One.", "Two.", "Three."))) for each in range(entries)]
        assert html_of(digest(some)).count('class="quote"') == entries * sentences

    assert at_limit.count("“Words.”") == ENTRIES_SHOWN_MAX
    assert over.count("“Words.”") <= ENTRIES_SHOWN_MAX
    assert all(f"Title {number}<" in over for number in range(ENTRIES_SHOWN_MAX + 1))


def test_lists_inside_an_entry_are_capped_and_say_so() -> None:
    """Three sentences, three changes, six copies; the rest is counted."""
    base = busy_digest().sections[0].entries[0][0].story
    revised = busy_digest().sections[1].entries[1][0].story
    assert base is not None
    assert revised is not None
    copy = base.also_published_by[0]
    for extra in (0, 1):
        one = replace(
            story(1, "A title", told("2", *(f"Sentence {number}." for number in range(SENTENCES_MAX + extra)))),
            changes=tuple(
                replace(revised.changes[0], sentence_before=f"By {number} January.") for number in range(CHANGES_MAX + extra)
            ),
            also_published_by=(copy,) * (COPIES_MAX + extra),
        )
        trust = TrustLine(20, 1, tuple(f"Source {number}: silent" for number in range(TROUBLES_MAX + extra)), MONDAY)
        text = text_of(digest([alert(one, AlertReason.REVISED)], trust=trust))
        assert text.count("  > “Sentence") == SENTENCES_MAX
        assert text.count("Was: ") == CHANGES_MAX
        assert ("and 1 more change" in text, "and 1 other" in text, "! and 1 more" in text) == (bool(extra),) * 3


def test_a_poisoned_entry_costs_itself_only() -> None:
    """What cannot be shown becomes a placeholder with its link, and the digest goes."""
    good, bad = alert(story(1, "A good one", told("2", "Words."))), story(2, "A bad one", told("2", "Other words."))
    broken = replace(bad, title=None, published="yesterday")  # type: ignore[arg-type]

    message = renderer().digest(digest([alert(broken), good]), EDITORS, "m")

    for form in (message.text, message.html or "", str(message.blocks)):
        assert "This entry could not be shown" in form
        assert "https://union.example/news/2" in form
        assert "A good one" in form
    assert [each.get("is_broken", False) for each in message.payload["data"]["alerts"]] == [True, False]


def test_everything_broken_still_leaves_a_placeholder() -> None:
    """Even without an address or a publisher the digest goes."""
    bad = replace(story(2, "A bad one", told("2", "Words.")), title=None, url=None, publisher=3, told=(told("2", 7),))  # type: ignore[arg-type]

    assert "This entry could not be shown" in text_of(digest([alert(bad)]))


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("It went on.", "“It went on.”"),
        ("“It must stop,” she said.", "“It must stop,” she said."),
        ("“It must stop.", "“It must stop.”"),
        ("It must stop.”", "“It must stop.”"),
        ("and it must stop,” she said.", "“and it must stop,” she said."),
        ("She said: “It must stop.", "She said: “It must stop.”"),
        ('"It must stop.', '"It must stop."'),
        ('It must stop."', '"It must stop."'),
        ("‘It must stop,’ she said.", "“‘It must stop,’ she said.”"),
    ],
)
def test_a_sentence_has_whole_pairs_of_quotation_marks(sentence: str, shown: str) -> None:
    """A sentence out of the middle of a speech has half a pair, and gets the other half."""
    assert quoted(sentence) == shown


def test_what_has_quotation_marks_gets_no_others() -> None:
    """Marks within marks would be ours; a sentence without any is marked as somebody's words."""
    one = story(1, "A title", told("2", "“It must stop,” she said.", "It went on."))
    text = text_of(digest([alert(one)]))

    assert "  > “It must stop,” she said.\n" in text
    assert "  > “It went on.”\n" in text


@pytest.mark.parametrize(
    ("speaker", "role", "organisation", "shown"),
    [
        ("A Brook", "Chair", "Guild", "A Brook, Chair, Guild"),
        ("Guild", None, "Guild", "Guild"),
        ("A Brook; B Lake", "Chair; Director", "Guild; League", "A Brook, Chair, Guild; B Lake, Director, League"),
        ("A Brook; B Lake", "Chair", "Guild; League", "A Brook, Guild; B Lake, League"),
        ("A Brook; B Lake", None, "Guild", "A Brook; B Lake"),
        (None, "Chair", "Guild", ""),
    ],
)
def test_each_speaker_has_their_own_role_and_body(
    speaker: str | None, role: str | None, organisation: str | None, shown: str
) -> None:
    """Of several who speak together nobody gets another's office; where it is not said whose one is, it is left out."""
    assert who_words(speaker, role, organisation) == shown


def test_what_is_sure_comes_before_what_is_likely() -> None:
    """A wall of weak matches is what makes people stop reading."""
    weak, sure = (
        story(number, title, told("2", "Words.", band=band))
        for number, title, band in ((1, "Weak", Band.LIKELY), (2, "Sure", Band.SURE))
    )
    text = text_of(digest([alert(weak), alert(sure)]))

    assert text.index("* Sure") < text.index("* Weak")


def test_additions_and_removals_are_called_so() -> None:
    """What has no before was added, what has no after removed; those with both come first, and none is shown twice."""
    added = Change(ChangeKind.ADDED, "", "New words.", "", "New words.")
    removed = Change(ChangeKind.REMOVED, "Old words.", "", "Old words.", "")
    number = Change(ChangeKind.NUMBER, "2", "3", "We asked 2 heads.", "We asked 3 heads.")
    one = replace(story(1, "A title", told("2", "Words.")), changes=(removed, added, number, number))
    text = folded(text_of(digest([alert(one, AlertReason.REVISED)])))

    assert "Was: We asked 2 heads. Now: We asked 3 heads. Added: New words. Removed: Old words." in text


@pytest.mark.parametrize(
    ("words", "sentence", "struck"),
    [
        ("31 January", "Done by 31 January.", ["31 January"]),
        ("1 January", "Done by 31 January.", []),
        ("2", "We asked 2 of 2 heads.", []),
        ("", "Done by 31 January.", []),
        ("Done by 31 January.", "Done by 31 January.", []),
        ("(31 January)", "Done by (31 January) at last.", ["(31 January)"]),
    ],
)
def test_changed_words_are_marked_only_where_they_are_certain(words: str, sentence: str, struck: list[str]) -> None:
    """Words that stand once, whole, are marked; a guess could mislead."""
    change = Change(ChangeKind.DATE, words, "soon", sentence, "Done soon.")
    html = html_of(digest([alert(replace(story(1, "A title", told("2", "Words.")), changes=(change,)), AlertReason.REVISED)]))

    assert re.findall(r'class="went"[^>]*>([^<]*)<', html) == struck


def test_a_changed_sentence_is_not_quoted_twice() -> None:
    """Evidence that stands below as "Now: ..." is left out above it."""
    assert folded(text_of(busy_digest())).count("All 1,600 lead inspectors will be trained by 29 March.") == 1


@pytest.mark.parametrize(
    ("days", "name", "window"),
    [(1, "Daily digest", "day"), (7, "Weekly digest", "week"), (21, "Digest", "period"), (3, "Digest", "period")],
)
def test_a_digest_is_called_by_its_length(days: int, name: str, window: str) -> None:
    """A day is daily, a week weekly, and what makes up for downtime is neither."""
    made = replace(digest([]), since=MONDAY - timedelta(days=days))
    text = text_of(made)

    assert text.startswith(f"{name.upper()}\n")
    assert f"Nothing new this {window}" in text


def test_the_demo_says_that_it_is_the_demo() -> None:
    """Invented words carry their label in the subject and on top of every form."""
    message = renderer().digest(replace(busy_digest(), label="demo"), EDITORS, "m")

    assert message.subject.startswith("[demo] ")
    assert message.text.startswith("[demo]")
    assert 'class="label"' in (message.html or "")
    assert "_demo_" in str(message.blocks[1])


def test_the_subject_says_nothing_of_the_subject() -> None:
    """Lock screens show counts and dates, never a title."""
    made = digest([alert(story(1, "A title nobody should meet on a lock screen", told("2", "Words.")))])
    subject = renderer().digest(made, EDITORS, "m").subject

    assert subject == "watcher weekly digest, 8 to 15 January 2024: 1 statement"


def test_the_bars_compare_with_the_weeks_before() -> None:
    """Each concern has its count beside the mean of the last four weeks, also one that nobody spoke of."""
    text = text_of(busy_digest())
    for position, title in enumerate(CONCERNS.values()):
        assert re.search(rf"\d  {re.escape(title)} \(mean of the last 4 weeks: {(6 + position) / 4:.1f}".removesuffix(".0"), text)


def test_a_first_digest_without_earlier_weeks_has_no_mean() -> None:
    """Nothing is compared with weeks that nobody watched."""
    made = busy_digest()
    for weeks in ((), (0, 0, 0, 0)):
        first = replace(made, sections=tuple(replace(section, weeks=weeks) for section in made.sections))
        assert "mean of" not in text_of(first)
        assert "mean of" not in html_of(first)


def test_the_same_digest_is_the_same_message() -> None:
    """Rendering has no clock and no chance in it."""
    assert renderer().digest(busy_digest(), EDITORS, "m") == renderer().digest(busy_digest(), EDITORS, "m")


def test_other_stories_have_a_section_of_their_own() -> None:
    """What is about the inquest and about none of the concerns is listed last."""
    made = digest([alert(story(1, "About all of it", group=Group.PRESS))])

    assert "UNDER NO CONCERN OF ITS OWN (1)" in text_of(made)
    assert "About all of it" in html_of(made)
