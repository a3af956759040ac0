"""Who asked for messages themselves, and the links by which they stop them."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Final

from itsdangerous import BadSignature, URLSafeSerializer

from watcher.model import Receiver, ReceiverKind, Watch
from watcher.store import Store

UNSUBSCRIBE_PATH: Final = "/unsubscribe/"
TOKEN_CHARS_MAX: Final = 1_000
BY_LINK: Final = "the address itself, by its link"
_SALT: Final = "watcher unsubscribe"


def receivers_of(watch: Watch, store: Store) -> tuple[Receiver, ...]:
    """Return the receivers of a watch with their subscribers, and without the addresses that asked not to be written to."""
    known = store.subscriptions.all()
    if not known:
        return watch.receivers
    active = {(each.receiver_id, each.address): each.routes for each in known if each.is_active}
    stopped = {(each.receiver_id, each.address.casefold()) for each in known if not each.is_active}
    return tuple(_with(receiver, active, stopped) for receiver in watch.receivers)


def _with(receiver: Receiver, active: dict[tuple[str, str], frozenset[str]], stopped: set[tuple[str, str]]) -> Receiver:
    if receiver.kind is not ReceiverKind.EMAIL:
        return receiver
    to = tuple(address for address in receiver.settings.get("to", ()) if (receiver.id, address.casefold()) not in stopped)
    subscribers = {address: routes for (receiver_id, address), routes in active.items() if receiver_id == receiver.id}
    return replace(receiver, settings={**receiver.settings, "to": to}, subscribers=subscribers)


def unsubscribe_links(store: Store, watch: Watch, receiver: Receiver, address: str | None) -> tuple[str, ...]:
    """Return the links that take `address` off a receiver's list: the operator's own, and a signed one where watcher is served."""
    own = receiver.settings.get("list_unsubscribe") or ()
    links = [own] if isinstance(own, str) else [*own]
    if watch.public_url and address:
        links.append(f"{watch.public_url.rstrip('/')}{UNSUBSCRIBE_PATH}{_signer(store).dumps([receiver.id, address])}")
    return tuple(links)


def subscription_of(store: Store, token: str) -> tuple[str, str] | None:
    """Return the receiver and the address that a link's token names; None if nobody here signed it."""
    try:
        found = _signer(store).loads(token[:TOKEN_CHARS_MAX])
    except BadSignature:
        return None
    match found:
        case [str(receiver_id), str(address)]:
            return receiver_id, address
    return None


def unsubscribe(store: Store, receiver_id: str, address: str, now: datetime, *, by: str) -> bool:
    """Let an address get nothing more of a receiver, what waits for it included; False if it was so already."""
    return store.subscriptions.cancel(receiver_id, address, by=by, now=now)


def _signer(store: Store) -> URLSafeSerializer:
    return URLSafeSerializer(store.subscriptions.key(secrets.token_urlsafe(32)), salt=_SALT)
