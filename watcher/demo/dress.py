"""Jinja2 for the demo's page skins, and the filters that they need. Every skin is one folder of `pages/`."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from watcher.demo.content import Posting

_LIST_ITEM: Final = re.compile(r"(?:- |(\d+)\. )")

_CAPTION: Final = Markup(
    '<figure class="wp-block-image"><img src="/wp-content/uploads/desk.jpg" alt=""/>'
    "<figcaption>Photo: Courier library</figcaption></figure>"
)
_READ_MORE: Final = Markup('<p><strong>READ MORE:</strong> <a href="/about-us/">What the Courier is for</a></p>')


def dress(template: str, **facts: Any) -> bytes:
    """Return `pages/<template>` filled with `facts`, as UTF-8; everything but the body's own markup is escaped."""
    return _environment().get_template(template).render(**facts).encode()


def body_html(text: str) -> Markup:
    """Return a posting's text as the HTML that an editor would have made of it (see `Posting.text` for the marks)."""
    return Markup("\n").join(_block(block.strip()) for block in text.split("\n\n") if block.strip())


def _block(block: str) -> Markup:
    if block.startswith("## "):
        return Markup("<h2>{}</h2>").format(block[3:])
    if block.startswith("> "):
        return Markup("<blockquote><p>{}</p></blockquote>").format(block[2:])
    if match := _LIST_ITEM.match(block):
        name = "ol" if match[1] else "ul"
        lines = [Markup("<li>{}</li>").format(_LIST_ITEM.sub("", line, count=1)) for line in block.split("\n")]
        return Markup("<{0}>\n{1}\n</{0}>").format(name, Markup("\n").join(lines))
    return Markup("<p>{}</p>").format(block)


def wordpress_html(posting: Posting) -> Markup:
    """Return the post's own HTML as an editor made it: a caption and a related link stand among its paragraphs."""
    blocks = [body_html(block) for block in posting.paragraphs]
    return Markup("\n\n").join([blocks[0], _CAPTION, *blocks[1:3], _READ_MORE, *blocks[3:]])


def loose_html(text: str) -> Markup:
    """Return the text as one old content management system stores it: runs of non-breaking spaces, line breaks for paragraphs."""
    blocks = (escape(block.strip()) for block in text.split("\n\n") if block.strip())
    return Markup("&nbsp;&nbsp;<br>\n&nbsp;<br>\n").join(blocks)


def excerpt(text: str, words_max: int = 30) -> str:
    """Return the first words of a text, as a feed's description has them."""
    words = text.replace("## ", "").replace("> ", "").split()
    return " ".join(words[:words_max]) + (" […]" if len(words) > words_max else "")


def _longday(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"


def _shortday(at: datetime) -> str:
    return f"{at.day} {at:%b %Y, %H:%M}"


def _zoneless(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("watcher.demo", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "body": body_html,
        "loose": loose_html,
        "wordpress": wordpress_html,
        "excerpt": excerpt,
        "longday": _longday,
        "shortday": _shortday,
        "posted": lambda at: f"{at:%d/%m/%Y %H:%M:%S}",
        "numeric": lambda at: f"{at:%d/%m/%Y}",
        "rfc822": format_datetime,
        "iso": lambda at: at.isoformat(),
        "zoneless": _zoneless,
    }
    return environment
