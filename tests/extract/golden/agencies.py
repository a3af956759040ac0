"""A third set of layouts, written blind after the second was mended: agencies, parliaments, services and magazines."""

# ruff: noqa: E501 - markup stands on the lines that publishers serve it on
from __future__ import annotations

from dataclasses import replace

from tests.extract.golden.layouts import e, layout, p, shell
from tests.extract.golden.prose_bank import BAKING, BUSES, COUNTRY, HARBOUR, MATCH, SOFTWARE, SPEECH, WALK
from tests.extract.golden.skins import GoldenPage


def _agencies() -> list[GoldenPage]:
    harbour, match, fields, buses = (
        "Museum that the sea took back reopens",
        "Pell, 17, starts the comeback",
        "Creamery field to become allotments",
        "More buses to the hospital",
    )
    h, m, c, b = e(HARBOUR), e(MATCH), e(COUNTRY), e(BUSES)
    enhanced = f"""<header><nav><a>World</a></nav></header><main><div class="Page-main"><h1 class="Page-headline">{harbour}</h1><div class="CarouselSlide"><figure><figcaption><p>The lower gallery, Feb. 3, 2023. (Photo/Lee Ord)</p></figcaption></figure></div><div class="Page-byline"><div class="Page-authors">By <a>CASS WELLER</a></div><div class="Page-dateModified">Updated 6:10 AM GMT, February 3, 2023</div></div><div class="Page-actions">Share</div><div class="RichTextStoryBody RichTextBody"><p>SALTMARSH (EX) — {h[0]}</p><p>{h[1]}</p><p>{h[2]}</p><div class="PageListEnhancementGeneric"><div class="PageList-header-title">RELATED COVERAGE</div><ul class="PageList-items"><li><div class="PagePromo"><h3 class="PagePromo-title"><a>Sea wall in Brayford fails again, and nobody is surprised</a></h3></div></li><li><div class="PagePromo"><h3 class="PagePromo-title"><a>Lifeboat to go on show in spring</a></h3></div></li></ul></div><p>{h[3]}</p><p>{h[4]}</p><p>{h[5]}</p><div class="Advertisement"><div class="SovrnAd"></div></div><p>{h[6]}</p><p>{h[7]}</p><p>{h[8]}</p><p>___</p></div><div class="Component-signature"><a class="author"><span>CASS WELLER</span></a><p>Weller covers the coast and its towns.</p></div></div></main>"""
    numbered = "".join(
        f'<div data-testid="paragraph-{n}" class="text__text__1FZLe body__small_body">{x}</div>' for n, x in enumerate(m)
    )
    tested = f"""<header><a>My View</a></header><main><article data-testid="Article"><h1 data-testid="Heading">{match}</h1><div class="info-content"><div>By <a rel="author">Abel Strand</a></div><time><span>November 16, 2022</span><span>7:12 AM GMT</span><span>Updated a year ago</span></time></div><div data-testid="ArticleBody" class="article-body__content">{numbered}<div class="article-body__element"><p>Sign up <a>here.</a></p></div><p data-testid="SignOff">Reporting by Abel Strand; Editing by Rhona Pike</p><p class="trust-badge">Our Standards: <a>The Trust Principles.</a></p></div><div class="toolbar"><button>Purchase Licensing Rights</button></div></article><section><h2>Read Next</h2><ul><li><h3><a>Linton Cross sack coach</a></h3></li></ul></section></main>"""
    forms = f"""<header><nav><a>News</a></nav></header><main><article><h1>{fields}</h1><h2 class="sub">The valley gets its first new plots since 1948</h2><div class="author">Edie Marl</div><div class="date">Thursday 06 July 2023 13:41 BST</div><div id="main" class="main-content"><p>{c[0]}</p><div class="newsletter-component"><h3>Sign up to our free Morning Headlines email</h3><p>Sign up to our free Morning Headlines email</p><form><p>Please enter a valid email address</p><label>I would like to be emailed about offers, events and updates. Read our privacy notice</label></form></div><p>{c[1]}</p><p>{c[2]}</p><div class="related"><div>Recommended</div><ul><li><a><h4>Why courgettes cost so much this year</h4></a></li><li><a><h4>The village that bought its pub</h4></a></li></ul></div><p>{c[3]}</p><p>{c[4]}</p><p>{c[5]}</p><p>{c[6]}</p><p>{c[7]}</p><p>{c[8]}</p></div><div class="forum"><h3>Join our commenting forum</h3><p>Join thought-provoking conversations, follow other readers and see their replies</p><button>Comments</button></div></article></main>"""
    service = f"""<a>Skip to main content</a><header><a>Travel service</a></header><main><article><h1>{buses}</h1><nav aria-label="Pages in this guide"><h2>Contents</h2><ol><li>Overview</li><li><a>Fares</a></li></ol></nav>{p(BUSES[:2])}<div class="card-urgent"><h2><span>Check before you travel</span></h2><div><p>{b[2]}</p></div></div><details class="expander"><summary><span>Stops on Mill Lane</span></summary><div><p>{b[3]}</p></div></details>{p(BUSES[4:])}<div class="review-date"><p>Page last reviewed: 22 July 2019<br>Next review due: 22 July 2022</p></div></article><nav class="pagination"><a><span>Next</span><span>:</span><span>Fares</span></a></nav></main><footer><h2>Support links</h2><ul><li>Contact us</li></ul></footer>"""
    return [
        layout(
            "agency",
            shell(f"{harbour} | EX News", enhanced),
            harbour,
            (f"SALTMARSH (EX) — {HARBOUR[0]}", *HARBOUR[1:]),
            published="2023-02-03",
            byline="Cass Weller",
        ),
        layout(
            "agency-tested",
            shell(f"{match} | Example Wire", tested),
            match,
            MATCH,
            published="2022-11-16T07:12:00+00:00",
            byline="Abel Strand",
        ),
        layout(
            "paper-forms",
            shell(f"{fields} | The Example", forms),
            fields,
            COUNTRY,
            published="2023-07-06T12:41:00+00:00",
            byline="Edie Marl",
        ),
        layout(
            "service",
            shell(f"{buses} - Travel service", service),
            buses,
            (*BUSES[:2], "Check before you travel", BUSES[2], "Stops on Mill Lane", *BUSES[3:]),
            published=None,
        ),
    ]


def _magazines() -> list[GoldenPage]:
    loaf, speech, soft, walk = (
        "On getting bread wrong",
        "Weigh it twice: on counting in public",
        "Ledger 4 is out",
        "Up behind the chapel",
    )
    k, s, w = e(BAKING), e(SPEECH), e(WALK)
    magazine = f"""<div class="page"><header class="masthead"><a>Crumb Quarterly</a></header><article class="feature"><header class="feature-head"><p class="kicker">Kitchen</p><h1>{loaf}</h1><p class="dek">One loaf, every Sunday, and no closer to the truth.</p><p class="by">Jo Marrow</p></header><section class="feature-body"><p class="has-dropcap"><span class="dropcap">{k[0][0]}</span><span class="lead-in">{k[0][1:20]}</span>{k[0][20:]}</p>{p(BAKING[1:3])}<aside class="pullquote"><p>“If it sticks to both, it gets another spoonful.”</p></aside>{p(BAKING[3:6])}<hr class="section-break"><p>{k[6]}<a href="#fn1"><sup>1</sup></a></p><p>{k[7]}</p></section><footer class="feature-foot"><p id="fn1">1. The rye came from a mill that no longer exists.</p><p class="bio">Jo Marrow bakes in Eastmere.</p></footer></article><div class="subscribe-strip"><h3>Four loaves a year</h3><p>Have the quarterly sent to your door for less than the price of a good knife.</p></div></div>"""
    said = "".join(
        f'<div class="contribution"><h3 class="speaker"><span class="name">{name}</span></h3><div class="col-tag"><time>{at}</time></div><div class="content"><p class="para">{text}</p></div></div>'
        for name, at, text in (
            ("Ada Thorne", "10:02", s[0]),
            ("Tobias Lind", "10:05", s[1]),
            ("Ada Thorne", "10:07", s[2]),
            ("Nell Harrower", "10:09", s[4]),
            ("Ada Thorne", "10:14", s[5]),
            ("Tobias Lind", "10:20", s[6]),
        )
    )
    debate = f"""<header><nav><a>Debates</a></nav></header><main><h1>{speech}</h1><p class="meta">Volume 12: debated on Tuesday 6 November 2001</p><div class="debate-items">{said}</div><div class="share-panel"><button>Share this debate</button></div></main><footer><p>© Assembly of Fenwick</p></footer>"""
    spoken = (
        "Ada Thorne",
        SPEECH[0],
        "Tobias Lind",
        SPEECH[1],
        "Ada Thorne",
        SPEECH[2],
        "Nell Harrower",
        SPEECH[4],
        "Ada Thorne",
        SPEECH[5],
        "Tobias Lind",
        SPEECH[6],
    )
    table = f"""<nav><a>Docs</a><a>Blog</a></nav><main><article class="markdown-body"><h1>{soft}</h1><p class="post-meta"><time datetime="2022-02-02">2 Feb 2022</time> · R. Kestrel</p>{p(SOFTWARE[:2])}<table><thead><tr><th>Accounts</th><th>Version 3</th><th>Version 4</th></tr></thead><tbody><tr><td>One year</td><td>9 s</td><td>0.2 s</td></tr><tr><td>Ten years</td><td>two minutes</td><td>1.1 s</td></tr></tbody></table>{p(SOFTWARE[2:])}<p>Filed under: <a>releases</a>, <a>importer</a></p></article><div class="prev-next"><a>← Why the importer guessed</a><a>Receipts, a love story →</a></div></main>"""
    essay = f"""<div id="outer"><div id="menu"><a href="/">Home</a> <a href="/walks">Walks</a></div><div id="text"><h1>{walk}</h1>{"<br><br>".join(w[:2])}<br><br><b>The far side</b><br><br>{"<br><br>".join(w[2:5])}<p>{w[5]}</p><p>{w[6]}</p><p align="right"><i>Ines Tarn, June 2015</i></p></div><div id="foot">Visitors since 2009: 11,204</div></div>"""
    return [
        layout("magazine", shell(f"{loaf} | Crumb Quarterly", magazine), loaf, (*BAKING[:7], BAKING[7]), byline="Jo Marrow"),
        layout("debate", shell(f"{speech} - Debates", debate), speech, spoken, published="2001-11-06"),
        layout(
            "table-in-text",
            shell(soft, table),
            soft,
            (
                *SOFTWARE[:2],
                "Accounts | Version 3 | Version 4",
                "One year | 9 s | 0.2 s",
                "Ten years | two minutes | 1.1 s",
                *SOFTWARE[2:],
            ),
            published="2022-02-02",
            byline="R. Kestrel",
        ),
        layout("breaks-and-paragraphs", shell(walk, essay), walk, (*WALK[:2], "The far side", *WALK[2:])),
    ]


AGENCIES = tuple(replace(each, site="wire") for each in (*_agencies(), *_magazines()))
