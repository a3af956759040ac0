"""Same, republished, revised, quoted or new."""

from __future__ import annotations

import pytest

from watcher.dedup import Candidate, relate
from watcher.dedup.reading import WORDS_READ_MAX
from watcher.model import ChangeKind, Group, Record, RelationKind
from watcher.text import LineMemory

from .texts import CLOSE, LEAD, PLAN, SAID, STATEMENT, elsewhere, paper, record, related

ARTICLE = (
    "Heads in three counties are running out of patience, and of chairs.\n\n“A head in Pellworth waited eleven weeks "
    "for her report and was told not to speak of it. She is not alone, and nobody should be surprised when people "
    "leave,” said Maud Fenner of the guild.\n\nA spokesman for Pellworth council said that it had not been asked and "
    "would rather not say.\n\nThe last such plan was published in the spring and was never answered, though it was "
    "read with care by those who had to."
)


@pytest.mark.parametrize(
    "url",
    [
        "http://glu.example/press/four-changes/",
        "https://www.glu.example/press/four-changes?utm_source=rss#main",
        "https://amp.glu.example/press/four-changes/amp",
        "https://www.glu.example/archive/44535",
    ],
)
def test_the_same_page_under_another_address_is_the_same(url: str) -> None:
    """Tracking, AMP, host twins and moved pages make no second statement."""
    [relation] = related(record(STATEMENT, url=url, guid="other"), record(STATEMENT, "old"))
    assert (relation.kind, relation.of) == (RelationKind.SAME, "old")


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("14 days", "41 days", ChangeKind.NUMBER),
        ("30 pages", "3 pages", ChangeKind.NUMBER),
        ("eleven weeks", "seven weeks", ChangeKind.NUMBER),
        ("3 April", "3 May", ChangeKind.DATE),
        ("on Monday", "on Friday", ChangeKind.DATE),
        ("Pellworth", "Askby", ChangeKind.NAME),
        ("Maud Fenner", "Maud Tenner", ChangeKind.NAME),
        ("It will be sent", "It will not be sent", ChangeKind.NEGATION),
        ("told not to speak", "told to speak", ChangeKind.NEGATION),
        ("would make inspection", "may make inspection", ChangeKind.COMMITMENT),
        ("cup of tea", "cup of cocoa", ChangeKind.WORDING),
    ],
)
def test_any_changed_word_on_a_page_is_a_revision_that_names_it(before: str, after: str, kind: ChangeKind) -> None:
    """A changed figure, date, name or negation is never the same, and is said to be what it is."""
    [relation] = related(record(STATEMENT.replace(before, after)), record(STATEMENT, "old"))
    assert relation.kind is RelationKind.REVISION
    [change] = relation.changes
    assert change.kind is kind
    assert change.is_material is (kind is not ChangeKind.WORDING)


def test_three_per_cent_is_not_thirty() -> None:
    """A figure counts whole, its sign included."""
    [relation] = related(record(STATEMENT + "\n\nOnly 30% agreed."), record(STATEMENT + "\n\nOnly 3% agreed.", "old"))
    assert [(change.kind, change.before, change.after) for change in relation.changes] == [(ChangeKind.NUMBER, "3%", "30%")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (STATEMENT.replace(" She is not alone, and nobody should be surprised when people leave.", ""), ChangeKind.REMOVED),
        (STATEMENT.replace("\n\n" + CLOSE, ""), ChangeKind.REMOVED),
        (STATEMENT + "\n\nNo date has been set for the first of the four.", ChangeKind.ADDED),
    ],
)
def test_a_removed_or_added_sentence_is_a_revision(text: str, kind: ChangeKind) -> None:
    """What a body no longer says is news as much as what it says."""
    [relation] = related(record(text), record(STATEMENT, "old"))
    assert (relation.kind, [change.kind for change in relation.changes]) == (RelationKind.REVISION, [kind])


def test_another_dress_is_the_same_text() -> None:
    """Quotes, dashes, entities, soft hyphens, ligatures, blanks, case and paragraphs are no wording."""
    dressed = STATEMENT.replace('"', "&quot;").replace("report", "re\u00adport").replace("fi", "ﬁ").replace(" the ", "\u00a0the  ")
    dressed = dressed.replace("general secretary", "General Secretary").replace(". She is", ".\n\nShe is")
    assert [relation.kind for relation in related(record(dressed), record(STATEMENT, "old"))] == [RelationKind.SAME]


def test_a_changed_title_is_a_revision_without_material() -> None:
    """A new headline over the same words is worth a note and no more."""
    [relation] = related(record(STATEMENT, title="Guild asks for calm"), record(STATEMENT, "old"))
    assert relation.kind is RelationKind.REVISION
    assert [change.is_material for change in relation.changes] == [False]


def test_a_page_that_went_back_to_old_wording_has_changed_again() -> None:
    """On one address the latest version counts."""
    first, second = record(STATEMENT, "v1"), record(STATEMENT.replace("14", "41"), "v2")
    [relation] = related(record(STATEMENT), first, second)
    assert (relation.kind, relation.of) == (RelationKind.REVISION, "v2")


def test_an_address_that_is_used_again_is_another_statement() -> None:
    """Page identity is no text identity."""
    other = "The annual dinner is at the Guildhall in Tarnside on the second Thursday of March. Please bring a friend and a story."
    assert related(record(other), record(STATEMENT, "old")) == ()


def test_a_registration_wall_is_no_revision() -> None:
    """A later fetch that meets a wall shows less and changes nothing."""
    wall = f"{LEAD}\n\n{SAID}\n\nRegister now to read the rest of this page."
    assert [relation.kind for relation in related(record(wall), record(STATEMENT, "old"))] == [RelationKind.SAME]


def test_counters_and_date_stamps_are_no_revision() -> None:
    """What differs on every visit is the page's and not the statement's."""
    shown = f"7034 reads\n\n{LEAD}\n\nPosted 19 minutes ago\n\n{SAID}\n\n{PLAN}\n\n{CLOSE}\n\nLast updated: 21.51"
    assert [relation.kind for relation in related(record(shown), record(STATEMENT, "old"))] == [RelationKind.SAME]


@pytest.mark.parametrize(
    "lead",
    [
        "Schools that sign up to the charter by May will be given £300 each, the guild has said, and none will be asked why.",
        "The guild represents 21,000 undermasters and has asked every one of them to join us in Tarnside for a quiet walk.",
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_figure_counts_in_a_line_that_might_be_furniture(lead: str, is_first: bool) -> None:
    """A doubtful line may come and go; an edit of a few words in it is an edit."""
    lines = [lead, SAID, PLAN] if is_first else [SAID, PLAN, lead]
    old = record("\n\n".join(lines), "old")
    [relation] = related(record("\n\n".join(lines).replace("300", "3,000").replace("21,000", "12,000")), old)
    assert (relation.kind, [change.kind for change in relation.changes]) == (RelationKind.REVISION, [ChangeKind.NUMBER])


@pytest.mark.parametrize(("before", "after"), [("Maud", "Mary"), ("Wenlow", "Askby"), ("on Sundays", "not on Sundays")])
def test_a_name_counts_in_a_signature(before: str, after: str) -> None:
    """A line that is no sentence may come and go at the edge of a page; an edit of a few words in it is an edit."""
    sign = "Maud Fenner, General Secretary, Wenlow, on Sundays"
    signed = record(f"{STATEMENT}\n\n{sign}", "old")
    [relation] = related(record(f"{STATEMENT}\n\n{sign.replace(before, after)}"), signed)
    assert (relation.kind, len(relation.changes)) == (RelationKind.REVISION, 1)
    assert [one.kind for one in related(record(STATEMENT), signed)] == [RelationKind.SAME]


# Elsewhere


@pytest.mark.parametrize(
    "text",
    [
        STATEMENT,
        f"The following was put out earlier today by the guild.\n\n{STATEMENT}",
        f"{SAID}\n\n{PLAN}\n\n{CLOSE}",
        STATEMENT.replace("\n\n", " "),
        STATEMENT.replace("report", "reoprt").replace("general secretary, said", "General Secretary, commented"),
        STATEMENT.replace("'", "’").replace('"', "“").encode().decode("cp1252", "replace"),
        STATEMENT.replace("'", "’").encode().decode("gbk", "replace"),
        STATEMENT.replace("'", ""),
    ],
)
def test_a_copy_elsewhere_is_republished(text: str) -> None:
    """Introductions, cuts, lost paragraphs, typing errors and mojibake do not hide a copy."""
    [relation] = related(elsewhere(text), record(STATEMENT, "old"))
    assert (relation.kind, relation.of, relation.is_derived) == (RelationKind.REPUBLISHED, "old", False)


def test_a_machine_rewrite_is_a_derived_copy() -> None:
    """Synonyms in every line make no second statement, and are said to be what they are."""
    swaps = (
        "set out=laid down|kinder=nicer|waited=lingered|told not to speak=ordered not to talk|alone=by herself|surprised=astonished"
        "|asks for=demands|unwell=poorly|every=each|longer=lengthier|parents=fogeys|discuss=debate|invitation=summons|within=inside"
    )
    text = STATEMENT
    for swap in swaps.split("|"):
        text = text.replace(*swap.split("="))
    [relation] = related(elsewhere(text), record(STATEMENT, "old"))
    assert (relation.kind, relation.is_derived) == (RelationKind.REPUBLISHED, True)


def test_a_copy_of_a_copy_points_to_the_original() -> None:
    """The nearest text need not be the first."""
    copy = f"For information, from the guild:\n\n{STATEMENT.replace('kinder', 'kidner')}"
    known = [
        Candidate(record=record(STATEMENT, "origin"), position=0, head="origin", head_group=Group.UNION),
        Candidate(record=elsewhere(copy, "copy"), position=1, head="origin", head_group=Group.UNION),
    ]
    third = record(copy, "third", source="kct", url="https://kct.example/news/9")
    assert [relation.of for relation in relate(third, known, LineMemory())] == ["origin"]


# Quotations


def test_an_article_with_a_statement_inside_quotes_it() -> None:
    """The relation names the statement and the sentences, exactly as the article prints them."""
    [relation] = related(paper(ARTICLE), record(STATEMENT, "old"))
    assert (relation.kind, relation.of) == (RelationKind.QUOTES, "old")
    assert all(sentence in ARTICLE for sentence in relation.evidence)
    assert "waited eleven weeks for her report and was told not to speak of it" in " ".join(relation.evidence)
    assert "council" not in " ".join(relation.evidence)


def test_quotations_in_reverse_order_with_an_ellipsis_are_found() -> None:
    """An article may turn a statement round and leave words out."""
    text = ARTICLE.replace("for her report and was told not to speak of it", "for her report… told not to speak of it")
    text += "\n\n“The plan asks for 14 days' notice, a pause when somebody is unwell,” it says."
    assert [relation.kind for relation in related(paper(text), record(STATEMENT, "old"))] == [RelationKind.QUOTES]


def test_an_article_may_quote_two_statements() -> None:
    """There is one relation a family, the fuller one first."""
    other = elsewhere(
        'Petra Lindqvist said: "Nobody on our side will miss the telephone calls at dusk, the lists, the tins and '
        'the tea that went cold."',
        "two",
    )
    text = (
        ARTICLE + "\n\n“Nobody on our side will miss the telephone calls at dusk, the lists, the tins and the tea that went "
        "cold,” said Petra Lindqvist."
    )
    assert [(one.kind, one.of) for one in related(paper(text), record(STATEMENT, "one"), other)] == [
        (RelationKind.QUOTES, "one"),
        (RelationKind.QUOTES, "two"),
    ]


def test_a_statement_that_arrives_after_its_article_is_new() -> None:
    """It still alerts."""
    assert related(record(STATEMENT), paper(ARTICLE, "early")) == ()


def test_two_papers_with_one_voice_are_two() -> None:
    """What both quote is a third party's."""
    words = (
        "“A head in Pellworth waited eleven weeks for her report and was told not to speak of it. She is not alone, "
        "and nobody should be surprised when people leave,” she said."
    )
    one = paper(
        f"Tempers rose in the hall last night over cold soup and colder chairs.\n\n{words}\n\nThe doors were shut "
        f"at nine by a tired man.",
        "one",
    )
    two = paper(
        f"A union leader has spoken of long waits and short notice.\n\n{words}\n\nMinisters are away until the "
        f"autumn, said an empty desk.",
        source="mercury",
        url="https://mercury.example/1",
    )
    assert related(two, one) == ()


def test_an_article_elsewhere_is_republished() -> None:
    """Syndicated news is the article's copy first, and quotes what the article quotes."""
    copy = paper(
        ARTICLE.replace("running out", "runinng out"),
        source="telegram",
        group=Group.NEWSWIRE,
        url="https://telegram.example/release/7",
    )
    kinds = [(one.kind, one.of) for one in related(copy, record(STATEMENT, "origin"), paper(ARTICLE, "article"))]
    assert kinds == [(RelationKind.REPUBLISHED, "article"), (RelationKind.QUOTES, "origin")]


# New


def test_a_body_that_uses_its_own_words_again_says_something_new() -> None:
    """Stock phrases make no copy."""
    text = (
        f"The guild has welcomed the pay award, with a small sigh.\n\n{SAID}\n\nNine in ten members had hoped for "
        f"more, and one had hoped for less, a poll of 612 members found. The union will write to the minister about "
        f"the tenth."
    )
    assert related(record(text, url="https://www.glu.example/press/pay", title="Pay"), record(STATEMENT, "old")) == ()


def test_a_template_with_another_name_is_new() -> None:
    """Notices of one kind share most of their words and are two all the same."""
    template = (
        "{} Primary School was visited on {} June. The report can be read below. Overall the school was found to be "
        "meeting the expected standard in every area."
    )
    old = record(template.format("Oak Vale", "3 and 4"), "old", title="Inspection report: Oak Vale", url="https://glu.example/oak")
    new = record(template.format("Ash Vale", "5 and 6"), title="Inspection report: Ash Vale", url="https://glu.example/ash")
    assert related(new, old) == ()


def test_nothing_is_related_to_nothing() -> None:
    """An empty text and an empty past are no errors."""
    assert related(record("")) == ()
    assert related(record(""), record("", "old", url="https://glu.example/other", title="Other")) == ()


def test_candidates_out_of_order_are_refused() -> None:
    """Oldest first, or the tie goes to the wrong one."""
    late = Candidate(record=record(STATEMENT, "late"), position=2)
    early = Candidate(record=record(STATEMENT, "early"), position=1)
    with pytest.raises(ValueError, match="oldest first"):
        relate(record(STATEMENT), [late, early], LineMemory())


@pytest.mark.parametrize(
    "text",
    [
        "the the the the " * 5_000,
        "x" * 200_000,
        "\ud800 broken \udfff half " * 2_000,
        '"' * 50_000,
        "a. " * 20_000,
        "published " + "mar" * 400 + "!",
        "1," * 100_000,
        "Aa " * 30_000 + '"',
        "for more information " + "- jobs: " * 5_000,
        "\n".join(f"Line {number} says {number} things." for number in range(3_000)),
    ],
)
def test_hostile_texts_end(text: str) -> None:
    """Repetition, endless words and lines, and surrogates cost no more than other texts."""
    old = Record(id="old", text=text, url="https://a.example/1")
    other = Record(id="other", text=f'"{text}', url="https://b.example/2")
    assert all(relation.of in ("old", "other") for relation in related(Record(id="new", text=text + " more"), old, other))


def test_a_change_beyond_what_is_read_is_still_a_change() -> None:
    """Of a text longer than `WORDS_READ_MAX` the rest is not compared, but never called the same when it changed."""
    lines = [f"Paragraph {number} of the hearing." for number in range(WORDS_READ_MAX // 5 + 500)]
    long = "\n\n".join(lines)
    late, early = long.replace(lines[-2], "Struck out."), long.replace(lines[5], "Struck out.")
    assert [relation.kind for relation in related(record(long), record(long, "old"))] == [RelationKind.SAME]
    for changed in (late, early):
        assert [relation.kind for relation in related(record(changed), record(long, "old"))] == [RelationKind.REVISION]
