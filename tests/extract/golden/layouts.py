"""Layouts of the wider web, older and newer, each with prose of our own: how blogs, papers, councils and shops for words are built.

Written and given their texts before any reader was tried on them; `text_layouts` is their own figure.
"""

# ruff: noqa: E501 - markup stands on the lines that publishers serve it on
from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from tests.extract.golden.prose_bank import BAKING, BUSES, COUNTRY, HARBOUR, MATCH, SOFTWARE, SPEECH, WALK
from tests.extract.golden.skins import GoldenPage

SITE = "layout"
SCRIPT = "<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments);}gtag('js',new Date());</script>"


def layout(name: str, html: str, title: str, text: Sequence[str], **known: Any) -> GoldenPage:
    told = "\n\n".join(text)
    return GoldenPage(
        name=f"layout-{name}",
        url=f"https://{name}.example/stories/item",
        html=html,
        title=title,
        text=told,
        site=SITE,
        **({"published": None} | known),
    )


def e(lines: Sequence[str]) -> list[str]:
    return [escape(line, quote=False) for line in lines]


def p(lines: Sequence[str], attributes: str = "") -> str:
    return "".join(f"<p{attributes}>{line}</p>\n" for line in e(lines))


def shell(title: str, inner: str, head: str = "", body: str = "") -> str:
    return f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset=utf-8><title>{escape(title)}</title>{head}{SCRIPT}</head><body {body}>{inner}</body></html>'


def _blogs() -> list[GoldenPage]:
    loaf, walk, soft = "On getting bread wrong", "Up behind the chapel", "Ledger 4 is out"
    wordpress = f"""<div id="wrapper" class="hfeed"><div id="header"><div id="site-title"><a href="/">The Slow Oven</a></div><div id="site-description">Bread, mostly</div>
<div id="access"><div class="skip-link screen-reader-text"><a href="#content">Skip to content</a></div><ul><li><a href="/about">About</a></li><li><a href="/recipes">Recipes</a></li></ul></div></div>
<div id="main"><div id="container"><div id="content" role="main"><div id="nav-above" class="navigation"><div class="nav-previous"><a href="/p">&larr; A note on salt</a></div><div class="nav-next"><a href="/n">What to do with crusts &rarr;</a></div></div>
<div id="post-312" class="post-312 post type-post hentry category-bread tag-rye"><h1 class="entry-title">{loaf}</h1>
<div class="entry-meta"><span class="meta-prep">Posted on</span> <a href="/d"><span class="entry-date">March 9, 2013</span></a> <span class="meta-sep">by</span> <span class="author vcard"><a class="url fn n" href="/author/jo">Jo Marrow</a></span></div>
<div class="entry-content"><div id="attachment_313" class="wp-caption alignright" style="width: 310px"><img src="loaf.jpg"><p class="wp-caption-text">Sunday's loaf, before it sank</p></div>
{p(BAKING[:5])}<p style="text-align: center;"><a href="big.jpg"><img src="crumb.jpg"></a></p>{p(BAKING[5:])}
<div class="sharedaddy sd-sharing-enabled"><div class="robots-nocontent"><h3 class="sd-title">Share this:</h3><ul><li><a>Twitter</a></li><li><a>Facebook</a></li></ul></div></div>
<div class='yarpp-related'><h3>Related posts:</h3><ol><li><a href="/1">A note on salt</a></li><li><a href="/2">The trouble with spelt</a></li></ol></div></div>
<div class="entry-utility">This entry was posted in <a href="/c">Bread</a> and tagged <a href="/t">rye</a>. Bookmark the <a href="/l">permalink</a>.</div></div>
<div id="comments"><h3 id="comments-title">2 Responses to <em>{loaf}</em></h3><ol class="commentlist"><li class="comment even"><div class="comment-author vcard"><cite class="fn">Petra</cite> <span class="says">says:</span></div><div class="comment-meta"><a>March 10, 2013 at 8:12 am</a></div><div class="comment-body"><p>I weigh the salt twice as well and I am not ashamed of it, thank you for writing this.</p></div><div class="reply"><a>Reply</a></div></li>
<li class="comment odd"><div class="comment-author vcard"><cite class="fn">Oz</cite> <span class="says">says:</span></div><div class="comment-body"><p>Have you tried potato water? My aunt swore by it and her loaves never sank once in forty years.</p></div></li></ol>
<div id="respond"><h3>Leave a Reply</h3><p class="comment-notes">Your email address will not be published.</p></div></div></div></div>
<div id="primary" class="widget-area"><ul class="xoxo"><li class="widget-container"><h3>Recent Posts</h3><ul><li><a href="/a">What to do with crusts</a></li></ul></li><li class="widget-container"><h3>Archives</h3><ul><li><a href="/m">March 2013</a></li></ul></li></ul></div></div></div>"""
    breaks = (
        "<br />\n<br />\n".join(e(WALK[:3]))
        + '<div class="separator" style="clear: both; text-align: center;"><a href="x.jpg"><img border="0" src="x.jpg" /></a></div><br />'
        + "<br />\n<br />\n".join(e(WALK[3:]))
    )
    blogspot = f"""<div class='content-outer'><div class='header-outer'><h1 class='title'><a href='/'>Boots and Bracken</a></h1></div><div class='main-outer'><div class='column-center-inner'><div class='main section' id='main'><div class='widget Blog' id='Blog1'>
<div class='blog-posts hfeed'><div class="date-outer"><h2 class='date-header'><span>Sunday, 14 June 2015</span></h2><div class="date-posts"><div class='post-outer'><div class='post hentry uncustomized-post-template'><h3 class='post-title entry-title'>{walk}</h3><div class='post-header'></div>
<div class='post-body entry-content' id='post-body-77'>{breaks}<div style='clear: both;'></div></div>
<div class='post-footer'><div class='post-footer-line'><span class='post-author vcard'>Posted by <span class='fn'>Ines</span></span> <span class='post-timestamp'>at <a><abbr>19:40</abbr></a></span> <span class='post-comment-link'></span></div><div class='post-footer-line'><span class='post-labels'>Labels: <a>estuary</a>, <a>pubs</a></span></div></div></div>
<div class='comments' id='comments'><h4>1 comment:</h4><dl><dt>Whippets2</dt><dd><p>It was me. I still do not recommend the long way round, and the dogs agree with me on this.</p></dd><dd class='comment-footer'>15 June 2015 at 07:02</dd></dl><p class='comment-footer'><a>Post a Comment</a></p></div></div></div></div></div>
<div class='blog-pager'><a>Newer Post</a> <a>Older Post</a> <a>Home</a></div></div></div></div><div class='column-right-outer'><h2>About Me</h2><p>Ines walks, badly, and writes it down so that you need not.</p><h2>Blog Archive</h2><ul><li>2015 (12)</li><li>2014 (31)</li></ul></div></div></div>"""
    medium = f"""<div id="root"><div class="a b c"><nav><a href="/">Open in app</a><a>Sign up</a><a>Sign in</a></nav></div><article><div class="l"><div class="l"><section><div><div class="ab ca"><div class="ch bg"><h1 class="pw-post-title gt">{soft}</h1><h2 class="pw-subtitle-paragraph">Six years, one importer</h2>
<div class="speechify-ignore ab cp"><div class="ab"><a href="/@rk"><img alt="R. Kestrel"></a><div><a href="/@rk">R. Kestrel</a><span>·</span><button>Follow</button><div><span>4 min read</span><span>·</span><span>Feb 2, 2022</span></div></div></div><div><button>312</button><button>9</button><div>Listen</div><div>Share</div></div></div>
<figure class="paragraph-image"><img src="a.png"><figcaption class="iw">The importer, asking. Photo by the author</figcaption></figure>
{p(SOFTWARE[:3], ' class="pw-post-body-paragraph mm mn" id="c1f2"')}<h2 class="mx my" id="a9">What went</h2>{p(SOFTWARE[3:5], ' class="pw-post-body-paragraph mm mn"')}<blockquote class="nu"><p class="pw-post-body-paragraph">It asks, and it remembers what you said.</p></blockquote>{p(SOFTWARE[5:], ' class="pw-post-body-paragraph mm mn"')}</div></div></div></section></div></div></article>
<div class="pq"><div><a>Accounting</a><a>Open Source</a></div><div><button>312</button><button>9</button></div><div><h2>Written by R. Kestrel</h2><span>1.4K Followers</span><p>I write software for people who keep receipts in a shoebox.</p><button>Follow</button></div><h2>More from R. Kestrel</h2><div><div><a href="/x"><h2>Why the importer guessed</h2><div><h3>A short history of wrong currencies</h3></div></a><span>5 min read · Jan 3</span></div><div><a href="/y"><h2>Receipts, a love story</h2><div><h3>The shoebox is a database</h3></div></a><span>7 min read · Dec 9</span></div></div><h2>Recommended from Medium-like places</h2><div><a>Help</a><a>Status</a><a>About</a><a>Careers</a></div></div></div>"""
    substack = f"""<div class="main-menu"><a>Home</a><a>Archive</a><a>About</a></div><div class="single-post-container"><div class="container"><div class="single-post"><article class="typography newsletter-post post"><div class="post-header"><h1 class="post-title published">{walk}</h1><h3 class="subtitle">A slow day, and a pub at the end of it</h3><div class="byline-wrapper"><a href="/u">Ines Tarn</a><div>May 11, 2023</div></div><div class="post-ufi"><a>41</a><a>7</a><a>Share</a></div></div>
<div class="available-content"><div dir="auto" class="body markup">{p(WALK[:2])}<div class="subscription-widget-wrap"><div class="subscription-widget show-subscribe"><div class="preamble"><p class="cta-caption">Boots and Bracken is a reader-supported publication. To receive new posts and support my work, consider becoming a free or paid subscriber.</p></div><div class="subscribe-widget"><form><input type="email" placeholder="Type your email…"><button>Subscribe</button></form></div></div></div>
{p(WALK[2:5])}<div class="captioned-image-container"><figure><a class="image-link"><img></a><figcaption class="image-caption">The cairn, not the one you want</figcaption></figure></div>{p(WALK[5:])}<p class="button-wrapper"><a class="button primary" href="/share"><span>Share Boots and Bracken</span></a></p><div class="subscription-widget-wrap-editor"><p class="cta-caption">Thanks for reading Boots and Bracken! Subscribe for free to receive new posts and support my work.</p></div></div></div></article></div></div></div>
<div id="discussion" class="container"><h4>Discussion about this post</h4><div class="comment-list"><div class="comment"><a>Oz</a> <span>May 12</span><div class="comment-body"><p>The pub is shut on Mondays, and I learned this in the rain with nothing left in my flask.</p></div></div></div></div><div class="footer">© 2023 Ines Tarn · Privacy ∙ Terms ∙ Collection notice</div>"""
    return [
        layout(
            "wordpress-2010",
            shell(f"{loaf} | The Slow Oven", wordpress, body='class="single single-post postid-312"'),
            loaf,
            BAKING,
            published="2013-03-09",
            byline="Jo Marrow",
        ),
        layout("blogspot", shell(f"Boots and Bracken: {walk}", blogspot), walk, WALK, published="2015-06-14", byline=None),
        layout(
            "medium",
            shell(f"{soft}. Six years, one importer | by R. Kestrel", medium),
            soft,
            (*SOFTWARE[:3], "What went", *SOFTWARE[3:]),
            published="2022-02-02",
            byline="R. Kestrel",
        ),
        layout("substack", shell(f"{walk} - Boots and Bracken", substack), walk, WALK, published="2023-05-11", byline="Ines Tarn"),
    ]


def _papers() -> list[GoldenPage]:
    harbour, match, fields = (
        "Museum that the sea took back reopens",
        "Pell, 17, starts the comeback",
        "Creamery field to become allotments",
    )
    h, m, c = e(HARBOUR), e(MATCH), e(COUNTRY)
    paper_a = f"""<header><a href="#maincontent" data-ignore="global-link-styling">Skip to main content</a><div>Support the Courier <a>Make a year-round contribution</a></div></header>
<article><aside data-gu-name="title"><a>Museums</a></aside><div data-gu-name="headline"><h1 class="dcr-1nf">{harbour}</h1></div><div data-gu-name="standfirst"><p>The storm left a metre of water in the lower gallery. Eleven months on, the doors are open</p></div><div data-gu-name="media"><figure><img><figcaption><span>The lower gallery last spring. </span> Photograph: Lee Ord/The Courier</figcaption></figure></div>
<aside data-gu-name="meta"><address aria-label="Contributor info"><a rel="author">Cass Weller</a></address><details><summary><span>Fri 3 Feb 2023 06.00 GMT</span></summary>Last modified on Fri 3 Feb 2023 09.10 GMT</details><div>Share</div></aside>
<div data-gu-name="body"><div id="maincontent"><div class="article-body-commercial-selector article-body-viewer-selector dcr-1g5o">
<p class="dcr-1kp"><span class="dcr-1jn">{h[0][0]}</span>{h[0][1:]}</p><p class="dcr-1kp">{h[1]}</p><p class="dcr-1kp">{h[2]}</p>
<figure data-spacefinder-role="richLink" class="dcr-a1"><div class="dcr-b"><a href="/x"><div><h3>Sea wall in Brayford fails again</h3></div><div>Read more</div></a></div></figure><p class="dcr-1kp">{h[3]}</p><p class="dcr-1kp">{h[4]}</p>
<div class="ad-slot-container"><div class="ad-slot" data-label="Advertisement"></div></div><p class="dcr-1kp">{h[5]}</p><gu-island name="EmailSignUpWrapper"><aside aria-label="newsletter promotion"><h4>Sign up to First Tide</h4><p>Our morning email breaks down the key stories of the day, telling you what is happening and why it matters</p><span>Privacy Notice: Newsletters may contain info about charities, online ads, and content funded by outside parties.</span></aside></gu-island><p id="sign-in-gate">after newsletter promotion</p>
<p class="dcr-1kp">{h[6]}</p><p class="dcr-1kp">{h[7]}</p><p class="dcr-1kp">{h[8]}</p></div></div><div data-gu-name="sub-meta"><div>Explore more on these topics</div><ul><li><a>Museums</a></li><li><a>Coast</a></li><li><a>news</a></li></ul><div><a>Share</a><a>Reuse this content</a></div></div></div></article>
<section data-component="more-on-this-story"><h2>More on this story</h2><ul><li><a><h3>Sea wall in Brayford fails again</h3></a></li><li><a><h3>Lifeboat to go on show</h3></a></li></ul></section><section><h2>Most viewed</h2></section>"""
    block = "".join
    paper_b = f"""<div id="header-content"><nav><ul><li><a>Home</a></li><li><a>News</a></li><li><a>Sport</a></li></ul></nav></div><main id="main-content"><article class="ssrcss-pv ArticleWrapper"><header data-component="headline-block" class="ssrcss-1x"><h1 id="main-heading" class="ssrcss-15">{match}</h1></header><div data-component="byline-block"><div class="ssrcss-h3"><div>Abel Strand</div><div>Sport reporter</div></div><div><span>Published</span><time datetime="2022-11-16T07:12:40.000Z">16 November 2022</time></div></div>
<div data-component="image-block"><figure><span><img></span><span role="text"><span class="visually-hidden">Image source, </span>Westhaven FC</span><figcaption><span class="visually-hidden">Image caption, </span><p>Sorrel scored the winner in added time</p></figcaption></figure></div>
{block(f'<div data-component="text-block" class="ssrcss-11"><div class="ssrcss-7u"><p class="ssrcss-1q">{"<b>" + x + "</b>" if i == 0 else x}</p></div></div>' for i, x in enumerate(m[:3]))}
<div data-component="unordered-list-block"><div><ul role="list"><li><a href="/live">Follow all Tuesday's games as they happened</a></li><li><a href="/table">See the table</a></li></ul></div></div>
{block(f'<div data-component="text-block" class="ssrcss-11"><div class="ssrcss-7u"><p class="ssrcss-1q">{x}</p></div></div>' for x in m[3:6])}<div data-component="subheadline-block"><h2>'First of nine finals'</h2></div>{block(f'<div data-component="text-block" class="ssrcss-11"><div class="ssrcss-7u"><p class="ssrcss-1q">{x}</p></div></div>' for x in m[6:])}
<div data-component="text-block"><p><i>Follow County Sport on <a>Facebook</a>, <a>X</a> and <a>Instagram</a>. Send your story ideas to <a>sport@county.example</a></i></p></div><section data-component="links-block"><h2>More on this story</h2><ul><li><a><span>Linton Cross manager 'hurt' by collapse</span></a><div><time>15 November 2022</time></div></li><li><a><span>Who is Pell? Seventeen and starting</span></a></li></ul></section><section data-component="tag-list-block"><h2>Related Topics</h2><ul><li><a>Football</a></li><li><a>Westhaven</a></li></ul></section></article></main>"""
    paper_c = f"""<nav class="site-nav"><a>News</a><a>Politics</a><a>Money</a></nav><main><div class="sdc-article-header"><h1><span class="sdc-article-header__long-title">{fields}</span></h1><p class="sdc-article-header__sub-title">The valley gets its first new plots since 1948.</p></div><div class="sdc-article-author"><p class="sdc-article-author__role"><span>By Edie Marl, rural affairs reporter</span></p></div><div class="sdc-article-date"><p class="sdc-article-date__date-time">Thursday 6 July 2023 13:41, UK</p></div><div class="sdc-article-image"><figure><img><figcaption><span class="visually-hidden">Image: </span>The creamery closed in 2016. Pic: Valley Pictures</figcaption></figure></div>
<div class="sdc-article-body sdc-article-body--lead" data-highlight-intro="true"><p>{c[0]}</p><p>{c[1]}</p><div class="ad" data-format="leaderboard"></div><p>{c[2]}</p><p><strong>Read more:<br><a href="/1">Why courgettes cost so much this year</a><br><a href="/2">The village that bought its pub</a></strong></p><p>{c[3]}</p><div class="sdc-site-video"><div><p>Please use a newer browser for a more accessible video player</p></div><span class="sdc-site-video__duration">1:12</span><div class="caption"><span>The parish council signs</span></div></div><p>{c[4]}</p>
<div class="sdc-article-widget callout"><div><p><strong>Spreaker</strong> This content is provided by <strong>Spreaker</strong>, which may be using cookies and other technologies. To show you this content, we need your permission to use cookies.</p><button>Enable Cookies</button></div></div><p>{c[5]}</p><p>{c[6]}</p><div class="sdc-article-strapline"><a>Be the first to get Breaking News</a><p>Install the news app for free</p><a>App store</a></div><p>{c[7]}</p><p>{c[8]}</p></div><div class="sdc-article-related-stories"><h2>Related Topics</h2><ul><li><a>Allotments</a></li></ul></div><div class="sdc-site-tiles"><h2>Top Stories</h2><div><h3><a>Rail strike goes on</a></h3></div></div></main>"""
    paper_d = f"""<div class="article"><div class="lead-content"><h1 itemprop="headline">{harbour}</h1><div class="article__leading"><p class="sub-title" itemprop="description">After eleven months of repairs the doors open on Saturday, and entry is free</p></div><div class="byline"><ul class="author"><li><div class="label">By</div><a class="publication-theme">Rhona Pike</a><span>Local Democracy Reporter</span></li><li><span class="time-container"><time class="date-published" datetime="2024-02-02T05:00:00Z">05:00, 2 Feb 2024</time></span></li></ul></div><div class="social-sites"><ul><li>Share</li><li>Comments</li></ul></div></div>
<div class="article-body" itemprop="articleBody"><p>{h[0]}</p><p>{h[1]}</p><div class="in-article-newsletter"><div class="text-container"><p>Get the latest news from Saltmarsh straight to your inbox</p></div><p class="invalid-email">Please enter a valid email</p><p>We use your sign-up to provide content in ways you have consented to and improve our understanding of you. <a>More info</a></p></div><p>{h[2]}</p><p><b>READ MORE: </b><a href="/r"><b>Residents' fury as chip shop queue blocks lifeboat</b></a></p><p>{h[3]}</p><div class="mod-video"><span>Video Unavailable</span><button>Click to play</button></div><p>{h[4]}</p><div class="teaser-list"><p>{h[5]}</p></div><p>{h[6]}</p><ul><li><p><a href="/q"><b>The 14 best beaches near Saltmarsh, ranked</b></a></p></li></ul><p>{h[7]}</p><p>{h[8]}</p><p><em>What do you think? Let us know in the comments below.</em></p><p><b>Join our Saltmarsh community on WhatsApp <a>here</a> to get breaking news sent to your phone.</b></p></div><div class="tag-list"><ul><li><a>Museums</a></li></ul></div><div class="next-article"><h3>Next story</h3><p>Pub landlord bans crisps after noise complaints from the bowls club next door</p></div></div>"""
    paper_e = f"""<div class="mar-page"><article><h1 class="mar-article__headline">{match}</h1><time datetime="2022-11-16">16th November</time><div class="mar-article__tags"><a>Sport</a><a>Football</a></div><p class="author">By <a>Abel Strand</a> <span>@abelstrand</span> Sports editor</p><p class="comment-count">4 Comments</p><figure><img><figcaption>Pell celebrates (Image: Liv Orme)</figcaption></figure>
<p class="article-first-paragraph">{m[0]}</p><p>{m[1]}</p><p>{m[2]}</p><div class="promo"><b>Recommended reading:</b><ul><li><a>Linton Cross sack coach</a></li><li><a>Ground plans go in</a></li></ul></div><p>{m[3]}</p><p>{m[4]}</p><blockquote class="twitter-tweet"><p lang="en">WHAT a night. #Westhaven</p>— Westhaven FC (@westhavenfc) <a>November 15, 2022</a></blockquote><p>{m[5]}</p><p>{m[6]}</p><p>{m[7]}</p><p>{m[8]}</p></article>
<section id="c"><h2>Comments: Our rules</h2><p>We want our comments to be a lively and valuable part of our community - a place where readers can debate and engage with the most important local issues. The ability to comment on our stories is a privilege, not a right, and that privilege may be withdrawn if it is abused or misused.</p><p>Please report any comments that break our rules.</p><a>Read the rules here</a><h3>Last Updated:</h3><p>16th November 11:02 am</p></section></div>"""
    return [
        layout(
            "paper-islands",
            shell(f"{harbour} | Museums | The Courier", paper_a),
            harbour,
            ("The storm left a metre of water in the lower gallery. Eleven months on, the doors are open", *HARBOUR),
            published="2023-02-03T06:00:00+00:00",
            byline="Cass Weller",
        ),
        layout(
            "paper-blocks",
            shell(f"{match} - County Sport", paper_b),
            match,
            (*MATCH[:6], "'First of nine finals'", *MATCH[6:]),
            published="2022-11-16T07:12:40+00:00",
            byline="Abel Strand",
        ),
        layout(
            "paper-callouts",
            shell(f"{fields} | UK News | Channel Example", paper_c),
            fields,
            COUNTRY,
            published="2023-07-06T12:41:00+00:00",
            byline="Edie Marl",
        ),
        layout(
            "paper-regional",
            shell(f"{harbour} - Saltmarsh Live", paper_d),
            harbour,
            HARBOUR,
            published="2024-02-02T05:00:00+00:00",
            byline="Rhona Pike",
        ),
        layout(
            "paper-weekly",
            shell(f"{match} | Westhaven Gazette", paper_e),
            match,
            MATCH,
            published="2022-11-16",
            byline="Abel Strand",
        ),
    ]


COMMENTS = (
    ("Dave from Brayford", "About time. My lad has been on that list since he was at primary school and he drives a lorry now."),
    ("ValleyGirl61", "Lovely idea but where is everybody meant to park? The lane is a nightmare as it is on market days."),
    ("T. Pargeter", "Well said, Dave. And thirty-two is nothing, they could have had a hundred if the parish had asked."),
    ("Onlooker", "A pound! I wish somebody would sell me a field for a pound."),
)


def _discussions() -> list[GoldenPage]:
    title = "Creamery field to become allotments"
    top = (
        f"<div class='wrap'><div><a href='/'>The Valley Post</a></div><h1>{title}</h1><div>Edie Marl, 6 July 2023</div>{p(COUNTRY)}"
    )
    stamps = ("6 Jul 2023 14:02", "6 Jul 2023 15:30", "6 Jul 2023 18:11", "7 Jul 2023 08:45")
    boxed = "".join(
        f"<div><div><b>{name}</b> <span>{stamp}</span></div><div>{text}</div><div><a>Like (3)</a> <a>Reply</a> <a>Report</a></div></div>"
        for (name, text), stamp in zip(COMMENTS, stamps, strict=True)
    )
    said = "".join(
        f"<p>{name} says:</p><p>{stamp}</p><p>{text}</p>"
        for (name, text), stamp in zip(
            COMMENTS,
            ("July 6, 2023 at 2:02 pm", "July 6, 2023 at 3:30 pm", "July 6, 2023 at 6:11 pm", "July 7, 2023 at 8:45 am"),
            strict=True,
        )
    )
    ago = "".join(
        f"<div><p>{name}</p><p>2 years ago</p><p>{text}</p><p>{n} likes</p></div>" for n, (name, text) in enumerate(COMMENTS)
    )
    bare = "".join(
        f"<div><strong>{name}</strong><br>{text}<br><small>Score: {n}</small> <small>Reply | Report abuse</small></div>"
        for n, (name, text) in enumerate(COMMENTS)
    )
    return [
        layout(
            "comments-boxed",
            shell(title, f"{top}<div><div>4 comments</div><div>Sort by: Newest</div>{boxed}</div></div>"),
            title,
            COUNTRY,
            published="2023-07-06",
            byline="Edie Marl",
        ),
        layout("comments-say", shell(title, f"{top}{said}</div>"), title, COUNTRY, published="2023-07-06", byline="Edie Marl"),
        layout(
            "comments-ago", shell(title, f"{top}<div>{ago}</div></div>"), title, COUNTRY, published="2023-07-06", byline="Edie Marl"
        ),
        layout(
            "comments-bare",
            shell(title, f"{top}<div><p>Have your say</p>{bare}</div></div>"),
            title,
            COUNTRY,
            published="2023-07-06",
            byline="Edie Marl",
        ),
    ]


def _institutions() -> list[GoldenPage]:
    buses, speech, fields = (
        "More buses to the hospital from September",
        "Weigh it twice: on counting in public",
        "Allotments for Harrow Vale",
    )
    b, s = e(BUSES), e(SPEECH)
    drupal = f"""<div id="page-wrapper"><div id="page"><div id="header"><a id="logo"></a><div class="region region-header"><div class="block block-search"><form id="search-block-form"><h2 class="element-invisible">Search form</h2></form></div></div></div><div id="breadcrumb"><h2 class="element-invisible">You are here</h2><div class="breadcrumb"><a>Home</a> » <a>News</a></div></div>
<div id="main-wrapper"><div id="content" class="column"><div class="section"><a id="main-content"></a><h1 class="title" id="page-title">{buses}</h1><div class="region region-content"><div id="block-system-main" class="block block-system"><div class="content"><div id="node-410" class="node node-news-item node-promoted clearfix"><div class="meta submitted"><span property="dc:date dc:created" content="2019-07-22T09:15:00+01:00">Submitted by <span class="username">press office</span> on Mon, 22/07/2019 - 09:15</span></div>
<div class="content clearfix"><div class="field field-name-field-image field-type-image"><div class="field-items"><div class="field-item even"><img></div></div></div><div class="field field-name-body field-type-text-with-summary field-label-hidden"><div class="field-items"><div class="field-item even" property="content:encoded">{p(BUSES)}</div></div></div><div class="field field-name-field-tags field-label-above"><div class="field-label">Tags:&nbsp;</div><div class="field-items"><div class="field-item even"><a>Transport</a></div><div class="field-item odd"><a>Health</a></div></div></div></div><div class="link-wrapper"><ul class="links inline"><li class="comment_forbidden first last"><span><a>Log in</a> to post comments</span></li></ul></div></div></div></div></div></div></div>
<div id="sidebar-second"><div class="region"><div class="block block-views"><h2>Latest news</h2><div class="view-content"><div class="views-row"><a>Library hours change</a></div><div class="views-row"><a>Bins over the bank holiday</a></div></div></div></div></div></div></div></div>"""
    council = f"""<a class="skip" href="#c">Skip to main content</a><div class="cookie-banner"><p>This site uses cookies to make the site simpler.</p></div><header><a>Castle Mead District Council</a></header><nav aria-label="Breadcrumb"><ol><li><a>Home</a></li><li><a>News</a></li></ol></nav><main id="c"><div class="lgd-row"><div class="lgd-row__two-thirds"><h1 class="lgd-page-title">{buses}</h1><div class="news-meta">Published Monday, 22 July 2019</div>
<div class="text-long"><p>{b[0]}</p><p>{b[1]}</p><h2>Who travels free</h2><p>{b[2]}</p><div class="callout callout-primary"><h2 class="callout-title">Order a card</h2><p>Bring a photograph and proof of the child's age.</p></div><h2>Stops that move</h2><p>{b[3]}</p><ul><li>Mill Lane, by the school, moves forty metres north</li><li>Mill Lane, by the ford, moves to the car park</li></ul><p>{b[4]}</p><p>{b[5]}</p><p>{b[6]}</p></div>
<div class="page-feedback"><h2>Was this page helpful?</h2><button>Yes</button><button>No</button><label>What were you looking for?</label></div><div class="share"><h2>Share this page</h2><ul><li><a>Facebook</a></li><li><a>X</a></li></ul></div></div><aside><h2>Contact us</h2><p>Transport team, Council Offices, Castle Mead. We are open from Monday to Friday between nine and five.</p></aside></div></main><footer><p>© 2024 Castle Mead District Council</p><ul><li>Accessibility</li></ul></footer>"""
    webforms = f"""<form method="post" action="./news.aspx" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="{"dDw" * 60}"><div id="ctl00_header"><table><tr><td><a>Home</a></td><td><a>Contact</a></td></tr></table></div><div id="ctl00_ContentPlaceHolder1_pnl"><span id="ctl00_ContentPlaceHolder1_lblTitle" class="heading">{fields}</span><br><span id="ctl00_ContentPlaceHolder1_lblDate" class="small">06/07/2023</span><br><br><span id="ctl00_ContentPlaceHolder1_lblBody">{"".join(f'<p class="MsoNormal" style="margin:0cm 0cm 10pt"><span style="font-size: small;"><font face="Calibri">{x}</font></span></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>' for x in e(COUNTRY))}</span></div><div id="ctl00_footer"><p>Valley Parish Councils, The Old Bank, Harrow Vale. Site map. Terms and conditions of use.</p></div></form>"""
    quoted = f"""<header><nav><a>Office for Counting</a><a>News</a><a>Speeches</a></nav></header><main><div class="hero"><h1>{speech}</h1><p class="lede">Given by the chief statistician at the Wool Hall, Fenwick</p></div><div class="content"><p><em>Check against delivery</em></p><blockquote>{p(SPEECH)}</blockquote></div><div class="downloads"><h2>Downloads</h2><ul><li><a>Speech (PDF, 210 KB)</a></li></ul></div><div class="contact"><h2>Media office</h2><p>For enquiries from journalists, write to the media office at any time.</p></div></main><footer>© Office for Counting</footer>"""
    frame = f"""<table width="760" border="0" cellpadding="0" cellspacing="0" align="center"><tr><td colspan="3" bgcolor="#003366"><font color="#ffffff" size="5"><b>The Fenwick Society</b></font></td></tr><tr><td width="130" valign="top" bgcolor="#eeeeee"><font size="2"><a href="index.htm">Home</a><br><a href="news.htm">News</a><br><a href="talks.htm">Talks</a><br><a href="links.htm">Links</a></font></td><td width="500" valign="top"><font face="Times" size="5"><b>{speech}</b></font><br><font face="Times" size="3"><i>from the Society's Newsletter, Autumn 2001</i><br><br>{"<br><br>".join(s)}</font><br><br><hr><font size="1">Page last changed 4 November 2001. Best viewed at 800 by 600. Mail the webmaster.</font></td><td width="130" valign="top"><font size="2"><b>Next talk</b><br>Bees of the estuary<br>Tuesday, 8 pm<br>All welcome</font></td></tr></table>"""
    accordion = "".join(
        f"<div class='accordion-item'><h3 class='accordion-header'><button class='accordion-button collapsed' aria-expanded='false'>{head}</button></h3><div class='accordion-collapse collapse'><div class='accordion-body'><p>{text}</p></div></div></div>"
        for head, text in zip(
            ("When do the times change?", "Is there a night bus?", "Do children pay?", "Which stops move?"), b[:4], strict=True
        )
    )
    questions = f"""<header><nav><a>Home</a><a>Travel</a></nav></header><main><h1>The new bus times: your questions</h1><p>{b[4]}</p><p>{b[5]}</p><div class="accordion" id="faq">{accordion}</div><p>{b[6]}</p><div class="feedback"><p>Did you find this page useful?</p></div></main><footer><p>Castle Mead</p></footer>"""
    faq = (
        BUSES[4],
        BUSES[5],
        "When do the times change?",
        BUSES[0],
        "Is there a night bus?",
        BUSES[1],
        "Do children pay?",
        BUSES[2],
        "Which stops move?",
        BUSES[3],
        BUSES[6],
    )
    return [
        layout(
            "drupal-7",
            shell(f"{buses} | Castle Mead", drupal, body='class="html not-front page-node node-type-news-item"'),
            buses,
            BUSES,
            published="2019-07-22T08:15:00+00:00",
        ),
        layout(
            "council",
            shell(f"{buses} | Castle Mead District Council", council),
            buses,
            (
                BUSES[0],
                BUSES[1],
                "Who travels free",
                BUSES[2],
                "Stops that move",
                BUSES[3],
                "Mill Lane, by the school, moves forty metres north",
                "Mill Lane, by the ford, moves to the car park",
                *BUSES[4:],
            ),
            published="2019-07-22",
        ),
        layout("web-forms", shell(fields, webforms), fields, COUNTRY, published="2023-07-06"),
        layout("speech-quoted-whole", shell(f"{speech} - Office for Counting", quoted), speech, SPEECH),
        layout("frame-of-tables", shell("The Fenwick Society", frame), speech, SPEECH),
        layout("accordion", shell("The new bus times: your questions", questions), "The new bus times: your questions", faq),
    ]


def _modern() -> list[GoldenPage]:
    soft, loaf, harbour, walk = (
        "Ledger 4 is out",
        "On getting bread wrong",
        "Museum that the sea took back reopens",
        "Up behind the chapel",
    )
    h, w, k = e(HARBOUR), e(WALK), e(BAKING)
    boxes = "".join(
        f'<div class="css-18vfmjb"><div class="css-g5piaz"><div data-type="paragraph">{x}</div></div></div>'
        + (
            '<div class="css-rel9"><div class="css-x1">Read next</div><a href="/n"><div class="css-h4">The trouble with spelt, explained</div></a></div>'
            if n == 2
            else ""
        )
        for n, x in enumerate(k)
    )
    react = f"""<div id="__next"><div class="css-nav"><a>Food</a><a>Home</a><div>Subscribe</div></div><div class="css-main"><div class="css-hd"><div role="heading" aria-level="1" class="css-h1">{loaf}</div><div class="css-by">Jo Marrow</div><div class="css-dt">9 Mar 2021</div></div><div class="css-body">{boxes}</div><div class="css-ft"><div class="css-ttl">You might also like</div><div class="css-card"><a href="/a"><div>A note on salt</div><div>Why a pinch is not a measure, and what to do about it in a damp kitchen</div></a></div><div class="css-card"><a href="/b"><div>What to do with crusts</div><div>Seven ideas, of which four are soup, from a reader with too many of them</div></a></div></div></div></div>"""
    amp = f"""<amp-sidebar id="s" layout="nodisplay"><ul><li><a>Home</a></li></ul></amp-sidebar><header class="amp-header"><a>The Courier</a></header><article class="amp-article"><h1>{harbour}</h1><p class="amp-byline">By Cass Weller | <time datetime="2023-02-03T06:00:00Z">3 February 2023</time></p><amp-img src="a.jpg" width="4" height="3" layout="responsive"></amp-img><p class="amp-caption">The lower gallery last spring</p><p>{h[0]}</p><amp-ad type="x" width="300" height="250"></amp-ad><p>{h[1]}</p><p>{h[2]}</p><amp-embed type="taboola"></amp-embed><p>{h[3]}</p><p>{h[4]}</p><p>{h[5]}</p><section class="amp-related"><h4>RELATED</h4><p><a href="/1">Sea wall in Brayford fails again</a></p><p><a href="/2">Lifeboat to go on show</a></p></section><p>{h[6]}</p><p>{h[7]}</p><p>{h[8]}</p></article><amp-social-share type="x"></amp-social-share><footer><a href="/full">View full site</a></footer>"""
    wall = f"""<header><nav><a>Subscribe</a><a>Log in</a></nav></header><article class="article is-locked"><h1>{harbour}</h1><p class="byline">Cass Weller</p><div class="article-content"><p>{h[0]}</p><p>{h[1]}</p><p class="fade">{h[2]}</p></div><div class="offer"><h2>To continue reading, subscribe today</h2><p>From £1 a week for the first three months</p><ul><li>Unlimited access to every article on any device</li><li>The daily crossword and our archive back to 1871</li><li>Cancel at any time, without a fee</li></ul><a>See all offers</a><p>Already a subscriber? <a>Log in</a></p></div></article><section class="more"><h2>More from Culture</h2><ul><li><a>Lifeboat to go on show</a></li></ul></section>"""
    pairs = (
        ("You have been a baker for how long?", BAKING[0]),
        ("And what goes wrong?", BAKING[1]),
        ("So how do you know?", BAKING[2]),
        ("Who taught you?", BAKING[3]),
        ("What did you learn from that?", BAKING[5]),
        ("And now?", BAKING[6]),
    )
    interview = f"""<nav><a>Interviews</a></nav><main><article><h1>Nine questions, six answers</h1><p class="intro">A home baker talks about flour, thumbs and a neighbour who weighs the salt.</p>{"".join(f"<p><strong>{escape(q)}</strong></p><p>{escape(a, quote=False)}</p>" for q, a in pairs)}</article><div class="pagination"><a>Previous interview</a><a>Next interview</a></div></main>"""
    told = [line for pair in pairs for line in pair]
    heads = (
        "Start early",
        "Wait for the wall",
        "Take the short way",
        "Turn left",
        "Sit down",
        "Know where the pub is",
        "Count the hours",
    )
    listicle = f"""<nav><a>Outdoors</a></nav><main><h1>Seven things to know about the chapel path</h1><div class="author">Ines Tarn</div><div class="listicle">{"".join(f'<section class="item"><h2><span class="num">{n}.</span> {head}</h2><figure><img><figcaption>Photo: Ines Tarn</figcaption></figure><p>{text}</p></section>' for n, (head, text) in enumerate(zip(heads, w, strict=True), 1))}</div><div class="box"><h3>Keep reading</h3><ul><li><a>Nine bridges, ranked</a></li></ul></div></main>"""
    listed = [line for n, (head, text) in enumerate(zip(heads, WALK, strict=True), 1) for line in (f"{n}. {head}", text)]
    posts = (
        ("18:40", "Westhaven 0-2 Linton Cross", MATCH[1]),
        ("19:05", "Saved!", MATCH[2]),
        ("19:21", "Game on", MATCH[3]),
        ("19:23", "All square", MATCH[4]),
        ("19:51", "Full time: Westhaven 3-2", MATCH[6]),
    )
    live = f"""<nav><a>Sport</a></nav><main><h1>Westhaven v Linton Cross: as it happened</h1><p class="updated">Last updated 15 November 2022 20:04</p><div class="summary"><p>{escape(MATCH[0], quote=False)}</p></div><div class="timeline">{"".join(f'<div class="post" id="p{n}"><time datetime="2022-11-15T{t}:00Z">{t}</time><h2>{escape(head)}</h2><p>{escape(text, quote=False)}</p><div class="post-tools"><a>Share</a><a>Copy link</a></div></div>' for n, (t, head, text) in enumerate(posts))}</div><button>Show more</button></main><footer><a>Terms</a></footer>"""
    lived = [MATCH[0], *(line for _, head, text in posts for line in (head, text))]
    slides = f"""<nav><a>Galleries</a></nav><main><h1>{walk}</h1>{"".join(f'<div class="slide"><div class="slide-count">{n}/7</div><img><div class="slide-credit">Ines Tarn</div><div class="slide-text"><p>{x}</p></div></div>' for n, x in enumerate(w, 1))}<div class="gallery-more"><h3>More galleries</h3><a>Bridges</a><a>Pubs</a></div></main>"""
    wiki = f"""<div id="mw-navigation"><ul><li><a>Main page</a></li></ul></div><div id="content" class="mw-body"><h1 id="firstHeading">Saltmarsh Harbour Museum</h1><div id="siteSub">From an invented encyclopedia</div><div id="mw-content-text"><div class="mw-parser-output"><div role="note" class="hatnote">For the harbour itself, see <a>Saltmarsh Harbour</a>.</div><table class="infobox"><tr><th colspan="2">Saltmarsh Harbour Museum</th></tr><tr><th>Established</th><td>1951</td></tr><tr><th>Visitors</th><td>18,000</td></tr></table><p>{h[0]}<sup class="reference"><a>[1]</a></sup></p><p>{h[1]}</p><div id="toc" class="toc"><h2>Contents</h2><ul><li><a>1 Damage</a></li><li><a>2 Appeal</a></li></ul></div><h2><span class="mw-headline">Damage</span><span class="mw-editsection">[<a>edit</a>]</span></h2><p>{h[3]}</p><p>{h[4]}</p><h2><span class="mw-headline">Appeal</span><span class="mw-editsection">[<a>edit</a>]</span></h2><p>{h[5]}</p><p>{h[6]}</p><h2><span class="mw-headline">References</span></h2><div class="reflist"><ol class="references"><li><span class="reference-text">"Museum to open". <i>The Courier</i>. 3 February 2023.</span></li></ol></div><div class="navbox"><table><tr><th>Museums in the county</th></tr><tr><td><a>Brayford</a> · <a>Fenwick</a></td></tr></table></div></div></div></div>"""
    mail = f"""<table width="100%" role="presentation"><tr><td align="center"><table width="600" role="presentation"><tr><td style="font-size:11px">View this email in your browser</td></tr><tr><td><img alt="Ledger"></td></tr><tr><td style="padding:20px"><h1 style="font:24px Arial">{soft}</h1></td></tr>{"".join(f'<tr><td style="padding:10px 20px;font:16px Arial"><p style="margin:0">{x}</p></td></tr>' for x in e(SOFTWARE))}<tr><td align="center"><a style="background:#06c">Download now</a></td></tr><tr><td style="font-size:11px">You receive this because you signed up at our site. <a>Unsubscribe</a> or <a>change your preferences</a>.</td></tr></table></td></tr></table>"""
    return [
        layout("divs-only", shell(f"{loaf} | Kitchen", react), loaf, BAKING, published="2021-03-09"),
        layout(
            "amp",
            f"<!doctype html><html amp lang=en><head><meta charset=utf-8><title>{harbour}</title><style amp-boilerplate>body{{}}</style></head><body>{amp}</body></html>",
            harbour,
            HARBOUR,
            published="2023-02-03T06:00:00+00:00",
            byline="Cass Weller",
        ),
        layout("paywalled-intro", shell(f"{harbour} | The Courier", wall), harbour, HARBOUR[:3], byline="Cass Weller"),
        layout(
            "interview",
            shell("Nine questions, six answers", interview),
            "Nine questions, six answers",
            ("A home baker talks about flour, thumbs and a neighbour who weighs the salt.", *told),
        ),
        layout(
            "listicle",
            shell("Seven things to know about the chapel path", listicle),
            "Seven things to know about the chapel path",
            listed,
            byline="Ines Tarn",
        ),
        layout(
            "live-page",
            shell("Westhaven v Linton Cross: as it happened", live),
            "Westhaven v Linton Cross: as it happened",
            lived,
            published="2022-11-15T18:40:00+00:00",
        ),
        layout("slides", shell(f"{walk} - in pictures", slides), walk, WALK),
        layout(
            "wiki",
            shell("Saltmarsh Harbour Museum - an invented encyclopedia", wiki),
            "Saltmarsh Harbour Museum",
            (HARBOUR[0], HARBOUR[1], "Damage", HARBOUR[3], HARBOUR[4], "Appeal", HARBOUR[5], HARBOUR[6]),
        ),
        layout("newsletter", shell(soft, mail), soft, SOFTWARE),
    ]


LAYOUTS = (*_blogs(), *_papers(), *_discussions(), *_institutions(), *_modern())
