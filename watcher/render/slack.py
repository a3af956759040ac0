"""Slack's Block Kit, built within its limits (https://docs.slack.dev/reference/block-kit/blocks)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from watcher.render.view import DigestView, EntryView, JudgedView, LinkView, SectionView, counted

BLOCKS_MAX: Final = 50
TEXT_CHARS_MAX: Final = 3_000
HEADER_CHARS_MAX: Final = 150
TOTAL_CHARS_MAX: Final = 12_500
"""Slack answers `msg_blocks_too_long` at about 13,200 characters over all blocks (measured by others); this leaves room."""
LISTED_PER_BLOCK: Final = 5
SUPPORT: Final = "Samaritans 116 123 · Education Support 08000 562 561, both free, day and night"

Block = dict[str, Any]


def digest_blocks(digest: DigestView) -> tuple[Block, ...]:
    """Return the digest as blocks: counts, trust, one section a concern; what does not fit is counted in the last but one."""
    head = [_header(f"{digest.title}, {digest.period}"), _section(_headline(digest)), _section(_trust(digest))]
    body = [block for section in (*digest.sections, digest.other, digest.notices) if section.count for block in _concern(section)]
    body += [*_commitments(digest), *_gaps(digest)]
    if digest.not_shown:
        body.append(_context(f"Not shown ({digest.not_shown:,}): read, kept and judged below the threshold."))
    return _within_limits(head, body, [_context(escape(SUPPORT))])


def alert_blocks(subject: str, section: SectionView, *, is_for_operators: bool) -> tuple[Block, ...]:
    """Return one message about several alerts."""
    body = [_section(_entry(entry)) for entry in section.entries]
    body += _listed(section)
    if section.more:
        body.append(_context(f"and {section.more:,} more"))
    return _within_limits([_header(subject)], body, [] if is_for_operators else [_context(escape(SUPPORT))])


def _listed(section: SectionView) -> Iterator[Block]:
    """Yield what is told by title alone, a few lines a block, so that none is cut."""
    lines = [f"• {_link(LinkView(entry.title, entry.url))}" for entry in section.listed]
    for start in range(0, len(lines), LISTED_PER_BLOCK):
        yield _section("\n".join(lines[start : start + LISTED_PER_BLOCK]))


def test_blocks(receiver_id: str, created: str) -> tuple[Block, ...]:
    """Return a message that says nothing but that it is a test."""
    return (
        _header("watcher test message"),
        _section(escape(f"A test of the receiver “{receiver_id}”, made {created}. Nothing has happened.")),
    )


def escape(text: str) -> str:
    """Return `text` for mrkdwn: the three characters that Slack acts on, the ampersand first."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _headline(digest: DigestView) -> str:
    if digest.is_empty:
        return f"*Nothing new was seen this {digest.window}.*"
    counts = [counted(digest.statements, "statement"), f"{digest.revised:,} revised", counted(digest.publishers, "publisher")]
    label = f"_{escape(digest.label)}_\n" if digest.label else ""
    return label + " · ".join(f"*{count}*" for count in counts)


def _trust(digest: DigestView) -> str:
    troubles = [f"• {escape(trouble)}" for trouble in digest.trust.troubles]
    more = [f"• and {digest.trust.troubles_more} more"] if digest.trust.troubles_more else []
    return "\n".join([escape(digest.trust.sentence), *troubles, *more])


def _commitments(digest: DigestView) -> Iterator[Block]:
    found = digest.commitments
    if found.entries:
        yield _section(f"*Commitments* ({found.overdue:,} overdue, {found.due:,} due)")
    for each in found.entries:
        lines = [f"*{escape(each.state)}* · {escape(each.line)}", f"{escape(each.by)}:" if each.by else ""]
        lines += [f"> {escape(each.sentence)}" if each.sentence else ""]
        lines += [f"Was: {escape(sentence)}" for sentence in each.was]
        lines += [_link(each.source) if each.source.text else "", *map(escape, each.details)]
        yield _section("\n".join(filter(None, lines)))
    if found.more:
        yield _context(f"and {found.more:,} more")


def _gaps(digest: DigestView) -> Iterator[Block]:
    lines = [f"• {escape(gap.line)}" for gap in digest.gaps.entries]
    lines += [f"• and {digest.gaps.more:,} more"] if digest.gaps.more else []
    if lines:
        yield _section("\n".join(["*Nothing heard*", *lines]))


def _concern(section: SectionView) -> Iterator[Block]:
    yield _section(f"*{escape(section.title)}* ({section.count:,})")
    for entry in section.entries:
        yield _section(_entry(entry))
    yield from _listed(section)
    if section.more:
        yield _context(f"and {section.more:,} more under this concern")


def _entry(entry: EntryView) -> str:
    """Escaping comes last for each piece of text; what is put around it is ours."""
    lines = [
        " · ".join([f"*{_link(LinkView(entry.title, entry.url))}*", *_marks(entry)]),
        escape(" · ".join(filter(None, [entry.publisher, entry.published, entry.byline, *_judgement(entry)]))),
        *(line for judged in entry.judged for line in _judged(judged)),
    ]
    if entry.is_brief:
        lines.append(f"_in full under {escape(entry.full_under)}_")
        return "\n".join(filter(None, lines))
    for change in entry.changes:
        lines += [f"{change.before_words}: {escape(change.before_text)}"] if change.before else []
        lines += [f"{change.after_words}: {escape(change.after_text)}"] if change.after else []
    lines += [f"and {counted(entry.changes_more, 'more change')}"] if entry.changes_more else []
    lines += [f"The publisher’s note: {escape(entry.note)}"] if entry.note else []
    lines += [escape(detail) for detail in entry.details]
    lines += [escape(entry.joint)] if entry.joint else []
    for words, links in (("Also published by", entry.also_published_by), ("Quoted in", entry.quoted_in), ("Quotes", entry.quotes)):
        lines += [f"{words} {', '.join(map(_link, links))}"] if links else []
    return "\n".join(filter(None, lines))


def _judgement(entry: EntryView) -> Iterator[str]:
    """In a digest the section names the concern, so that stance and band stand beside the publisher."""
    yield from (word for judged in entry.judged if not judged.title for word in (judged.stance, judged.band))


def _judged(judged: JudgedView) -> Iterator[str]:
    if judged.title:
        yield (
            f"*{escape(judged.title)}*"
            + "".join(f" · {word}" for word in (judged.stance, judged.band) if word)
            + ("" if judged.sentences else " · in what changed, below")
        )
    for sentence in judged.sentences:
        if sentence.by:
            yield f"{escape(sentence.by)}:"
        yield f"> {escape(sentence.text)}"


def _marks(entry: EntryView) -> Iterable[str]:
    if entry.reason != "New":
        yield entry.reason
    if entry.is_baseline:
        yield "there when watching began"
    if entry.was_told:
        yield "told at once"


def _link(link: LinkView) -> str:
    # `web_url` has encoded | and > in the address, which would end it; in the words a | could end the label.
    return f"<{escape(link.url)}|{escape(link.text.replace('|', '¦'))}>" if link.url else escape(link.text)


def _header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": _cut(text, HEADER_CHARS_MAX), "emoji": False}}


def _section(text: str) -> Block:
    # `verbatim`: Slack must not make channels, people and links out of other people's words.
    return {"type": "section", "text": {"type": "mrkdwn", "text": _cut(text, TEXT_CHARS_MAX), "verbatim": True}}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": _cut(text, TEXT_CHARS_MAX), "verbatim": True}]}


def _cut(text: str, chars_max: int) -> str:
    """Cut at a line end, so that neither an entity nor a link is left half."""
    if len(text) <= chars_max:
        return text
    kept = text[: chars_max - 2]
    line_end = kept.rfind("\n")
    return (kept[:line_end] if line_end > 0 else kept[: max(kept.rfind(" "), 1)]) + "\n…"


def _within_limits(head: list[Block], body: list[Block], tail: list[Block]) -> tuple[Block, ...]:
    room = TOTAL_CHARS_MAX - sum(map(_chars, (*head, *tail))) - 100
    kept: list[Block] = []
    for block in body:
        room -= _chars(block)
        if room < 0 or len(kept) >= BLOCKS_MAX - len(head) - len(tail) - 1:
            break
        kept.append(block)
    left_out = len(body) - len(kept)
    note = [_context(f"This message is full: {counted(left_out, 'more part')} in the e-mail and in the files.")] if left_out else []
    return (*head, *kept, *note, *tail)


def _chars(block: Block) -> int:
    return len(block["text"]["text"]) if "text" in block else sum(len(element["text"]) for element in block["elements"])
