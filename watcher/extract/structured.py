"""Structured data: what a page says about itself to machines, in JSON-LD and in meta elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import html

from watcher.text import fold, fold_blanks, repair

JSON_CHARS_MAX: Final = 1_000_000
JSON_NODES_MAX: Final = 5_000
META_MAX: Final = 500
_KINDS: Final = re.compile(r"(?:Article|Posting|Report|Press\w*|Statement|Review|NewsItem|Speech\w*)$")
_PAGE_KINDS: Final = frozenset({"WebPage", "ItemPage", "AboutPage", "CreativeWork"})
_PROBLEMS: Final = re.compile(r"^\s*(?://\s*)?<!\[CDATA\[|(?://\s*)?\]\]>\s*$|^\s*<!--|-->\s*$")


@dataclass(frozen=True, slots=True)
class Structured:
    """The article's own node of the page's JSON-LD, and its meta elements by lower-case name (the first of each)."""

    node: Mapping[str, Any] = field(default_factory=dict)
    meta: Mapping[str, str] = field(default_factory=dict)

    def first(self, *names: str) -> str | None:
        """Return the first meta value among `names` that says something."""
        return next((self.meta[name] for name in names if self.meta.get(name)), None)

    def text(self, *keys: str) -> str | None:
        """Return the first non-empty string of the article's node among `keys`."""
        return next((found for key in keys if (found := _string(self.node.get(key)))), None)


def read_structured(tree: html.HtmlElement, *, url: str) -> Structured:
    """Return the structured data of a page; broken JSON is as good as none."""
    meta: dict[str, str] = {}
    for element in list(tree.iter("meta"))[:META_MAX]:
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content and content.strip():
            meta.setdefault(name.strip().lower(), tidy(content))
    return Structured(_article_node(tree, url, meta.get("og:title")), meta)


def _article_node(tree: html.HtmlElement, url: str, title: str | None) -> Mapping[str, Any]:
    """Return the node that describes this page's article: by its kind, then by its headline or address, then the first."""
    nodes = [node for node in _nodes(tree) if _is_article(node)]
    if not nodes:
        pages = [node for node in _nodes(tree) if _PAGE_KINDS & set(kinds_of(node))]
        return pages[0] if pages else {}
    if len(nodes) == 1:
        return nodes[0]
    wanted = fold(title or "")
    return max(
        nodes,
        key=lambda node: (_is_about(node, url), fold(_string(node.get("headline")) or "-") in wanted, bool(node.get("headline"))),
    )


def _is_about(node: Mapping[str, Any], url: str) -> bool:
    page = node.get("mainEntityOfPage")
    named = page.get("@id") if isinstance(page, dict) else page
    return bool(url) and any(
        isinstance(each, str) and each.rstrip("/") == url.rstrip("/") for each in (named, node.get("url"), node.get("@id"))
    )


def _is_article(node: Mapping[str, Any]) -> bool:
    return any(_KINDS.search(kind) for kind in kinds_of(node))


def kinds_of(node: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the node's `@type` names without their vocabulary."""
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return tuple(each.rsplit("/", 1)[-1] for each in kinds if isinstance(each, str))


def _nodes(tree: html.HtmlElement) -> Iterator[Mapping[str, Any]]:
    """Yield every object of the page's JSON-LD, outermost first, up to a limit."""
    waiting: list[Any] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text and len(script.text) <= JSON_CHARS_MAX:
            try:
                waiting.append(json.loads(_PROBLEMS.sub("", script.text), strict=False))
            except (ValueError, RecursionError):
                continue
    for _ in range(JSON_NODES_MAX):
        if not waiting:
            return
        at = waiting.pop(0)
        if isinstance(at, list):
            waiting = [*at, *waiting]
        elif isinstance(at, dict):
            yield at
            waiting.extend(
                value for key, value in at.items() if key in ("@graph", "mainEntity", "itemListElement", "item", "hasPart")
            )


def article_body(node: Mapping[str, Any]) -> str | None:
    """Return the article's text as the page gives it to machines, its paragraphs one a line."""
    value = node.get("articleBody")
    if not isinstance(value, str):
        return None
    if re.search(r"<(?:p|br|div)\b", value):
        value = re.sub(r"<(?:/p|br|/div)\b[^>]*>", "\n", value)
        value = html.fromstring(f"<div>{value}</div>").text_content()
    return repair(value).strip() or None


def _string(value: object) -> str | None:
    if isinstance(value, list):
        value = next((each for each in value if isinstance(each, str)), None)
    return tidy(value) or None if isinstance(value, str) else None


def names_of(value: object) -> list[tuple[str, bool]]:
    """Return the names in an `author` value of any shape, each with whether it is a person's as far as it says."""
    if isinstance(value, str):
        return [(tidy(value), True)] if value.strip() else []
    if isinstance(value, list):
        return [found for each in value[:20] for found in names_of(each)]
    if isinstance(value, dict):
        is_person = "Organization" not in kinds_of(value) and "NewsMediaOrganization" not in kinds_of(value)
        return [(name, is_person) for name, _ in names_of(value.get("name"))]
    return []


def tidy(text: str) -> str:
    """Return a value as people read it: entities undone (some pages encode them twice), repaired, on one line."""
    if "&" in text:
        text = (
            html.fromstring(f"<p>{html.fromstring(f'<p>{text}</p>').text_content()}</p>").text_content()
            if "<" not in text
            else text
        )
    return " ".join(fold_blanks(repair(text)).split())
