"""The composition root: it reads the files and builds every part; nothing else constructs."""

from __future__ import annotations

import fcntl
import gc
import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aiohttp.abc import AbstractResolver

from watcher.clock import Clock, SystemClock
from watcher.config import load_seeds, load_taxonomies, load_watch
from watcher.config.gazetteer import load_gazetteer
from watcher.config.load import taxonomy_fault
from watcher.config.schema import SeedEntry
from watcher.config.yaml_file import read_yaml
from watcher.errors import ClassifierError, ConfigError, StoreBusyError, StoreError
from watcher.fetch import Fetcher, FetchLimits
from watcher.ledger import Gazetteer
from watcher.model import ItemHints, Receiver, ReceiverKind, Record, Taxonomy, Watch
from watcher.notify import Notifier, notifier
from watcher.pipeline.recording import Recorder
from watcher.pipeline.settle import Tellers
from watcher.pipeline.subscribing import receivers_of
from watcher.pipeline.voices import organisation_of
from watcher.pipeline.world import IMPORTED, SEEDS, Desk, World
from watcher.records import parse_date, record_of
from watcher.render import TEMPLATE_NAMES, Renderer
from watcher.sources import SOURCE_KINDS
from watcher.store import Store
from watcher.workers import LISTINGS_MAX, NEW_OBJECTS_MIN, Workers

if TYPE_CHECKING:
    # The parsers and the classifier are imported by those who read: the daemon's parent starts fast and stays small.
    from watcher.classify import Classifier
    from watcher.pipeline.importing import Imported

MODEL_NAME: Final = "model.json"
_HERE: Final = Path(__file__).parent


def packed(name: str) -> Path:
    """Return a file that is shipped with the package: from the wheel, or from the repository it runs in."""
    in_wheel = _HERE / "defaults" / name
    return in_wheel if in_wheel.exists() else _HERE.parent / name


def load(root: Path, environment: Mapping[str, str] | None = None) -> Watch:
    """Read the watch in `root`.

    Raises:
        ConfigError: a file is missing or wrong.
    """
    env = os.environ if environment is None else environment
    watch = load_watch(root, environment=env, kinds=SOURCE_KINDS, packed_concerns=packed("concerns.yaml"))
    _check_templates(root, watch)
    return watch


def _check_templates(root: Path, watch: Watch) -> None:
    for problem in renderer(root, watch.taxonomy).check():
        raise ConfigError(problem, file=root / "templates", fix="delete it to use the packed one")


def renderer(root: Path, taxonomy: Taxonomy) -> Renderer:
    """Return a renderer with the packed templates, each replaced by the operator's own where there is one.

    An operator's template that fails on a message is replaced by the packed one for it, and the message says so.
    """
    ours = {name: packed(f"templates/{name}").read_text(encoding="utf-8") for name in TEMPLATE_NAMES}
    own = {name: path.read_text(encoding="utf-8") for name in TEMPLATE_NAMES if (path := root / "templates" / name).exists()}
    titles = {concern.id: concern.title for concern in taxonomy.concerns}
    return Renderer({**ours, **own}, titles, packed=ours)


def load_taxonomy(root: Path) -> Taxonomy:
    """Return the active taxonomy of a watch, or the packed one if the folder has no concerns.yaml."""
    own = root / "concerns.yaml"
    taxonomies = load_taxonomies(own if own.exists() else packed("concerns.yaml"))
    return next(taxonomy for taxonomy in taxonomies if taxonomy.is_active)


def contact_of(root: Path) -> str:
    """Return who answers for requests made by hand: the watch's contact, if there is a watch."""
    try:
        return load(root).polling.contact
    except ConfigError:
        return "no contact given"


def model_for(taxonomy: Taxonomy) -> bytes | None:
    """Return the model that the taxonomy names, or the shipped one if it was trained for it; None judges by its cues alone.

    Raises:
        ConfigError: the model file that the taxonomy names cannot be read.
    """
    if taxonomy.model is not None:
        try:
            return taxonomy.model.read_bytes()
        except OSError as error:
            raise ConfigError(
                f"the model of {taxonomy.id} cannot be read: {error.strerror}",
                file=taxonomy.model,
                fix="`watcher train` writes it; without `model:` in concerns.yaml the cues judge alone",
            ) from error
    path = _HERE / "classify" / MODEL_NAME
    if not path.exists():
        return None
    data = path.read_bytes()
    return data if f'"taxonomy":"{taxonomy.id}"'.encode() in data[-4096:] else None


def classifier(taxonomy: Taxonomy) -> Classifier:
    """Return the classifier of a taxonomy, with its model where there is one.

    Raises:
        ConfigError: the taxonomy or the model that it names cannot be used.
    """
    from watcher.classify import Classifier

    model = model_for(taxonomy)
    try:
        return Classifier(taxonomy, model)
    except ClassifierError as error:
        if taxonomy.model is None or str(error).startswith("taxonomy "):
            raise taxonomy_fault(taxonomy, str(error)) from error
        raise ConfigError(str(error), file=taxonomy.model, fix="`watcher train` writes it anew") from error


def check_gaps(watch: Watch, known: Gazetteer) -> None:
    """Let through only gaps of organisations that could be heard: under a misspelt name everybody is silent for ever.

    Raises:
        ConfigError: neither bodies.yaml nor sources.yaml has an organisation of that name.
    """
    heard = {organisation_of(source.name, known) for source in watch.sources} | {body.name for body in known.bodies}
    for position, rule in enumerate(watch.gaps):
        if organisation_of(rule.organisation, known) not in heard:
            path = watch.root / "alerts.yaml"
            key = ("gaps", position, "organisation")
            raise ConfigError(
                f"nobody is called {rule.organisation!r}",
                file=path,
                line=read_yaml(path).line(key),
                key=".".join(map(str, key)),
                fix="a body of bodies.yaml, by any of its names, or the name of a source",
            )


def _check_taxonomy(taxonomy: Taxonomy) -> None:
    """Let through only a taxonomy by which the workers can judge; the packed one is known to be good.

    Raises:
        ConfigError: it cannot be used.
    """
    if taxonomy.file is not None and taxonomy.file.read_bytes() != packed("concerns.yaml").read_bytes():
        classifier(taxonomy)


def gazetteer(root: Path) -> Gazetteer:
    """Return the people and bodies of a watch: its own people.yaml and bodies.yaml, each packed one where there is none."""
    people, bodies = (own if (own := root / name).exists() else packed(name) for name in ("people.yaml", "bodies.yaml"))
    return load_gazetteer(people, bodies)


def user_agent(contact: str) -> str:
    """Return the name under which watcher asks for pages, with somebody to write to."""
    return f"watcher/{version('watcher')} (+{contact})"


def open_store(watch: Watch) -> Store:
    """Return the watch's store, created if it is not there."""
    return Store(watch.state_dir / "watcher.db", taxonomy_id=watch.taxonomy.id)


def restore_store(watch: Watch, source: Path) -> Path | None:
    """Replace the watch's database by the one at `source`; return where the replaced one is kept, if there was one.

    Raises:
        StoreError: `source` is no sound database of watcher, or the files cannot be moved.
    """
    if not source.is_file():
        raise StoreError(f"{source}: there is no such file")
    target = watch.state_dir / "watcher.db"
    part = target.with_name("watcher.db.restoring")
    part.unlink(missing_ok=True)
    copy = Store.copy_of(source)
    try:
        broken = copy.upkeep.check()
        if broken:
            raise StoreError(f"{source}: not sound ({broken[0]}); nothing was replaced")
        copy.upkeep.back_up(part)
    finally:
        copy.close()
    kept = target.with_name(f"watcher.db.before-{SystemClock().now():%Y%m%dT%H%M%S}") if target.exists() else None
    if kept:
        for suffix in ("", "-wal", "-shm"):
            old = target.with_name(target.name + suffix)
            if old.exists():
                old.replace(kept.with_name(kept.name + suffix))
    part.replace(target)
    return kept


def scratch_store(watch: Watch) -> Store:
    """Return a copy of the watch's store that is gone when it is closed, for a dry run."""
    return Store.copy_of(watch.state_dir / "watcher.db", taxonomy_id=watch.taxonomy.id)


def import_seeds(world: World) -> int:
    """Store the watch's seed texts that are not stored yet; return how many were."""
    texts = load_seeds(world.watch.root / "seeds")
    fresh = [seed for seed in texts if world.store.statements.by_external_id(SEEDS, seed[0].id) is None]
    if not fresh:
        return 0
    from watcher.pipeline.importing import import_records

    records = [_seed_record(entry, text, world.clock.now()) for entry, text in fresh]
    return import_records(world, records, classifier(world.watch.taxonomy), shelf=SEEDS).stored


def bring(watch: Watch, records: Sequence[Record], *, is_told: bool, on_done: Callable[[], None]) -> Imported:
    """Store texts that somebody brought, as the command `import` does."""
    from watcher.pipeline.importing import import_records

    with open_desk(watch) as desk:
        return import_records(desk, records, classifier(watch.taxonomy), shelf=IMPORTED, is_told=is_told, on_done=on_done)


@contextmanager
def open_desk(watch: Watch) -> Iterator[Desk]:
    """Open the watch's store for work by hand, without network and workers."""
    store = open_store(watch)
    try:
        yield _Desk(watch, store, SystemClock(), gazetteer(watch.root))
    finally:
        store.close()


@dataclass(frozen=True, slots=True)
class _Desk:
    """The part of a world that importing needs: no network, no workers."""

    watch: Watch
    store: Store
    clock: Clock
    gazetteer: Gazetteer

    @property
    def tellers(self) -> Tellers:
        return Tellers(self.watch.routes, self.receivers, self.store.silences.lasting(self.clock.now()))

    @property
    def receivers(self) -> tuple[Receiver, ...]:
        return receivers_of(self.watch, self.store)


@asynccontextmanager
async def open_world(
    watch: Watch,
    store: Store,
    *,
    clock: Clock | None = None,
    resolver: AbstractResolver | None = None,
    label: str | None = None,
) -> AsyncIterator[World]:
    """Build everything that acts for `watch` and take it down again; `label` marks digests that are not about the real world."""
    _check_taxonomy(watch.taxonomy)
    now = clock or SystemClock()
    polling = watch.polling
    known = gazetteer(watch.root)
    check_gaps(watch, known)
    workers = Workers(
        watch.taxonomy,
        model_for(watch.taxonomy),
        known,
        count=polling.workers,
        deadline_s=polling.read_deadline_s,
        listings_max=max(LISTINGS_MAX, polling.hosts_at_once_max),
    )
    fetcher = Fetcher(
        clock=now,
        user_agent=user_agent(polling.contact),
        limits=FetchLimits(deadline_s_max=polling.page_deadline_s),
        resolver=resolver,
        delay_per_host_s=polling.delay_per_host_s,
        hosts_at_once_max=polling.hosts_at_once_max,
        robots_shelf=store.robots,
    )

    def notifiers(kind: ReceiverKind) -> Notifier:
        return notifier(kind, post=fetcher.post, clock=now)

    try:
        async with fetcher:
            pages = renderer(watch.root, watch.taxonomy)
            with _seldom_collecting():
                yield World(watch, store, fetcher, workers, pages, notifiers, now, Recorder(store.polls), known, label)
    finally:
        workers.close()


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Let the collector of cycles run seldom while the block lasts."""
    before = gc.get_threshold()
    gc.set_threshold(NEW_OBJECTS_MIN, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def refreshed(world: World, watch: Watch) -> World:
    """Return `world` with another reading of the operator's files; its store, network and workers go on.

    Limits of the network and the taxonomy's model stay as they were until the daemon is started again.

    Raises:
        ConfigError: it is another inquiry's taxonomy, by which the running workers do not judge, or one that cannot be used.
    """
    _check_taxonomy(watch.taxonomy)
    before = world.watch.taxonomy.id
    if watch.taxonomy.id != before:
        raise ConfigError(
            f"the taxonomy is now {watch.taxonomy.id}, and the daemon judges by {before}",
            file=watch.root / "concerns.yaml",
            fix="stop the daemon, run `watcher reassess --apply`, and start it again",
        )
    return replace(world, watch=watch, renderer=renderer(watch.root, watch.taxonomy))


DAEMON: Final = "daemon"
"""The role of a holder of the watch that can be asked to do what other commands do."""


@contextmanager
def hold_watch(watch: Watch, *, role: str = "a command") -> Iterator[None]:
    """Hold the watch's lock, so that no second process polls or sends for it; `role` and the process id are written into it.

    Raises:
        StoreBusyError: another process holds it; the text says which, and what to do.
    """
    watch.state_dir.mkdir(parents=True, exist_ok=True)
    with (watch.state_dir / "watcher.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise StoreBusyError(_who_holds(watch.root, lock.read())) from error
        lock.truncate(0)
        lock.write(f"{role} {os.getpid()}")
        lock.flush()
        yield


def _who_holds(root: Path, written: str) -> str:
    role, _, process = written.rpartition(" ")
    if role == DAEMON:
        return (
            f"{root}: the daemon (process {process}) is at work on this watch; stop it first (systemctl stop watcher, or SIGTERM)"
        )
    return f"{root}: another watcher{f' (process {process})' if process else ''} is polling this watch; wait for it to end"


def is_daemon_at_work(watch: Watch) -> bool:
    """Whether a daemon holds the watch, so that it can be asked; a lock that its process left behind is nobody's."""
    path = watch.state_dir / "watcher.lock"
    if not path.exists():
        return False
    with path.open("a+") as lock:
        lock.seek(0)
        if lock.read().rpartition(" ")[0] != DAEMON:
            return False
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def seed_records(root: Path, now: datetime) -> list[Record]:
    """Return the seed corpus of a watch, cleaned as any text is; empty if it has none.

    Raises:
        ConfigError: the manifest is wrong or names a text that is not there.
        ExtractError: a text holds no statement.
    """
    return [_seed_record(entry, text, now) for entry, text in load_seeds(root / "seeds")]


def _seed_record(entry: SeedEntry, text: str, now: datetime) -> Record:
    from watcher.extract import extract

    stated = parse_date(
        {"value": entry.published, "source": "manifest"} if entry.published else None, where=f"seeds/manifest.yaml: {entry.id}"
    )
    document = extract(
        text.encode(),
        url=entry.url or "",
        fetched_at=now,
        content_type="text/plain; charset=utf-8",
        hints=ItemHints(title=entry.title, published=stated),
    )
    record = record_of(document, record_id=entry.id, url=entry.url)
    return replace(record, publisher=entry.publisher, group=entry.group, published=stated or document.published)
