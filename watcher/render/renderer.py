"""Alerts and digests become messages, each in all its forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from watcher.model import Alert, AlertReason, Digest, Message, MessageKind, Receiver
from watcher.render.clean import header, one_line
from watcher.render.pages import BROKEN, Pages, Parts
from watcher.render.payload import alerts_payload, digest_payload, test_payload
from watcher.render.slack import alert_blocks, digest_blocks, test_blocks
from watcher.render.specimen import ALERTS, MOMENT, NOTICE, RECEIVER, specimen
from watcher.render.view import (
    REASONS,
    Caps,
    DigestView,
    EntryView,
    SectionView,
    alert_entry_view,
    counted,
    digest_view,
    moment_words,
    placeholder_of,
)

HTML_BYTES_MAX: Final = 100_000
"""Gmail cuts a message at 102 kB and hides the rest, footer and all."""
ENTRIES_SHOWN_MAX: Final = 32
"""So many entries with their sentences can be looked through in a few minutes; beyond, sections show fewer and list more."""
LISTED_MAX: Final = 60
"""So many entries of a section are listed by title after those with their sentences; what is beyond is a number."""
CAPS: Final = (
    Caps(8, LISTED_MAX, sentences=3, entries_in_all=12),
    *(Caps(entries, LISTED_MAX, 2, ENTRIES_SHOWN_MAX) for entries in (8, 6, 4)),
    *(Caps(entries, listed, 1, ENTRIES_SHOWN_MAX) for entries, listed in ((3, LISTED_MAX), (3, 20), (3, 5), (2, 3), (1, 0))),
)
"""Tried in this order until the digest is short enough: first fewer sentences, then fewer entries. The last one always serves."""
ALERTS_PER_MESSAGE_MAX: Final = 20
ALERTS_LISTED_MAX: Final = 100
"""Beyond the first, so many alerts of a message are a line each: a title and its link."""
ALERT_CAPS: Final = (*((shown, ALERTS_LISTED_MAX) for shown in (ALERTS_PER_MESSAGE_MAX, 10, 5, 2, 1)), (1, 0))


Page = tuple[str, Parts, Mapping[str, Any]]
"""What `Pages.both` needs: the stem of the templates, the sections with entries, the other names."""


class Renderer:
    """Turns alerts and digests into messages through the operator's templates (name -> source).

    Templates are sandboxed and see views only, whose strings are already clean. An unknown name in a template is an error and
    never an empty string: for one entry it costs that entry (a placeholder with its link), elsewhere the `packed` templates
    take over for that message and its footer says why, so that a mistake in a template loses no digest.

    `titles` (concern id -> title) names concerns in alerts; digests bring their own.

    Raises:
        jinja2.TemplateError: a template is broken and there are no packed ones (`check` finds out beforehand).
    """

    def __init__(
        self, templates: Mapping[str, str], titles: Mapping[str, str] | None = None, *, packed: Mapping[str, str] | None = None
    ):
        self._pages = Pages(templates)
        self._packed = Pages(packed) if packed else None
        self._titles = dict(titles or {})

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the templates, one line each: missing ones, syntax errors with their line, unknown names.

        Unknown names show only when a template is used, so each is used on a specimen that has everything.
        """
        return self._pages.check() or tuple(dict.fromkeys(filter(None, map(self._trial, _trials(self._titles)))))

    def _trial(self, page: Page) -> str | None:
        stem, parts, context = page
        try:
            self._pages.both(stem, parts, context, is_strict=True)
        except BROKEN as error:
            return f"{stem}.*.j2 fails on a specimen: {one_line(str(error), 200)}"
        return None

    def digest(self, digest: Digest, receiver: Receiver, message_id: str) -> Message:
        """Return the digest in every form, as much of it as an e-mail can hold; what is left out is counted and named as such."""
        view, text, html = self._fitting_digest(digest, receiver)
        return Message(
            id=message_id,
            receiver_id=receiver.id,
            kind=MessageKind.DIGEST,
            created_at=digest.made_at,
            subject=header(view.subject),
            text=text,
            html=html,
            blocks=digest_blocks(view),
            payload=digest_payload(digest, message_id),
        )

    def alert(
        self, alerts: Sequence[Alert], receiver: Receiver, message_id: str, now: datetime, *, label: str | None = None
    ) -> Message:
        """Return one message about `alerts`: over `ALERTS_PER_MESSAGE_MAX` each is a line; operators' have their own kind.

        `label` marks what is not about the real world.

        Raises:
            ValueError: there are no alerts.
        """
        if not alerts:
            raise ValueError("a message needs at least one alert")
        views = tuple(alert_entry_view(alert, self._titles) for alert in alerts)
        is_for_operators = all(alert.reason.is_for_operators for alert in alerts)
        mark = one_line(label or "", 80)
        title = header(_alert_subject(views, is_for_operators=is_for_operators))
        subject = header(f"[{one_line(mark, 40)}] {title}" if mark else title)
        context = _alert_context(title, receiver, now, is_for_operators=is_for_operators, label=mark)
        section, text, html = self._fitting_alerts(views, context)
        return Message(
            id=message_id,
            receiver_id=receiver.id,
            kind=MessageKind.OPERATOR if is_for_operators else MessageKind.ALERT,
            created_at=now,
            subject=subject,
            text=text,
            html=html,
            blocks=alert_blocks(subject, section, is_for_operators=is_for_operators),
            payload=alerts_payload(alerts, message_id, now, is_for_operators=is_for_operators, label=label),
        )

    def test(self, receiver: Receiver, message_id: str, now: datetime) -> Message:
        """Return a message that says that it is a test and nothing else, to be sent through the real path."""
        text, html = self._both("test", {}, _test_context(receiver, now))
        return Message(
            id=message_id,
            receiver_id=receiver.id,
            kind=MessageKind.TEST,
            created_at=now,
            subject=header(f"watcher test message for {one_line(receiver.id, 80)}"),
            text=text,
            html=html,
            blocks=test_blocks(one_line(receiver.id, 80), moment_words(now)),
            payload=test_payload(receiver.id, message_id, now),
        )

    def _fitting_digest(self, digest: Digest, receiver: Receiver) -> tuple[DigestView, str, str]:
        for caps in CAPS:
            view = digest_view(digest, caps)
            if sum(len(section.entries) for section in view.sections) > caps.entries_in_all and caps != CAPS[-1]:
                continue
            text, html = self._both(*_digest_page(view, receiver))
            if len(html.encode()) <= HTML_BYTES_MAX:
                break
        return view, text, html

    def _fitting_alerts(self, views: Sequence[EntryView], context: Mapping[str, Any]) -> tuple[SectionView, str, str]:
        for shown_max, listed_max in ALERT_CAPS:
            listed = tuple(views[shown_max : shown_max + listed_max])
            section = SectionView("", len(views), tuple(views[:shown_max]), listed, max(len(views) - shown_max - listed_max, 0))
            text, html = self._both("alert", {"section": section}, context)
            if len(html.encode()) <= HTML_BYTES_MAX:
                break
        return section, text, html

    def _both(self, stem: str, parts: Parts, context: Mapping[str, Any]) -> tuple[str, str]:
        """Render with the operator's templates, or with the packed ones where those fail."""
        try:
            return self._pages.both(stem, parts, context)
        except BROKEN as error:
            if self._packed is None:
                raise
            failed = one_line(str(error), 200)
            why = f"{context['why']} (shown with the packed templates, because this watch's own failed: {failed})"
            return self._packed.both(stem, parts, {**context, "why": why})


def _trials(titles: Mapping[str, str]) -> Iterator[Page]:
    """Yield every template with something to show in each of its parts, and with nothing in them."""
    for is_empty in (False, True):
        yield _digest_page(digest_view(specimen(is_empty=is_empty), CAPS[0]), RECEIVER)
    yield _digest_page(digest_view(specimen(is_empty=False), CAPS[-1]), RECEIVER)
    views = tuple(alert_entry_view(alert, titles) for alert in (*ALERTS[:2], NOTICE))
    broken = tuple(placeholder_of(alert_entry_view(alert, titles)) for alert in ALERTS[3:5])
    section = SectionView("", 12, (*views, *broken), views[:1], 6)
    for is_for_operators, shown in ((False, section), (True, SectionView("", 1, views[2:]))):
        yield (
            "alert",
            {"section": shown},
            _alert_context("A subject", RECEIVER, MOMENT, is_for_operators=is_for_operators, label="A label"),
        )
    yield "test", {}, _test_context(RECEIVER, MOMENT)


def _digest_page(view: DigestView, receiver: Receiver) -> Page:
    context = {"digest": view, "title": view.title, "why": view.why, **_contact_of(receiver)}
    return "digest", {"sections": view.sections, "other": view.other, "notices": view.notices}, context


def _alert_context(subject: str, receiver: Receiver, now: datetime, *, is_for_operators: bool, label: str = "") -> dict[str, Any]:
    return {
        "title": subject,
        "label": label,
        "created": moment_words(now),
        "is_for_operators": is_for_operators,
        "why": f"the receiver “{one_line(receiver.id, 80)}” has a route for this in alerts.yaml",
        **_contact_of(receiver),
    }


def _test_context(receiver: Receiver, now: datetime) -> dict[str, Any]:
    context = {"title": "watcher test message", "created": moment_words(now), "why": "somebody ran a test of this receiver"}
    return context | _contact_of(receiver)


def _alert_subject(views: Sequence[EntryView], *, is_for_operators: bool) -> str:
    """A subject is read on lock screens: publisher (or whose date it is) and concerns, never a title (neutral by rule)."""
    first = views[0]
    if is_for_operators:
        return f"watcher: {first.title}" if len(views) == 1 else f"watcher: {len(views)} notices for operators"
    if len(views) > 1:
        return f"watcher: {_counted_kinds(views)}"
    if first.reason == REASONS[AlertReason.GAP]:
        return f"watcher: {first.title}"
    what = f"{first.reason.lower()} statement" if first.reason in ("New", "Revised", "Withdrawn") else first.reason.lower()
    concerns = [each.title for each in first.judged[:2]]
    return f"watcher: {what} from {first.who or first.publisher or 'an unknown publisher'}" + (
        f" on {', '.join(concerns)}" if concerns else ""
    )


def _counted_kinds(views: Sequence[EntryView]) -> str:
    """Return how many statements from how many publishers, and how many dates and gaps, which are no statements."""
    dates = [REASONS[AlertReason.OVERDUE], REASONS[AlertReason.DUE]]
    gap = REASONS[AlertReason.GAP]
    statements = [view for view in views if view.reason not in (*dates, gap)]
    publishers = counted(len({view.publisher for view in statements}), "publisher")
    parts = [f"{counted(len(statements), 'statement')} from {publishers}"] if statements else []
    parts += [f"{count} {each.lower()}" for each in dates if (count := sum(view.reason == each for view in views))]
    silent = sum(view.reason == gap for view in views)
    return ", ".join([*parts, counted(silent, "gap")] if silent else parts)


def _contact_of(receiver: Receiver) -> dict[str, str]:
    """The operator's own words under a message: whom to ask, how to leave. Both may be empty."""
    return {
        "contact": one_line(str(receiver.settings.get("contact") or ""), 200),
        "unsubscribe": one_line(str(receiver.settings.get("unsubscribe") or ""), 500),
    }
