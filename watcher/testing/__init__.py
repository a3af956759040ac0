"""Fakes for what is not ours: the time, other people's servers, a mailbox. Shipped, so that operators can test with them."""

from watcher.testing.clock import FakeClock
from watcher.testing.server import LoopbackResolver, Recorded, Script, ScriptedServer

__all__ = ["FakeClock", "LoopbackResolver", "Recorded", "Script", "ScriptedServer"]
