"""The reference page says what the code does."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest

from watcher.clock import SystemClock
from watcher.notify.answer import REFUSALS
from watcher.notify.contract import HTTP_DEADLINE_S
from watcher.notify.webhook import WebhookNotifier, webhook_body
from watcher.render import TEMPLATE_NAMES, view
from watcher.render.clean import HEADER_CHARS_MAX
from watcher.render.renderer import ALERTS_PER_MESSAGE_MAX, CAPS, ENTRIES_SHOWN_MAX, HTML_BYTES_MAX
from watcher.render.slack import BLOCKS_MAX, TEXT_CHARS_MAX, TOTAL_CHARS_MAX
from watcher.render.wrap import COLUMNS

from .samples import EDITORS, MONDAY, renderer

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "messages.md").read_text()
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
VIEWS = (
    view.DigestView,
    view.SectionView,
    view.EntryView,
    view.JudgedView,
    view.ChangeView,
    view.PartView,
    view.LinkView,
    view.BarView,
    view.TrustView,
    view.SentenceView,
    view.CommitmentsView,
    view.CommitmentView,
    view.GapsView,
    view.GapView,
)


@pytest.mark.parametrize("shown", VIEWS, ids=lambda each: each.__name__)
def test_every_name_that_a_template_may_use_is_listed(shown: type) -> None:
    """An operator finds all names on the page, and none is forgotten when one is added."""
    names = {field.name for field in dataclasses.fields(shown)} | {
        name for name, value in vars(shown).items() if isinstance(value, property)
    }
    assert names <= set(re.findall(r"`(?:entry\.|digest\.)?(\w+)`", PAGE))


def test_every_template_is_listed() -> None:
    """So are the templates."""
    assert set(TEMPLATE_NAMES) <= set(re.findall(r"`([\w.]+\.j2)`", PAGE))


def test_the_limits_are_those_of_the_code() -> None:
    """A number on the page is the number in the code."""
    for expected in (
        f"{HTML_BYTES_MAX:,} bytes",
        f"{ENTRIES_SHOWN_MAX}, {CAPS[0].entries} a concern; with three sentences each up to {CAPS[0].entries_in_all} entries",
        f"| alerts of one message | {ALERTS_PER_MESSAGE_MAX} |",
        f"| {view.CHANGES_MAX}, {view.COPIES_MAX}, {view.TROUBLES_MAX} |",
        f"{BLOCKS_MAX} blocks, {TEXT_CHARS_MAX:,} characters a text, {TOTAL_CHARS_MAX:,} in all",
        f"| a subject | {HEADER_CHARS_MAX} characters |",
        f"within {HTTP_DEADLINE_S:.0f} seconds",
        f"lines of {COLUMNS} columns",
        ", ".join(map(str, sorted(REFUSALS))),
    ):
        assert expected in PAGE, expected


async def test_the_example_for_receivers_works() -> None:
    """Who copies the example can take our posts."""
    [example] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, object] = {}
    exec(example, names)
    message = renderer().test(EDITORS, "m-1", MONDAY)
    sent: dict[str, object] = {}

    async def post(url: str, body: bytes, headers: dict[str, str], **_: object) -> object:
        sent.update(body=body, headers=headers)
        raise NotImplementedError

    receiver = dataclasses.replace(EDITORS, settings={"url": "https://hook.example/", "secret": SECRET})
    with pytest.raises(NotImplementedError):
        await WebhookNotifier(post, SystemClock()).send(message, receiver, on_committing=lambda: None)  # type: ignore[arg-type]

    take = names["take"]
    assert callable(take)
    assert take(sent["body"], sent["headers"], SECRET) == json.loads(webhook_body(message))
