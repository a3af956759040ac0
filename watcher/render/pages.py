"""Views become HTML and text; the only module that knows Jinja."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import css_inline
from jinja2 import DictLoader, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from watcher.render.view import RENDER_ERRORS, EntryView, SectionView, counted, placeholder_of
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

BROKEN: Final = (*RENDER_ERRORS, TemplateError)
"""What a template can raise, through its own fault or its entry's."""
_BLANK_LINES: Final = re.compile(r"\n{3,}")

Parts = Mapping[str, SectionView | Sequence[SectionView]]


class Pages:
    """One set of templates (name -> source). Names that end in `.html.j2` are escaped, the others are plain text."""

    def __init__(self, templates: Mapping[str, str]):
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

    def both(self, stem: str, parts: Parts, context: Mapping[str, Any], *, is_strict: bool = False) -> tuple[str, str]:
        """Return `stem` as text and as HTML, with the entries of `parts` rendered one by one.

        An entry that fails costs itself only and becomes a placeholder with its link, unless `is_strict`.

        Raises:
            one of `BROKEN`: a template fails outside the entries, or even on a placeholder.
        """
        text, html = (
            self._environment.get_template(f"{stem}.{suffix}").render(
                context, **self._rendered(parts, f"entry.{suffix}", is_strict=is_strict)
            )
            for suffix in ("txt.j2", "html.j2")
        )
        text = "\n".join(line.rstrip() for line in text.split("\n"))
        return _BLANK_LINES.sub("\n\n", text).strip() + "\n", self._inliner.inline(html)

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the templates, one line each: missing ones and syntax errors with their line."""
        return tuple(problem for name in TEMPLATE_NAMES if (problem := self._problem_of(name)))

    def _rendered(self, parts: Parts, name: str, *, is_strict: bool) -> dict[str, Any]:
        def section(view: SectionView) -> dict[str, Any]:
            return {
                "title": view.title,
                "count": view.count,
                "entries": [self._entry(entry, name, is_strict=is_strict) for entry in view.entries],
                "listed": view.listed,
                "more": view.more,
            }

        return {key: section(part) if isinstance(part, SectionView) else [*map(section, part)] for key, part in parts.items()}

    def _entry(self, entry: EntryView, name: str, *, is_strict: bool) -> str:
        template = self._environment.get_template(name)
        try:
            rendered = template.render(entry=entry)
        except BROKEN:
            if is_strict:
                raise
            rendered = template.render(entry=placeholder_of(entry))
        return Markup(rendered) if name.endswith(".html.j2") else rendered  # noqa: S704 - the output of an escaping template

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
