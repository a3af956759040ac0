"""More layouts: what site builders and content systems make of a page. A second set, written blind after the first was mended."""

# ruff: noqa: E501 - markup stands on the lines that publishers serve it on
from __future__ import annotations

from html import escape

from tests.extract.golden.layouts import e, layout, p, shell
from tests.extract.golden.prose_bank import BAKING, BUSES, COUNTRY, HARBOUR, MATCH, SOFTWARE, SPEECH, WALK
from tests.extract.golden.skins import GoldenPage


def _builders() -> list[GoldenPage]:
    fields, loaf, soft, walk, buses = (
        "Creamery field to become allotments",
        "On getting bread wrong",
        "Ledger 4 is out",
        "Up behind the chapel",
        "More buses to the hospital",
    )
    k = e(BAKING)

    def widget(kind: str, inner: str) -> str:
        return f'<div class="elementor-element elementor-element-3f elementor-widget elementor-widget-{kind}" data-element_type="widget"><div class="elementor-widget-container">{inner}</div></div>'

    elementor = f"""<header class="elementor elementor-location-header">{widget("nav-menu", "<ul><li><a>Home</a></li><li><a>Parish</a></li></ul>")}</header><div data-elementor-type="single-post" class="elementor elementor-location-single post-88 post type-post"><section class="elementor-section"><div class="elementor-container"><div class="elementor-column elementor-col-66"><div class="elementor-widget-wrap">{widget("theme-post-title", f'<h1 class="elementor-heading-title">{fields}</h1>')}{widget("post-info", "<ul class='elementor-icon-list-items'><li><span>6 July 2023</span></li></ul>")}{widget("text-editor", p(COUNTRY[:3]))}{widget("image", "<figure class='wp-caption'><img><figcaption class='widget-image-caption wp-caption-text'>The creamery in 1950</figcaption></figure>")}{widget("heading", '<h2 class="elementor-heading-title">Who gets one</h2>')}{widget("text-editor", p(COUNTRY[3:]))}{widget("share-buttons", "<div><span>Share on Facebook</span></div>")}</div></div><div class="elementor-column elementor-col-33">{widget("heading", "<h3>Recent news</h3>")}{widget("posts", "<article class='elementor-post'><h3><a href='/1'>Bins on Tuesday</a></h3></article><article class='elementor-post'><h3><a href='/2'>Lamp posts</a></h3></article>")}</div></div></section></div><footer class="elementor-location-footer">{widget("text-editor", "<p>Harrow Vale Parish Council. Clerk to the council, The Old Bank.</p>")}</footer>"""
    divi = f"""<div id="page-container"><header id="main-header"><nav id="top-menu-nav"><ul><li><a>Home</a></li></ul></nav></header><div id="et-main-area"><div id="main-content"><div class="container"><div id="content-area" class="clearfix"><div id="left-area"><article id="post-9" class="et_pb_post post-9 post type-post"><div class="et_post_meta_wrapper"><h1 class="entry-title">{walk}</h1><p class="post-meta">by <span class="author vcard"><a rel="author">Ines Tarn</a></span> | <span class="published">Jun 14, 2015</span> | <a rel="category tag">Walks</a> | <span class="comments-number"><a>0 comments</a></span></p></div><div class="entry-content"><div id="et-boc"><div class="et_pb_section et_pb_section_0"><div class="et_pb_row"><div class="et_pb_column et_pb_column_4_4"><div class="et_pb_module et_pb_text"><div class="et_pb_text_inner">{p(WALK[:4])}</div></div></div></div><div class="et_pb_row"><div class="et_pb_column et_pb_column_1_2"><div class="et_pb_module et_pb_text"><div class="et_pb_text_inner">{p(WALK[4:])}</div></div></div><div class="et_pb_column et_pb_column_1_2"><div class="et_pb_module et_pb_image"><img></div></div></div></div></div></div><div class="et_post_meta_wrapper"><section id="comment-wrap"><div id="comment-section"><h3>Submit a Comment</h3><p>Your email address will not be published. Required fields are marked *</p></div></section></div></article></div><div id="sidebar"><div class="et_pb_widget"><h4>Recent Posts</h4><ul><li><a>Nine bridges</a></li></ul></div></div></div></div></div></div></div>"""
    gutenberg = f"""<div class="wp-site-blocks"><header class="wp-block-template-part"><h2 class="wp-block-site-title"><a href="/">The Slow Oven</a></h2></header><main class="wp-block-group"><h1 class="wp-block-post-title">{loaf}</h1><div class="wp-block-post-date"><time datetime="2023-03-09T08:00:00+00:00">March 9, 2023</time></div><div class="entry-content wp-block-post-content is-layout-constrained">{p(BAKING[:2])}<figure class="wp-block-image"><img><figcaption class="wp-element-caption">Before it sank</figcaption></figure><div class="wp-block-group has-background"><p>{k[2]}</p></div>{p(BAKING[3:5])}<figure class="wp-block-pullquote"><blockquote><p>Her bread is better than mine</p></blockquote></figure><div class="wp-block-columns"><div class="wp-block-column"><p>{k[5]}</p></div><div class="wp-block-column"><p>{k[6]}</p></div></div><p>{k[7]}</p></div><div class="wp-block-comments"><h2 class="wp-block-comments-title">One response</h2><ol class="wp-block-comment-template"><li><div class="wp-block-comment-author-name">Petra</div><div class="wp-block-comment-content"><p>I weigh the salt twice as well and I am not ashamed of it.</p></div></li></ol></div></main><footer class="wp-block-template-part"><p>Proudly baked</p></footer></div>"""
    squarespace = f"""<div id="siteWrapper"><header id="header"><nav><a>Shop</a><a>Journal</a></nav></header><main id="page"><article class="sections" id="sections"><section class="page-section"><div class="content-wrapper"><div class="blog-item-wrapper"><article class="entry hentry"><div class="blog-item-top-wrapper"><div class="blog-item-title"><h1 class="entry-title" itemprop="headline">{loaf}</h1></div><div class="blog-item-meta-wrapper"><time class="dt-published" pubdate>Mar 9</time><span>Written By <a class="blog-author-name">Jo Marrow</a></span></div></div><div class="blog-item-content-wrapper"><div class="blog-item-content e-content"><div class="sqs-layout sqs-grid-12"><div class="row sqs-row"><div class="col sqs-col-12"><div class="sqs-block html-block sqs-block-html"><div class="sqs-block-content"><div class="sqs-html-content">{p(BAKING[:4], ' class="" style="white-space:pre-wrap;"')}</div></div></div><div class="sqs-block image-block"><figure><figcaption class="image-caption-wrapper"><p>The loaf</p></figcaption></figure></div><div class="sqs-block html-block"><div class="sqs-block-content"><div class="sqs-html-content">{p(BAKING[4:], ' class=""')}</div></div></div><div class="sqs-block newsletter-block"><div class="newsletter-form-header"><h2>Join the list</h2><p>Letters on bread, twice a month, to your kitchen table.</p></div></div></div></div></div></div></div></article></div></div></section></article><section class="item-pagination"><a><div><span>Previous</span><h2>A note on salt</h2></div></a><a><div><span>Next</span><h2>Crusts</h2></div></a></section></main></div>"""
    wix = f"""<div id="SITE_CONTAINER"><header id="SITE_HEADER"><nav><ul><li><a>Home</a></li></ul></nav></header><main id="PAGES_CONTAINER"><div id="comp-1" class="wixui-rich-text" data-testid="richTextElement"><h1 class="font_2"><span class="wixGuard">{buses}</span></h1></div><div id="comp-2" class="wixui-rich-text" data-testid="richTextElement">{"".join(f'<p class="font_8" style="font-size:18px"><span style="font-size:18px"><span class="color_15">{x}</span></span></p><p class="font_8"><span class="wixGuard">&#8203;</span></p>' for x in e(BUSES))}</div><div id="comp-3" class="wixui-rich-text"><p class="font_9"><span>Join our mailing list</span></p></div></main><footer id="SITE_FOOTER"><p class="font_9">©2020 by Castle Mead Riders.</p></footer></div>"""
    joomla = f"""<div class="body"><div class="header"><a class="brand" href="/"><span class="site-title">Harrow Vale</span></a></div><div class="row-fluid"><main id="content" class="span9"><div class="item-page" itemscope itemtype="https://schema.org/Article"><meta itemprop="inLanguage" content="en-GB"><div class="page-header"><h2 itemprop="headline">{fields}</h2></div><dl class="article-info muted"><dt class="article-info-term">Details</dt><dd class="createdby">Written by <span itemprop="name">Parish Clerk</span></dd><dd class="published"><time datetime="2023-07-06T13:41:00+01:00">Published: 06 July 2023</time></dd><dd class="hits">Hits: 412</dd></dl><div itemprop="articleBody">{p(COUNTRY)}</div><ul class="pager pagenav"><li class="previous"><a>Prev</a></li><li class="next"><a>Next</a></li></ul></div></main><div id="aside" class="span3"><div class="well"><h3 class="page-header">Login Form</h3><form><p>Remember Me</p></form></div></div></div></div>"""
    ghost = f"""<header class="gh-head"><a>Ledger</a></header><main class="gh-main"><article class="gh-article post tag-news"><header class="gh-article-header"><a class="gh-article-tag">News</a><h1 class="gh-article-title">{soft}</h1><p class="gh-article-excerpt">The first one in six years that reads everybody's files.</p><div class="gh-article-meta"><h4 class="gh-article-author-name"><a>R. Kestrel</a></h4><div class="byline-meta-content"><time datetime="2022-02-02">Feb 2, 2022</time><span>4 min read</span></div></div></header><section class="gh-content gh-canvas">{p(SOFTWARE[:3])}<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container"><div class="kg-bookmark-content"><div class="kg-bookmark-title">Why the importer guessed</div><div class="kg-bookmark-description">A short history of wrong currencies, and of the people who noticed.</div></div></a></figure><div class="kg-card kg-callout-card"><div class="kg-callout-text">{e(SOFTWARE)[3]}</div></div>{p(SOFTWARE[4:])}<div class="kg-card kg-signup-card"><h2>Stay up to date</h2><p>No spam. Unsubscribe anytime.</p></div></section></article><section class="gh-comments"><h2>Member discussion</h2></section></main><section class="footer-cta"><h2>Sign up for more like this.</h2></section><aside class="read-more-wrap"><article class="post-card"><h2>Receipts, a love story</h2><p>The shoebox is a database, if you squint at it for long enough.</p></article></aside>"""
    sharepoint = f"""<form method="post" id="aspnetForm"><div id="s4-workspace"><div class="ms-breadcrumb">Council &gt; News</div><div id="contentBox"><span id="DeltaPlaceHolderMain"><h1>{buses}</h1><div class="article-date">22 July 2019</div><div id="ctl00_PlaceHolderMain_RichHtmlField" class="ms-rtestate-field" style="display:inline" aria-labelledby="x"><div class="ExternalClass12">{"".join(f"<div>{x}</div><div>&#8203;<br></div>" for x in e(BUSES))}</div></div><div class="ms-webpart-chrome"><div class="ms-webpart-titleText"><span>Related links</span></div><div><a>Bus passes</a></div></div></span></div></div></form>"""
    return [
        layout(
            "elementor",
            shell(f"{fields} - Harrow Vale", elementor),
            fields,
            (*COUNTRY[:3], "Who gets one", *COUNTRY[3:]),
            published="2023-07-06",
        ),
        layout("divi", shell(f"{walk} | Boots", divi), walk, WALK, published="2015-06-14", byline="Ines Tarn"),
        layout("gutenberg", shell(f"{loaf} – The Slow Oven", gutenberg), loaf, BAKING, published="2023-03-09T08:00:00+00:00"),
        layout("squarespace", shell(f"{loaf} — The Slow Oven", squarespace), loaf, BAKING, byline="Jo Marrow"),
        layout("wix", shell(f"{buses} | Riders", wix), buses, BUSES),
        layout("joomla", shell(fields, joomla), fields, COUNTRY, published="2023-07-06T12:41:00+00:00"),
        layout("ghost", shell(soft, ghost), soft, SOFTWARE, published="2022-02-02", byline="R. Kestrel"),
        layout("sharepoint", shell(buses, sharepoint), buses, BUSES, published="2019-07-22"),
    ]


def _more_papers() -> list[GoldenPage]:
    harbour, match, speech, walk, fields = (
        "Museum that the sea took back reopens",
        "Pell, 17, starts the comeback",
        "Weigh it twice: on counting in public",
        "Up behind the chapel",
        "Creamery field to become allotments",
    )
    h, m, s, c = e(HARBOUR), e(MATCH), e(SPEECH), e(COUNTRY)

    def column(lines: list[str]) -> str:
        return f'<div class="css-s99gbd StoryBodyCompanionColumn"><div class="css-53u6y8">{"".join(f"<p class=css-at9mc1>{x}</p>" for x in lines)}</div></div>'

    companion = f"""<div id="app"><header><button>Subscribe</button><button>Log in</button></header><main id="site-content"><article id="story"><header><h1 data-testid="headline">{harbour}</h1><p id="article-summary">Eleven months after the storm the doors open, and nobody has to pay.</p><div><p class="css-by">By <a>Cass Weller</a></p><time datetime="2023-02-03T06:00:00-05:00">Feb. 3, 2023</time></div></header><section name="articleBody">{column(h[:3])}<div><div class="ad top-wrapper"><p>Advertisement</p><a href="#after">SKIP ADVERTISEMENT</a></div></div>{column(h[3:6])}<div class="css-79"><figure><figcaption><span>Objects in the barn.</span><span>Credit...Lee Ord for The Courier</span></figcaption></figure></div>{column(h[6:])}</section><div class="bottom-of-article"><div><p>Cass Weller covers the coast and its towns. <a>More about Cass Weller</a></p></div><div><p>A version of this article appears in print on Feb. 4, 2023, Section A, Page 12 of the edition with the headline: The Sea's Museum. Order Reprints | Today's Paper | Subscribe</p></div></div></article></main><section><h2>Trending in The Courier</h2><article><h3><a>Lifeboat to go on show</a></h3></article></section></div>"""
    sliced = f"""<main><h1>{match}</h1><div class="byline">By <a href="/as">Abel Strand</a></div><div>November 16, 2022 at 7:12 a.m. EST</div><div class="article-body">{"".join(f'<div class="wpds-c-hc" data-qa="drop-cap"><p data-testid="drop-cap-letter" dir="null">{x}</p></div>' + ('<div class="hide-for-print"><div>Story continues below advertisement</div></div>' if n in (2, 5) else "") for n, x in enumerate(m))}</div><div class="comments-entry"><a>Comment on this story</a></div><div class="more-stories"><h2>More from sport</h2><div><a>Hand curated</a></div><div><a><h3>Linton Cross sack coach after collapse</h3></a><div>Opinion November 15, 2022</div></div></div></main>"""
    wire = f"""<main><article class="news-release"><h1>{fields}</h1><p class="mb-no">News provided by <a><strong>Harrow Vale Parish</strong></a></p><p class="mb-no">06 Jul, 2023, 13:41 BST</p><section class="release-body container"><div class="row"><div class="col-lg-10"><p><span class="legendSpanClass">HARROW VALE, England</span>, <span class="legendSpanClass">July 6, 2023</span> /PRWire/ -- {c[0]}</p>{p(COUNTRY[1:])}<p><b>About Harrow Vale Parish</b></p><p>Harrow Vale Parish is the smallest unit of government in the valley and has been since 1894.</p><p>Media contact:<br>The clerk<br>clerk@harrow.example</p><p>SOURCE Harrow Vale Parish</p></div></div></section></article><section><h2>Modal title</h2><p>Contact PRWire, around the clock, for plans and prices.</p></section></main>"""
    parts = f"""<header><nav><a>Stories</a></nav></header><main><div class="cover"><h1>{walk}</h1><p class="byline">Words by Ines Tarn</p></div><div class="section"><div class="layout"><div class="Theme-TextSize-default">{p(WALK[:3])}</div></div></div><div class="section media"><figure><figcaption>The estuary at low water</figcaption></figure></div><div class="section"><div class="layout"><div class="Theme-TextSize-default">{p(WALK[3:5])}</div></div></div><div class="section quote"><blockquote class="big">“It has not been there since the quarry closed.”</blockquote></div><div class="section"><div class="layout"><div class="Theme-TextSize-default">{p(WALK[5:])}</div></div></div><div class="section credits"><p>Built with a tool for long reads</p></div></main>"""
    extended = f"""<div id="container"><div id="banner"><h1><a href="/">Notes from the Wool Hall</a></h1><h2>On numbers</h2></div><div id="content"><h2 class="date-header">4 November 2008</h2><div class="entry" id="entry-12"><h3 class="entry-header">{speech}</h3><div class="entry-content"><div class="entry-body">{p(SPEECH[:4])}</div><div class="entry-more" id="more">{p(SPEECH[4:])}</div></div><p class="entry-footer"><span class="post-footers">Posted at 06:12 PM in <a>Counting</a></span> | <a>Permalink</a> | <a>Comments (0)</a> | <a>TrackBack (0)</a></p></div></div><div id="right" class="sidebar"><div class="module-archives"><h2>Archives</h2><ul><li>October 2008</li></ul></div></div></div>"""
    bare = f"""<body><center><img src="logo.gif"></center><h1>{speech}</h1>{"<p>".join(s)}<hr><a href="index.html">Back</a> | <a href="mailto:x">Mail</a></body>"""
    replies = "".join(
        f"<div><h4>{name}</h4><p>{text}</p><span>{up}</span> <span>0</span> <a href='#r'>Reply</a></div>"
        for name, text, up in (
            ("Dave_B", "Brilliant news, my lad has waited since primary school.", 12),
            ("mum of 3", "And where do we park? Nobody ever thinks of that.", 4),
            ("Oldtimer", "Cheap at the price, well done the parish.", 9),
        )
    )
    thumbs = f"""<header><nav><a>News</a></nav></header><article><h1>{fields}</h1><p class="info">By Edie Marl</p>{p(COUNTRY)}</article><div class="x9"><h3>3 Comments</h3><p>Please keep it polite. We read everything before it appears.</p>{replies}</div>"""
    return [
        layout(
            "paper-columns",
            shell(f"{harbour} - The Courier", companion),
            harbour,
            HARBOUR,
            published="2023-02-03T11:00:00+00:00",
            byline="Cass Weller",
        ),
        layout(
            "paper-sliced",
            shell(f"{match} - The Post", sliced),
            match,
            MATCH,
            published="2022-11-16T12:12:00+00:00",
            byline="Abel Strand",
        ),
        layout(
            "newswire",
            shell(fields, wire),
            fields,
            (f"HARROW VALE, England, July 6, 2023 /PRWire/ -- {COUNTRY[0]}", *COUNTRY[1:]),
            published="2023-07-06T12:41:00+00:00",
        ),
        layout("long-read", shell(walk, parts), walk, WALK, byline="Ines Tarn"),
        layout("extended-entry", shell(f"Notes from the Wool Hall: {speech}", extended), speech, SPEECH, published="2008-11-04"),
        layout("bare-page", f"<html><head><title>{escape(speech)}</title></head>{bare}</html>", speech, SPEECH),
        layout("comments-thumbs", shell(fields, thumbs), fields, COUNTRY, byline="Edie Marl"),
    ]


BUILDERS = (*_builders(), *_more_papers())
