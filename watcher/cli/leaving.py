"""One-click unsubscribe on the daemon's own listener (RFC 8058): a POST changes something, a GET only asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

if TYPE_CHECKING:
    from aiohttp import web

    from watcher.pipeline.world import Desk

_PAGE: Final = Markup(
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<meta name="robots" content="noindex"><title>watcher: unsubscribe</title></head>'
    '<body style="font-family: sans-serif; max-width: 32em; margin: 3em auto; padding: 0 1em">{content}</body></html>'
)
_ASKS: Final = Markup(
    "<p>Stop sending messages of “{receiver}” to {address}?</p>"
    '<form method="post"><button type="submit">Unsubscribe</button></form>'
)
_DONE: Final = Markup("<p>{address} gets no more messages of “{receiver}”.</p>")
_UNKNOWN: Final = Markup("<p>This link is not one of ours, or it was cut. Please use the link in the message itself.</p>")


def leaving_routes(desk: Callable[[], Desk]) -> list[web.RouteDef]:
    """Return the two routes of an unsubscribe link; `desk` is asked at every request, since files may be read again."""
    from aiohttp import web

    from watcher.pipeline.subscribing import BY_LINK, UNSUBSCRIBE_PATH, subscription_of, unsubscribe

    async def ask(request: web.Request) -> web.Response:
        found = subscription_of(desk().store, request.match_info["token"])
        return _answer(_ASKS, found)

    async def leave(request: web.Request) -> web.Response:
        at = desk()
        found = subscription_of(at.store, request.match_info["token"])
        if found is not None:
            unsubscribe(at.store, *found, at.clock.now(), by=BY_LINK)
        return _answer(_DONE, found)

    path = UNSUBSCRIBE_PATH + "{token}"
    return [web.get(path, ask, allow_head=False), web.post(path, leave)]


def _answer(content: Markup, found: tuple[str, str] | None) -> web.Response:
    from aiohttp import web

    said = content.format(receiver=found[0], address=found[1]) if found else _UNKNOWN
    headers = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
    return web.Response(
        text=_PAGE.format(content=said), content_type="text/html", charset="utf-8", status=200 if found else 404, headers=headers
    )
