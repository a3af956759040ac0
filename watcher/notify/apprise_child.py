"""The process that Apprise runs in: one order on standard input, `ready`, then `go`, then `taken` or nothing."""

from __future__ import annotations

import json
import sys


def main() -> None:
    """Read an order, say whether it can be sent, wait for the word, send it."""
    order = json.loads(sys.stdin.readline())
    try:
        from apprise import Apprise
    except ImportError:
        say("missing")
        return
    sender = Apprise()
    if not sender.add(order["url"]):
        say("unknown")
        return
    say("ready")
    if sys.stdin.readline().strip() == "go" and sender.notify(title=order["title"], body=order["body"]):
        say("taken")


def say(word: str) -> None:
    """Tell the parent."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
