"""Shapes of the general web: how blogs, magazines, forums and old pages are built, with words of our own."""

# ruff: noqa: E501 - markup stands on the lines that publishers serve it on
from __future__ import annotations

from html import escape

from tests.extract.golden.hazards import document, page
from tests.extract.golden.skins import GoldenPage, body, gold
from tests.extract.golden.stories import Story, story

MENU = "<nav><ul><li><a href='/a'>Home</a></li><li><a href='/b'>Stories</a></li><li><a href='/c'>About us</a></li></ul></nav>"
FOOT = "<footer><p>© 2024 Example Press. All rights reserved.</p><a href='/privacy'>Privacy</a></footer>"


def told(each: Story) -> list[str]:
    return [escape(text, quote=False) for text in each.paragraphs]


def cards(numbers: range) -> str:
    return "".join(
        f"<div class='c{number % 1}'><a href='/s/{number}'><img src='/{number}.jpg' alt=''><h3>{escape(story(number).title)}</h3></a><p>{escape(story(number).paragraphs[0][:90], quote=False)}</p></div>"
        for number in numbers
    )


def plain(each: Story) -> str:
    return "\n\n".join(each.paragraphs)


def shell(number: int, inner: str, *, head: str = "") -> str:
    title = escape(story(number).title)
    return f"<!DOCTYPE html><html lang='en'><head><title>{title} | Example Press</title>{head}</head><body>{MENU}{inner}{FOOT}</body></html>"


def _magazines() -> tuple[GoldenPage, ...]:
    a, b, c, d = story(130), story(131), story(132), story(133)
    return (
        page(
            "web-cards-below",
            shell(
                130,
                f"<main><article><h1>{escape(a.title)}</h1><p>{told(a)[0]}</p><p>{told(a)[1]}</p></article><section class='latest-list'><h2>Latest</h2>{cards(range(140, 148))}</section></main>",
            ),
            130,
            text="\n\n".join(a.paragraphs[:2]),
        ),
        page(
            "web-spans-as-paragraphs",
            shell(
                131,
                f"<div id='app'><h1>{escape(b.title)}</h1><div data-testid='body'>"
                + "".join(f"<div data-block='true'><div><span><span>{text}</span></span></div></div>" for text in told(b))
                + f"</div><div>{cards(range(140, 146))}</div></div>",
            ),
            131,
            text=plain(b),
        ),
        page(
            "web-hidden-behind-a-paywall",
            shell(
                132,
                f"<article><h1>{escape(c.title)}</h1><div class='content paywall' style='display:none'>{body(c)}</div><div class='overlay'><h2>Subscribe to read</h2><p>Already a subscriber? Log in.</p></div></article>",
            ),
            132,
        ),
        page(
            "web-news-provided-by",
            document(133, f"<p>News provided by <a href='/'><strong>Example Learning</strong></a></p>{body(d)}"),
            133,
        ),
    )


def _old_pages() -> tuple[GoldenPage, ...]:
    a, b, c = story(134), story(135), story(136)
    breaks = "<br><br>".join(told(a))
    return (
        page(
            "web-frame-of-tables",
            f"<html><head><title>{escape(a.title)}</title></head><body><table><tr><td colspan=3><img src=logo.gif></td></tr><tr><td><font size=2><a href=a>Home</a><br><a href=b>News</a></font></td><td><font size=4><b>{escape(a.title)}</b></font><br><br><font size=2>{breaks}</font></td><td><font size=1><b>Also today</b><br><a href=c>{escape(story(140).title)}</a></font></td></tr></table></body></html>",
            134,
            text=plain(a),
        ),
        page(
            "web-form-around-all",
            f"<html><head><title>{escape(b.title)}</title></head><body><form method=post id=aspnetForm><input type=hidden name=__VIEWSTATE value=a>{MENU}<div id=pnl><h1>{escape(b.title)}</h1><div class=detail>{body(b)}</div></div></form></body></html>",
            135,
        ),
        page(
            "web-dated-blog",
            f"<html><head><title>Notes: {escape(c.title)}</title></head><body><div id=main><h2 class='date-header'>Sunday, 14 March 2021</h2><div class='post hentry'><h3 class='post-title'>{escape(c.title)}</h3><div class='post-body'>{'<br /><br />'.join(told(c))}</div></div><div class='comments' id='comments'><h4>2 comments:</h4><dl><dt>Ann said...</dt><dd><p>I remember it quite differently, and so does my neighbour.</p></dd></dl></div></div><div id='sidebar'><h2>Blog archive</h2><ul><li><a href=a>{escape(story(141).title)}</a></li></ul></div></body></html>",
            136,
            text=plain(c),
            published=None,
        ),
    )


def _discussions() -> tuple[GoldenPage, ...]:
    named = "<p>Jo B. — 3 days ago</p><p>About time too. Never once in four schools was anybody told how to complain.</p><p>Reply</p><p>Head99 — 2 days ago</p><p>Agreed, Jo. A deputy left over this.</p><p>Reply</p>"
    signed = "<p>Anna Field</p><p>12 December 2023 at 10:14</p><p>Great article, thank you.</p><p>Peter</p><p>12 December 2023 at 11:40</p><p>None of it is new. End of.</p>"
    return (
        page("web-thread-with-replies", document(137, body(story(137)) + named), 137),
        page("web-thread-signed", document(138, body(story(138)) + signed), 138),
    )


def _abroad() -> tuple[GoldenPage, ...]:
    lines = (
        "Der kleine Hafen hat im Winter nur zwei Fähren am Tag, und die Schule auf der Insel öffnet deshalb später.",
        "„Wir haben lange gewartet, aber es hat sich gelohnt“, sagte die Leiterin des Archivs nach der Sitzung des Rates.",
        "Im Frühjahr sollen die Arbeiten an der Brücke beginnen, sofern das Wetter es zulässt und das Geld reicht.",
    )
    verse = (
        "Three rows of winter pears,",
        "and under the square the old copper pipes,",
        "Three rows of winter pears,",
        "and nobody who counts them at night.",
    )
    return (
        page(
            "web-german",
            f"<html lang='de'><head><title>Hafen wartet auf die Brücke</title></head><body><main><article><h1>Hafen wartet auf die Brücke</h1><p class='meta'>Veröffentlicht am 14. März 2021, 10:22 Uhr</p><p>{lines[0]}</p><p>{lines[1]}</p><p><strong>Lesen Sie auch:</strong> <a href='/x'>Die Bäckerei öffnet schon um fünf Uhr</a></p><p>{lines[2]}</p></article></main></body></html>",
            1,
            title="Hafen wartet auf die Brücke",
            text="\n\n".join(lines),
            published="2021-03-14",
        ),
        page(
            "web-verse",
            document(139, f"<p>{'<br>'.join(verse)}</p>{body(story(139))}"),
            139,
            text="\n\n".join(verse) + "\n\n" + gold(story(139)),
        ),
    )


WEB: tuple[GoldenPage, ...] = (*_magazines(), *_old_pages(), *_discussions(), *_abroad())
