"""Calls of the web application inside one process: statements and processor time of each. Run in an installation.

No server, no network, no second thread: what is counted is what our own code and Django cost. Prints one JSON object.
"""

from __future__ import annotations

import io
import json
import logging
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["MINSHENG_PROCESS"] = "web"

from django.db import connection

from bench.filing import reports
from minsheng.config.wsgi import application  # sets Django up

TURNS = 150
FACTS: dict[str, Any] = json.loads((Path(os.environ["MINSHENG_HOME"]) / "bench.json").read_text())


def call(method: str, path: str, token: str, body: Any = None, key: str = "") -> Any:
    """One request through the whole of the application; its JSON."""
    payload = json.dumps(body, ensure_ascii=False).encode() if body is not None else b""
    path, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(payload)),
        "wsgi.input": io.BytesIO(payload),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.version": (1, 0),
        **({"HTTP_IDEMPOTENCY_KEY": key} if key else {}),
    }
    status: list[str] = []
    answer = application(environ, lambda line, _headers, _exc=None: status.append(line))
    text = b"".join(answer)
    answer.close()
    assert status[0].startswith("2"), f"{status[0]}: {text[:400].decode('utf-8', 'replace')}"
    return json.loads(text)


class Life:
    """The calls of a life, each as a function without arguments."""

    def __init__(self) -> None:
        tokens, self.bodies, self.cases = FACTS["tokens"], reports(), iter(())
        self.resident = FACTS["residents"][0]
        self.dispatcher, self.clerk = tokens["dispatcher"], tokens["clerk1"]
        self.code = ""

    def file(self) -> None:
        """A dispatcher files for a caller who was never heard of before."""
        call("POST", "/api/v1/cases", self.dispatcher, next(self.bodies), os.urandom(12).hex())

    def file_own(self) -> None:
        """A resident files."""
        report = {key: value for key, value in next(self.bodies).items() if key != "reporter"}
        self.code = call("POST", "/api/v1/cases", self.resident, report, os.urandom(12).hex())["code"]

    def dispatch(self) -> None:
        """The dispatcher assigns it."""
        self._act(self.dispatcher, "dispatch", {"unit": FACTS["units"]["d1"]})

    def contact(self) -> None:
        """The unit's clerk accepts it and calls the resident."""
        self._act(self.clerk, "contact", {"note": "已电话联系"})

    def answer(self) -> None:
        """The clerk answers."""
        self._act(self.clerk, "answer", {"answer": "已派人维修，现已修好。", "result": "solved"})

    def rate(self) -> None:
        """The resident rates."""
        self._act(self.resident, "rate", {"solved": "yes", "satisfied": "satisfied"})

    def inbox(self) -> None:
        """The dispatcher's open cases by deadline."""
        call("GET", "/api/v1/cases?sort=due&open=true&limit=50", self.dispatcher)

    def _act(self, token: str, act: str, inputs: dict[str, Any]) -> None:
        call("POST", f"/api/v1/cases/{self.code}/acts/{act}", token, inputs)


ORDER = ("file", "file_own", "dispatch", "contact", "answer", "rate", "inbox")


def statements(do: Callable[[], None]) -> list[str]:
    """The statements that one call sends, without the marks of transactions."""
    sent: list[str] = []

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        sent.append(" ".join(str(sql).split()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        do()
    return sent


def measure(turns: int = TURNS) -> dict[str, dict[str, float]]:
    """Statements of one call, and the median-free mean of processor and wall time over some turns, in milliseconds."""
    life = Life()
    for name in ORDER * 8:  # warm: registers, prepared statements, compiled patterns
        getattr(life, name)()
    found = {
        name: {"statements": float(len(statements(getattr(life, name)))), "cpu": 0.0, "wall": 0.0} for name in ORDER
    }
    for _ in range(turns):
        for name in ORDER:
            cpu, wall = time.process_time(), time.perf_counter()
            getattr(life, name)()
            found[name]["cpu"] += 1000 * (time.process_time() - cpu) / turns
            found[name]["wall"] += 1000 * (time.perf_counter() - wall) / turns
    return found


if __name__ == "__main__":
    logging.disable(logging.INFO)
    if sys.argv[1:] == ["--statements"]:
        live = Life()
        for step in ORDER * 8:
            getattr(live, step)()
        for step in ORDER:
            print(f"-- {step}", *(line[:150] for line in statements(getattr(live, step))), sep="\n")
    else:
        print(json.dumps(measure()))
