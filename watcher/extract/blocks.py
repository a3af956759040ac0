"""Blocks: the paragraphs, headings, items and rows that a page's statement is put together from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from watcher.model import Span, SpanKind
from watcher.text import fold, repair
from watcher.text.normal import on_one_line

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "head", "dt", "summary", "caption"})
_ITEMS: Final = frozenset({"li", "item", "dd"})
_QUOTES: Final = frozenset({"blockquote", "quote"})
_ROWS: Final = frozenset({"tr", "row"})
_CELLS: Final = frozenset({"td", "th", "cell"})
_BREAKS: Final = frozenset({"br", "lb", "hr"})
_BOUNDARIES: Final = (
    frozenset(
        {"p", "div", "section", "article", "main", "body", "html", "ul", "ol", "dl", "list", "table", "thead", "tbody", "tfoot"}
        | {"figure", "figcaption", "header", "footer", "aside", "nav", "address", "pre", "details", "form", "center", "ab"}
    )
    | _HEADINGS
    | _ITEMS
    | _QUOTES
    | _ROWS
)
_UNREAD: Final = frozenset(
    {"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "embed", "canvas", "audio", "video", "button"}
    | {"select", "textarea", "input", "nav", "math"}
)
"""Never part of a statement; "head" is a heading in the library's own output, which `blocks_of` is told."""
_SENTENCE_ENDS: Final = (".", "!", "?", ":", ";", '"', "”", "’", ")", ",")
_LINE_CHARS_MIN: Final = 60
"""A shorter line before a `<br>` was broken on purpose; a longer one was wrapped."""
_KINDS: Final = {
    **dict.fromkeys(_ROWS, SpanKind.TABLE),
    **dict.fromkeys(_QUOTES, SpanKind.BLOCK_QUOTE),
    **dict.fromkeys(_ITEMS, SpanKind.LIST_ITEM),
    **dict.fromkeys(_HEADINGS, SpanKind.HEADING),
}
_VERBATIM: Final = frozenset({"pre", "code", "quote"})
"""A blank line parts paragraphs here, as in a letter that was pasted whole; the library makes "quote" of `<pre>`."""
_LEAVES: Final = frozenset({"p"}) | _HEADINGS | _ITEMS
_STRUCTURE: Final = _BOUNDARIES | _CELLS | _BREAKS
_JOINED: Final = frozenset({SpanKind.LIST_ITEM, SpanKind.TABLE})


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or table row: `text` is one line of `count` words, `folded` its form for comparing."""

    text: str
    kind: SpanKind = SpanKind.PARAGRAPH
    folded: str = ""
    count: int = field(default=0, compare=False)


def block(text: str, kind: SpanKind = SpanKind.PARAGRAPH) -> Block:
    """Return a block of raw `text`: mojibake undone, in NFC, blanks folded, on one line."""
    line = on_one_line(text)
    if not (line.isascii() and line.isprintable()):
        line = on_one_line(repair(line))
    folded = line.lower() if line.isascii() and "&" not in line else fold(line)
    return Block(line, kind, folded, line.count(" ") + 1 if line else 0)


def assemble(blocks: Sequence[Block]) -> tuple[str, tuple[Span, ...]]:
    """Return the text of `blocks` and their spans: a blank line between blocks, items and rows of one list one a line."""
    parts: list[str] = []
    spans: list[Span] = []
    at = 0
    for before, each in zip((None, *blocks), blocks, strict=False):
        if before is not None:
            gap = "\n" if before.kind is each.kind and each.kind in _JOINED else "\n\n"
            parts.append(gap)
            at += len(gap)
        parts.append(each.text)
        spans.append(Span(at, at + len(each.text), each.kind))
        at += len(each.text)
    return "".join(parts), tuple(spans)


def blocks_of(root: etree._Element, *, is_converted: bool = False, unread: frozenset[etree._Element] = frozenset()) -> list[Block]:
    """Return the blocks under `root` in order, however deep it is nested.

    `is_converted` says that the tree is trafilatura's own output, where "head" is a heading. `unread` elements are passed over.
    """
    return _Walk(_UNREAD - {"head"} if is_converted else _UNREAD, unread).run(root)


class _Walk:
    """One pass over a tree with an explicit stack; recursion would end at the interpreter's limit on hostile pages."""

    def __init__(self, skipped: frozenset[str], unread: frozenset[etree._Element]):
        self.skipped = skipped
        self.unread = unread
        self.found: list[Block] = []
        self.buffer: list[str] = []
        self.kinds: list[SpanKind] = []
        self.cells = 0

    def run(self, root: etree._Element) -> list[Block]:
        waiting: list[tuple[etree._Element, bool]] = [(root, False)]
        while waiting:
            element, is_entered = waiting.pop()
            tag = element.tag
            if is_entered:
                self._leave(tag)
            elif self._is_read(element):
                if tag in _LEAVES and not len(element) and SpanKind.TABLE not in self.kinds:
                    self._leaf(element)
                    if element is not root:
                        self._print(element.tail)
                    continue
                if tag in _STRUCTURE:
                    self._enter(tag)
                if tag in _VERBATIM and element.text and "\n\n" in element.text:
                    self.buffer.append(element.text)
                else:
                    self._print(element.text)
                if len(element):
                    waiting.append((element, True))
                    waiting.extend([(child, False) for child in reversed(element)])
                    continue
                if tag in _STRUCTURE:
                    self._leave(tag)
            if element is not root:
                self._print(element.tail)
        self._flush()
        return self.found

    def _is_read(self, element: etree._Element) -> bool:
        tag = element.tag
        return isinstance(tag, str) and tag not in self.skipped and (not self.unread or element not in self.unread)

    def _leaf(self, element: etree._Element) -> None:
        """Read a paragraph, heading or item that has no elements in it, as most have none, in one step."""
        self._flush()
        if element.text:
            each = block(element.text, _KINDS.get(element.tag) or (self.kinds[-1] if self.kinds else SpanKind.PARAGRAPH))
            if each.text:
                self.found.append(each)

    def _print(self, text: str | None) -> None:
        """Put text into the buffer; line ends in the source are blanks, since only `<br>` breaks a line."""
        if text:
            self.buffer.append(text.replace("\n", " ").replace("\r", " "))

    def _enter(self, tag: str) -> None:
        if tag in _BREAKS:
            self.buffer.append("\n" if tag != "hr" else "\n\n")
        elif tag in _CELLS:
            if self.cells:
                self.buffer.append(" | ")
            self.cells += 1
        elif tag in _BOUNDARIES:
            self._part()
        if kind := _KINDS.get(tag):
            self.kinds.append(kind)
        if tag in _ROWS:
            self.cells = 0

    def _leave(self, tag: str) -> None:
        if tag in _ROWS:
            self._flush()
            self.cells = 0
        elif tag in _BOUNDARIES:
            self._part()
        if tag in _KINDS:
            self.kinds.pop()

    def _part(self) -> None:
        """End a block; inside a cell of a table a blank does."""
        if self.cells > 0 and SpanKind.TABLE in self.kinds:
            self.buffer.append(" ")
        else:
            self._flush()

    def _flush(self) -> None:
        if not self.buffer:
            return
        raw, self.buffer = "".join(self.buffer), []
        if not raw or raw.isspace():
            return
        kind = self.kinds[-1] if self.kinds else SpanKind.PARAGRAPH
        if kind is SpanKind.TABLE:
            lines: Iterable[str] = (raw.replace("\n", " ").strip(" |\t"),)
        else:
            lines = _lines(raw) if "\n" in raw else (raw,)
        self.found += [each for line in lines if (each := block(line, kind)).text]


def _lines(raw: str) -> Iterator[str]:
    """Split what `<br>` broke: an empty line is a paragraph's end, a single break only where the line was broken on purpose."""
    for part in raw.split("\n\n"):
        held = ""
        for line in map(str.strip, part.split("\n")):
            if held and line and _is_deliberate(held, line):
                yield held
                held = line
            else:
                held = f"{held} {line}".strip()
        if held:
            yield held


def _is_deliberate(before: str, after: str) -> bool:
    return before.endswith(_SENTENCE_ENDS) or (len(before) < _LINE_CHARS_MIN and not after[0].islower())
