"""The database, there for as long as a command needs it, wherever it is."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from minsheng.config.database.lease import leased
from minsheng.config.database.roles import prepare_embedded
from minsheng.config.database.server import EmbeddedServer
from minsheng.config.database.urls import is_embedded
from minsheng.config.home import home_folder
from minsheng.config.secrets import load_secrets


def embedded_server() -> EmbeddedServer:
    """Return this installation's embedded server, running or not."""
    home = home_folder()
    return EmbeddedServer(home, load_secrets(home))


@contextlib.contextmanager
def database_session() -> Iterator[None]:
    """Keep the database available for the block: an embedded server is started, and stopped by its last user.

    An external database is somebody else's to run, so nothing happens then. Raises ``ServerError``.
    """
    if not is_embedded():
        yield
        return
    with leased(embedded_server()) as server:
        prepare_embedded(server)
        yield
