"""A flame graph of the job's stages: `python bench/flame.py RAW > docs/images/job_flame.svg`.

RAW is what py-spy writes: `py-spy record -f raw -o RAW -- python bench/job.py --articles 400 --stages`. Only what the stages do
is drawn, functions without their line numbers, nothing narrower than `SHARE_LEAST`; a width is a share of the samples.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

STAGES_BELOW = ("desk_work (", "fetch_all (")
LEFT_OUT = ("language_of (", "classifier (", "gazetteer (")
"""What is loaded once is no article's cost."""
SHARE_LEAST = 0.003
WIDTH, ROW, CHAR = 1200, 17, 6.6
COLOURS = {
    "watcher/classify": "#e8a66c",
    "watcher/extract": "#8fbf7f",
    "watcher/dedup": "#7fb0d6",
    "watcher/text": "#a9c6e8",
    "watcher/store": "#d59ab5",
    "watcher/pipeline": "#e3d27a",
    "watcher/ledger": "#c9a0dc",
    "watcher/sources": "#9fd3c7",
    "watcher/fetch": "#9fd3c7",
    "watcher": "#d8cfc0",
}


@dataclass(slots=True)
class Frame:
    name: str
    count: int = 0
    below: dict[str, Frame] = field(default_factory=dict)


def tree(raw: str) -> Frame:
    """Return the samples as a tree, the stages' own frames first."""
    root = Frame("all stages")
    for line in raw.splitlines():
        stack, _, count = line.rpartition(" ")
        frames = stack.split(";")
        start = next((place for place, each in enumerate(frames) if each.startswith(STAGES_BELOW)), None)
        if start is None or any(each.startswith(LEFT_OUT) for each in frames):
            continue
        at = root
        at.count += int(count)
        for each in frames[start:]:
            at = at.below.setdefault(_name(each), Frame(_name(each)))
            at.count += int(count)
    return root


def _name(frame: str) -> str:
    """Return "module: function" of "function (path/module.py:12)"."""
    function, _, place = frame.rpartition(" (")
    path = place.rpartition(":")[0].removesuffix(".py")
    return f"{path}: {function.replace('<locals>.', '')}"


def boxes(frame: Frame, x: float, depth: int, unit: float) -> Iterator[tuple[Frame, float, int]]:
    """Yield every frame that is wide enough to be seen with its place: left edge and row from below."""
    yield frame, x, depth
    for each in sorted(frame.below.values(), key=lambda each: each.name):
        if each.count * unit >= SHARE_LEAST * WIDTH:
            yield from boxes(each, x, depth + 1, unit)
        x += each.count * unit


def svg(root: Frame) -> str:
    unit = WIDTH / root.count
    placed = list(boxes(root, 0.0, 0, unit))
    height = ROW * (2 + max(depth for _, _, depth in placed))
    rows = [_box(frame, x, height - ROW * (depth + 1), unit, root.count) for frame, x, depth in placed]
    style = "text{font:11px monospace;pointer-events:none}rect{stroke:#fff;stroke-width:.5}"
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    title = "<title>Where the time of an article goes</title>"
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {size}>', title, f"<style>{style}</style>", *rows, "</svg>", ""])


def _box(frame: Frame, x: float, y: float, unit: float, total: int) -> str:
    width = frame.count * unit
    path = frame.name.partition(":")[0]
    colour = next((each for part, each in COLOURS.items() if path.startswith(part)), "#cccccc")
    shown = frame.name.rpartition(": ")[2][: max(0, int((width - 4) / CHAR))]
    label = f'<text x="{x + 2:.1f}" y="{y + 12:.0f}">{escape(shown)}</text>' if len(shown) > 2 else ""
    tip = f"<title>{escape(frame.name)}: {100 * frame.count / total:.1f} %</title>"
    rectangle = f'<rect x="{x:.1f}" y="{y:.0f}" width="{width:.1f}" height="{ROW - 1}" fill="{colour}">{tip}</rect>'
    return f"<g>{rectangle}{label}</g>"


if __name__ == "__main__":
    sys.stdout.write(svg(tree(Path(sys.argv[1]).read_text(encoding="utf-8"))))
