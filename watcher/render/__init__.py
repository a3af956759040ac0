"""Alerts and digests become messages: e-mail HTML and text, Slack blocks, webhook JSON. Pure."""

from watcher.render.citations import (
    Capture,
    Citation,
    citation_as_json,
    citation_rows,
    citations_as_bibtex,
    citations_as_markdown,
    shown_words,
    speaker_words,
)
from watcher.render.clean import csv_cell, header, one_line, web_url
from watcher.render.pages import TEMPLATE_NAMES
from watcher.render.renderer import ALERTS_LISTED_MAX, ALERTS_PER_MESSAGE_MAX, Renderer
from watcher.render.verbatim import verbatim
from watcher.render.view import (
    counted,
    day_words,
    due_words,
    moment_words,
    period_words,
    sentence_lines,
    stated_words,
    trust_view,
    whole,
)

__all__ = [
    "ALERTS_LISTED_MAX",
    "ALERTS_PER_MESSAGE_MAX",
    "TEMPLATE_NAMES",
    "Capture",
    "Citation",
    "Renderer",
    "citation_as_json",
    "citation_rows",
    "citations_as_bibtex",
    "citations_as_markdown",
    "counted",
    "csv_cell",
    "day_words",
    "due_words",
    "header",
    "moment_words",
    "one_line",
    "period_words",
    "sentence_lines",
    "shown_words",
    "speaker_words",
    "stated_words",
    "trust_view",
    "verbatim",
    "web_url",
    "whole",
]
