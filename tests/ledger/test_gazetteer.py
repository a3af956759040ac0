"""The people and bodies that a watch knows, and the files that say so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from watcher.config.gazetteer import load_gazetteer
from watcher.errors import ConfigError
from watcher.ledger import read_quotes
from watcher.ledger.gazetteer import Gazetteer, key_of, tenure_on
from watcher.model import StatedDate

ROOT = Path(__file__).parents[2]
BODIES = "bodies:\n  - name: Invented Guild\n    metonyms: [the guild]\n"
PEOPLE = "people:\n  - name: Ada Example\n    roles:\n      - {role: Chair, body: Invented Guild, from: 2024-01-01}\n"


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    return load_gazetteer(ROOT / "people.yaml", ROOT / "bodies.yaml")


def load(folder: Path, people: str = PEOPLE, bodies: str = BODIES) -> Gazetteer:
    (folder / "people.yaml").write_text(people, encoding="utf-8")
    (folder / "bodies.yaml").write_text(bodies, encoding="utf-8")
    return load_gazetteer(folder / "people.yaml", folder / "bodies.yaml")


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2023, 12, 31), "Amanda Spielman"), (date(2024, 1, 1), "Sir Martyn Oliver"), (date(2025, 9, 9), "Sir Martyn Oliver")],
)
def test_a_role_is_who_held_it(known: Gazetteer, day: date, name: str) -> None:
    """The chief inspector is one person to 31 December 2023 and another from 1 January 2024."""
    assert [person.name for person in known.holders("chief inspector", day)] == [name]


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2025, 3, 31), "Dame Christine Ryan"), (date(2025, 5, 1), None), (date(2025, 9, 1), "Dame Christine Gilbert")],
)
def test_two_dames(known: Gazetteer, day: date, name: str | None) -> None:
    """Two chairs share a first name: the day says which, and nobody is named between them."""
    text = "The chair of Ofsted was there. Dame Christine said: “§”".replace("§", "x y z w v")
    (quote,) = read_quotes(text, published=StatedDate.day(day, "import"), gazetteer=known)
    if name is not None:
        assert quote.speaker == name
    else:
        assert quote.speaker in (None, "Dame Christine")


@pytest.mark.parametrize(
    ("printed", "near", "name"),
    [
        ("Sinéad Mc Brearty", "", "Sinead McBrearty"),
        ("Pepe Di’Iasio", "", "Pepe Di'Iasio"),
        ("Heidi Conner", "", "Heidi Connor"),
        ("Julia Walters", "Perry’s sister Julia Walters said", "Julia Waters"),
        ("Julia Walters", "the actor Julia Walters said", None),
        ("Prof Julia Waters", "", "Julia Waters"),
        ("Nobody Known", "", None),
    ],
)
def test_names(known: Gazetteer, printed: str, near: str, name: str | None) -> None:
    """Accents, apostrophes, blanks and known misspellings are folded; a guarded misspelling needs its words near by."""
    assert [person.name for person in known.people_named(printed, near=near)] == ([name] if name else [])


def test_tenures(known: Gazetteer) -> None:
    """A person with two roles has the one of the day, and none without a day."""
    (gilbert,) = known.people_named("Christine Gilbert")
    assert [
        getattr(tenure_on(gilbert, day), "role", None) for day in (date(2010, 1, 1), date(2024, 5, 1), date(2026, 1, 1), None)
    ] == [
        "Chief Inspector",
        "Learning review lead",
        "Chair",
        None,
    ]


def test_nobody_without_a_gazetteer() -> None:
    """An empty gazetteer knows nobody and breaks nothing: a name is kept as printed."""
    (quote,) = read_quotes("Ada Example, chair of the Invented Guild, said: “We are ready.”", gazetteer=Gazetteer())
    assert (quote.speaker, quote.role) == ("Ada Example", "chair")
    assert key_of("D'Ør-Åsé") == key_of("DØrÅse")


@pytest.mark.parametrize(
    ("people", "bodies", "problem"),
    [
        (PEOPLE.replace("roles", "rolls"), BODIES, "unknown key"),
        (PEOPLE.replace("Guild,", "Gild,"), BODIES, "no body 'Invented Gild'"),
        (PEOPLE.replace("2024-01-01", "2024-01-01, to: 2023-01-01"), BODIES, "cannot begin"),
        (PEOPLE + "  - name: ada example\n", BODIES, "stands twice"),
        (PEOPLE, BODIES + "  - name: Invented guild\n", "stands twice"),
        (PEOPLE + "  - {name: Bo Example, guarded: [Boe]}\n", BODIES, "need words `near`"),
        ("people: 5\n", BODIES, "list"),
    ],
)
def test_faults(tmp_path: Path, people: str, bodies: str, problem: str) -> None:
    """A wrong file is refused with its line and what would be right."""
    with pytest.raises(ConfigError, match=problem) as raised:
        load(tmp_path, people, bodies)
    assert raised.value.line


def test_a_right_file(tmp_path: Path) -> None:
    """A person's roles and a body's metonyms are read."""
    known = load(tmp_path)
    assert known.body_named("the guild") == known.bodies[0]
    assert known.people[0].tenures[0].since == date(2024, 1, 1)
