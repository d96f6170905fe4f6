"""Events: announce what has happened, and hear of it after commit."""

from minsheng.kernel.events.delivery import Event, announce, deliver
from minsheng.kernel.events.registry import ReceiverError, all_receivers, receiver, receiving

__all__ = ["Event", "ReceiverError", "all_receivers", "announce", "deliver", "receiver", "receiving"]
