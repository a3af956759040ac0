"""Ten invented sites, each in the markup of a kind of publisher, with the furniture that such sites repeat on every page."""

# ruff: noqa: E501 - markup stands on the lines that publishers serve it on
from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

from tests.extract.golden.stories import Story

LONDON = ZoneInfo("Europe/London")


@dataclass
class GoldenPage:
    """A page as it is served and what a reader should make of it; `published` is an ISO day or moment, or None."""

    name: str
    url: str
    html: str
    title: str | None
    text: str
    published: str | None
    updated: str | None = None
    byline: str | None = None
    fetched_at: str = "2026-01-15T09:00:00+00:00"
    content_type: str = "text/html; charset=utf-8"
    site: str = ""
    hints: dict[str, str] | None = None
    error: str | None = None


def iso(moment: datetime) -> str:
    return moment.replace(tzinfo=LONDON).astimezone(ZoneInfo("UTC")).isoformat()


def day(moment: datetime) -> str:
    return moment.date().isoformat()


def gold(story: Story) -> str:
    """Return the expected text: blank lines between paragraphs, one list item a line."""
    out = ""
    before = None
    for kind, text in story.parts:
        out += ("\n" if kind == before == "li" else "\n\n" if before else "") + text
        before = kind
    return out


def body(
    story: Story,
    *,
    p: str = "<p>{}</p>",
    h: str = "<h2>{}</h2>",
    q: str = "<blockquote><p>{}</p></blockquote>",
    breaks: dict[int, str] | None = None,
) -> str:
    """Return the story's markup; `breaks` puts furniture after the paragraph of that number."""
    out: list[str] = []
    in_list = False
    for index, (kind, text) in enumerate(story.parts):
        if kind == "li" and not in_list:
            out.append("<ul>")
        elif kind != "li" and in_list:
            out.append("</ul>")
        in_list = kind == "li"
        shape = {"p": p, "h": h, "q": q, "li": "<li>{}</li>"}[kind]
        out.append(shape.format(escape(text, quote=False)))
        out.append((breaks or {}).get(index, ""))
    return "\n".join([*out, "</ul>" if in_list else ""])


def slug(story: Story) -> str:
    return "".join(c if c.isalnum() else "-" for c in story.title.lower()).strip("-")


def head(story: Story, site: str, *extra: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{escape(story.title)} | {site}</title>'
        f'<style>.cookie{{display:block;color:#333}}</style><script>var dataLayer=[{{"page":"article"}}];</script>{"".join(extra)}</head>'
    )


def ordinal(number: int) -> str:
    return f"{number}{'th' if 10 < number % 100 < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


# --- 1: a trade weekly on WordPress: standfirst twice, newsletter and jobs lines in the body, comments under "Your thoughts"


def weekly(s: Story) -> GoldenPage:
    ld = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebPage", "name": s.title, "datePublished": iso(s.published)},
            {
                "@type": "NewsArticle",
                "headline": s.title,
                "datePublished": iso(s.published),
                "dateModified": iso(s.updated),
                "author": {"@type": "Person", "name": s.author},
                "publisher": {"@type": "Organization", "name": "Classroom Weekly"},
                "articleSection": ["Inspection", "Schools"],
            },
        ],
    }
    pull = s.parts[4][1].split("“")[1].split("”")[0].rstrip(".,") if "“" in s.parts[4][1] else s.title
    breaks = {
        1: "<p><strong>Do you have a story to tell? Our reporters would like to hear from staffrooms in every region.</strong></p>",
        3: f'<blockquote class="pull"><p>{escape(pull)}</p></blockquote>' if "“" in s.parts[4][1] else "",
        5: "<p>Looking for your next post? Thousands of leadership roles are waiting on our jobs pages this week.</p>",
    }
    page = (
        head(
            s,
            "Classroom Weekly",
            f'<meta property="og:title" content="{escape(s.title)}"><meta property="og:site_name" content="Classroom Weekly">',
            f'<meta name="description" content="{escape(s.standfirst)}">',
            f'<script type="application/ld+json">{json.dumps(ld)}</script>',
        )
        + f"""
<body class="post-template-default single single-post"><header class="site-header"><a href="/">Classroom Weekly</a><nav class="main-nav"><ul><li><a href="/news">News</a></li><li><a href="/opinion">Opinion</a></li><li><a href="/jobs">Jobs</a></li></ul></nav></header>
<main><article class="post type-post hentry"><span class="section-label">Inspection</span><h1 class="entry-title">{escape(s.title)}</h1>
<p class="standfirst">{escape(s.standfirst)}</p><div class="mobile-standfirst"><p>{escape(s.standfirst)}</p></div>
<div class="meta"><span class="byline">By <a rel="author" href="/author/x">{s.author}</a></span> <span class="date">{s.published:%-d %b %Y, %H:%M}</span></div>
<figure><img src="/a.jpg" alt=""><figcaption>The hall where delegates met. Picture: Staff</figcaption></figure>
<div class="entry-content">{body(s, breaks=breaks)}</div>
<div class="more-author"><h3>More from this author</h3><ul><li><a href="/1">Governors ask for longer notice of visits</a></li><li><a href="/2">Exam entries rise again in the north</a></li></ul></div>
<div class="share">facebook linkedin</div></article>
<section id="comments" class="comments-area"><h2>Your thoughts</h2><ol class="comment-list"><li><p>I left the job after twenty years because of this and nobody asked me why I went.</p></li>
<li><p>About time that someone said it, I have been through four of these visits and they never get easier.</p></li></ol></section></main>
<aside class="sidebar"><h3>Most read</h3><p><a href="/3">Trust leaders warn of a difficult winter for budgets</a></p></aside>
<footer><p>© Classroom Weekly 2024. All rights reserved.</p></footer></body></html>"""
    )
    return GoldenPage(
        f"weekly-{s.number}",
        f"https://classroomweekly.example/{slug(s)}/",
        page,
        s.title,
        gold(s),
        iso(s.published),
        iso(s.updated),
        s.author,
    )


# --- 2: a union on Drupal: "Published:" with a date that is sometimes blank, notes to editors, back to top


def guild(s: Story) -> GoldenPage:
    is_blank = s.number % 2 == 0
    page = (
        head(s, "Guild of Classroom Teachers", f'<meta property="og:title" content="{escape(s.title)}">')
        + f"""
<body><div id="eu-cookie" class="eu-cookie-compliance"><p>We use cookies on this site to enhance your user experience. By clicking any link you give your consent.</p></div>
<div class="layout-container"><nav class="breadcrumb"><ol><li><a href="/">Home</a></li><li><a href="/latest">Latest</a></li></ol></nav>
<main role="main"><div class="region-content"><h1 class="page-title"><span>{escape(s.title)}</span></h1><div class="field field--intro"><p>{escape(s.standfirst)}</p></div>
<p class="published">Published: {"" if is_blank else f"{s.published:%-d %B %Y}"}</p>
<div class="field field--body">{body(s, h="<h3>{}</h3>")}
<p>Find your local district and get involved in the campaign where you work.</p>
<p>Members can ring the adviceline from eight until six on every working day of term.</p>
<p><strong>Editor’s Note</strong></p><p>Guild survey, “Visits and their costs”, {s.published - timedelta(days=40):%-d %B %Y}</p>
<p>Press office: 020 7946 0123, out of hours 07700 900456</p></div><a href="#top">Back to top</a></div></main></div></body></html>"""
    )
    return GoldenPage(
        f"guild-{s.number}",
        f"https://guild.example/latest/{slug(s)}",
        page,
        s.title,
        gold(s),
        None if is_blank else day(s.published),
    )


# --- 3: an association on ASP.NET: one form around the page, paragraphs parted by <br>, the date at the foot


def alliance(s: Story) -> GoldenPage:
    lines = body(s, p="{}<br><br>", h="<strong>{}</strong><br><br>", q="<em>{}</em><br><br>")
    page = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><title>Alliance - {escape(s.title)}</title></head><body>
<form method="post" action="./{slug(s)}" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="{"dDwtMTM1" * 40}" />
<div id="header"><a href="/Home">Alliance of School Principals</a> <ul class="menu"><li><a href="/Join">Join</a></li><li><a href="/Help">Help and advice</a></li></ul></div>
<div id="main-content"><h1>{escape(s.title)}</h1><div class="news-text">By {s.author}<br>{"President" if s.number % 2 else "General Secretary"} of the Alliance of School Principals<br><br>{lines}
</div><p class="posted">Posted: {s.published:%d/%m/%Y %H:%M:%S}</p>
<div class="panel-blue"><p>The Alliance runs courses for new leaders in every region: see what is on near you this term.</p><p>Colleagues say that our spring conference is the best two days of their year.</p></div></div>
<div id="footer">Registered office: 1 Alliance House, Eastmere</div></form></body></html>"""
    text = gold(s)
    return GoldenPage(
        f"alliance-{s.number}", f"https://alliance.example/News/{slug(s)}", page, s.title, text, iso(s.published), None, s.author
    )


# --- 4: a government department in the shape of GOV.UK


def department(s: Story) -> GoldenPage:
    govuk = f"""<script type="application/ld+json">{json.dumps({"@context": "http://schema.org", "@type": "NewsArticle", "headline": s.title, "datePublished": iso(s.published), "dateModified": iso(s.updated), "author": {"@type": "Organization", "name": "Office for School Visits"}, "publisher": {"@type": "Organization", "name": "Office for School Visits"}})}</script>"""
    with_data = s.number % 2 == 0

    page = (
        head(s, "GOVERNMENT", govuk if with_data else "")
        + f"""
<body class="gem-c-layout-for-public"><div id="global-cookie-message" class="gem-c-cookie-banner govuk-clearfix" data-nosnippet><h2>Cookies on this site</h2><p>We use some essential cookies to make this website work.</p></div>
<a href="#content" class="govuk-skip-link">Skip to main content</a><div class="govuk-width-container"><main id="content" role="main">
<div class="gem-c-title"><span class="govuk-caption-xl">News story</span><h1 class="gem-c-heading__text">{escape(s.title)}</h1></div>
<p class="gem-c-lead-paragraph">{escape(s.standfirst)}</p>
<div class="gem-c-metadata"><dl><dt>From:</dt><dd><a href="/o">Office for School Visits</a></dd><dt>Published</dt><dd>{f"{s.published:%-d %B %Y}"}</dd><dt>Last updated</dt><dd>{f"{s.updated:%-d %B %Y}"}</dd></dl><a href="#full-history">See all updates</a></div>
<div class="gem-c-govspeak govuk-govspeak"><div class="govspeak">{body(s)}</div></div>
<div class="gem-c-share-links"><h2>Share this page</h2><ul><li><a href="#">Share on Facebook</a></li><li><a href="#">Share on Twitter</a></li></ul></div>
<div class="gem-c-published-dates" id="full-history"><h2>Updates to this page</h2><ol class="gem-c-published-dates__list"><li class="gem-c-published-dates__change-item"><time class="gem-c-published-dates__change-date" datetime="{s.updated:%Y-%m-%d}">{s.updated:%-d %B %Y}</time><p class="gem-c-published-dates__change-note">Corrected the number of visits in the third paragraph of the announcement.</p></li>
<li class="gem-c-published-dates__change-item"><time class="gem-c-published-dates__change-date" datetime="{s.published:%Y-%m-%d}">{s.published:%-d %B %Y}</time><p class="gem-c-published-dates__change-note">First published.</p></li></ol></div>
<div class="gem-c-contextual-sidebar"><h2>Related content</h2><ul><li><a href="/r1">Visits: privacy notice</a></li></ul><h2>Explore the topic</h2><a href="/t">Inspections and performance</a></div></main></div>
<footer class="govuk-footer"><p>All content is available under the Open Government Licence v3.0, except where otherwise stated</p></footer></body></html>"""
    )

    published, updated = (iso(s.published), iso(s.updated)) if with_data else (day(s.published), day(s.updated))
    return GoldenPage(
        f"department-{s.number}",
        f"https://department.example/government/news/{slug(s)}",
        page,
        s.title,
        f"{s.standfirst}\n\n{gold(s)}",
        published,
        updated,
    )


# --- 5: a broadcaster: hashed class names, one block a paragraph, relative times


def broadcaster(s: Story) -> GoldenPage:
    block = '<div data-component="text-block" class="sc-{}-0 kYzxwa"><p class="sc-9a00e533-0 hxuGS">{{}}</p></div>'.format
    breaks = {
        2: '<div data-component="image-block" class="sc-18fde0d6"><figure><img alt="" src="/i.jpg"><figcaption><span>Image source, Agency</span><span>Image caption, The gates of a school in the county</span></figcaption></figure></div>',
        4: '<div data-component="links-block" class="sc-5c3c"><p>Listen: highlights from the county on our audio service</p><ul><li><a href="/l">Follow the county on our app</a></li></ul></div>',
    }
    stamp = s.published.replace(tzinfo=LONDON).astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    page = (
        head(s, "County Broadcasting", f'<meta property="og:title" content="{escape(s.title)}">')
        + f"""
<body><header role="banner"><nav><a href="/">Home</a><a href="/news">News</a></nav></header><main id="main-content"><article class="ssrcss-pv1rh6">
<div data-component="headline-block" class="sc-518485e5"><h1>{escape(s.title)}</h1></div>
<div data-component="byline-block" class="sc-801dd632"><div><time dateTime="{stamp}">{(s.number % 5) + 1} days ago</time></div><div class="sc-801dd632-7"><span>{s.author}</span><span>Education reporter</span></div><div><button>Share</button><button>Save</button></div></div>
{body(s, p=block("eb7bd5f6"), h='<div data-component="subheadline-block" class="sc-f98b1ad2"><h2>{}</h2></div>', q='<div data-component="text-block" class="sc-eb7bd5f6-0 kYzxwa"><p class="sc-9a00e533-0 hxuGS">{}</p></div>', breaks=breaks)}
<div data-component="text-block" class="sc-eb7bd5f6-0 kYzxwa"><p class="sc-9a00e533-0 hxuGS"><i>Send your story ideas to the county newsroom through the contact page of this service.</i></p></div>
<div data-component="text-block" class="sc-eb7bd5f6-0 kYzxwa"><p class="sc-9a00e533-0 hxuGS"><b>The early bulletin brings the county’s headlines to phones before breakfast.</b></p></div>
<div data-component="tag-list-block"><ul><li><a href="/t1">Education</a></li><li><a href="/t2">Northvale</a></li><li><a href="/t3">School inspection</a></li></ul></div></article>
<section aria-label="Related"><h2>More on this story</h2><ul><li><a href="/m1">Visits to resume after the half-term break</a></li></ul></section></main><footer><p>Copyright © 2024. The service is not responsible for the content of external sites.</p></footer></body></html>"""
    )
    fetched = (s.published + timedelta(days=(s.number % 5) + 1)).replace(tzinfo=ZoneInfo("UTC")).isoformat()
    return GoldenPage(
        f"broadcaster-{s.number}",
        f"https://county.example/news/articles/c{s.number:04d}xyz",
        page,
        s.title,
        gold(s),
        iso(s.published),
        None,
        s.author,
        fetched_at=fetched,
    )


# --- 6: a regional daily: each paragraph in its own div, READ MORE, adverts, tag runs, sign-ups in the text


def daily(s: Story) -> GoldenPage:
    breaks = {
        1: '<div class="ad-slot"><p>Ad slot B - article middle</p><button>Hide Ad</button></div>',
        2: '<div class="article-block"><p><strong>READ MORE: <a href="/x">Buses to change routes from Monday, operator says</a></strong></p></div>',
        4: '<div class="article-block"><p>Get the biggest stories from the county straight to your inbox by signing up here.</p></div>',
        6: '<div class="article-block"><p>Our photographers have been out and about: look for yourself in this week’s galleries.</p></div>',
    }
    ld = {
        "@context": "http://schema.org",
        "@type": ["NewsArticle"],
        "headline": s.title,
        "datePublished": iso(s.published),
        "dateModified": iso(s.updated),
        "author": [{"@type": "Person", "name": s.author}],
        "articleBody": " ".join(s.paragraphs),
    }
    page = (
        head(
            s,
            "Northvale Live",
            f'<script type="application/ld+json">{json.dumps(ld)}</script>',
            f'<meta property="og:title" content="{escape(s.title)} - Northvale Live"><meta property="og:site_name" content="Northvale Live">',
        )
        + f"""
<body><div class="masthead"><span>{(s.published + timedelta(days=500)):%A, %B %-d, %Y}</span></div><nav>News Sport What’s On</nav>
<main><article class="article-main"><h1 itemprop="headline">{escape(s.title)}</h1><p class="sub-title">{escape(s.standfirst)}</p>
<div class="author-info"><span class="author">By {s.author} Local Democracy Reporter</span></div><ul class="time-info"><li>{s.published:%H:%M, %-d %b %Y}</li><li>Updated {s.updated:%H:%M, %-d %b %Y}</li></ul>
<div class="article-body">{body(s, p='<div class="article-block"><p>{}</p></div>', h='<div class="article-block"><h3>{}</h3></div>', breaks=breaks)}
<div class="article-block"><p>To have your notices printed in the paper, visit the counter at our Market Street office.</p></div>
<div class="article-block"><p>Follow us on Facebook for all the latest updates</p></div></div>
<ul class="tag-list"><li><a href="/a">Northvale Council</a></li><li><a href="/b">Schools</a></li><li><a href="/c">Education</a></li></ul></article></main>
<section class="recirc"><h2>Most Read</h2><p><a href="/d">Fire crews called to a barn on the edge of the town overnight</a></p></section></body></html>"""
    )
    return GoldenPage(
        f"daily-{s.number}",
        f"https://northvale-live.example/news/{slug(s)}-{28000000 + s.number}",
        page,
        s.title,
        f"{s.standfirst}\n\n{gold(s)}",
        iso(s.published),
        iso(s.updated),
        s.author,
    )


# --- 7: a lawyers' magazine on an old Joomla: layout tables, the date above the text


def lawyers(s: Story) -> GoldenPage:
    page = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><title>{escape(s.title)}</title><meta name="author" content="Administrator"></head>
<body bgcolor="#ffffff"><table width="100%"><tr><td class="topmenu"><a href="/">Home</a> <a href="/news">News</a> <a href="/jobs">Jobs</a></td></tr></table>
<table class="blog" cellpadding="0"><tr><td width="20%"><table><tr><td>Latest jobs</td></tr><tr><td>Senior solicitor, Eastmere</td></tr><tr><td>Legal adviser, Castle Mead</td></tr></table></td><td valign="top">
<div class="item-page"><h2 itemprop="headline">{escape(s.title)}</h2><dl class="article-info"><dd class="create">{s.published:%A, %d %B %Y %H:%M}</dd></dl>
<ul class="actions"><li>Print</li><li>Email</li></ul>
<div itemprop="articleBody">{body(s)}<p><em>{s.author}</em></p></div>
<p class="promo-line">A subscription to the bulletin brings case notes for council lawyers each Thursday.</p><p>Hot topics for monitoring officers are covered in our spring series of online seminars.</p></div></td></tr></table>
<p>Copyright Notice: no part of this site may be used for any commercial purpose</p></body></html>"""
    return GoldenPage(
        f"lawyers-{s.number}",
        f"https://lawyersweekly.example/index.php/news/{56000 + s.number}-{slug(s)}",
        page,
        s.title,
        gold(s),
        iso(s.published),
        content_type="text/html",
        site="lawyers",
    )


# --- 8: a charity on a site builder: nested divs and spans, no article element


def charity(s: Story) -> GoldenPage:
    page = (
        head(
            s,
            "Staffroom Support Line",
            f'<meta property="article:published_time" content="{s.published:%Y-%m-%dT%H:%M:%S}">',
            f'<meta property="og:title" content="{escape(s.title)} — Staffroom Support Line"><meta property="og:site_name" content="Staffroom Support Line">',
        )
        + f"""
<body><div id="SITE_CONTAINER"><div id="site-root"><div class="wrap header-inner"><a href="/">Staffroom Support Line</a></div><div id="PAGES_CONTAINER"><section class="sec1"><div class="col"><div data-testid="richTextElement"><h1 class="font_0"><span style="font-size:40px">{escape(s.title)}</span></h1></div>
<div data-testid="richTextElement" class="rte">{body(s, p='<p class="font_8"><span style="font-size:16px"><span class="wixGuard"></span>{}</span></p>', h='<h2 class="font_2"><span>{}</span></h2>')}
<p class="font_8"><span>Our counsellors are there for everyone who works in education, at any hour of the day.</span></p>
<p class="font_8"><span>A gift of any size lets us answer one more caller this winter.</span></p></div></div></section>
<section class="sec2"><div class="col"><p class="font_8"><a href="/donate">Donate</a></p><p class="font_8">Registered charity in England and Wales</p></div></section></div></div></div></body></html>"""
    )
    return GoldenPage(
        f"charity-{s.number}", f"https://supportline.example/post/{slug(s)}", page, s.title, gold(s), iso(s.published)
    )


# --- 9: a civil service blog on WordPress


def blog(s: Story) -> GoldenPage:
    page = (
        head(
            s,
            "School visits blog",
            f'<meta property="article:modified_time" content="{iso(s.updated)}"><meta property="og:type" content="article">',
        )
        + f"""
<body class="single"><header id="header"><a href="/">School visits blog</a></header><div id="content" class="wrap group"><main id="main" class="main"><article class="post hentry"><header><h1 class="entry-title">{escape(s.title)}</h1>
<div class="entry-meta"><span class="govuk-visually-hidden">Posted by: </span><span class="author vcard"><a class="url fn n" href="/a" rel="author">{s.author}</a></span>, <span>Posted on:</span> <time class="updated" datetime="{s.published.replace(tzinfo=LONDON).isoformat()}">{s.published:%-d %B %Y}</time> - <span>Categories:</span> <a href="/c" rel="category tag">Visits</a></div></header>
<div class="entry-content">{body(s)}<p>Keep in touch by following the handle of the office on the usual networks.</p><p>The next post in this series will look at how visits are planned and who is told.</p><div class="sharing-buttons"><h3 class="sharing-title">Sharing and comments</h3><p>Share this page</p></div></div>
<footer><div class="entry-meta">Tags: <a href="/t">visits</a>, <a href="/u">training</a></div></footer></article>
<div id="comments"><h3 class="comments-title">2 comments</h3><ol class="commentlist"><li class="comment"><div class="comment-body"><p>Comment by Pat posted on {s.updated:%d %B %Y}</p><p>I would like to know when the guidance for small schools is going to be ready for us to read.</p></div></li></ol></div></main></div></body></html>"""
    )
    return GoldenPage(
        f"blog-{s.number}",
        f"https://visits.blog.example/{s.published:%Y/%m/%d}/{slug(s)}/",
        page,
        s.title,
        gold(s),
        iso(s.published),
        iso(s.updated),
        s.author,
    )


# --- 10: a national broadsheet: data attributes, a contribution plea in the middle, topics at the end


def broadsheet(s: Story) -> GoldenPage:
    breaks = {
        3: '<aside data-link-name="rich-link"><a href="/r">Related: What schools wrote to the minister</a></aside>',
        5: '<gu-island name="Contribution"><p>We hope you value what you have read. Reporting like this is open to everyone because enough readers choose to pay for it.</p></gu-island>',
    }
    page = (
        head(
            s,
            "The Sentinel",
            f'<meta property="article:published_time" content="{iso(s.published)}"><meta property="article:modified_time" content="{iso(s.updated)}"><meta property="og:title" content="{escape(s.title)}"><meta property="og:site_name" content="the Sentinel"><meta property="article:author" content="https://sentinel.example/profile/x"><meta name="author" content="{s.author}">',
        )
        + f"""
<body><div data-gu-name="headline"><div><h1>{escape(s.title)}</h1></div></div><div data-gu-name="standfirst"><div><p>{escape(s.standfirst)}</p></div></div>
<div data-gu-name="meta"><address aria-label="Contributor info"><a rel="author" href="/profile/x">{s.author}</a></address><details><summary>{s.published:%a %-d %b %Y %H.%M GMT}</summary>Last modified on {s.updated:%a %-d %b %Y %H.%M GMT}</details></div>
<div data-gu-name="body"><div id="maincontent" class="article-body"><div class="article-body-commercial-selector article-body-viewer-selector">{body(s, p='<p class="dcr-iy9ec7">{}</p>', breaks=breaks)}
<p class="dcr-iy9ec7">The team behind the morning briefing walks listeners through the day in under ten minutes.</p><p class="dcr-iy9ec7">Have an opinion on any of the issues raised here? Letters of up to three hundred words are considered for print.</p></div></div></div>
<div class="submeta"><span>Explore more on these topics</span><ul><li><a href="/a">Schools</a></li><li><a href="/b">Teaching</a></li></ul><a href="/reuse">Reuse this content</a></div><section data-component="most-viewed"><h2>Most viewed</h2></section></body></html>"""
    )
    return GoldenPage(
        f"broadsheet-{s.number}",
        f"https://sentinel.example/education/{s.published:%Y/%b/%d}/{slug(s)}".lower(),
        page,
        s.title,
        f"{s.standfirst}\n\n{gold(s)}",
        iso(s.published),
        iso(s.updated),
        s.author,
    )


SKINS: tuple[Callable[[Story], GoldenPage], ...] = (
    weekly,
    guild,
    alliance,
    department,
    broadcaster,
    daily,
    lawyers,
    charity,
    blog,
    broadsheet,
)
