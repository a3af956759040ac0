"""Bytes of a page to its clean statement: one way in, one way out."""

from watcher.extract.extraction import EXTRACTOR_VERSION, extract, page_lines
from watcher.text import decode
from watcher.text import stated_date as parse_stated_date

__all__ = ["EXTRACTOR_VERSION", "decode", "extract", "page_lines", "parse_stated_date"]
