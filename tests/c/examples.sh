#!/usr/bin/env bash
# Runs the built C examples: `examples.sh FOLDER`.
set -euo pipefail
out=$1
shop=$(mktemp -d)
trap 'rm -rf "$shop"' EXIT
