"""Write the golden pages: `python -m tests.extract.golden.make`. They are committed; this is how they came about."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from tests.extract.golden.agencies import AGENCIES
from tests.extract.golden.builders import BUILDERS
from tests.extract.golden.hazards import HAZARDS
from tests.extract.golden.layouts import LAYOUTS
from tests.extract.golden.skins import SKINS, GoldenPage
from tests.extract.golden.stories import story
from tests.extract.golden.web import WEB

PAGES = Path(__file__).parent / "pages"
PAGES_PER_SITE = 5


def write(page: GoldenPage, site: str) -> None:
    """Write NAME.html (or .txt) as served and NAME.json as expected."""
    expected = {key: value for key, value in asdict(page).items() if key not in ("html", "name")} | {"site": site}
    suffix = ".txt" if page.content_type.startswith("text/plain") else ".html"
    encoding = "cp1252" if site == "lawyers" else "utf-8"
    (PAGES / f"{page.name}{suffix}").write_bytes(page.html.encode(encoding, "xmlcharrefreplace"))
    (PAGES / f"{page.name}.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    PAGES.mkdir(exist_ok=True)
    for index, skin in enumerate(SKINS):
        for each in range(PAGES_PER_SITE):
            page = skin(story(index * PAGES_PER_SITE + each))
            write(page, skin.__name__)
    for page in (*HAZARDS, *WEB, *LAYOUTS, *BUILDERS, *AGENCIES):
        write(page, page.site)


if __name__ == "__main__":
    main()
