"""The tests of delivery are worth something: each of these mistakes turns at least one of them red."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .mutants import MUTANTS, Mutant

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
BESIDE = (
    "tests",
    "templates",
    "seeds",
    "docs",
    "data",
    "pyproject.toml",
    "README.md",
    "alerts.yaml",
    "sources.yaml",
    "concerns.yaml",
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package that may be spoilt, with everything else beside it as it is."""
    folder = tmp_path_factory.mktemp("mutants")
    shutil.copytree(ROOT / "watcher", folder / "watcher", ignore=shutil.ignore_patterns("__pycache__"))
    for path in [ROOT / name for name in BESIDE] + [*ROOT.glob("*.yaml")]:
        target = folder / path.name
        if path.exists() and not target.exists():
            target.symlink_to(path)
    return folder


def run(copy: Path, tests: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """Run tests against the copy, in a process of its own."""
    options = [
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
        "--rootdir",
        str(copy),
        "-c",
        str(copy / "pyproject.toml"),
    ]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, *tests], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )


def test_the_copy_is_well_as_it_is(copy: Path) -> None:
    """Without a mistake all the named tests are green: what turns red below does so because of it."""
    done = run(copy, tuple(dict.fromkeys(test for mutant in MUTANTS for test in mutant.tests)))
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name.replace(" ", "-"))
def test_a_mistake_turns_a_test_red(copy: Path, mutant: Mutant) -> None:
    """The edit applies, and one of the named tests fails for it (1 is pytest's word for failed tests, not for a broken run)."""
    path = copy / "watcher" / mutant.file
    good = path.read_text(encoding="utf-8")
    assert good.count(mutant.before) == 1
    path.write_text(good.replace(mutant.before, mutant.after), encoding="utf-8")
    try:
        done = run(copy, mutant.tests)
    finally:
        path.write_text(good, encoding="utf-8")
    red = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
    print(f"\n{mutant.name}: {'; '.join(red)}")
    assert done.returncode == 1, done.stdout[-3000:] + done.stderr[-1000:]
    assert red
