"""Invented stories for the golden pages: every name, body and word in them is made up."""

# ruff: noqa: E501 - markup stands on the lines that publishers serve it on
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

PEOPLE = (
    ("Ann Sample", "general secretary", "the Guild of Classroom Teachers"),
    ("Tom Brightwater", "president", "the Alliance of School Principals"),
    ("Priya Oakes", "director of policy", "the Alliance of School Principals"),
    ("Ruben Castle", "chief executive", "the Northvale Learning Trust"),
    ("Mairi Fennel", "head of advice", "the Staffroom Support Line"),
    ("Dele Marsh", "cabinet member for schools", "Northvale Council"),
    ("Hanna Quill", "professor of education", "the University of Eastmere"),
    ("Owen Tarrant", "headteacher", "Hollin Bank Primary"),
    ("Greta Lind", "deputy head", "Saltmarsh Academy"),
    ("Samir Holt", "chair", "the Harrow Vale Governors Network"),
    ("Bea Ashdown", "principal", "Fenwick Sixth Form College"),
    ("Colm Ferris", "national officer", "the Union of Support Staff"),
)
PLACES = (
    "Northvale",
    "Eastmere",
    "Harrow Vale",
    "Saltmarsh",
    "Fenwick",
    "Castle Mead",
    "Brayford",
    "Linton Cross",
    "Ashby Green",
    "Westhaven",
)
LEADS = (
    "{orgc} has called for every lead inspector to complete new training before visits start again in {place}.",
    "School leaders in {place} say that a promised route for raising concerns during inspections has still not been opened.",
    "A survey of {number} headteachers by {org} found that {share} in a hundred would not know whom to call during a difficult visit.",
    "Ministers have been urged by {org} to publish a timetable for changes to the way schools in {place} are inspected.",
    "{orgc} today published its response to the review of school inspection, setting out {count} changes it wants by {month}.",
    "Heads who fear the outcome of an inspection must be free to talk about it, {org} told a meeting in {place}.",
    "Reports on inspections in {place} took {count} weeks longer to appear last term than the handbook allows, figures seen by {org} show.",
    "The inspectorate has agreed to meet {org} after leaders in {place} described visits that went ahead despite signs of distress.",
)
QUOTES = (
    "Nobody who runs a school should have to wait {count} weeks in silence to learn what will be said about it in {place}",
    "We asked for a clear plan with dates in it, and what we were given in {month} was a list of good intentions for {place}",
    "Training matters, but training that lasts an afternoon will not change how a visit to {place} feels on the Tuesday morning",
    "I have spoken to {number} colleagues since {month} and not one of them could tell me how to stop a visit that had gone wrong in {place}",
    "A single word cannot carry what parents in {place} need to know, and it should not carry a career either",
    "The helpline is welcome in {place}; what it needs now is somebody at the other end with the power to act before {month}",
    "If lessons are to be learned in {place}, somebody independent has to be asked to write them down by {month}",
    "Governors in {place} want to support their heads, yet {number} of them told us they were unsure what they were allowed to be told",
    "Our members in {place} do not fear being held to account; they fear being judged by people who have stopped listening",
    "What happened this {month} showed that a pause in {place} is possible when the will is there",
    "There are {number} leaders in {place} who have taken up supervision, and every one of them says that it came too late",
    "A report that arrives {count} months after the visit to {place} describes a school that no longer exists",
)
INTROS = (
    "{name}, {role} of {org}, said: “{quote}.”",
    "“{quote},” said {name}, {role} of {org}.",
    "{name}, who is {role} of {org}, added: “{quote}.”",
    "Speaking in {place}, {name}, {role} of {org}, told delegates: “{quote}.”",
    "But {name}, {role} of {org}, warned: “{quote}.”",
    "Asked about the plans, {name}, {role} of {org}, replied: “{quote}.”",
)
NARRATIVE = (
    "The change follows {count} months of talks between officials and representatives of schools in {place}.",
    "Under the proposal, a senior official who has no part in the visit would take calls from {place} on the next working day.",
    "Inspectors working in {place} will be told to suspend a visit where a leader shows signs of distress, and to explain why.",
    "Draft reports for schools in {place} would be shared with {count} named colleagues, a doctor or a family member in confidence.",
    "The inspectorate said that it expected to send reports to schools in {place} within {count} working days from {month}.",
    "A panel chaired by {name} will look at {number} complaints from {place} and publish what it found in {month}.",
    "Officials in {place} confirmed that {number} leaders had asked for supervision since {month}, twice as many as the year before.",
    "The local authority in {place} has written to every school to ask how it was supported after its last inspection.",
    "In {place}, {number} schools had asked for a visit to be deferred; {count} of those requests were turned down before {month}.",
    "The meeting in {place} heard that the code of conduct for inspectors had not been revised since {month} of the year before last.",
    "{name} has asked for minutes of the {month} meeting in {place} to be released, along with the advice that ministers received.",
    "A spokesperson for the inspectorate said that it was grateful to leaders in {place} and would set out next steps in {month}.",
    "The {place} review, which cost £{number},000, is expected to recommend that grades be replaced by {count} short summaries.",
    "Minutes seen by reporters in {place} show that {count} members of the board raised the same point in {month} and were told to wait.",
)
HEADS = (
    "What {place} leaders want",
    "Pressure before the {month} deadline",
    "‘A start, not an answer’ for {place}",
    "How the {place} route would work",
    "Waiting for reports in {place}",
    "Support after the visit to {place}",
    "Next steps in {month}",
)
ITEMS = (
    (
        "a named contact at every visit in {place}",
        "two days of training on distress for each lead inspector",
        "a written policy on confidentiality by {month}",
    ),
    (
        "publication of reports within {count} working days",
        "an independent learning review for {place}",
        "funding for supervision of {number} leaders",
    ),
    ("an end to single grades in {place}", "a call back on the next working day", "a public record of every pause since {month}"),
)
TITLES = (
    "{place} heads call for a clear route to raise concerns",
    "Inspectors in {place} to be trained before {month}",
    "Union sets out {count} changes to inspection in {place}",
    "Long wait for {place} reports must end, says guild",
    "Leaders in {place} ‘need somebody to call’",
    "Review of {place} visits to report in {month}",
    "What {place} schools told us about the {month} visits",
    "Council backs {place} plan for pausing inspections",
)
MONTHS = ("January", "February", "March", "April", "May", "June", "September", "October", "November", "December")


@dataclass
class Story:
    """One invented statement: `parts` are (kind, text) with kind p, h, li or q."""

    number: int
    title: str
    standfirst: str
    author: str
    published: datetime
    updated: datetime
    parts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def paragraphs(self) -> list[str]:
        return [text for _, text in self.parts]


def story(number: int) -> Story:
    """Return story `number`, the same in every run; no two share a sentence."""
    random = Random(f"golden-{number}")
    used: set[str] = set()

    def fill(template: str) -> str:
        name, role, org = random.choice(PEOPLE)
        values = {"name": name, "role": role, "org": org, "orgc": org[0].upper() + org[1:], "month": random.choice(MONTHS)}
        values |= {
            "place": random.choice(PLACES),
            "number": str(random.randint(21, 980)),
            "count": random.choice(("three", "four", "five", "six", "seven", "nine", "eleven")),
        }
        values |= {"share": str(random.randint(30, 80)), "quote": ""}
        if "{quote}" in template:
            values["quote"] = fresh(QUOTES)
        return template.format(**values)

    def fresh(templates: tuple[str, ...]) -> str:
        for _ in range(200):
            template = random.choice(templates)
            if template not in used:
                used.add(template)
                return fill(template)
        raise AssertionError("the bank of templates is too small")

    published = datetime(2023, 12, 4, 8, 5, tzinfo=LONDON) + timedelta(days=number * 2 % 190, minutes=number * 47 % 600)
    parts = [("p", fresh(LEADS))]
    for _ in range(random.randint(2, 3)):
        parts.append(("p", fresh(NARRATIVE)))
    parts += [("p", fresh(INTROS)), ("p", fresh(NARRATIVE)), ("h", fresh(HEADS)), ("p", fresh(NARRATIVE)), ("p", fresh(INTROS))]
    if number % 3 == 0:
        parts += [
            (
                "p",
                fresh(("The motion carried in {place} asks for:", "The letter, signed by {number} heads from {place}, asks for:")),
            )
        ]
        parts += [("li", fill(item)) for item in ITEMS[number // 3 % len(ITEMS)]]
    for _ in range(random.randint(2, 4)):
        parts.append(("p", fresh(NARRATIVE)))
    if number % 4 == 1:
        parts.append(("q", fresh(QUOTES) + "."))
    parts.append(("p", fresh(INTROS)))
    return Story(
        number,
        fill(TITLES[number % len(TITLES)]),
        fill(f"{random.choice(PEOPLE)[0]} on what {{place}} schools were promised, and what {{month}} may bring"),
        random.choice(PEOPLE)[0],
        published,
        published + timedelta(days=3, hours=2),
        parts,
    )
