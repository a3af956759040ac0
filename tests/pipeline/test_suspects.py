"""Pages that look fine to HTTP and hold no statement: nothing is stored, nobody is told, and the next good page is read."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from .site import delay, served

_FRAME = "<html><head><title>{title}</title></head><body>{body}</body></html>"


def page(title: str, *paragraphs: str, extra: str = "") -> str:
    return _FRAME.format(title=title, body="".join(f"<p>{paragraph}</p>" for paragraph in paragraphs) + extra)


SUSPECTS = {
    "consent wall of an advertising framework": page(
        "Before you continue",
        "We value your privacy. We and our 1,431 partners store and access information on a device, such as cookies.",
        "With your permission we and our partners may use precise geolocation data and identification through device scanning.",
        "You may click to consent to our and our partners’ processing, or change your preferences before consenting.",
        extra="<button>Accept all</button><button>Reject all</button>",
    ),
    "consent wall in few words": page(
        "Cookies", "This website uses cookies. Accept or decline to continue to the site.", extra="<button>Accept</button>"
    ),
    "consent wall that names purposes": page(
        "Your choices",
        "Cookies and similar technologies help us measure our audience, personalise content and show advertising.",
        "Manage your preferences for strictly necessary, performance, functional and targeting cookies.",
        "You can withdraw your consent at any time in our cookie policy.",
    ),
    "pay or consent": page(
        "Choose how to continue",
        "Accept advertising and tracking cookies to read for free, or pay 2.99 a month to read without them.",
        "If you accept, we and our partners process your personal data. You can change your mind in the privacy settings.",
    ),
    "soft 404": page(
        "Page not found",
        "Sorry, the page you were looking for cannot be found.",
        "It may have been moved or deleted. Try searching, or go to the home page.",
    ),
    "soft 404 with suggestions": page(
        "404", "We can’t find that page.", extra="<ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li></ul>"
    ),
    "bot challenge": page(
        "Just a moment...",
        "Checking your browser before accessing the site. Enable JavaScript and cookies to continue.",
        "This process is automatic. Your browser will redirect to your requested content shortly. Ray ID: 84c1d2e3f4a5b6c7",
    ),
    "access denied": page(
        "Access Denied",
        "You don't have permission to access this page on this server.",
        "Reference #18.9d2e1502.1704700000.2a3b4c5d",
    ),
    "login stub": page(
        "Log in",
        "Log in to continue.",
        extra="<form><input name='user'><input type='password' name='password'><button>Log in</button></form>",
    ),
    "maintenance": page("We’ll be back soon", "Our website is down for scheduled maintenance. Please try again later."),
    "empty body": "<html><head><title></title></head><body></body></html>",
    "no bytes": "",
}


@pytest.mark.parametrize("name", SUSPECTS)
async def test_a_suspect_page_stores_nothing_and_tells_nobody(tmp_path: Path, name: str) -> None:
    """A new item behind a wall becomes no statement; once the wall is gone it is read, and told."""
    async with served(tmp_path) as site:
        site.publish(
            "/first",
            "A first statement",
            ("The union met in Ashford on Monday and elected a treasurer for two years.",) * 1 + delay(41),
        )
        await site.poll()
        site.publish("/late-reports", "Reports come late", delay())
        site.server.answer("/late-reports", SUSPECTS[name])

        walled = await site.poll(after=timedelta(hours=1))

        assert (walled.new, walled.revised) == (0, 0)
        assert walled.suspect + walled.failed == 1, walled
        assert len(site.texts()) == 1
        assert site.alerts() == ["new"]  # the baseline's, which goes into digests

        site.publish("/late-reports", "Reports come late", delay())
        healed = await site.poll(after=timedelta(hours=2))
        assert healed.new == 1


@pytest.mark.parametrize("name", SUSPECTS)
async def test_a_good_page_that_turns_suspect_keeps_its_text(tmp_path: Path, name: str) -> None:
    """A good reading is never overwritten by a wall, and no revision is told."""
    async with served(tmp_path) as site:
        site.publish("/late-reports", "Reports come late", delay())
        await site.poll()
        before = site.texts()
        site.server.answer("/late-reports", SUSPECTS[name])

        walled = await site.poll(after=timedelta(hours=2))

        assert walled.suspect + walled.failed == 1, walled
        assert site.texts() == before
        assert "revised" not in site.alerts()


@pytest.mark.parametrize("name", SUSPECTS)
async def test_a_listing_that_turns_suspect_changes_nothing(tmp_path: Path, name: str) -> None:
    """A feed's address that answers with a wall is said to the operators, not taken for a quiet week."""
    async with served(tmp_path) as site:
        site.publish("/late-reports", "Reports come late", delay())
        await site.poll()
        site.server.answer("/feed", SUSPECTS[name])

        walled = await site.poll(after=timedelta(hours=2))

        assert walled.outcome.value in ("suspect", "failed")
        assert walled.problem
        site.announce()
        assert (await site.poll(after=timedelta(hours=4))).outcome.value in ("ok", "unchanged")
