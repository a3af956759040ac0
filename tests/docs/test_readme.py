"""What the README and the tutorial tell a reader to type works as printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_MAKE = re.compile(r"^make ")


def blocks(page: str) -> list[str]:
    found: list[str] = re.findall(r"^```sh\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md"])
def test_every_block_runs_as_printed(page: str, tmp_path: Path) -> None:
    """A stranger who types the blocks one after the other meets no error but that the world is unreachable from here."""
    for name in ("seeds",):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "saved-pages").mkdir()
    (tmp_path / "saved-pages" / "a.txt").write_text(
        "A statement of two sentences. It says that inspectors must be trained.", encoding="utf-8"
    )
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for block in blocks(page):
        if _MAKE.match(block):
            assert re.search(rf"^{block.split()[1]}:", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
            continue
        for line in block.splitlines():
            done = subprocess.run(
                line, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
            )
            allowed = (0, 1) if "run-once" in line else (0,)
            assert done.returncode in allowed, f"{line}\n{done.stdout}\n{done.stderr}"
            assert "Traceback" not in done.stderr, f"{line}\n{done.stderr}"


def test_every_linked_page_exists() -> None:
    """No link of the documentation leads nowhere."""
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8")):
            if not target.startswith(("http://", "https://", "mailto:")):
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} links to {target}"


def test_every_module_and_command_is_documented() -> None:
    """A package without a line in the architecture, or a command without help, does not get in."""
    architecture = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    modules = {path.stem for path in (ROOT / "watcher").iterdir() if not path.name.startswith("_") and path.name != "py.typed"}
    missing = [name for name in sorted(modules - {"defaults"}) if f"`{name}`" not in architecture]
    assert missing == []


def test_the_generated_reference_is_true() -> None:
    """The pages written from the code say what the code says."""
    done = subprocess.run([sys.executable, "-m", "docs.generate", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
