"""Two hundred hostile payloads through every channel: no active construct, no lost digest."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.model import AlertReason, Change, ChangeKind, Copy, Digest, Message, TrustLine
from watcher.notify.email import bytes_of, email_of, recipient_of
from watcher.notify.slack import slack_body
from watcher.notify.webhook import webhook_body
from watcher.render import Renderer, one_line, web_url
from watcher.render.clean import csv_cell

from .hostile import GROUPS, ODD_URLS, PAYLOADS, URLS
from .samples import CONCERNS, EDITORS, MONDAY, TEMPLATES, alert, digest, renderer, story, told

CHANNEL = replace(
    EDITORS,
    settings={"to": ("a@union.example",), "from": "w@union.example", "smtp": {"host": "smtp.example"}, "contact": "the desk"},
)


def poisoned(words: str) -> Digest:
    """A digest that has `words` wherever somebody else's words can stand."""
    copies = (Copy(words, "https://copy.example/", words),)
    bad = replace(
        story(1, words, told("2", words), told("3", words), publisher=words),
        byline=words,
        also_published_by=copies,
        quoted_in=copies,
        quotes=copies,
        changes=(Change(ChangeKind.DATE, "zqbefore", "zqafter", f"zqbefore {words}", f"zqafter {words}"),),
        change_note=words,
    )
    alerts = [alert(bad, AlertReason.REVISED), replace(alert(story(2, words)), details=(words,), subject_line=words)]
    made = digest(alerts, trust=TrustLine(2, 1, (words,), MONDAY), label=words)
    return replace(made, sections=tuple(replace(section, title=f"{section.title} {words}") for section in made.sections))


@cache
def plain() -> Message:
    return renderer().digest(poisoned("plain words"), CHANNEL, "plain")


@cache
def rendered(position: int) -> Message:
    return renderer().digest(poisoned(f"a {PAYLOADS[position]} b"), CHANNEL, "plain")


@cache
def plain_headers() -> list[str]:
    return message_from_bytes(bytes_of(email_of(plain(), CHANNEL, recipient_of(plain(), CHANNEL)))).keys()


@cache
def plain_skeleton() -> list[Any]:
    return Skeleton(plain().html or "").found


class Skeleton(HTMLParser):
    """What a browser would act on: the elements, their attributes and the addresses; declarations and comments too."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Any] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [(name, value) for name, value in attrs if name != "style"]))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.found.append(data)

    def handle_pi(self, data: str) -> None:
        self.found.append(data)


DRAWN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Called format characters by Unicode, and visible: number and verse signs."""


def is_visible(char: str) -> bool:
    is_non_character = ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF
    return (
        char == "\n" or char in DRAWN or (unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") and not is_non_character)
    )


@pytest.mark.parametrize("group", GROUPS)
def test_html_keeps_its_skeleton(group: str) -> None:
    """Whatever a page says, the mail has the same elements, attributes and addresses as with plain words."""
    for position in GROUPS[group]:
        html = rendered(position).html
        assert html is not None
        assert Skeleton(html).found == plain_skeleton()
        assert "<script" not in html.lower()
        assert all(map(is_visible, html))


@pytest.mark.parametrize("group", GROUPS)
def test_text_is_words_and_line_ends(group: str) -> None:
    """The text part holds nothing that moves a cursor or turns the writing around, and says what it always says."""
    for position in GROUPS[group]:
        text = rendered(position).text
        assert all(map(is_visible, text))
        assert "Samaritans: 116 123" in text
        assert {"https://union.example/news/1", "https://copy.example/"} <= set(text.split())


@pytest.mark.parametrize("group", GROUPS)
def test_no_template_is_run_from_other_peoples_words(group: str) -> None:
    """Template syntax in a title is a title."""
    for position in GROUPS[group]:
        assert "49" not in rendered(position).text.replace(one_line(PAYLOADS[position]), "")


@pytest.mark.parametrize("group", GROUPS)
def test_slack_sees_only_our_links(group: str) -> None:
    """After escaping, the only angle brackets are those of links to known addresses, and every text is within its limit."""
    for position in GROUPS[group]:
        sent = json.loads(slack_body(rendered(position)))
        assert "<" not in sent["text"]
        for text in texts(sent["blocks"]):
            rest = re.sub(r"<https://(?:union|copy)\.example/[^|<>]*\|[^<>|]*>", "", text)
            assert not re.search(r"[<>]", rest.replace("> “", "").replace("\n> ", "")), rest
            assert re.sub(r"&(?:amp|lt|gt);", "", rest).count("&") == 0
            assert all(map(is_visible, text))
            assert 0 < len(text) <= 3_000


def texts(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        for part in [block["text"]] if "text" in block else block["elements"]:
            if part["type"] == "mrkdwn":
                assert part["verbatim"] is True
                yield part["text"]


@pytest.mark.parametrize("group", GROUPS)
def test_webhooks_get_clean_ascii_json(group: str) -> None:
    """The body is ASCII, parses, and its strings hold nothing invisible."""
    for position in GROUPS[group]:
        body = webhook_body(rendered(position))
        assert body.isascii()
        assert all(is_visible(char) for text in strings(json.loads(body)) for char in text)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for each in value.values() for text in strings(each))
    elif isinstance(value, list):
        yield from (text for each in value for text in strings(each))


@pytest.mark.parametrize("group", GROUPS)
def test_mail_keeps_its_headers_and_parts(group: str) -> None:
    """No title adds a header, a part or an encoded word; the subject reads as it was written."""
    for position in GROUPS[group]:
        message = rendered(position)
        subject_of_alert = renderer().alert([poisoned(f"a {PAYLOADS[position]} b").sections[1].entries[0][0]], CHANNEL, "x", MONDAY)
        for sent in (message, replace(subject_of_alert, id=message.id)):
            mail = message_from_bytes(bytes_of(email_of(sent, CHANNEL, recipient_of(sent, CHANNEL))), policy=default)
            assert mail.keys() == plain_headers()
            assert str(mail["Subject"]).strip() == sent.subject
            assert all(is_visible(char) and char != "\n" for char in sent.subject)
            assert "=?" not in sent.subject
            assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_cell_is_no_formula(payload: str) -> None:
    """What a spreadsheet would work out is shown instead, and nothing invisible goes along."""
    cell = csv_cell(payload)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert all(is_visible(char) and char != "\n" for char in cell)


@pytest.mark.parametrize("url", URLS)
def test_an_address_that_is_no_web_page_is_no_link(url: str) -> None:
    """Scripts, data, files, user names and broken addresses are left out, and the entry stays."""
    assert web_url(url) == ""
    bad = replace(story(1, "A statement", told("2", "Words.")), url=url, also_published_by=(Copy("Twin", url),))
    message = renderer().digest(digest([alert(bad)]), CHANNEL, "m")
    hrefs = [
        dict(attrs).get("href") for tag, attrs in (each for each in Skeleton(message.html or "").found if isinstance(each, tuple))
    ]
    assert not any(hrefs)
    assert "A statement" in message.text


@pytest.mark.parametrize(("url", "shown"), ODD_URLS.items())
def test_an_odd_address_is_encoded(url: str, shown: str) -> None:
    """An address can end neither its attribute nor its Slack link, and still leads where it led."""
    assert web_url(url) == shown


def test_the_operators_templates_cannot_reach_out() -> None:
    """A template is sandboxed: it sees the views, and nothing behind them."""
    for source in (
        "{{ entry.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ entry.judged.append(1) }}",
        "{{ cycler.__init__.__globals__ }}",
    ):
        broken = Renderer(
            {**TEMPLATES, "entry.txt.j2": "{% if not entry.is_broken %}" + source + "{% endif %}{{ entry.title }}"}, CONCERNS
        )
        text = broken.digest(digest([alert(story(1, "A statement", told("2", "Words.")))]), CHANNEL, "m").text
        assert "This entry could not be shown" in text


WORDS = st.text(max_size=60)


@given(WORDS, WORDS, WORDS, WORDS, st.sampled_from(AlertReason))
@settings(max_examples=40, deadline=None)
def test_no_words_at_all_lose_a_digest(title: str, sentence: str, publisher: str, url: str, reason: AlertReason) -> None:
    """Whatever the words, digest and alert are rendered, and Slack's limits and the skeleton of the mail hold."""
    change = Change(ChangeKind.NUMBER, title, publisher, sentence, f"{sentence} {publisher}")
    copies = (Copy(publisher, url, title),)
    one = replace(
        story(1, title, told("2", sentence), publisher=publisher),
        url=url,
        byline=title,
        changes=(change,),
        quoted_in=copies,
        quotes=copies,
    )
    for message in (
        renderer().digest(digest([alert(one, reason)], label=title), CHANNEL, "m"),
        renderer().alert([alert(one, reason)], CHANNEL, "m", MONDAY),
    ):
        assert all(map(is_visible, message.text + message.subject + (message.html or "")))
        assert all(0 < len(text) <= 3_000 for text in texts([dict(block) for block in message.blocks]))
        assert {tag for tag, _ in (each for each in Skeleton(message.html or "").found if isinstance(each, tuple))} <= PLAIN_TAGS
        assert email_of(message, CHANNEL, recipient_of(message, CHANNEL)).as_bytes()


PLAIN_TAGS = {tag for tag, _ in (each for each in Skeleton(plain().html or "").found if isinstance(each, tuple))} | {"h2", "p"}
