"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

WatchDir = Annotated[
    Path,
    typer.Option("--watch", "-C", help="the folder with sources.yaml and alerts.yaml", envvar="WATCHER_DIR", show_default="."),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON for machines")]
