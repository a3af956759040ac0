"""url -> Fetch: the one gate through which every request leaves, with its politeness, limits, deadlines and address guard."""

from watcher.fetch.caching import fresh_until
from watcher.fetch.fetcher import Fetcher
from watcher.fetch.limits import FetchLimits

__all__ = ["FetchLimits", "Fetcher", "fresh_until"]
