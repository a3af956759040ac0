"""Alerts and digests become messages: e-mail HTML and text, Slack blocks, webhook JSON. Pure."""

from watcher.render.clean import header, one_line, web_url
from watcher.render.renderer import TEMPLATE_NAMES, Renderer
from watcher.render.verbatim import verbatim
from watcher.render.view import moment_words, period_words, stated_words, trust_view

__all__ = [
    "TEMPLATE_NAMES",
    "Renderer",
    "header",
    "moment_words",
    "one_line",
    "period_words",
    "stated_words",
    "trust_view",
    "verbatim",
    "web_url",
]
