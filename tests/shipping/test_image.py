"""The Dockerfile's own steps, carried out without Docker: in a clean Debian root made by debootstrap, then run as the image is.

`FROM` is a fresh root with Debian's own Python 3.11, where the image has one built by Python's makers; `COPY` copies, `RUN` runs in
the root; `USER`, `ENV`, `HEALTHCHECK` and `CMD` are what is run at the end, on a root file system that is read-only. Needs root,
debootstrap, a Debian mirror, and a package index as `pip` is set up here: folders that it reads are named in WATCHER_TEST_PACKAGES.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from dockerfile_parse import DockerfileParser

ROOT = Path(__file__).parents[2]
MIRROR = os.environ.get("WATCHER_TEST_MIRROR")
PACKAGES = (
    "ca-certificates,python3.11,python3.11-venv,python3-distutils,python3-lib2to3,python3-pip-whl,python3-setuptools-whl,util-linux"
)
KEPT_OUT = (".git", ".venv", "state", "*_cache", "__pycache__", ".hypothesis", "dist")
"""What .dockerignore keeps out of the build."""
PACKAGES_AT = [path for path in os.environ.get("WATCHER_TEST_PACKAGES", "").split(":") if path]
READY_S_MAX = 60.0

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0 or shutil.which("debootstrap") is None, reason="needs root and debootstrap"),
]


@dataclass(slots=True)
class Stage:
    """One stage of the build: its root, and what its instructions have set."""

    root: Path
    folder: str = "/"
    env: dict[str, str] = field(default_factory=dict)
    user: str = "0"
    health: Sequence[str] = ()
    entry: Sequence[str] = ()
    command: Sequence[str] = ()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean root: `WATCHER_TEST_ROOT`, if one was made before, or a new one."""
    given = os.environ.get("WATCHER_TEST_ROOT")
    if given:
        return Path(given)
    root = tmp_path_factory.mktemp("base")
    root.chmod(0o755)  # who runs the image is not who made its root
    command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", "bookworm", str(root), *filter(None, [MIRROR])]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    if done.returncode:
        pytest.skip(f"no clean root could be made: {done.stdout[-300:]}")
    return root


@pytest.fixture(scope="module")
def image(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """The Dockerfile, built."""
    stages: dict[str, Stage] = {}
    stage: Stage | None = None
    for step in DockerfileParser(fileobj=BytesIO((ROOT / "Dockerfile").read_bytes())).structure:
        name, value = step["instruction"], step["value"]
        if name == "COMMENT":
            continue
        if name == "FROM":
            source, _, alias = value.partition(" AS ")
            assert source == "python:3.11-slim"
            stage = Stage(tmp_path_factory.mktemp("stage") / "root")
            made_of(base, stage.root)
            stages[alias or "last"] = stage
        else:
            assert stage is not None
            carry_out(name, value, stage, stages)
    return stages["last"]


def made_of(base: Path, root: Path) -> None:
    """Copy a root, with a `python` as the official image has one, and this machine's way to the package index."""
    subprocess.run(["cp", "-a", str(base), str(root)], check=True)
    python = root / "usr/local/bin/python"
    python.unlink(missing_ok=True)
    python.symlink_to("/usr/bin/python3.11")
    for path in ("/etc/resolv.conf", "/etc/pip.conf", "/etc/ssl/certs/ca-certificates.crt"):
        if Path(path).exists():
            shutil.copyfile(path, root / path.lstrip("/"))


def carry_out(name: str, value: str, stage: Stage, stages: Mapping[str, Stage]) -> None:
    match name:
        case "WORKDIR":
            stage.folder = value
            (stage.root / value.lstrip("/")).mkdir(parents=True, exist_ok=True)
        case "COPY":
            copy(shlex.split(value), stage, stages)
        case "RUN":
            run_in(stage, value)
        case "ENV":
            pairs = (pair.split("=", 1) for pair in shlex.split(value))
            stage.env |= {key: setting.replace("$PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin") for key, setting in pairs}
        case "USER":
            stage.user = value
        case "VOLUME":
            assert value == "/watch/state"
        case "HEALTHCHECK":
            stage.health = json.loads(value.partition("CMD ")[2])
        case "ENTRYPOINT":
            stage.entry = json.loads(value)
        case "CMD":
            stage.command = json.loads(value)
        case _:
            pytest.fail(f"{name} is an instruction that this test does not know")


def copy(words: list[str], stage: Stage, stages: Mapping[str, Stage]) -> None:
    """Do as COPY does: a folder gives its contents, and what .dockerignore names stays behind."""
    options = dict(word.lstrip("-").split("=", 1) for word in words if word.startswith("--"))
    *sources, target = (word for word in words if not word.startswith("--"))
    place = stage.root / str(Path(stage.folder, target)).lstrip("/")
    origin = stages[options["from"]].root if "from" in options else ROOT
    for source in sources:
        found = origin / source.lstrip("/")
        if found.is_dir():
            ignored = shutil.ignore_patterns(*KEPT_OUT) if origin is ROOT else None
            shutil.copytree(found, place, dirs_exist_ok=True, symlinks=True, ignore=ignored)
        else:
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy2(found, place)
    if owner := options.get("chown"):
        run_in(stage, f"chown -R {owner} {Path(stage.folder, target)}")


def run_in(stage: Stage, script: str) -> None:
    """Run a step in the root as Docker's shell does; folders that pip takes packages from are there to be read."""
    mounts = "".join(f"mkdir -p {stage.root}{path} && mount --bind -o ro {path} {stage.root}{path} && " for path in PACKAGES_AT)
    inner = f"cd {stage.folder} && {script}"
    outer = f"{mounts}mount -t proc proc {stage.root}/proc && exec chroot {stage.root} /bin/sh -c {shlex.quote(inner)}"
    variables = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "http", "HTTP", "no_proxy"))}
    environment = {**variables, "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": "/root"}
    done = subprocess.run(
        ["unshare", "--mount", "/bin/sh", "-c", outer], env=environment, capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == 0, f"RUN {script}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"


@contextmanager
def started(image: Stage, state: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run the image's command as its user, all of its root read-only but /watch/state and /tmp."""
    mounts = (
        f"mount --bind {image.root} {image.root} && mount --bind {state} {image.root}/watch/state && "
        f"mount -t tmpfs tmpfs {image.root}/tmp && mount -t proc proc {image.root}/proc && mount --rbind /dev {image.root}/dev && "
        f"mount -o remount,ro,bind {image.root} && "
    )
    command = [*image.entry, *image.command, "--listen", f"127.0.0.1:{port}"]
    script = f"{mounts}exec {shlex.join(_entered(image, command))}"
    with subprocess.Popen(
        ["unshare", "--mount", "/bin/sh", "-c", script], env=image.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)


def _entered(image: Stage, command: Sequence[str]) -> list[str]:
    """Return what enters the root and becomes the command, as the image's user in the image's folder."""
    inner = f"cd {image.folder} && exec {shlex.join(command)}"
    return ["chroot", f"--userspec={image.user}:{image.user}", str(image.root), "/bin/sh", "-c", inner]


def ask(image: Stage, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a command in the image as its user."""
    return subprocess.run(_entered(image, command), env=image.env, capture_output=True, text=True, timeout=60, check=False)


def test_the_image_is_built_and_runs_read_only_as_nobody_in_particular(image: Stage, tmp_path: Path) -> None:
    """Each step of the Dockerfile works in a clean root; the daemon starts without rights, and the health check sees it."""
    assert image.user != "0"
    state = tmp_path / "state"
    state.mkdir()
    os.chown(state, int(image.user), -1)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    health = [word.replace(":8787", f":{port}") for word in image.health]
    assert ask(image, health).returncode == 1, "nobody answers yet"
    with started(image, state, port) as daemon:
        answer: Any = None
        deadline = time.monotonic() + READY_S_MAX
        while time.monotonic() < deadline and (answer := ask(image, health)).returncode:
            assert daemon.poll() is None, daemon.stdout and daemon.stdout.read()
            time.sleep(0.5)
        assert answer.returncode == 0, answer.stderr
        assert json.loads(answer.stdout)["well"] is True
        assert (state / "watcher.db").exists()
    assert daemon.returncode == 0
    assert not (image.root / "watch" / "state" / "watcher.db").exists(), "nothing was written into the image itself"


def test_the_image_holds_what_the_commands_need(image: Stage) -> None:
    """The packed files, the templates and the seeds are there: the files are well, and the demo's world is not needed."""
    done = ask(image, [*image.entry, "check"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "all files are well" in done.stdout
    assert not (image.root / "opt" / "wheel").exists(), "what only the build needs stays behind"
