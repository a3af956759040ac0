"""watcher: what was said about the coroner's seven concerns, by whom, is it new, and what is overdue."""

__version__ = "0.1.0"
