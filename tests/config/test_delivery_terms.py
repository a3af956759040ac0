"""Quiet hours, groups, secrets and other terms of delivery in alerts.yaml."""

from __future__ import annotations

import base64
from datetime import time, timedelta
from pathlib import Path

import pytest

from watcher.app import load
from watcher.config.schema import SECRET_BYTES, SECRETS_MAX
from watcher.errors import ConfigError
from watcher.model import Grouping, QuietHours, ReceiverKind

SOURCES = """\
polling: {contact: desk@example.org}
sources:
  - {id: union, name: A Union, group: union, kind: feed, url: "https://union.example/feed"}
"""


def alerts(receiver: str = "{id: desk, kind: file, path: out}", route: str = "", more: str = "") -> str:
    return f"{more}receivers:\n  - {receiver}\nroutes:\n  - {{id: r, to: [desk], when: now{route}}}\n"


def watch(root: Path, text: str):
    (root / "sources.yaml").write_text(SOURCES)
    (root / "alerts.yaml").write_text(text)
    return load(root, {"SECRET": secret(24)})


def secret(count: int) -> str:
    return "whsec_" + base64.b64encode(b"x" * count).decode()


def hook(value: str) -> str:
    return f'{{id: desk, kind: webhook, url: "https://hook.example/", secret: "{value}"}}'


def test_the_terms_are_read(tmp_path: Path) -> None:
    """Quiet hours belong to the receiver, groups to the route."""
    quiet = '{id: desk, kind: file, path: out, quiet_hours: {from: "22:00", until: "07:00", days: [friday, sunday]}}'
    found = watch(tmp_path, alerts(quiet, ", group_wait: 5m, group_interval: 1h, repeat_interval: 3d"))
    assert found.receivers[0].quiet == QuietHours(time(22), time(7), frozenset({4, 6}))
    assert "quiet_hours" not in found.receivers[0].settings
    assert found.routes[0].grouping == Grouping(timedelta(minutes=5), timedelta(hours=1), timedelta(days=3))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (alerts(route=", repeat_interval: 59m"), "at least 1h"),
        (alerts(route=", group_wait: soon"), "a whole number and a unit"),
        (alerts().replace("when: now", "when: weekly, group_wait: 5m"), "a digest is a group already"),
        (alerts('{id: desk, kind: file, path: out, quiet_hours: {from: "22:00"}}'), "until"),
        (alerts('{id: desk, kind: file, path: out, quiet_hours: {from: 22, until: "07:00"}}'), "a time in quotes"),
        (alerts('{id: desk, kind: file, path: out, quiet_hours: {from: "22:00", until: "07:00", days: [5]}}'), "name of a day"),
        (alerts('{id: desk, kind: file, path: out, quiet_hours: {from: "22:00", until: "07:00", zone: Mars/Base}}'), "a time zone"),
        (alerts(more="public_url: http://watch.example/\n"), "public_url"),
        (alerts(hook("nonsense!")), "24 to 64 bytes in base64"),
        (alerts(hook(secret(SECRET_BYTES[0] - 1))), "24 to 64 bytes in base64"),
        (alerts(hook(secret(SECRET_BYTES[1] + 1))), "24 to 64 bytes in base64"),
        (alerts(hook(f"{secret(24)}, short")), "24 to 64 bytes in base64"),
        (alerts(hook(",".join([secret(24)] * (SECRETS_MAX + 1)))), "at most 4 secrets"),
    ],
)
def test_a_wrong_term_is_named(tmp_path: Path, text: str, words: str) -> None:
    """By its key, and by what would be right."""
    with pytest.raises(ConfigError, match=words.replace("(", r"\(")):
        watch(tmp_path, text)


def test_a_wrong_secret_is_never_shown(tmp_path: Path) -> None:
    """It may be right but for one letter."""
    with pytest.raises(ConfigError) as caught:
        watch(tmp_path, alerts(hook("whsec_almostRight")))
    assert "almostRight" not in str(caught.value)


@pytest.mark.parametrize(
    "value", [secret(SECRET_BYTES[0]), secret(SECRET_BYTES[1]), f"{secret(32)}, {secret(24)}", "${SECRET}", ""]
)
def test_a_good_secret_passes(tmp_path: Path, value: str) -> None:
    """Both limits, two during a change, one from the environment, none at all."""
    assert watch(tmp_path, alerts(hook(value))).receivers[0].is_enabled


def test_an_apprise_address_is_a_receiver(tmp_path: Path) -> None:
    """With the extra installed, as it is here."""
    [receiver] = watch(tmp_path, alerts('{id: desk, kind: apprise, url: "json://hook.example/"}')).receivers
    assert receiver.kind is ReceiverKind.APPRISE


def test_an_email_receiver_may_wait_for_subscribers(tmp_path: Path) -> None:
    """Without `to` it has nobody; an empty `to` is a mistake."""
    mail = "{{id: desk, kind: email, {to}from: w@union.example, smtp: {{host: mail.example}}}}"
    assert watch(tmp_path, alerts(mail.format(to=""))).receivers[0].settings["to"] == ()
    with pytest.raises(ConfigError, match="e-mail addresses"):
        watch(tmp_path, alerts(mail.format(to='to: "", ')))
