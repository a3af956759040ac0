"""Pages that look fine to HTTP and hold no news are told from pages that do."""

from __future__ import annotations

import pytest

from watcher.errors import Reason
from watcher.sources.walls import CONSENT_WORDS_A_TERM_MAX, CONSENT_WORDS_MAX, NOTICE_WORDS_MAX, WORDS_MAX, wall


def page(title: str, body: str, heading: str = "") -> str:
    return f"<!doctype html><html><head><title>{title}</title></head><body><h1>{heading}</h1>{body}</body></html>"


STORY = "<p>The union said that leaders had waited too long for an answer, and set out four things that it wants to see.</p>"
SENTENCES = STORY * 30

WALLS = {
    "consent-dialog": (
        page("Example Weekly", "<p>We use cookies and similar technologies. Accept all or manage your preferences.</p>"),
        Reason.CONSENT_WALL,
    ),
    "before-you-continue": (
        page("Before you continue", "<p>We and our 812 partners store personal data.</p><button>I agree</button>"),
        Reason.CONSENT_WALL,
    ),
    "privacy-gate": (
        page("Your privacy", "<p>To read on, choose how your personal data may be used. Save choices and continue.</p>"),
        Reason.CONSENT_WALL,
    ),
    "long-notice": (
        page(
            "Example Weekly",
            "<p>We and our 640 partners store or access information on your device, such as cookies, and process personal data, "
            "such as identifiers, for advertising and content that fits you, measurement and research.</p>"
            "<p>With your consent we may also use precise location. You may accept all, refuse, or change your preferences before "
            "you consent. Some vendors do not ask: they rely on legitimate interests, to which you may object in the privacy "
            "settings. Your choices hold for this site.</p>",
        ),
        Reason.CONSENT_WALL,
    ),
    "curly-apostrophes": (page("Sorry", "<p>Try again.</p>", "We can’t find that page"), Reason.SOFT_404),
    "404-title": (page("404 - Example Union", SENTENCES), Reason.SOFT_404),
    "not-found-with-news": (page("Page not found | Example Union", SENTENCES), Reason.SOFT_404),
    "no-longer-available": (page("Example Union", "<p>Latest news</p>", "This page is no longer available"), Reason.SOFT_404),
    "just-a-moment": (page("Just a moment...", "<p>Enable JavaScript and cookies to continue</p>"), Reason.BLOCK_PAGE),
    "verify": (page("example.org", "<p>Verifying you are human. This may take a few seconds. Ray ID: 7f</p>"), Reason.BLOCK_PAGE),
    "access-denied": (page("Access Denied", "<p>You don't have permission. Reference #18.2f</p>"), Reason.BLOCK_PAGE),
    "unusual-traffic": (page("Sorry", "<p>Our systems have detected unusual traffic from your network.</p>"), Reason.BLOCK_PAGE),
    "login-form": (page("Members", '<form><input type="password"></form>'), Reason.LOGIN_WALL),
    "register-stub": (page("An article", f"{STORY}<p>Register now to continue reading.</p>"), Reason.LOGIN_WALL),
}

PAGES = {
    "story": page("Union responds", SENTENCES, "Union responds"),
    "story-with-cookie-line": page("Union responds", SENTENCES + "<p>This site uses cookies. Accept all cookies.</p>"),
    "short-story-with-cookie-bar": page("Pay offer", STORY * 4 + "<p>We use cookies.</p><button>Accept all</button>"),
    "story-about-cookies": page("Schools told to drop cookies from menus", SENTENCES.replace("leaders", "cooks with cookies")),
    "story-about-access": page("Access denied: families still waiting", SENTENCES),
    "story-with-login-in-header": page("News", "<a href='/login'>Log in</a>" + STORY * 5),
    "headline-with-number": page("403 schools closed, survey finds", SENTENCES),
    "listing": page("News", "".join(f"<h3><a href='/n/{n}'>Headline number {n} of the day</a></h3>" for n in range(9))),
    "listing-with-cookie-bar": page(
        "News",
        "".join(f"<h3>Headline number {n} of the day</h3>" for n in range(20)) + "<p>We use cookies. Accept all cookies?</p>",
    ),
    "empty": "",
    "no-body": "<html></html>",
}


@pytest.mark.parametrize("name", sorted(WALLS))
def test_a_wall_is_seen(name: str) -> None:
    """Consent walls, soft 404s, block pages and login stubs are told by their words."""
    markup, reason = WALLS[name]
    assert wall(markup) is reason


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_with_news_is_no_wall(name: str) -> None:
    """A cookie line, a log-in link or a telling word in a headline does not make a page suspect."""
    assert wall(PAGES[name]) is None


def test_scripts_and_styles_do_not_count_as_words() -> None:
    """A wall stays a wall behind a megabyte of script."""
    script = "<script>" + "var accept = 'words';" * 10_000 + "</script>"
    assert wall(page("Example Weekly", script + "<p>We use cookies. Accept all cookies to continue.</p>")) is Reason.CONSENT_WALL


def test_only_short_pages_are_blocks_and_stubs() -> None:
    """`WORDS_MAX` words with a telling phrase may be a block page; with one more the page has something to say."""
    words = ["unusual", "traffic", *["word"] * WORDS_MAX]
    assert wall(f"<p>{' '.join(words[:WORDS_MAX])}</p>") is Reason.BLOCK_PAGE
    assert wall(f"<p>{' '.join(words[: WORDS_MAX + 1])}</p>") is None


def test_consent_walls_may_be_long_but_not_endless() -> None:
    """A wall explains its cookies in up to `CONSENT_WORDS_MAX` words; with one more it is an article about them."""
    words = ("We use cookies. Accept all cookies. " * CONSENT_WORDS_MAX).split()
    assert wall(f"<p>{' '.join(words[:CONSENT_WORDS_MAX])}</p>") is Reason.CONSENT_WALL
    assert wall(f"<p>{' '.join(words[: CONSENT_WORDS_MAX + 1])}</p>") is None


def test_a_notice_alone_is_a_wall_and_a_notice_beside_news_is_not() -> None:
    """Up to `NOTICE_WORDS_MAX` words one mention of cookies is enough; beyond, one word in `CONSENT_WORDS_A_TERM_MAX` has to be."""
    notice = "We use cookies. Accept all cookies."
    filler = " news" * (NOTICE_WORDS_MAX - len(notice.split()))
    assert wall(f"<p>{notice}{filler}</p>") is Reason.CONSENT_WALL
    assert wall(f"<p>{notice}{filler} more</p>") is None
    talk = " cookies" * 3 + " news" * (CONSENT_WORDS_A_TERM_MAX * 5)
    words = (notice + talk).split()
    assert wall(f"<p>{' '.join(words[: CONSENT_WORDS_A_TERM_MAX * 5])}</p>") is Reason.CONSENT_WALL
    assert wall(f"<p>{' '.join(words[: CONSENT_WORDS_A_TERM_MAX * 5 + 1])}</p>") is None
