"""The operator's files, read strictly: an error names the file, the line, the key and what would be right."""

from watcher.config.load import load_seeds, load_taxonomies, load_watch

__all__ = ["load_seeds", "load_taxonomies", "load_watch"]
