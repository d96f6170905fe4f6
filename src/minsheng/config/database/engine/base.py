"""Django finds the class by the name of this module."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base
from psycopg.pq import ConnStatus, TransactionStatus

NOW = 0


class DatabaseWrapper(base.DatabaseWrapper):
    """Looks at the socket before it asks the server: a question of its own would cost each request a round trip."""

    def is_usable(self) -> bool:
        """Whether the connection can be used: an idle one on whose socket something waits was closed, or is asked.

        One inside a transaction is always asked, since that transaction may be broken.
        """
        libpq = self.connection.pgconn
        if libpq.status != ConnStatus.OK:
            return False
        if libpq.transaction_status != TransactionStatus.IDLE:
            return bool(super().is_usable())
        waiting = select.poll()
        waiting.register(libpq.socket, select.POLLIN)
        return not waiting.poll(NOW) or bool(super().is_usable())
