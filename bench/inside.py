"""Runs a bench module that needs Django, in the environment of an installation: ``python -m bench.inside MODULE WORDS…``.

The module is imported when Django is set up, and its ``main(words)`` is called; what that returns is printed as JSON.
"""

from __future__ import annotations

import importlib
import json
import sys

import django

if __name__ == "__main__":
    django.setup()
    answer = importlib.import_module(sys.argv[1]).main(sys.argv[2:])
    sys.stdout.write(json.dumps(answer) + "\n")
