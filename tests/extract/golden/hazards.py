"""Single pages with what is known to go wrong: each in the shape that a publisher really uses, with words of our own."""

# ruff: noqa: E501 - markup stands on the lines that publishers serve it on
from __future__ import annotations

from html import escape
from typing import Any

from tests.extract.golden.skins import GoldenPage, body, gold
from tests.extract.golden.stories import story

VISIT = "2026-01-15T09:00:00+00:00"


def page(name: str, html: str, number: int, *, text: str | None = None, site: str = "hazard", **expected: Any) -> GoldenPage:
    told = story(number)
    known: dict[str, Any] = {"title": told.title, "published": None, "fetched_at": VISIT} | expected
    return GoldenPage(
        name=name,
        url=known.pop("url", f"https://{name}.example/news/item"),
        html=html,
        text=gold(told) if text is None else text,
        site=site,
        **known,
    )


def document(number: int, inner: str, *, head: str = "", before: str = "") -> str:
    told = story(number)
    return f'<!DOCTYPE html><html lang="en"><head><title>{escape(told.title)}</title>{head}</head><body>{before}<main><article><h1>{escape(told.title)}</h1>{inner}</article></main></body></html>'


def dated(
    name: str,
    line: str,
    published: str | None,
    number: int,
    *,
    updated: str | None = None,
    before: str = "",
    url: str | None = None,
    fetched_at: str = VISIT,
) -> GoldenPage:
    inner = f"{line}{body(story(number))}"
    known = {"published": published, "updated": updated, "fetched_at": fetched_at} | ({"url": url} if url else {})
    return page(f"date-{name}", document(number, inner, before=before), number, **known)


DATES = (
    dated("ordinal-midnight", "<p class='date'>19th January 2024, 12:01am</p>", "2024-01-19T00:01:00+00:00", 60),
    dated("american-order", "<p>Tuesday, January 2, 2024</p>", "2024-01-02", 61),
    dated("numeric-day-first", "<span class='posted'>05/12/2024</span>", "2024-12-05", 62),
    dated("labelled-summer-time", "<p>Posted: 15/07/2024 10:32:35</p>", "2024-07-15T09:32:35+00:00", 63),
    dated("trade-dash", "<div class='submitted'>EB News: 09/04/2024 - 09:24</div>", "2024-04-09T08:24:00+00:00", 64),
    dated(
        "two-lines", "<div class='date'><span>April 8</span><br><span>/ 11:00 2024</span></div>", "2024-04-08T10:00:00+00:00", 65
    ),
    dated("first-published", "<p>First published 24 March 2023</p>", "2023-03-24", 66),
    dated("release-date", "<p>Release date: 28/11/2020</p>", "2020-11-28", 67),
    dated("short-year", "<p class='date'>18.04.11</p>", "2011-04-18", 68),
    dated("weekday-dashes", "<p class='date'>Fri 07-Dec-12 14:58:06</p>", "2012-12-07T14:58:06+00:00", 69),
    dated("afternoon", "<p class='date'>1 Apr 2019 03:23 PM</p>", "2019-04-01T14:23:00+00:00", 70),
    dated("relative", "<p class='date'>(1 week, 4 days ago)</p>", "2026-01-04", 71),
    dated("blank", "<p class='date'>Published: </p>", None, 72),
    dated("masthead", "<p class='intro'></p>", None, 73, before="<header><div class='today'>Sunday, June 22, 2025</div></header>"),
    dated("crawl-day", "", None, 74, before="<div class='topbar'><span class='date'>Thursday, 15 January 2026</span></div>"),
    dated("fresh", "<p class='date'>15 January 2026</p>", "2026-01-15", 83),
    dated("long-byline", "<p>Ann Sample | Education desk | 5 May 2024 10:04</p>", "2024-05-05T09:04:00+00:00", 85),
    dated(
        "both-labels",
        "<p>Published 3rd Jul 2024 <span>Last updated 5th Jul 2024</span></p>",
        "2024-07-03",
        75,
        updated="2024-07-05",
    ),
    dated(
        "updated-only",
        "<p class='publication-header'>Consultation outcome</p><p>Updated 24 November 2023</p>",
        None,
        76,
        updated="2023-11-24",
    ),
    dated(
        "applies-to",
        "<div class='gem-c-metadata'>Published 3 September 2024</div><div class='devolved-nations'>Applies to England</div>",
        "2024-09-03",
        77,
    ),
    dated("revised", "<p>Last revised and updated: 8 October 2024 (minor clarifications)</p>", None, 78, updated="2024-10-08"),
    dated("address", "", "2024-02-09", 79, url="https://daily.example/2024/02/09/visits-to-be-reviewed/"),
    dated("in-the-story", "<p class='kicker'>Inspection</p>", None, 80, url="https://daily.example/story/9912"),
    dated("future", "<time datetime='2031-02-01T10:00:00Z'>1 February 2031</time>", VISIT, 81),
    dated(
        "comments-later",
        "<p class='meta'>Published on 6 June 2024</p>",
        "2024-06-06",
        82,
        before="<div class='sidebar'><span class='date'>1 January 2026</span></div>",
    ),
)


def _cleaned() -> tuple[GoldenPage, ...]:
    told = story(90)
    lines = told.paragraphs
    contacts = (
        "<p>ENDS</p><p><strong>Notes to Editors:</strong></p><ol><li>The survey was carried out online between two Mondays in March.</li>"
        "<li>The guild is the largest union of classroom teachers in the county, with 41,000 members.</li></ol>"
        "<p>Media contacts: Jo Press, 07700 900123 or Al Desk on +44 (0)7700 900 456, press@guild.example</p>"
    )
    blurb = "<p>The Alliance of School Principals is the professional association for 12,000 heads, principals and deputies across the country.</p><p>Join the Alliance today from as little as £3 a month.</p>"
    samaritans = (
        "<p>When life is difficult, Samaritans are here – day or night, 365 days a year. You can call them for free on 116 123.</p>"
    )
    chrome = (
        "<p>Calendar An icon of a desk calendar. Clock An icon of a clock face.</p><p>.promo-box{color:#fff;padding:4px}</p><p>Get the best experience in our app</p>",
        "<p>Sign up to our free weekly email for the stories that matter</p><p>(Andrew Sample/PA)</p>",
        "<p>READ MORE: Five things to know about the review</p><p>READ: What the minister said</p>",
        "<p>Ad slot F - article bottom</p><p>Hide Ad</p>",
        "<p>Image source, Getty Images</p><p>Image caption, The school gate</p>",
    )
    quote = next(text.split("“")[1].split("”")[0] for text in lines if "“" in text)
    return (
        page("notes-to-editors", document(90, body(told) + contacts), 90),
        page("membership-blurb", document(91, body(story(91)) + blurb), 91),
        page("helpline-footer", document(92, body(story(92)) + samaritans), 92),
        page(
            "chrome-as-text",
            document(
                93,
                "<p><a href='#c'>Skip to content</a></p>"
                + body(story(93), breaks=dict(enumerate(chrome)))
                + "<p>Northvale, Schools, Inspection, Teaching</p>",
            ),
            93,
        ),
        page("pull-quote-twice", document(90, body(told, breaks={2: f"<p class='big'>{escape(quote)}</p>"})), 90),
        page(
            "standfirst-twice",
            document(
                94,
                f"<p class='standfirst'>{escape(story(94).standfirst)}.</p>"
                f"<p><strong>{escape(story(94).standfirst)}.</strong></p>" + body(story(94)),
            ),
            94,
            text=f"{story(94).standfirst}.\n\n{gold(story(94))}",
        ),
        page(
            "mojibake",
            document(
                95,
                body(story(95)).replace("’", "â€™").replace("“", "â€œ").replace("”", "â€\x9d")
                + "<p>The council鈥檚 officers and the county’s own advisers were thanked for Ofstedās reply.</p>",
            ),
            95,
            text=gold(story(95)) + "\n\nThe council’s officers and the county’s own advisers were thanked for Ofsted’s reply.",
        ),
        page(
            "unclosed-font",
            document(
                96,
                "".join(f"<font size=2><p>{escape(text, quote=False)}" for _, text in [*story(96).parts] * 1)
                + "<font>" * 300
                + "<p>The last line of the page stands below three hundred unclosed elements, and it must not be lost.",
            ),
            96,
            text="\n\n".join(story(96).paragraphs)
            + "\n\nThe last line of the page stands below three hundred unclosed elements, and it must not be lost.",
        ),
        page(
            "table-and-list",
            document(
                97,
                body(story(97))
                + "<table><tr><th>Area</th><th>Pauses asked for</th></tr><tr><td>Northvale</td><td>14</td></tr><tr><td>Eastmere</td><td>9</td></tr></table><p>The figures were given in a written reply and cover the first two terms of the year.</p>",
            ),
            97,
            text=gold(story(97))
            + "\n\nArea | Pauses asked for\nNorthvale | 14\nEastmere | 9\n\nThe figures were given in a written reply and cover the first two terms of the year.",
        ),
        page(
            "related-in-the-middle",
            document(
                98,
                body(
                    story(98),
                    breaks={
                        4: "<h3>Related articles</h3><ul><li><a href='/a'>Heads meet the minister</a></li><li><a href='/b'>What the review asks</a></li></ul>"
                    },
                ),
            ),
            98,
        ),
        page(
            "comments-below",
            document(
                99,
                body(story(99))
                + "<h2>3 Comments</h2><div><p>I have been a governor for years and I never knew that this was allowed.</p><p>My old head told me the same.</p></div>",
            ),
            99,
        ),
        page(
            "welsh",
            "<html lang='cy'><head><title>Undeb yn galw am newid</title></head><body><main><h1>Undeb yn galw am newid</h1><p>Mae’r undeb wedi galw am newid i’r drefn arolygu mewn ysgolion ar draws y wlad yn dilyn adroddiad am y pwysau ar arweinwyr ysgolion.</p><p>Dywedodd llefarydd fod angen amserlen glir ac y byddai’r undeb yn cyfarfod â gweinidogion yn y gwanwyn i drafod y camau nesaf.</p></main></body></html>",
            1,
            title="Undeb yn galw am newid",
            text="Mae’r undeb wedi galw am newid i’r drefn arolygu mewn ysgolion ar draws y wlad yn dilyn adroddiad am y pwysau ar arweinwyr ysgolion.\n\nDywedodd llefarydd fod angen amserlen glir ac y byddai’r undeb yn cyfarfod â gweinidogion yn y gwanwyn i drafod y camau nesaf.",
        ),
    )


def _fragments() -> tuple[GoldenPage, ...]:
    wordpress = (
        f"<figure class='wp-block-image'><img src='/a.jpg'><figcaption>Delegates at the meeting</figcaption></figure>{body(story(100), breaks={1: '<figure class=wp-block-pullquote><blockquote><p>A pull-quote of the sort that themes print in the margin</p></blockquote></figure>'})}"
        "<p>The post <a href='/x'>Inspectors to be trained</a> appeared first on <a href='/'>Classroom Weekly</a>.</p>"
    )
    govspeak = f"<div class='govspeak'><p>{escape(story(101).paragraphs[0], quote=False)}</p><ol><li>a first step</li><li>a second step</li></ol><p>Call 0300 123 4567 to book.</p></div>"
    answer = "<p>The department expects schools in Northvale to have a named contact by May. &nbsp;</p><p>We will publish the number of calls each term.</p>"
    return (
        page("fragment-wordpress", "", 100, hints={"body_html": wordpress, "title": story(100).title}),
        page(
            "fragment-govspeak",
            "",
            101,
            hints={"body_html": govspeak, "title": story(101).title},
            text=f"{story(101).paragraphs[0]}\n\na first step\na second step\n\nCall 0300 123 4567 to book.",
        ),
        page(
            "fragment-answer",
            "",
            102,
            hints={"body_html": answer, "title": story(102).title},
            text="The department expects schools in Northvale to have a named contact by May.\n\nWe will publish the number of calls each term.",
        ),
    )


def _plain() -> tuple[GoldenPage, ...]:
    told = story(110)
    comments = (
        f"{told.paragraphs[1]}\nI think that they have ALWAYS got away with this, and ive never even had an answer!\n"
        "Nobody asked me when I left either, it was the same story in my county.\nThis agency needs a complete rethink, there is no place for such unfair visits.\n"
        "This agency needs a complete rethink, there is no place for such harsh visits."
    )
    reported = [text for kind, text in told.parts if kind == "p"]
    wrapped = "\n\n".join(_wrap(text) for text in story(111).paragraphs)
    text = {"content_type": "text/plain; charset=utf-8"}
    return (
        page(
            "plain-date-prefix",
            " date 2024-03-04 " + "\n\n".join(story(112).paragraphs) + "\n",
            112,
            title=None,
            published="2024-03-04",
            text="\n\n".join(story(112).paragraphs),
            **text,
        ),
        page(
            "plain-posted",
            f"{story(113).title}\n\nBy {story(113).author}\nPresident of the Alliance of School Principals\n\n"
            + "\n\n".join(story(113).paragraphs)
            + "\n\nPosted: 05/07/2024 16:20:11",
            113,
            published="2024-07-05T15:20:11+00:00",
            byline=story(113).author,
            text="\n\n".join(story(113).paragraphs),
            **text,
        ),
        page(
            "plain-cookie-tail",
            f"{story(114).title}\n\n"
            + "\n\n".join(story(114).paragraphs)
            + "\n\nWe use them to give you the best experience. If you continue using our website, we'll assume that you are happy to receive all cookies.  I Agree",
            114,
            text="\n\n".join(story(114).paragraphs),
            **text,
        ),
        page(
            "plain-blank-published",
            f"{story(115).title}\n\n{story(115).paragraphs[0]}\n\nPublished:\n\n"
            + "\n\n".join(story(115).paragraphs)
            + "\n\nEditor’s Note\n\nGuild survey, 18 January 2024\n\nBack to top",
            115,
            text="\n\n".join(story(115).paragraphs),
            **text,
        ),
        page("plain-comments-glued", "\n".join(reported) + "\n" + comments, 110, title=None, text="\n\n".join(reported), **text),
        page("plain-hard-wrapped", wrapped, 111, title=None, text="\n\n".join(story(111).paragraphs), **text),
    )


def _wrap(text: str) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, 65, break_on_hyphens=False))


def _suspects() -> tuple[GoldenPage, ...]:
    def suspect(name: str, html: str, reason: str, **known: Any) -> GoldenPage:
        return GoldenPage(
            name=f"suspect-{name}",
            url=f"https://{name}.example/news/item",
            html=html,
            title=None,
            text="",
            published=None,
            fetched_at=VISIT,
            site="hazard",
            error=reason,
            **known,
        )

    wall = "<html><head><title>Before you continue</title></head><body><div class='consent'><h2>We value your privacy</h2><p>We and our 842 partners store and access information on a device, such as cookies, and process personal data for personalised advertising. You may accept all, reject all or manage your preferences at any time.</p><button>Accept all</button><button>Reject all</button></div></body></html>"
    nav = "<nav><a href='/'>Home</a><a href='/news'>News</a></nav>"
    return (
        suspect("consent", wall, "consent_wall"),
        suspect(
            "soft-404",
            f"<html><head><title>Page not found | Guild</title></head><body>{nav}<main><h1>Page not found</h1><p>Sorry, we cannot find the page you were looking for. It may have been moved or deleted. Try the search or go back to the home page.</p></main></body></html>",
            "soft_404",
        ),
        suspect(
            "robot",
            "<html><head><title>Just a moment...</title></head><body><div><h2>Checking if the site connection is secure</h2><p>Enable JavaScript and cookies to continue. This process is automatic.</p></div></body></html>",
            "block_page",
        ),
        suspect(
            "login",
            f"<html><head><title>Members’ area</title></head><body>{nav}<main><h1>Members’ area</h1><p>Please log in to read this page.</p><form><label>Email</label><input name='e'><label>Password</label><input name='p'></form><p>Forgotten your password?</p></main></body></html>",
            "login_wall",
        ),
        suspect(
            "empty",
            f"<html><head><title>News</title></head><body>{nav}<main></main><script>var app = 1;</script></body></html>",
            "no_text",
        ),
        suspect(
            "script-only",
            "<html><head><title>Guild</title></head><body><div id='root'></div><noscript>You need to enable JavaScript to run this app.</noscript></body></html>",
            "no_text",
        ),
        suspect("json", '{"results": [{"title": "A title"}]}', "not_readable", content_type="application/json"),
    )


STUB = page(
    "paywall-stub",
    document(
        120,
        f"<p>{escape(story(120).paragraphs[0], quote=False)}</p><p>{escape(story(120).paragraphs[1], quote=False)}</p><div class='wall'><h2>Register now to continue reading</h2><p>Already a subscriber? Log in</p></div>",
    ),
    120,
    text="\n\n".join(story(120).paragraphs[:2]),
)
HAZARDS: tuple[GoldenPage, ...] = (*DATES, *_cleaned(), *_fragments(), *_plain(), *_suspects(), STUB)
