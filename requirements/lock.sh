#!/bin/sh
# Resolve the hashed requirement files: one resolution for all, so that what is
# tested is what is served. Usage: requirements/lock.sh [path of uv]
set -eu
uv=${1:-uv}
cd "$(dirname "$0")/.."
compile() {
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --custom-compile-command "make lock" "$@"
}
compile pyproject.toml --all-extras --group dev --output-file requirements/dev.txt
compile pyproject.toml --constraints requirements/dev.txt --output-file requirements/service.txt
compile requirements/build.in --output-file requirements/build.txt
