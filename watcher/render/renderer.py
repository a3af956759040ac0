"""Alerts and digests become messages; the only module that knows Jinja."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Final

import css_inline
from jinja2 import DictLoader, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from watcher.model import Alert, Digest, Message, MessageKind, Receiver
from watcher.render.clean import header, one_line
from watcher.render.payload import alerts_payload, digest_payload, test_payload
from watcher.render.slack import alert_blocks, digest_blocks, test_blocks
from watcher.render.view import (
    RENDER_ERRORS,
    Caps,
    DigestView,
    EntryView,
    SectionView,
    alert_entry_view,
    counted,
    digest_view,
    moment_words,
)
from watcher.render.wrap import wrap

TEMPLATE_NAMES: Final = (
    "base.html.j2",
    "digest.html.j2",
    "digest.txt.j2",
    "alert.html.j2",
    "alert.txt.j2",
    "entry.html.j2",
    "entry.txt.j2",
    "listed.html.j2",
    "footer.txt.j2",
    "test.html.j2",
    "test.txt.j2",
)
"""The operator's copies of these win over the packed ones."""

HTML_BYTES_MAX: Final = 100_000
"""Gmail cuts a message at 102 kB and hides the rest, footer and all."""
ALERTS_PER_MESSAGE_MAX: Final = 20
ENTRIES_SHOWN_MAX: Final = 28
"""So many entries with their sentences are what one can read in a few minutes; beyond, sections show fewer and list more."""
CAPS: Final = (Caps(8, 10), Caps(6, 8), Caps(4, 6), Caps(3, 5), Caps(2, 3), Caps(1, 0))
"""Entries a section, then titles a section: tried in this order until the digest is short enough."""

_BLANK_LINES: Final = re.compile(r"\n{3,}")
_BROKEN: Final = (*RENDER_ERRORS, TemplateError)


class Renderer:
    """Turns alerts and digests into messages through the operator's templates (name -> source).

    Names that end in `.html.j2` are escaped, the others are plain text; templates are sandboxed and see views only, whose
    strings are already clean. An unknown name in a template is an error and never an empty string: for one entry it
    costs that entry (a placeholder with its link), elsewhere it is raised.

    `titles` (concern id -> title) names concerns in alerts; digests bring their own.

    Raises:
        jinja2.TemplateError: a template itself is broken (`check` finds out beforehand).
    """

    def __init__(self, templates: Mapping[str, str], titles: Mapping[str, str] | None = None):
        self._environment = ImmutableSandboxedEnvironment(
            loader=DictLoader(dict(templates)),
            # By name: select_autoescape() looks at the last suffix only and would leave digest.html.j2 raw.
            autoescape=lambda name: name is not None and name.endswith(".html.j2"),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters.update(wrap=wrap, counted=counted)
        self._titles = dict(titles or {})

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the templates, one line each: missing ones and syntax errors with their line."""
        return tuple(problem for name in TEMPLATE_NAMES if (problem := self._problem_of(name)))

    def digest(self, digest: Digest, receiver: Receiver, message_id: str) -> Message:
        """Return the digest in every form, as much of it as an e-mail can hold; what is left out is counted and named as such."""
        view, html = self._fitting(digest, receiver)
        return Message(
            id=message_id,
            receiver_id=receiver.id,
            kind=MessageKind.DIGEST,
            created_at=digest.made_at,
            subject=header(view.subject),
            text=self._text("digest.txt.j2", **self._digest_context(view, receiver, "entry.txt.j2")),
            html=html,
            blocks=digest_blocks(view),
            payload=digest_payload(digest, message_id),
        )

    def alert(self, alerts: Sequence[Alert], receiver: Receiver, message_id: str, now: datetime) -> Message:
        """Return one message about `alerts`: over `ALERTS_PER_MESSAGE_MAX` the rest is one line; operators' have their own kind.

        Raises:
            ValueError: there are no alerts.
        """
        if not alerts:
            raise ValueError("a message needs at least one alert")
        views = tuple(alert_entry_view(alert, self._titles) for alert in alerts)
        is_for_operators = all(alert.reason.is_for_operators for alert in alerts)
        subject = header(_alert_subject(views, is_for_operators=is_for_operators))
        section = SectionView("", len(views), views[:ALERTS_PER_MESSAGE_MAX], (), max(len(views) - ALERTS_PER_MESSAGE_MAX, 0))
        context = {
            "title": subject,
            "created": moment_words(now),
            "is_for_operators": is_for_operators,
            "why": f"the receiver “{one_line(receiver.id, 80)}” has a route for this in alerts.yaml",
            **_contact_of(receiver),
        }
        return Message(
            id=message_id,
            receiver_id=receiver.id,
            kind=MessageKind.OPERATOR if is_for_operators else MessageKind.ALERT,
            created_at=now,
            subject=subject,
            text=self._text("alert.txt.j2", section=self._rendered(section, "entry.txt.j2"), **context),
            html=self._html("alert.html.j2", section=self._rendered(section, "entry.html.j2"), **context),
            blocks=alert_blocks(subject, section, is_for_operators=is_for_operators),
            payload=alerts_payload(alerts, message_id, now, is_for_operators=is_for_operators),
        )

    def test(self, receiver: Receiver, message_id: str, now: datetime) -> Message:
        """Return a message that says that it is a test and nothing else, to be sent through the real path."""
        context = {"title": "watcher test message", "created": moment_words(now), "why": "somebody ran a test of this receiver"}
        context |= _contact_of(receiver)
        return Message(
            id=message_id,
            receiver_id=receiver.id,
            kind=MessageKind.TEST,
            created_at=now,
            subject=header(f"watcher test message for {one_line(receiver.id, 80)}"),
            text=self._text("test.txt.j2", **context),
            html=self._html("test.html.j2", **context),
            blocks=test_blocks(one_line(receiver.id, 80), moment_words(now)),
            payload=test_payload(receiver.id, message_id, now),
        )

    def _fitting(self, digest: Digest, receiver: Receiver) -> tuple[DigestView, str]:
        for caps in CAPS:
            view = digest_view(digest, caps)
            if sum(len(section.entries) for section in view.sections) > ENTRIES_SHOWN_MAX and caps != CAPS[-1]:
                continue
            html = self._html("digest.html.j2", **self._digest_context(view, receiver, "entry.html.j2"))
            if len(html.encode()) <= HTML_BYTES_MAX:
                break
        return view, html

    def _digest_context(self, view: DigestView, receiver: Receiver, entry_template: str) -> dict[str, Any]:
        return {
            "digest": view,
            "title": view.title,
            "sections": [self._rendered(section, entry_template) for section in view.sections],
            "other": self._rendered(view.other, entry_template),
            "why": view.why,
            **_contact_of(receiver),
        }

    def _rendered(self, section: SectionView, entry_template: str) -> dict[str, Any]:
        """Render each entry on its own, so that one that fails costs itself only; the rest of the section stays a view."""
        return {
            "title": section.title,
            "count": section.count,
            "entries": [self._entry(entry, entry_template) for entry in section.entries],
            "listed": section.listed,
            "more": section.more,
        }

    def _entry(self, entry: EntryView, name: str) -> str:
        template = self._environment.get_template(name)
        try:
            rendered = template.render(entry=entry)
        except _BROKEN:
            rendered = template.render(entry=_placeholder_of(entry))
        return Markup(rendered) if name.endswith(".html.j2") else rendered  # noqa: S704 - the output of an escaping template

    def _text(self, name: str, **context: Any) -> str:
        lines = self._environment.get_template(name).render(**context).split("\n")
        return _BLANK_LINES.sub("\n\n", "\n".join(line.rstrip() for line in lines)).strip() + "\n"

    def _html(self, name: str, **context: Any) -> str:
        return self._inliner.inline(self._environment.get_template(name).render(**context))

    @cached_property
    def _inliner(self) -> css_inline.CSSInliner:
        # Media queries (dark mode, phones) cannot be inlined and stay in the head; nothing is ever loaded from elsewhere.
        return css_inline.CSSInliner(keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)

    def _problem_of(self, name: str) -> str | None:
        try:
            self._environment.get_template(name)
        except TemplateNotFound:
            return f"{name}: is missing"
        except TemplateError as error:
            line = getattr(error, "lineno", None)
            return f"{name}{f':{line}' if line else ''}: {error.message}"
        return None


def _placeholder_of(entry: EntryView) -> EntryView:
    return EntryView(
        alert_id=entry.alert_id,
        reason=entry.reason,
        title="This entry could not be shown",
        url=entry.url,
        publisher=entry.publisher,
        is_broken=True,
    )


def _alert_subject(views: Sequence[EntryView], *, is_for_operators: bool) -> str:
    """A subject is read on lock screens: publisher and concerns, never a title (neutral by rule)."""
    first = views[0]
    if is_for_operators:
        return f"watcher: {first.title}" if len(views) == 1 else f"watcher: {len(views)} notices for operators"
    if len(views) > 1:
        return f"watcher: {len(views)} statements from {counted(len({view.publisher for view in views}), 'publisher')}"
    what = f"{first.reason.lower()} statement" if first.reason in ("New", "Revised", "Withdrawn") else first.reason.lower()
    concerns = [each.title for each in first.judged[:2]]
    return f"watcher: {what} from {first.publisher or 'an unknown publisher'}" + (f" on {', '.join(concerns)}" if concerns else "")


def _contact_of(receiver: Receiver) -> dict[str, str]:
    """The operator's own words under a message: whom to ask, how to leave. Both may be empty."""
    return {
        "contact": one_line(str(receiver.settings.get("contact") or ""), 200),
        "unsubscribe": one_line(str(receiver.settings.get("unsubscribe") or ""), 500),
    }
