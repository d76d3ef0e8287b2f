#!/usr/bin/env bash
# Installs into an empty prefix and builds against it as a stranger would: `installed.sh FOLDER`. The libraries are those
# of the tests; `make install` builds them in release form first.
set -euo pipefail
cd "$(dirname "$0")/../.."
prefix=$1/prefix
built=${CARGO_TARGET_DIR:-target}/debug
xtask=$built/xtask
"$xtask" install "$prefix" "$built" > /dev/null
export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
# shellcheck disable=SC2046 # the flags are words
gcc -std=c99 -Wall -Wextra -Wpedantic -Werror $(pkg-config --cflags crm) "$1/header.c" -o "$1/installed" $(pkg-config --libs crm)
LD_LIBRARY_PATH=$prefix/lib "$1/installed"
# shellcheck disable=SC2046
gcc -std=c99 $(pkg-config --cflags crm) "$1/header.c" -o "$1/installed-static" "$prefix/lib/libcrm.a" \
  $(pkg-config --libs-only-l --static crm | sed 's/-lcrm//')
"$1/installed-static"
for file in include/crm.h include/crm_ffi.h share/crm/ops.json lib/libcrm.so lib/libcrm.so.0 lib/libcrm.a; do
  [ -e "$prefix/$file" ] || { echo "c: $file was not installed"; exit 1; }
done
# A packager's stage: the files lie under it, the prefix in crm.pc does not name it.
DESTDIR=$1/stage "$xtask" install /usr "$built" > /dev/null
grep -q '^prefix=/usr$' "$1/stage/usr/lib/pkgconfig/crm.pc"
echo "c: an installation works with pkg-config, shared and static"
