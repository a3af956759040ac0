"""A small world of invented publishers, served over real HTTP on loopback: what `watcher demo` shows and the tests use."""

from watcher.demo.content import DAY_MAX, DAYS, DIGEST_AT, Fault, Where, load_expected, load_publishers
from watcher.demo.watch import write_watch
from watcher.demo.world import DemoWorld, Request

__all__ = [
    "DAYS",
    "DAY_MAX",
    "DIGEST_AT",
    "DemoWorld",
    "Fault",
    "Request",
    "Where",
    "load_expected",
    "load_publishers",
    "write_watch",
]
