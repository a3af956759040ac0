"""Alerts, operators' notices, tests, and what Slack and webhooks get."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jinja2 import TemplateError
from jsonschema import Draft202012Validator
from slack_sdk.models.blocks import Block

from watcher.model import Alert, AlertReason, Digest, Message, MessageKind
from watcher.render import TEMPLATE_NAMES, Renderer
from watcher.render.renderer import ALERTS_PER_MESSAGE_MAX, HTML_BYTES_MAX
from watcher.render.slack import BLOCKS_MAX, TEXT_CHARS_MAX, TOTAL_CHARS_MAX, escape

from .samples import (
    CONCERNS,
    EDITORS,
    MONDAY,
    TEMPLATES,
    alert,
    busy_digest,
    digest,
    large_digest,
    quiet_digest,
    renderer,
    story,
    told,
)

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "reference" / "webhook.schema.json").read_text())


def joint() -> Alert:
    return busy_digest().sections[0].entries[0][0]


def notice(reason: AlertReason = AlertReason.SOURCE_FAILING) -> Alert:
    return Alert("n-1", reason, MONDAY, None, "weekly", "Example Weekly has failed five times", ("503", "next try at 12:00"))


def poisoned() -> Alert:
    return alert(replace(story(9, "A bad one", told("2", "Words.")), title=None, told=None))  # type: ignore[arg-type]


def send(*alerts: Alert) -> Message:
    return renderer().alert(alerts, EDITORS, "m-1", MONDAY)


def test_an_alert_shows_all_concerns_with_their_sentences() -> None:
    """Who is told at once sees what was judged and why, strongest concern first."""
    message = send(joint())

    assert message.kind is MessageKind.ALERT
    assert (
        message.subject
        == "watcher: new statement from Example Heads’ Union on Leader welfare impact, Training and policy on distress"
    )
    order = [
        message.text.index(title) for title in ("Leader welfare impact · criticises:", "Training and policy", "A path to raise")
    ]
    assert message.text.index("https://union.example/news/1") < order[-1]
    assert "A path to raise concerns · criticises · likely:" in message.text
    assert "Samaritans" in message.text


@pytest.mark.parametrize(
    ("reason", "subject"),
    [
        (AlertReason.NEW, "watcher: new statement from Example Heads’ Union on A path to raise concerns"),
        (AlertReason.REVISED, "watcher: revised statement from Example Heads’ Union on A path to raise concerns"),
        (AlertReason.WITHDRAWN, "watcher: withdrawn statement from Example Heads’ Union on A path to raise concerns"),
        (AlertReason.OVERDUE, "watcher: overdue from Example Heads’ Union on A path to raise concerns"),
    ],
)
def test_the_subject_names_publisher_and_concern_and_never_the_title(reason: AlertReason, subject: str) -> None:
    """A lock screen shows who spoke on what, not the words."""
    assert send(alert(story(1, "Words for no lock screen", told("3", "More words.")), reason)).subject == subject


def test_several_alerts_are_one_message() -> None:
    """A batch is counted in the subject and listed in full."""
    message = send(joint(), alert(story(2, "Another", told("5", "Words."), publisher="Example Weekly")))

    assert message.subject == "watcher: 2 statements from 2 publishers"
    assert "Another" in message.text


def test_dates_and_gaps_are_not_counted_as_statements() -> None:
    """A subject says what has come: statements with their publishers, and dates and gaps by their kinds."""
    new = alert(story(1, "One", told("5", "Words.")))
    late = [alert(story(number, "Two", told("5", "Words.")), AlertReason.OVERDUE) for number in (2, 3)]
    gap = replace(alert(story(4, "x", told("5", "Words."))), story=None, reason=AlertReason.GAP, subject_line="Nothing from them")
    assert send(new, *late, gap).subject == "watcher: 1 statement from 1 publisher, 2 overdue, 1 gap"
    assert send(gap, gap).subject == "watcher: 2 gaps"


@pytest.mark.parametrize("extra", [0, 1])
def test_a_flood_is_cut_and_counted(extra: int) -> None:
    """Up to the limit all are shown, over it each is a line with its link; a machine gets all of them."""
    many = [alert(story(number, f"Title {number}.", told("2", "Words."))) for number in range(ALERTS_PER_MESSAGE_MAX + extra)]
    message = send(*many)

    assert message.text.count("Words.") == (message.html or "").count("Words.") == ALERTS_PER_MESSAGE_MAX
    assert message.text.count("Title ") == ALERTS_PER_MESSAGE_MAX + extra
    assert ("\n- Title 20. (" in message.text) == bool(extra)
    assert "more" not in message.text
    assert len(message.payload["data"]["alerts"]) == ALERTS_PER_MESSAGE_MAX + extra


def test_a_batch_that_is_too_long_for_a_mail_is_cut() -> None:
    """Long statements are fewer a message, so that Gmail hides nothing."""
    many = [alert(story(number, "T" * 200, *(told(each, "x" * 690, "y" * 690) for each in CONCERNS))) for number in range(15)]
    message = send(*many)

    assert len((message.html or "").encode()) <= HTML_BYTES_MAX
    assert message.text.count("T" * 60) >= 15
    assert message.text.count("\n- TTT") == 10
    assert len(message.payload["data"]["alerts"]) == 15


def test_operators_are_told_without_ceremony() -> None:
    """A notice about a source is of its own kind and has no support line."""
    message = send(notice())

    assert (message.kind, message.subject) == (MessageKind.OPERATOR, "watcher: Example Weekly has failed five times")
    assert message.payload["type"] == "watcher.operator"
    for form in (message.text, message.html or "", str(message.blocks)):
        assert "Samaritans" not in form
        assert "next try at 12:00" in form


def test_a_message_about_nothing_is_an_error() -> None:
    """Nobody is told nothing."""
    with pytest.raises(ValueError, match="at least one"):
        send()


def test_a_poisoned_alert_is_still_told() -> None:
    """What cannot be shown is told as a link."""
    message = send(poisoned())

    assert "https://union.example/news/9" in message.text
    assert message.subject == "watcher: new statement from Example Heads’ Union"


def test_a_test_message_says_that_it_is_one() -> None:
    """Nobody takes a test for news."""
    message = renderer().test(EDITORS, "m-1", MONDAY)

    assert message.kind is MessageKind.TEST
    for form in (message.text.lower(), (message.html or "").lower(), str(message.blocks).lower()):
        assert "test" in form
        assert "nothing has happened" in form


MESSAGES: dict[str, Message] = {
    "alert": send(joint()),
    "alerts": send(joint(), poisoned()),
    "notice": send(notice()),
    "test": renderer().test(EDITORS, "m-1", MONDAY),
    **{
        name: renderer().digest(made, EDITORS, "m-1")
        for name, made in (("busy", busy_digest()), ("quiet", quiet_digest()), ("empty", digest([])), ("large", large_digest(300)))
    },
}


@pytest.mark.parametrize("name", MESSAGES)
def test_slack_takes_every_message(name: str) -> None:
    """Slack's own models accept the blocks, within the limits on blocks, one text and all texts."""
    blocks = MESSAGES[name].blocks
    for block in Block.parse_all([dict(each) for each in blocks]):
        block.validate_json()
    texts = [part["text"] for block in blocks for part in ([block["text"]] if "text" in block else block["elements"])]
    assert 0 < len(blocks) <= BLOCKS_MAX
    assert all(0 < len(text) <= TEXT_CHARS_MAX for text in texts)
    assert sum(map(len, texts)) <= TOTAL_CHARS_MAX


def test_a_message_too_long_for_slack_says_what_is_missing() -> None:
    """Nothing goes quietly: what does not fit is counted, and the support line stays last."""
    long = [alert(story(number, f"Title {number}", *(told(concern, "x" * 690) for concern in CONCERNS))) for number in range(4)]
    blocks = renderer().digest(digest(long), EDITORS, "m").blocks

    assert len(blocks) < BLOCKS_MAX
    assert "This message is full" in str(blocks[-2])
    assert "Samaritans" in str(blocks[-1])


@pytest.mark.parametrize(
    ("text", "escaped"),
    [("<!here>", "&lt;!here&gt;"), ("you & me", "you &amp; me"), ("&lt;", "&amp;lt;"), ("“plain”", "“plain”")],
)
def test_slack_shows_what_was_written(text: str, escaped: str) -> None:
    """The ampersand is escaped first, or Slack would show the escapes."""
    assert escape(text) == escaped


def test_a_text_too_long_for_a_block_is_cut_at_a_line() -> None:
    """No link and no entity is cut in half."""
    long = alert(story(1, "T" * 200, *(told(number, "&<>" * 200, "x" * 690) for number in CONCERNS)))

    for block in send(long).blocks:
        text = block["text"]["text"] if "text" in block else ""
        assert len(text) <= TEXT_CHARS_MAX
        assert text.count("<") == text.count("|") + text.count("> “") - text.count("> “") == text.replace("\n> ", "").count(">")


@pytest.mark.parametrize("name", MESSAGES)
def test_webhooks_get_what_the_schema_promises(name: str) -> None:
    """Every payload is valid JSON after the published schema."""
    payload: Any = json.loads(json.dumps(MESSAGES[name].payload))

    Draft202012Validator(SCHEMA).validate(payload)
    assert payload["id"] == "m-1"


def test_the_schema_itself_is_valid_and_strict_enough() -> None:
    """The published schema is one, and it refuses a payload that lacks what it promises."""
    Draft202012Validator.check_schema(SCHEMA)
    payload = json.loads(json.dumps(MESSAGES["alert"].payload))
    del payload["data"]["alerts"][0]["story"]["url"]
    assert not Draft202012Validator(SCHEMA).is_valid(payload)


def test_a_digest_for_machines_is_complete() -> None:
    """The payload has every alert once, and each section refers to its own, whatever a mail had to leave out."""
    data = MESSAGES["large"].payload["data"]
    known = [each["id"] for each in data["alerts"]]

    assert len(known) == len(set(known)) == 300
    assert {each for section in data["sections"] for each in section["entries"]} == set(known)


def broken(name: str, source: str) -> Renderer:
    return Renderer({**TEMPLATES, name: source}, CONCERNS)


def made(one: Digest | None = None) -> Digest:
    return one or digest([alert(story(1, "A statement", told("2", "Words.")))])


@pytest.mark.parametrize(
    "failing", ["{{ entry.no_such_thing }}", "{{ 1 / 0 }}", "{{ entry.title.nope() }}", "{{ entry.judged[9].title }}"]
)
@pytest.mark.parametrize("name", ["entry.html.j2", "entry.txt.j2"])
def test_a_template_that_fails_on_an_entry_costs_that_entry(name: str, failing: str) -> None:
    """The operator's template may trip over an entry, and the rest of the digest goes."""
    source = "{% if not entry.is_broken and 'bad' in entry.title %}" + failing + "{% endif %}" + TEMPLATES[name]
    alerts = [alert(story(1, "A bad one", told("2", "Words."))), alert(story(2, "A fine one", told("2", "Words.")))]
    message = broken(name, source).digest(digest(alerts), EDITORS, "m")

    form = message.text if name.endswith(".txt.j2") else message.html or ""
    assert "This entry could not be shown" in form
    assert "https://union.example/news/1" in form
    assert "A fine one" in form


def test_a_broken_template_is_found_before_it_is_needed() -> None:
    """`check` names the file, the line and what is missing."""
    assert renderer().check() == ()
    assert broken("digest.html.j2", "{% if %}").check() == (
        "digest.html.j2:1: Expected an expression, got 'end of statement block'",
    )
    rest = {name: source for name, source in TEMPLATES.items() if name != "alert.txt.j2"}
    assert Renderer(rest).check() == ("alert.txt.j2: is missing",)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_mistyped_name_is_found_before_it_is_needed(name: str) -> None:
    """`check` uses every template on a specimen, so that Monday morning is not the first time."""
    assert broken(name, TEMPLATES[name].replace("{{ ", "{{ nothing_of_the_kind }}{{ ")).check()


@pytest.mark.slow
@pytest.mark.parametrize("name", TEMPLATES)
def test_a_mistyped_name_is_found_in_whatever_part_of_a_template(name: str) -> None:
    """The specimen has something to show in every part of every packed template."""
    for position in [found.start() for found in re.finditer(r"\{\{ ", TEMPLATES[name])]:
        source = TEMPLATES[name][:position] + "{{ nothing_of_the_kind }}" + TEMPLATES[name][position:]
        assert broken(name, source).check(), source[max(position - 200, 0) : position + 60]


def test_the_packed_templates_are_those_that_are_named() -> None:
    """No template is forgotten in the list, and none is listed that is not there."""
    assert set(TEMPLATES) == set(TEMPLATE_NAMES)


def test_a_mistyped_name_in_a_template_is_an_error_and_not_a_blank() -> None:
    """An empty place in a message would not be noticed."""
    with pytest.raises(TemplateError):
        broken("digest.txt.j2", "{{ digest.nothing }}").digest(made(), EDITORS, "m")


def test_a_mistake_in_a_template_loses_no_digest() -> None:
    """Where the packed templates are at hand they take over, and the footer says why."""
    own = {**TEMPLATES, "digest.txt.j2": "{{ digest.nothing }}", "entry.html.j2": "{{ entry.nothing }}"}
    message = Renderer(own, CONCERNS, packed=TEMPLATES).digest(made(), EDITORS, "m")

    for form in (message.text, message.html or ""):
        assert "A statement" in form
        assert "has no attribute" in form
    assert Renderer(TEMPLATES, CONCERNS, packed=TEMPLATES).digest(made(), EDITORS, "m") == renderer().digest(made(), EDITORS, "m")


def test_html_is_escaped_by_name_in_the_operators_templates_too() -> None:
    """A template of one's own that ends in .html.j2 is escaped, without asking for it."""
    message = broken("digest.html.j2", "<p>{{ digest.sections[0].entries[0].title }}</p>").digest(
        digest([alert(story(1, "<b>bold</b>", told("2", "Words.")))]), EDITORS, "m"
    )
    assert "&lt;b&gt;bold" in (message.html or "")


def test_a_concern_without_a_title_is_named_by_its_id() -> None:
    """A concern of a taxonomy that is no longer there is not hidden."""
    message = Renderer(TEMPLATES).alert([alert(story(1, "A title", told("r2", "Words.")))], EDITORS, "m", MONDAY)

    assert "Concern r2" in message.text
