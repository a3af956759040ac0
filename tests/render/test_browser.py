"""Messages in a real browser: nothing runs off a phone's edge, and dark mode is dark."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from watcher.model import Alert, AlertReason, Digest

from .samples import EDITORS, MONDAY, alert, busy_digest, digest, large_digest, quiet_digest, renderer, story, told
from .test_hostile import poisoned

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --virtual-time-budget=2000 --window-size=1000,800 --dump-dom"
).split()
MEASURE = """<!doctype html><iframe id="f" width="{width}" height="800" style="border:0" srcdoc="{page}"></iframe><script>
document.getElementById("f").onload = () => {{
  const inner = document.getElementById("f").contentDocument;
  const colours = [...inner.querySelectorAll("p,h1,h2,h3,td")].filter(e => e.textContent.trim()).map(e => {{
    let back = e; while (back && getComputedStyle(back).backgroundColor === "rgba(0, 0, 0, 0)") back = back.parentElement;
    return [getComputedStyle(e).color, back ? getComputedStyle(back).backgroundColor : "rgb(255, 255, 255)"];
  }});
  document.body.innerHTML = "<pre>" + JSON.stringify({{
    width: inner.documentElement.scrollWidth, room: inner.documentElement.clientWidth, colours,
     scripts: inner.scripts.length, images: inner.images.length}}) + "</pre>";
}};
</script>"""
NOTICE = Alert(
    "o", AlertReason.SOURCE_FAILING, MONDAY, None, "weekly", "A feed fails", ("https://weekly.example/" + "a-long-path" * 30,)
)
LONG = alert(story(1, "a" * 10_000, told("2", "b" * 10_000), publisher="c" * 10_000))
DIGESTS: dict[str, Digest] = {
    "busy": busy_digest(),
    "quiet": quiet_digest(),
    "empty": digest([]),
    "large": large_digest(),
    "long words": digest([LONG]),
    "hostile": poisoned("<script>document.title = 'run'</script><img src=x onerror=\"document.title = 'run'\">"),
}
PAGES = {name: renderer().digest(made, EDITORS, "m").html or "" for name, made in DIGESTS.items()} | {
    "alert": renderer().alert([busy_digest().sections[0].entries[0][0], LONG], EDITORS, "m", MONDAY).html or "",
    "notice": renderer().alert([NOTICE], EDITORS, "m", MONDAY).html or "",
    "test": renderer().test(EDITORS, "m", MONDAY).html or "",
}


def measured(page: str, folder: Path, width: int, *, is_dark: bool) -> dict[str, object]:
    assert CHROMIUM is not None
    wrapper = folder / "page.html"
    wrapper.write_text(MEASURE.format(width=width, page=html.escape(page)), encoding="utf-8")
    dark = ["--blink-settings=preferredColorScheme=0"] if is_dark else []
    command = [CHROMIUM, *FLAGS, *dark, f"--user-data-dir={folder / 'profile'}", wrapper.as_uri()]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    found = re.search(r"<pre>(.*)</pre>", answer, re.DOTALL)
    assert found, answer[:500]
    return dict(json.loads(html.unescape(found[1])))


def contrast(first: str, second: str) -> float:
    """Return the contrast of two CSS colours (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted(map(_luminance, (first, second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 900])
@pytest.mark.parametrize("name", PAGES)
def test_every_message_can_be_read(name: str, width: int, is_dark: bool, tmp_path: Path) -> None:
    """No sideways scrolling, whatever the words; contrast of at least 4.5 to 1 everywhere; nothing that loads or runs."""
    found = measured(PAGES[name], tmp_path, width, is_dark=is_dark)

    assert found["width"] == found["room"]
    assert (found["scripts"], found["images"]) == (0, 0)
    colours = found["colours"]
    assert isinstance(colours, list)
    visible = [(fore, back) for fore, back in colours if fore != back]
    assert min(contrast(fore, back) for fore, back in visible) >= 4.5
    assert all((_luminance(back) < 0.2) == is_dark for _, back in visible)
