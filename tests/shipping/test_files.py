"""What is shipped beside the code: it is read here by the tools that will read it there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from compose_spec import ComposeSpecification, Service
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "watcher.service"
COMPOSE = ROOT / "deploy" / "compose.yaml"
PAGE = ROOT / "docs" / "hosted-ci.md"
EXPOSURE_MAX = 1.5
"""Of 10; `systemd-analyze security` calls up to 2 safe enough ("OK")."""
needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")


def loaded(text: str) -> Any:
    return YAML(typ="safe").load(text)


def run(*words: str, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, capture_output=True, text=True, timeout=120, check=False, **more)


def test_the_dockerfile_passes_its_linter() -> None:
    """hadolint finds nothing, not even a matter of style."""
    found = run(str(Path(sys.executable).parent / "hadolint"), str(ROOT / "Dockerfile"))
    assert (found.returncode, found.stdout) == (0, ""), found.stdout + found.stderr


def test_the_compose_file_is_one_and_locks_the_container_down() -> None:
    """Every key is of the Compose specification; the root is read-only, no rights are left, and only the state is a volume."""
    data = loaded(COMPOSE.read_text())
    ComposeSpecification.model_validate(data)
    [service] = data["services"].values()
    known = {field.alias or name for name, field in Service.model_fields.items()}
    assert service.keys() <= known
    assert data.keys() <= {field.alias or name for name, field in ComposeSpecification.model_fields.items()}
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["volumes"] == ["state:/watch/state"]


@needs_systemd
def test_the_unit_is_verified_by_systemd(tmp_path: Path) -> None:
    """`systemd-analyze verify` has nothing to say; the program's path is one that is there."""
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text().replace("/opt/watcher/bin/watcher", str(shutil.which("true"))))
    found = run("systemd-analyze", "verify", "--man=no", str(unit))
    assert (found.returncode, found.stderr.strip()) == (0, "")


@needs_systemd
def test_the_unit_is_exposed_to_little() -> None:
    """The score that docs/operations.md names, or better."""
    found = run("systemd-analyze", "security", "--offline=true", str(UNIT))
    score = float(re.search(r"exposure level for \S+: ([\d.]+)", found.stdout)[1])  # type: ignore[index]
    assert score <= EXPOSURE_MAX
    assert f"**{score}**" in (ROOT / "docs" / "operations.md").read_text()


def workflow() -> Any:
    [text] = re.findall(r"^```yaml\n(.*?)^```", PAGE.read_text(), flags=re.MULTILINE | re.DOTALL)
    return loaded(text)


def test_the_workflow_is_one() -> None:
    """It has a schedule, may push and never runs twice at once; its scripts are sound shell."""
    flow = workflow()
    [job] = flow["jobs"].values()
    assert flow["on"]["schedule"]
    assert flow["permissions"] == {"contents": "write"}
    assert flow["concurrency"]["cancel-in-progress"] is False
    for step in job["steps"]:
        assert ("uses" in step) is not ("run" in step)
        if "run" in step:
            assert run("bash", "-n", "-c", step["run"]).returncode == 0, step["name"]


@pytest.mark.slow
def test_the_workflow_keeps_the_state_between_two_rounds(tmp_path: Path) -> None:
    """Two runs in two fresh checkouts: the second knows what the first has stored, and the branch has one commit."""
    remote = tmp_path / "remote.git"
    assert run("git", "init", "--quiet", "--bare", str(remote)).returncode == 0
    [job] = workflow()["jobs"].values()
    for number in (1, 2):
        checkout = tmp_path / f"checkout-{number}"
        checkout.mkdir()
        run("git", "init", "--quiet", cwd=checkout)
        run("git", "remote", "add", "origin", str(remote), cwd=checkout)
        write_watch(checkout)
        outputs = steps(job, checkout, tmp_path / f"temp-{number}")
        assert outputs == {"code": "1"}, "nobody serves the one source, and the job says so"
        counted = run("git", "rev-list", "--count", "watcher-state", cwd=remote)
        assert counted.stdout.strip() == "1"
        kept = f"import sqlite3; print(sqlite3.connect({str(checkout / 'state' / 'watcher.db')!r})"
        visits = run(sys.executable, "-c", kept + ".execute('SELECT count(*) FROM poll_run').fetchone()[0])")
        assert visits.stdout.strip() == str(number), visits.stderr


def write_watch(checkout: Path) -> None:
    (checkout / "sources.yaml").write_text(
        "polling: {contact: desk@watcher.example}\nsources:\n  - {id: union, name: The Union, group: union, kind: feed, "
        'url: "http://127.0.0.1:9/feed", every: 1m, allow_private: true}\n'
    )
    (checkout / "alerts.yaml").write_text(
        "receivers:\n  - {id: folder, kind: file, path: state/outbox}\nroutes:\n  - {id: weekly, to: [folder], when: weekly}\n"
    )


def steps(job: Any, checkout: Path, temp: Path) -> dict[str, str]:
    """Carry out the scripts of a job but `Install`, as a runner does; return what they put out."""
    temp.mkdir()
    outputs = temp / "outputs"
    outputs.touch()
    variables = {name: value for name, value in job["env"].items() if "${{" not in value}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, **variables, "PATH": path, "GITHUB_OUTPUT": str(outputs), "RUNNER_TEMP": str(temp)}
    for step in job["steps"]:
        if "run" not in step or step["name"] == "Install":
            continue
        found = dict(line.split("=", 1) for line in outputs.read_text().splitlines())
        script = step["run"].replace("${{ steps.round.outputs.code }}", found.get("code", ""))
        if step["name"] == "Round":
            script = script.replace("watcher run-once", "watcher run-once --all")  # the second run comes within the minute
        done = run("bash", "-e", "-o", "pipefail", "-c", script, cwd=checkout, env=environment)
        wanted = int(found["code"]) if step["name"] == "Say how it went" else 0
        assert done.returncode == wanted, f"{step['name']}: {done.stdout}{done.stderr}"
    return dict(line.split("=", 1) for line in outputs.read_text().splitlines())
