"""Django's engine for PostgreSQL, but for how it tells that a connection has died."""
