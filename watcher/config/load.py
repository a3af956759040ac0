"""The operator's files -> Watch."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from watcher.config.schema import (
    RECEIVERS,
    AlertsFile,
    AppriseReceiver,
    ConcernsFile,
    EmailReceiver,
    FileReceiver,
    GapEntry,
    ReceiverEntry,
    RouteEntry,
    SeedEntry,
    SeedsFile,
    SourceEntry,
    SourcesFile,
    TaxonomyEntry,
)
from watcher.config.variables import substitute, unset_variables
from watcher.config.yaml_file import YamlFile, read_yaml
from watcher.errors import ConfigError
from watcher.model import (
    Archive,
    Concern,
    DigestTimes,
    GapRule,
    Grouping,
    Match,
    PollSettings,
    QuietHours,
    Receiver,
    ReceiverKind,
    Route,
    Selectors,
    Source,
    Taxonomy,
    Watch,
)
from watcher.notify import INSTALL, is_apprise_installed

_Entry = TypeVar("_Entry", bound=BaseModel)
EVERY_MIN: Final = timedelta(minutes=1)
GAP_MIN: Final = timedelta(days=1)
_COMMON: Final = frozenset({"id", "kind", "enabled", "on_ambiguous", "quiet_hours"})
_SECRET: Final = frozenset({"secret", "password", "url"})
"""Keys of receivers whose values are never shown, not even where they are wrong."""


def load_watch(root: Path, *, environment: Mapping[str, str], kinds: Collection[str], packed_concerns: Path) -> Watch:
    """Read and check the watch in `root`; `kinds` are the source kinds that exist.

    concerns.yaml may be missing (`packed_concerns` is read then); sources.yaml and alerts.yaml may not.

    Raises:
        ConfigError: the first thing that is wrong; `others` on it holds the rest.
    """
    problems: list[ConfigError] = []
    concerns_path = root / "concerns.yaml" if (root / "concerns.yaml").exists() else packed_concerns
    sources = _collect(problems, lambda: _read_sources(root / "sources.yaml", kinds))
    taxonomies = _collect(problems, lambda: load_taxonomies(concerns_path))
    alerts = _collect(problems, lambda: _read_alerts(root, environment))
    if problems or sources is None or taxonomies is None or alerts is None:
        raise _joined(problems)
    file, entry, receivers = alerts
    _check_routes(file, entry.routes, receivers, sources[1], taxonomies)
    _check_gaps(file, entry.gaps, sources[1], taxonomies)
    return Watch(
        root=root,
        polling=sources[0],
        sources=sources[1],
        taxonomies=taxonomies,
        receivers=receivers,
        routes=tuple(_route(route) for route in entry.routes),
        digests=DigestTimes(
            weekday=entry.digests.weekly.day,
            at=entry.digests.weekly.at,
            zone=entry.digests.zone,
            daily_at=entry.digests.daily.at,
        ),
        notices=tuple(f"{r.id} is off: {r.why_disabled}" for r in receivers if r.why_disabled),
        alerts_per_run_max=entry.alerts_per_run_max,
        silence_after=entry.silence_after,
        gaps=tuple(GapRule(gap.organisation, tuple(gap.sources), gap.after, frozenset(gap.concerns)) for gap in entry.gaps),
        public_url=entry.public_url,
    )


def load_seeds(folder: Path) -> tuple[tuple[SeedEntry, str], ...]:
    """Return the entries of `folder`/manifest.yaml with their texts, in its order; nothing if there is no manifest.

    Raises:
        ConfigError: the manifest is wrong, or names a text that is not there.
    """
    path = folder / "manifest.yaml"
    if not path.exists():
        return ()
    file = read_yaml(path)
    entries = validate(file, SeedsFile).seeds
    _unique(file, "seeds", [entry.id for entry in entries])
    return tuple((entry, _seed_text(file, position, entry)) for position, entry in enumerate(entries))


def _seed_text(file: YamlFile, position: int, entry: SeedEntry) -> str:
    where = ("seeds", position, "file")
    try:
        return (file.path.parent / entry.file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"cannot read {entry.file!r}",
            file=file.path,
            line=file.line(where),
            key=".".join(map(str, where)),
            fix="a UTF-8 text file beside the manifest",
        ) from error


def _collect(problems: list[ConfigError], read: Any) -> Any:
    try:
        return read()
    except ConfigError as error:
        problems.append(error)
        return None


def _joined(problems: Sequence[ConfigError]) -> ConfigError:
    first = problems[0]
    first.others = (*first.others, *(other for problem in problems[1:] for other in (problem, *problem.others)))
    return first


def validate(file: YamlFile, model: type[_Entry], data: Any = None, prefix: tuple[str | int, ...] = ()) -> _Entry:
    """Return the file's data (or the part of it at `prefix`) as `model`, or raise ConfigError with the line of each fault."""
    try:
        return model.model_validate(file.data if data is None else data)
    except ValidationError as error:
        # A mistyped key comes before the key that is missing because of it.
        faults = sorted(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
        raise _joined([_fault(file, model, fault, prefix) for fault in faults]) from error


_PLAIN: Final = {
    "string_type": "expected a text, in quotation marks if it looks like a number",
    "list_type": "expected a list",
    "dict_type": "expected keys and values",
    "model_type": "expected keys and values",
    "model_attributes_type": "expected keys and values",
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "float_parsing": "expected a number",
    "date_type": "expected a day such as 2024-01-31",
    "date_parsing": "expected a day such as 2024-01-31",
    "date_from_datetime_parsing": "expected a day such as 2024-01-31",
    "too_short": "at least 1 item is expected",
}
"""What pydantic finds wrong most often, in the words of somebody who edits a file."""


def _fault(file: YamlFile, model: type[BaseModel], fault: Any, prefix: tuple[str | int, ...]) -> ConfigError:
    location = (*prefix, *(part for part in fault["loc"] if isinstance(part, int) or not part.startswith("function-")))
    key = ".".join(str(part) for part in location)
    line = file.line(location)
    name = str(location[-1]) if location else ""
    match fault["type"]:
        case "extra_forbidden":
            allowed = _allowed(model, fault["loc"])
            near = difflib.get_close_matches(name, allowed, n=1)
            fix = f"did you mean {near[0]!r}?" if near else f"known keys here: {', '.join(sorted(allowed))}"
            return ConfigError("unknown key", file=file.path, line=line, key=key, fix=fix)
        case "missing":
            return ConfigError("missing", file=file.path, line=line, key=key, fix=f"add `{name}:`")
        case _:
            problem = _PLAIN.get(fault["type"]) or fault["msg"].removeprefix("Value error, ")
            shown = _as_written(file, location, fault["input"])
            is_secret = name in _SECRET and location[:1] == ("receivers",) and "${" not in str(shown)
            given = "" if isinstance(fault["input"], dict | list) or is_secret else f", not {shown!r}"
            return ConfigError(problem + given, file=file.path, line=line, key=key)


def _as_written(file: YamlFile, location: Iterable[str | int], value: Any) -> Any:
    """Return a value as the file has it: what a `${VARIABLE}` stood for may be a secret, and is never shown."""
    here: Any = file.data
    for part in location:
        if isinstance(here, dict):
            here = here.get(part)
        elif isinstance(here, list) and isinstance(part, int):
            here = here[part]
    return here if isinstance(here, str) and "${" in here else value


def _allowed(model: type[BaseModel], location: Iterable[str | int]) -> list[str]:
    """Return the keys that may stand beside the last part of `location`."""
    here: Any = model
    for part in list(location)[:-1]:
        if isinstance(part, int) or not hasattr(here, "model_fields"):
            continue
        field = here.model_fields.get(part)
        here = next(iter(_models_in(field.annotation)), here) if field else here
    return [field.alias or name for name, field in here.model_fields.items()]


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models_in(part)]


def _unique(file: YamlFile, section: str, ids: Sequence[str]) -> None:
    seen: dict[str, int] = {}
    for position, name in enumerate(ids):
        if name in seen:
            first = file.line((section, seen[name], "id"))
            raise ConfigError(
                f"{name!r} stands twice (first in line {first})",
                file=file.path,
                line=file.line((section, position, "id")),
                key=f"{section}.{position}.id",
                fix="ids are unique",
            )
        seen[name] = position


def _read_sources(path: Path, kinds: Collection[str]) -> tuple[PollSettings, tuple[Source, ...]]:
    file = read_yaml(path)
    entry = validate(file, SourcesFile)
    _unique(file, "sources", [source.id for source in entry.sources])
    polling = PollSettings(
        contact=entry.polling.contact,
        hosts_at_once_max=entry.polling.hosts_at_once_max,
        delay_per_host_s=entry.polling.delay_per_host.total_seconds(),
        items_per_poll_max=entry.polling.items_per_poll_max,
        entries_per_day_max=entry.polling.entries_per_day_max,
        page_deadline_s=entry.polling.page_deadline.total_seconds(),
        read_deadline_s=entry.polling.read_deadline.total_seconds(),
        workers=entry.polling.workers,
        canary_every=entry.polling.canary_every,
        archive=Archive(entry.polling.archive.save, entry.polling.archive.allow_private) if entry.polling.archive else None,
    )
    return polling, tuple(_source(file, position, source, kinds) for position, source in enumerate(entry.sources))


def _source(file: YamlFile, position: int, entry: SourceEntry, kinds: Collection[str]) -> Source:
    def fault(key: str, problem: str, fix: str) -> ConfigError:
        line = file.line(("sources", position, key))
        return ConfigError(problem, file=file.path, line=line, key=f"sources.{position}.{key}", fix=fix)

    if entry.kind not in kinds:
        raise fault("kind", f"there is no kind {entry.kind!r}", f"one of {', '.join(sorted(kinds))}")
    if entry.selectors and entry.kind != "page":
        raise fault("selectors", f"a source of kind {entry.kind!r} has no selectors", "only `kind: page` has them")
    if entry.every < EVERY_MIN:
        raise fault("every", "polls too often to be polite", "at least 1m")
    for key, selector in (entry.selectors.model_dump() if entry.selectors else {}).items():
        if selector and not _is_selector(selector):
            where = f"selectors.{key}"
            line = file.line(("sources", position, "selectors", key))
            raise ConfigError(
                f"not a CSS selector: {selector!r}",
                file=file.path,
                line=line,
                key=f"sources.{position}.{where}",
                fix="such as h3 > a",
            )
    return Source(
        id=entry.id,
        name=entry.name,
        group=entry.group,
        kind=entry.kind,
        url=entry.url,
        every=entry.every,
        selectors=Selectors(**entry.selectors.model_dump()) if entry.selectors else None,
        enabled=entry.enabled,
        allow_private=entry.allow_private,
        language=entry.language,
        notes=entry.notes,
        line=file.line(("sources", position)),
    )


def _is_selector(selector: str) -> bool:
    from soupsieve import SelectorSyntaxError
    from soupsieve import compile as compile_selector

    try:
        compile_selector(selector)
    except SelectorSyntaxError:
        return False
    return True


def load_taxonomies(path: Path) -> tuple[Taxonomy, ...]:
    """Return the taxonomies of a concerns.yaml, of which exactly one is active.

    Raises:
        ConfigError: the file is wrong.
    """
    file = read_yaml(path)
    entry = validate(file, ConcernsFile)
    _unique(file, "taxonomies", [taxonomy.id for taxonomy in entry.taxonomies])
    for position, taxonomy in enumerate(entry.taxonomies):
        ids = [concern.id for concern in taxonomy.concerns]
        if len(set(ids)) < len(ids):
            line = file.line(("taxonomies", position, "concerns"))
            raise ConfigError(
                f"{taxonomy.id}: two concerns have the same id",
                file=path,
                line=line,
                key=f"taxonomies.{position}.concerns",
                fix="ids are unique",
            )
    active = [taxonomy.id for taxonomy in entry.taxonomies if taxonomy.active]
    if len(active) != 1:
        raise ConfigError(
            f"{len(active)} taxonomies are active",
            file=path,
            line=file.line(("taxonomies",)),
            key="taxonomies",
            fix="exactly one has `active: true`",
        )
    return tuple(_taxonomy(taxonomy, path) for taxonomy in entry.taxonomies)


_PLACE: Final = re.compile(
    r"taxonomy [^:]+: (?:concern (?P<concern>[^,:]+)(?:, cue (?P<cue>\d+))?|(?P<settings>settings[\w.]*))"
    r"[^:']*(?:: unknown key '(?P<key>[^']+)')?"
)


def taxonomy_fault(taxonomy: Taxonomy, problem: str) -> ConfigError:
    """Return what the classifier cannot use of a taxonomy as a fault of its file, with the line of the cue or setting."""
    if taxonomy.file is None:
        return ConfigError(problem, file="concerns.yaml")
    file = read_yaml(taxonomy.file)
    line = file.line(_location(file.data["taxonomies"], taxonomy.id, problem))
    return ConfigError(problem, file=taxonomy.file, line=line)


def _location(taxonomies: Sequence[Mapping[str, Any]], taxonomy_id: str, problem: str) -> list[str | int]:
    """Return where in a concerns.yaml that a problem is which begins with its concern and cue, or with its setting."""
    position = [entry["id"] for entry in taxonomies].index(taxonomy_id)
    location: list[str | int] = ["taxonomies", position]
    named = _PLACE.match(problem)
    if named is None:
        return location
    if named["settings"]:
        location += named["settings"].split(".")
    else:
        ids = [str(concern["id"]) for concern in taxonomies[position]["concerns"]]
        location += ["concerns", ids.index(named["concern"])]
        location += ["cues", int(named["cue"]) - 1] if named["cue"] else []
    return [*location, named["key"]] if named["key"] else location


def _taxonomy(entry: TaxonomyEntry, path: Path) -> Taxonomy:
    return Taxonomy(
        id=entry.id,
        title=entry.title,
        version=entry.version,
        is_active=entry.active,
        source_title=entry.source.title,
        source_url=entry.source.url,
        model=path.parent / entry.model if entry.model else None,
        file=path,
        settings=entry.settings,
        concerns=tuple(
            Concern(
                id=concern.id,
                title=concern.title,
                definition=concern.definition,
                includes=tuple(concern.includes),
                excludes=tuple(concern.excludes),
                addressees=tuple(concern.addressees),
                cues=tuple(concern.cues),
            )
            for concern in entry.concerns
        ),
    )


def _read_alerts(root: Path, environment: Mapping[str, str]) -> tuple[YamlFile, AlertsFile, tuple[Receiver, ...]]:
    file = read_yaml(root / "alerts.yaml")
    entry = validate(file, AlertsFile)
    receivers = tuple(_receiver(file, position, raw, environment) for position, raw in enumerate(entry.receivers))
    _unique(file, "receivers", [receiver.id for receiver in receivers])
    _unique(file, "routes", [route.id for route in entry.routes])
    return file, entry, receivers


def _receiver(file: YamlFile, position: int, raw: dict[str, Any], environment: Mapping[str, str]) -> Receiver:
    location = ("receivers", position)
    kind = raw.get("kind")
    if not isinstance(kind, str) or kind not in RECEIVERS:
        raise ConfigError(
            f"there is no receiver kind {kind!r}",
            file=file.path,
            line=file.line((*location, "kind")),
            key=f"receivers.{position}.kind",
            fix=f"one of {', '.join(RECEIVERS)}",
        )
    unset = unset_variables(raw, environment)
    wanted = raw.get("enabled", True)
    if unset and wanted is True:
        raise ConfigError(
            f"{', '.join(unset)} not set in the environment",
            file=file.path,
            line=file.line(location),
            key=f"receivers.{position}",
            fix="set it, or say `enabled: when_set`",
        )
    if unset:
        _refuse_unknown_keys(file, position, raw, RECEIVERS[kind])
        why = "switched off" if wanted is False else f"{', '.join(unset)} not set"
        return Receiver(str(raw.get("id", "")), ReceiverKind(kind), is_enabled=False, settings={}, why_disabled=why)
    entry = validate(file, RECEIVERS[kind], substitute(raw, environment), location)
    if isinstance(entry, AppriseReceiver) and wanted is not False:
        _check_apprise(file, position)
    return Receiver(
        id=entry.id,
        kind=ReceiverKind(kind),
        is_enabled=wanted is not False,
        settings=_settings(entry, file.path.parent),
        on_ambiguous=entry.on_ambiguous,
        why_disabled="switched off" if wanted is False else None,
        quiet=_quiet(entry),
    )


def _quiet(entry: ReceiverEntry) -> QuietHours | None:
    hours = entry.quiet_hours
    return QuietHours(hours.start, hours.until, frozenset(hours.days), hours.zone) if hours else None


def _check_apprise(file: YamlFile, position: int) -> None:
    """Refuse a receiver whose library is not there: it would die at its first message."""
    if not is_apprise_installed():
        raise ConfigError(
            "a receiver of kind apprise needs the extra",
            file=file.path,
            line=file.line(("receivers", position, "kind")),
            key=f"receivers.{position}.kind",
            fix=INSTALL,
        )


def _refuse_unknown_keys(file: YamlFile, position: int, raw: dict[str, Any], model: type[ReceiverEntry]) -> None:
    """Check the keys of a receiver whose values cannot be checked yet: a typing error must not wait for the secret."""
    for key in raw:
        allowed = _allowed(model, (key,))
        if key not in allowed:
            raise ConfigError(
                "unknown key",
                file=file.path,
                line=file.line(("receivers", position, key)),
                key=f"receivers.{position}.{key}",
                fix=f"known keys here: {', '.join(sorted(allowed))}",
            )


def _settings(entry: ReceiverEntry, root: Path) -> Mapping[str, Any]:
    settings = entry.model_dump(by_alias=True, exclude=set(_COMMON))
    if isinstance(entry, EmailReceiver):
        settings["to"] = tuple(settings["to"])
    if isinstance(entry, FileReceiver):
        settings["path"] = str(root / entry.path)
    return settings


def _route(entry: RouteEntry) -> Route:
    match = entry.match
    return Route(
        id=entry.id,
        to=tuple(entry.to),
        when=entry.when,
        match=Match(
            reasons=frozenset(match.reasons),
            concerns=frozenset(match.concerns),
            publishers=frozenset(match.publishers),
            groups=frozenset(match.groups),
            stances=frozenset(match.stances),
            score_min=match.score_min,
        ),
        grouping=Grouping(entry.group_wait, entry.group_interval, entry.repeat_interval),
    )


def _check_routes(
    file: YamlFile,
    routes: Sequence[RouteEntry],
    receivers: Sequence[Receiver],
    sources: Sequence[Source],
    taxonomies: Sequence[Taxonomy],
) -> None:
    """Refuse a route that names a receiver, source or concern that does not exist: it would be quiet for ever."""
    active = next(taxonomy for taxonomy in taxonomies if taxonomy.is_active)
    known = {
        "to": [receiver.id for receiver in receivers],
        "publishers": [*(source.id for source in sources), *(source.name for source in sources)],
        "concerns": [concern.id for concern in active.concerns],
    }
    for position, route in enumerate(routes):
        named = {"to": route.to, "publishers": route.match.publishers, "concerns": route.match.concerns}
        for key, names in named.items():
            for name in names:
                if name not in known[key]:
                    where = ("routes", position, "to") if key == "to" else ("routes", position, "match", key)
                    raise ConfigError(
                        f"there is no {name!r}",
                        file=file.path,
                        line=file.line(where),
                        key=".".join(map(str, where)),
                        fix=f"one of {', '.join(known[key])}",
                    )


def _check_gaps(file: YamlFile, gaps: Sequence[GapEntry], sources: Sequence[Source], taxonomies: Sequence[Taxonomy]) -> None:
    """Refuse a gap that could never be told: of a concern that does not exist, or with sources that are not watched."""
    active = next(taxonomy for taxonomy in taxonomies if taxonomy.is_active)
    on = [source.id for source in sources if source.enabled]
    off = [source.id for source in sources if not source.enabled]
    concerns = [concern.id for concern in active.concerns]
    for position, gap in enumerate(gaps):
        for key, names, known in (("sources", gap.sources, on), ("concerns", gap.concerns, concerns)):
            for name in names:
                if name not in known:
                    is_off = key == "sources" and name in off
                    problem = f"{name!r} is off, so that nothing could be missed there" if is_off else f"there is no {name!r}"
                    raise _gap_fault(file, position, key, problem, f"one of {', '.join(known)}")
        if gap.after < GAP_MIN:
            raise _gap_fault(file, position, "after", "shorter than the pause between two visits may be", "at least 1d")


def _gap_fault(file: YamlFile, position: int, key: str, problem: str, fix: str) -> ConfigError:
    where = ("gaps", position, key)
    return ConfigError(problem, file=file.path, line=file.line(where), key=".".join(map(str, where)), fix=fix)
