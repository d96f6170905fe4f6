"""Values read once and kept in the memory of a process until the database says that they have changed."""

from minsheng.kernel.memory.remembered import FRESH_SECONDS, Remembered

__all__ = ["FRESH_SECONDS", "Remembered"]
