"""The operator's files: what is right is read, what is wrong is named with file, line, key and fix."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from watcher.app import load, packed
from watcher.config import load_seeds
from watcher.errors import ConfigError
from watcher.model import ReceiverKind, When

SOURCES = """\
polling:
  contact: desk@example.org
sources:
  - id: union
    name: A Union
    group: union
    kind: feed
    url: https://union.example/feed
    every: 30m
"""
ALERTS = """\
receivers:
  - {id: folder, kind: file, path: state/outbox}
routes:
  - {id: weekly, to: [folder], when: weekly}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "sources.yaml").write_text(SOURCES)
    (tmp_path / "alerts.yaml").write_text(ALERTS)
    return tmp_path


def test_a_watch_is_two_files_and_the_packed_concerns(root: Path) -> None:
    """sources.yaml and alerts.yaml are enough; concerns and templates fall back to the package's."""
    watch = load(root, {})
    assert [concern.id for concern in watch.taxonomy.concerns] == list("1234567")
    assert watch.source("union").every == timedelta(minutes=30)
    assert watch.receivers[0].settings["path"] == str(root / "state/outbox")
    assert watch.routes[0].when is When.WEEKLY
    assert watch.digests.weekday == 0


def test_the_repository_is_a_watch() -> None:
    """The root's own files are right: 26 publishers, 15 of them on, and the receivers that need secrets are off."""
    watch = load(packed("sources.yaml").parent, {})
    assert len(watch.sources) == 26
    assert sum(source.enabled for source in watch.sources) == 15
    assert {receiver.kind for receiver in watch.receivers if receiver.is_enabled} == {ReceiverKind.FILE}
    assert [taxonomy.is_active for taxonomy in watch.taxonomies].count(True) == 1


@pytest.mark.parametrize("name", ["sources.yaml", "alerts.yaml"])
def test_a_missing_file_is_an_error_and_never_a_default(root: Path, name: str) -> None:
    """A mistyped file name must not fall back to other sources or receivers."""
    (root / name).unlink()
    with pytest.raises(ConfigError, match="there is no such file") as caught:
        load(root, {})
    assert caught.value.file.endswith(name)


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "words"),
    [
        ("every: 30m", "evry: 30m", 9, "sources.0.evry", "did you mean 'every'"),
        ("every: 30m", "every: 30", 9, "sources.0.every", "15m"),
        ("every: 30m", "every: 10s", 9, "sources.0.every", "polite"),
        ("group: union", "group: guild", 6, "sources.0.group", "union"),
        ("kind: feed", "kind: rss", 7, "sources.0.kind", "feed"),
        ("url: https://union.example/feed", "url: file:///etc/passwd", 8, "sources.0.url", "http"),
        ("id: union", "id: A Union", 4, "sources.0.id", "pattern"),
        ("    name: A Union\n", "", 4, "sources.0.name", "add `name:`"),
        ("every: 30m", "every: 30m\n    every: 1h", 10, None, "every"),
        ("every: 30m", "every: 30m\n    selectors: {item: li}", 10, "sources.0.selectors", "kind: page"),
        ("kind: feed", "kind: page\n    selectors: {item: 'li['}", 8, "sources.0.selectors.item", "CSS selector"),
        ("  contact: desk@example.org", "  contact: x", 2, "polling.contact", "6 characters"),
        ("sources:", "sources: [", None, None, "not valid YAML"),
    ],
)
def test_a_wrong_sources_file_is_named_by_line_and_key(
    root: Path, old: str, new: str, line: int | None, key: str | None, words: str
) -> None:
    """Every fault names file, line, key and what would be right."""
    (root / "sources.yaml").write_text(SOURCES.replace(old, new))
    with pytest.raises(ConfigError) as caught:
        load(root, {})
    assert words in str(caught.value)
    assert caught.value.file.endswith("sources.yaml")
    assert line is None or caught.value.line == line
    assert key is None or caught.value.key == key


@pytest.mark.parametrize(
    ("alerts", "line", "words"),
    [
        (ALERTS.replace("to: [folder]", "to: [foldr]"), 4, "there is no 'foldr'"),
        (ALERTS.replace("when: weekly", "when: hourly"), 4, "weekly"),
        (ALERTS.replace("kind: file", "kind: fax"), 2, "email"),
        (ALERTS.replace("path: state/outbox", "pth: state/outbox"), 2, "pth"),
        (ALERTS + "digests: {weekly: {day: 1}}\n", 5, "never a number"),
        (ALERTS + "digests: {weekly: {day: monday, at: 7}}\n", 5, "07:30"),
        (ALERTS + "digests: {zone: Europe/Londn}\n", 5, "Europe/London"),
        (ALERTS.replace("when: weekly", "when: weekly, match: {concerns: ['9']}"), 4, "there is no '9'"),
        (ALERTS.replace("when: weekly", "when: weekly, match: {publishers: [nobody]}"), 4, "there is no 'nobody'"),
        (ALERTS + "  - {id: weekly, to: [folder], when: daily}\n", 5, "twice"),
        (ALERTS.replace("path: state/outbox", "path: '${NOT_SET}'"), 2, "NOT_SET"),
    ],
)
def test_a_wrong_alerts_file_is_named_by_line(root: Path, alerts: str, line: int, words: str) -> None:
    """Who is told must never depend on a typing error."""
    (root / "alerts.yaml").write_text(alerts)
    with pytest.raises(ConfigError) as caught:
        load(root, {})
    assert words in str(caught.value)
    assert caught.value.line == line


def test_all_faults_of_a_file_are_told_at_once(root: Path) -> None:
    """An operator should not have to run the check once for each mistake."""
    (root / "sources.yaml").write_text(SOURCES.replace("every: 30m", "evry: 30m").replace("group: union", "group: guild"))
    (root / "alerts.yaml").unlink()
    with pytest.raises(ConfigError) as caught:
        load(root, {})
    assert len(caught.value.others) == 2


def test_a_receiver_is_on_when_its_variables_are_set(root: Path) -> None:
    """`when_set` waits for every variable that has no default; an empty one counts as unset."""
    hook = '  - {id: hook, kind: webhook, enabled: when_set, url: "${HOOK}", secret: "${SECRET:-}"}\n'
    (root / "alerts.yaml").write_text(ALERTS.replace("routes:", hook + "routes:"))
    assert not load(root, {"HOOK": ""}).receivers[1].is_enabled
    assert "HOOK" in (load(root, {}).receivers[1].why_disabled or "")
    receiver = load(root, {"HOOK": "https://hook.example/x"}).receivers[1]
    assert receiver.is_enabled
    assert receiver.settings["url"] == "https://hook.example/x"
    assert "hook.example" not in repr(receiver)


def test_a_waiting_receiver_has_its_keys_checked(root: Path) -> None:
    """A typing error must not wait for the secret to be set."""
    hook = '  - {id: hook, kind: webhook, enabled: when_set, url: "${HOOK}", secrt: x}\n'
    (root / "alerts.yaml").write_text(ALERTS.replace("routes:", hook + "routes:"))
    with pytest.raises(ConfigError, match="secrt"):
        load(root, {})


def test_a_file_that_is_no_text_or_too_large_is_an_error(root: Path) -> None:
    """Bytes that are no UTF-8 and files beyond the limit are refused with a reason."""
    (root / "sources.yaml").write_bytes(b"polling: {contact: \xff\xfe}")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load(root, {})
    (root / "sources.yaml").write_bytes(b"#" * 2_000_001)
    with pytest.raises(ConfigError, match="larger than"):
        load(root, {})


def test_a_broken_template_of_the_operator_is_found_before_anything_is_sent(root: Path) -> None:
    """The operator's own templates are checked when the watch is read."""
    (root / "templates").mkdir()
    (root / "templates" / "digest.html.j2").write_text("{% if %}")
    with pytest.raises(ConfigError, match=r"digest\.html\.j2"):
        load(root, {})


def test_the_seed_manifest_names_a_text_that_is_missing(tmp_path: Path) -> None:
    """A seed that cannot be read is an error with its line; no manifest means no seeds."""
    assert load_seeds(tmp_path) == ()
    (tmp_path / "manifest.yaml").write_text("seeds:\n  - {id: seed-0, file: gone.txt, publisher: P, group: press}\n")
    with pytest.raises(ConfigError, match=r"gone\.txt") as caught:
        load_seeds(tmp_path)
    assert caught.value.line == 2


def test_what_a_variable_stands_for_is_never_shown(root: Path) -> None:
    """A secret that is wrong is named by its variable, in errors and so in logs."""
    hook = '  - {id: chat, kind: slack, enabled: when_set, url: "${CHAT}"}\n'
    (root / "alerts.yaml").write_text(ALERTS.replace("routes:", hook + "routes:"))
    with pytest.raises(ConfigError) as caught:
        load(root, {"CHAT": "hooks.chat.example/T0/SECRETTOKEN"})
    assert "SECRETTOKEN" not in str(caught.value)
    assert "${CHAT}" in str(caught.value)
