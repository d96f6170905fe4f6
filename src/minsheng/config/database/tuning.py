"""The embedded server's configuration, sized by the memory of the machine or of its container."""

from __future__ import annotations

from pathlib import Path

import psutil

MIB = 1024 * 1024
CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")


def memory_bytes() -> int:
    """Return the memory that this machine may use, in bytes: the container's limit where there is one."""
    whole: int = psutil.virtual_memory().total
    try:
        return min(whole, int(CGROUP_LIMIT.read_text()))
    except (OSError, ValueError):  # no cgroup, or the word "max"
        return whole


def configuration(sockets: Path, memory: int, extra: dict[str, str] | None = None) -> str:
    """Return the text of our postgresql.conf fragment for a server whose socket is in ``sockets``.

    ``memory`` is in bytes; the server shares the machine with the web processes, so it takes an eighth of it as its own
    cache and counts on half of it being the system's. ``extra`` overrides single settings.
    """
    shared = max(64, min(memory // MIB // 8, 4096))
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        "max_connections": "120",
        "shared_buffers": f"{shared}MB",
        "effective_cache_size": f"{max(128, memory // MIB // 2)}MB",
        "maintenance_work_mem": f"{max(64, min(memory // MIB // 32, 512))}MB",
        "work_mem": "16MB",
        "jit": "off",
        "random_page_cost": "1.1",
        "wal_compression": "on",
        "min_wal_size": "256MB",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "max_locks_per_transaction": "256",  # a restore is one transaction over all tables
        "autovacuum_naptime": "30s",
        "autovacuum_vacuum_scale_factor": "0.05",
        "autovacuum_analyze_scale_factor": "0.02",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "password_encryption": "scram-sha-256",
        # Statements hold people's words and numbers: neither they nor the values in an error's detail may reach a log.
        "log_statement": "none",
        "log_min_duration_statement": "-1",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "logging_collector": "on",
        "log_directory": "log",
        "log_filename": "postgresql-%a.log",
        "log_rotation_age": "1d",
        "log_truncate_on_rotation": "on",
        **(extra or {}),
    }
    lines = [f"{name} = '{_quoted(value)}'" for name, value in settings.items()]
    return (
        "# Written anew at every start; own settings belong in local.conf beside this file.\n" + "\n".join(lines) + "\n"
    )


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")
