#!/usr/bin/env bash
# Runs the PHP examples; CRM_LIBRARY names the library.
set -euo pipefail
cd "$(dirname "$0")/../.."
shop=$(mktemp -d)
trap 'rm -rf "$shop"' EXIT
