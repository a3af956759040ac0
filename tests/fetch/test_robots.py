"""robots.txt over real HTTP (RFC 9309)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from fetch.conftest import OpenFetcher
from watcher.errors import FetchError, Reason
from watcher.fetch import Fetcher, FetchLimits
from watcher.fetch.robots import product_token
from watcher.model import RobotsCopy
from watcher.store import Store
from watcher.testing import FakeClock, Script, ScriptedServer

CLOSED = "User-agent: *\nDisallow: /private\n"


@pytest.fixture
async def polite(open_fetcher: OpenFetcher) -> Fetcher:
    return await open_fetcher(robots=True)


async def body_of(fetcher: Fetcher, url: str) -> bytes:
    return (await fetcher.fetch(url, allow_private=True)).body


async def reason_of(fetcher: Fetcher, url: str) -> Reason:
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(url, allow_private=True)
    return caught.value.reason


async def test_what_robots_disallows_is_not_asked_for(server: ScriptedServer, polite: Fetcher) -> None:
    """A disallowed page costs no request; the others are fetched, robots.txt once."""
    server.answer("/robots.txt", CLOSED)
    server.answer("/open", "yes")

    assert await reason_of(polite, server.url("/private/x")) is Reason.ROBOTS
    assert await body_of(polite, server.url("/open")) == b"yes"
    assert [request.path for request in server.requests] == ["/robots.txt", "/open"]


async def test_rules_for_our_name_go_before_those_for_all(server: ScriptedServer, polite: Fetcher) -> None:
    """The group that names watcher is followed, the one for everybody is not."""
    server.answer("/robots.txt", "User-agent: *\nDisallow: /\n\nUser-agent: Watcher\nDisallow: /drafts\nAllow: /drafts/final\n")
    server.answer("/news", "yes")
    server.answer("/drafts/final", "done")

    assert await body_of(polite, server.url("/news")) == b"yes"
    assert await body_of(polite, server.url("/drafts/final")) == b"done"
    assert await reason_of(polite, server.url("/drafts/1")) is Reason.ROBOTS


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
async def test_a_missing_robots_allows_everything(server: ScriptedServer, polite: Fetcher, status: int) -> None:
    """Every 4xx means that there are no rules."""
    server.answer("/robots.txt", CLOSED, status=status)
    server.answer("/private", "open")

    assert await body_of(polite, server.url("/private")) == b"open"


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_failing_robots_closes_the_origin_for_a_while(
    server: ScriptedServer, polite: Fetcher, clock: FakeClock, status: int
) -> None:
    """5xx and 429 disallow everything without further requests, and the rules are read again later."""
    server.play("/robots.txt", Script(status=status), Script(b""))
    server.answer("/news", "yes")

    assert await reason_of(polite, server.url("/news")) is Reason.ROBOTS
    assert await reason_of(polite, server.url("/news")) is Reason.ROBOTS
    assert len(server.requests) == 1
    clock.advance(timedelta(minutes=16))
    assert await body_of(polite, server.url("/news")) == b"yes"


async def test_an_unreachable_robots_names_the_failure(server: ScriptedServer, polite: Fetcher, clock: FakeClock) -> None:
    """A dropped connection is told as such, remembered, and tried again after `retry_at`."""
    server.play("/robots.txt", Script(raw=b""), Script(raw=b""), Script(b""))
    server.answer("/news", "yes")

    with pytest.raises(FetchError) as caught:
        await polite.fetch(server.url("/news"), allow_private=True)

    assert caught.value.reason is Reason.CONNECT
    assert caught.value.retry_at == clock.now() + timedelta(minutes=5)
    asked = len(server.requests)
    assert await reason_of(polite, server.url("/news")) is Reason.CONNECT
    assert len(server.requests) == asked
    clock.advance(timedelta(minutes=6))
    assert await body_of(polite, server.url("/news")) == b"yes"


async def test_known_rules_outlive_a_failure(server: ScriptedServer, polite: Fetcher, clock: FakeClock) -> None:
    """When the daily look fails, yesterday's rules stay in force."""
    server.play("/robots.txt", Script(CLOSED.encode()), Script(status=500))
    server.answer("/news", "yes")
    await body_of(polite, server.url("/news"))
    clock.advance(timedelta(hours=25))

    assert await body_of(polite, server.url("/news")) == b"yes"
    assert await reason_of(polite, server.url("/private")) is Reason.ROBOTS
    assert len(server.requests_to("/robots.txt")) == 2


async def test_rules_are_read_once_a_day(server: ScriptedServer, polite: Fetcher, clock: FakeClock) -> None:
    """Within a day robots.txt is asked for once per origin, after it again."""
    server.answer("/robots.txt", "")
    for _ in range(3):
        await reason_of(polite, server.url("/gone"))
    assert len(server.requests_to("/robots.txt")) == 1
    clock.advance(timedelta(hours=24))
    await reason_of(polite, server.url("/gone"))
    assert len(server.requests_to("/robots.txt")) == 2


async def test_many_at_once_read_the_rules_once(server: ScriptedServer, polite: Fetcher) -> None:
    """Ten fetches that start together share one look at robots.txt."""
    server.play("/robots.txt", Script(b"", delay_s=0.05))
    server.answer("/news", "yes")

    await asyncio.gather(*(body_of(polite, server.url("/news")) for _ in range(10)))

    assert len(server.requests_to("/robots.txt")) == 1


async def test_robots_may_lie_behind_redirects(server: ScriptedServer, polite: Fetcher) -> None:
    """Redirects to the rules are followed; where they never end there are no rules."""
    server.redirect("/robots.txt", "/rules.txt")
    server.answer("/rules.txt", CLOSED)
    assert await reason_of(polite, server.url("/private")) is Reason.ROBOTS


async def test_a_robots_that_turns_in_circles_is_none(server: ScriptedServer, polite: Fetcher) -> None:
    """Endless redirects count as unavailable, which allows everything."""
    server.redirect("/robots.txt", "/robots.txt")
    server.answer("/private", "open")
    assert await body_of(polite, server.url("/private")) == b"open"


@pytest.mark.parametrize(("bytes_max", "reason"), [(100, Reason.ROBOTS), (99, Reason.GONE)])
async def test_rules_count_up_to_the_size_limit(
    server: ScriptedServer, open_fetcher: OpenFetcher, bytes_max: int, reason: Reason
) -> None:
    """A rule that ends at the limit counts; one that is cut does not, lest it forbid more than was written."""
    polite = await open_fetcher(robots=True, limits=FetchLimits(robots_bytes_max=bytes_max))
    rule = "\nDisallow: /private"
    server.answer("/robots.txt", "User-agent: *\n".ljust(100 - len(rule), "#") + rule + "\nAllow: /private")

    assert await reason_of(polite, server.url("/private/page")) is reason
    assert await reason_of(polite, server.url("/other")) is Reason.GONE


async def test_a_large_file_does_not_stop_the_others(server: ScriptedServer, polite: Fetcher) -> None:
    """Half a megabyte of rules is read, and its last rule within the limit holds."""
    server.answer("/robots.txt", "User-agent: *\n" + "Disallow: /p\n" * 35_000)
    assert await reason_of(polite, server.url("/page")) is Reason.ROBOTS


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00garbage", b"<html><body>Not found</body></html>", b"\x00" * 1000, b"Disallow: /"]
)
async def test_garbage_is_no_rule(server: ScriptedServer, polite: Fetcher, content: bytes) -> None:
    """A soft 404, binary noise and a rule without a user agent allow everything."""
    server.answer("/robots.txt", content)
    server.answer("/news", "yes")
    assert await body_of(polite, server.url("/news")) == b"yes"


async def test_a_byte_order_mark_hides_no_rule(server: ScriptedServer, polite: Fetcher) -> None:
    """The first line counts behind a byte order mark."""
    server.answer("/robots.txt", b"\xef\xbb\xbf" + CLOSED.encode())
    assert await reason_of(polite, server.url("/private")) is Reason.ROBOTS


@pytest.mark.parametrize(
    ("asked", "waited_s"), [("0.2", 0.2), ("3600", 0.3), ("-1", 0.0), ("nan", 0.0), ("inf", 0.0), ("soon", 0.0)]
)
async def test_crawl_delay_slows_down_within_reason(
    server: ScriptedServer, open_fetcher: OpenFetcher, asked: str, waited_s: float
) -> None:
    """The delay lies between two requests to the host, capped; nonsense changes nothing."""
    polite = await open_fetcher(robots=True, limits=FetchLimits(crawl_delay_s_max=0.3))
    server.answer("/robots.txt", f"User-agent: *\nCrawl-delay: {asked}\n")
    server.answer("/news", "yes")
    for _ in range(2):
        await body_of(polite, server.url("/news"))

    gap_s = server.requests[-1].at_s - server.requests[-2].at_s

    assert waited_s <= gap_s < waited_s + 1


async def test_every_hop_asks_its_own_origin(server: ScriptedServer, open_fetcher: OpenFetcher) -> None:
    """A redirect to another host does not get around that host's rules."""
    polite = await open_fetcher(
        robots=True, resolver=server.resolver("union.example", "paper.example"), private_hosts=["paper.example"]
    )
    server.redirect("union.example/news", "http://paper.example/private/1")
    server.answer("paper.example/robots.txt", CLOSED)

    assert await reason_of(polite, "http://union.example/news") is Reason.ROBOTS
    assert server.requests_to("paper.example/private/1") == []


async def test_a_dripping_robots_leaves_time_for_the_page(server: ScriptedServer, open_fetcher: OpenFetcher) -> None:
    """robots.txt has a deadline of its own within the whole."""
    polite = await open_fetcher(robots=True, limits=FetchLimits(robots_s_max=0.2))
    server.drip("/robots.txt", b"#", every_s=0.02)
    loop = asyncio.get_running_loop()
    started_s = loop.time()

    assert await reason_of(polite, server.url("/news")) is Reason.TIMEOUT
    assert loop.time() - started_s < 4


@pytest.mark.parametrize(
    ("agent", "token"),
    [("Watcher/1.0 (+mailto:a@b.example)", "watcher"), ("watcher", "watcher"), ("  news watch", "news"), ("", "*"), ("/1", "*")],
)
def test_rules_are_matched_with_the_product(agent: str, token: str) -> None:
    """The name in robots.txt is the User-Agent's first word, not its contact."""
    assert product_token(agent) == token


@pytest.mark.parametrize(("kept_bytes_max", "looks"), [(2 * len(CLOSED), 2), (2 * len(CLOSED) - 1, 3)])
async def test_rules_have_a_greatest_size_together(
    server: ScriptedServer, open_fetcher: OpenFetcher, kept_bytes_max: int, looks: int
) -> None:
    """When all rules together pass the limit, the longest unused are forgotten and read again when needed."""
    limits = FetchLimits(robots_kept_bytes_max=kept_bytes_max)
    polite = await open_fetcher(robots=True, limits=limits, resolver=server.resolver())
    server.answer("/robots.txt", CLOSED)
    for host in ("one.example", "two.example", "one.example"):
        assert await reason_of(polite, f"http://{host}/private") is Reason.ROBOTS

    assert len(server.requests_to("/robots.txt")) == looks


@pytest.mark.parametrize(("hosts_max", "looks"), [(2, 2), (1, 3)])
async def test_origins_have_a_greatest_number(
    server: ScriptedServer, open_fetcher: OpenFetcher, hosts_max: int, looks: int
) -> None:
    """So many origins are remembered; the longest unused makes room."""
    polite = await open_fetcher(robots=True, limits=FetchLimits(hosts_remembered_max=hosts_max), resolver=server.resolver())
    for host in ("one.example", "two.example", "one.example"):
        await reason_of(polite, f"http://{host}/private")

    assert len(server.requests_to("/robots.txt")) == looks


async def test_an_error_names_the_page_and_the_cause(server: ScriptedServer, polite: Fetcher) -> None:
    """Who asked for a page reads about that page, and why its robots.txt could not be read."""
    server.play("/robots.txt", Script(status=503, headers={"Retry-After": "3600"}))

    with pytest.raises(FetchError) as caught:
        await polite.fetch(server.url("/news"), allow_private=True)

    assert caught.value.url == server.url("/news")
    assert (
        str(caught.value)
        == f"{server.url('/news')}: not fetched, for its robots.txt could not be read: it answers with an error (HTTP 503)"
    )


async def test_a_restart_asks_no_origin_again(server: ScriptedServer, open_fetcher: OpenFetcher, clock: FakeClock) -> None:
    """What robots.txt said is kept over a restart until its day has passed, a missing one too."""
    shelf = Store(None).robots
    server.answer("union.example/robots.txt", "User-agent: *\nDisallow: /no\n")
    server.answer("union.example/yes", "fine")
    server.answer("other.example/robots.txt", "gone", status=404)
    server.answer("other.example/", "fine")
    for hours, asked in ((0, 1), (1, 1), (22, 1), (2, 2)):
        clock.advance(timedelta(hours=hours))
        fetcher = await open_fetcher(robots=True, robots_shelf=shelf, resolver=server.resolver())
        assert await reason_of(fetcher, "http://union.example/no") is Reason.ROBOTS
        assert await body_of(fetcher, "http://union.example/yes") == b"fine"
        assert await body_of(fetcher, "http://other.example/") == b"fine"
        assert len(server.requests_to("union.example/robots.txt")) == asked
        assert len(server.requests_to("other.example/robots.txt")) == asked


async def test_a_kept_copy_is_in_force_while_the_origin_fails(
    server: ScriptedServer, open_fetcher: OpenFetcher, clock: FakeClock
) -> None:
    """After a restart and more than a day, a 5xx does not undo what was known: the last copy still says what is allowed."""
    shelf = Store(None).robots
    server.answer("/robots.txt", "User-agent: *\nDisallow: /no\n")
    server.answer("/yes", "fine")
    await body_of(await open_fetcher(robots=True, robots_shelf=shelf), server.url("/yes"))
    server.answer("/robots.txt", "broken", status=500)
    clock.advance(timedelta(days=3))
    fetcher = await open_fetcher(robots=True, robots_shelf=shelf)
    assert await body_of(fetcher, server.url("/yes")) == b"fine"
    assert await reason_of(fetcher, server.url("/no")) is Reason.ROBOTS


def test_copies_that_nobody_renews_are_forgotten(clock: FakeClock) -> None:
    """An origin that is no longer visited leaves nothing behind."""
    shelf = Store(None).robots
    shelf.keep("https://old.example", RobotsCopy(b"", clock.now()))
    shelf.keep("https://new.example", RobotsCopy(None, clock.now() + timedelta(days=1)))
    assert shelf.prune(clock.now() + timedelta(hours=1)) == 1
    assert shelf.find("https://old.example") is None
    assert shelf.find("https://new.example") == RobotsCopy(None, clock.now() + timedelta(days=1))
