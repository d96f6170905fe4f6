#!/bin/sh
# Re-make the pinned, hashed requirement files from the *.in files. Needs uv on the path.
# No index address is written: the files must not name a registry host.
set -eu
cd "$(dirname "$0")"
compile() {
  uv pip compile --python-version 3.11 --generate-hashes --no-header --no-annotate \
    --no-emit-index-url --no-emit-find-links -q "$@"
}
compile check.in -o check.txt
compile test.in -c check.txt -o test.txt
compile base.in -c check.txt -o base.txt
