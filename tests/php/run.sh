#!/usr/bin/env bash
# The PHP package: every scenario, the hand-written part, the messages where FFI is missing, preloading, the examples.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=$(cd "${CARGO_TARGET_DIR:-target}" && pwd)
export CRM_LIBRARY=${CRM_LIBRARY:-$target/debug/libcrm.so}
[ -e "$CRM_LIBRARY" ] || { echo "php: build crm-ffi first: $CRM_LIBRARY is missing"; exit 1; }
strict=(-d error_reporting=-1 -d display_errors=stderr -d zend.assertions=1)
say() { printf '%s\n' "php: $*"; }

find examples/php tests/php -name '*.php' -print0 | xargs -0 -n 1 php -l > /dev/null
php "${strict[@]}" tests/php/unit.php
php "${strict[@]}" tests/php/scenarios.php

# What it says where it cannot work.
says() {
  local wanted=$1 said
  shift
  said=$("$@" 2>&1) || true
  case $said in *"$wanted"*) ;; *) say "expected \"$wanted\", it said: $said"; exit 1 ;; esac
}
says 'install it with `make install`' php tests/php/unavailable.php /nowhere/libcrm.so.0
says 'ffi.enable=true in php.ini' php -d ffi.enable=false tests/php/unavailable.php
says 'install the same version of both' php tests/php/unavailable.php "$(ls /lib/*/libc.so.6 | head -1)"
says 'PHP has no FFI here' php -n tests/php/unavailable.php
says works php tests/php/unavailable.php

# A web server's PHP with the default ffi.enable=preload: refused, and let in by preload.php.
server() {
  local port=$((20000 + RANDOM % 20000)) answer='' try
  php -d ffi.enable=preload "$@" -S "127.0.0.1:$port" -t tests/php > /dev/null 2>&1 &
  local pid=$!
  for try in $(seq 50); do
    answer=$(php -r "echo @file_get_contents('http://127.0.0.1:$port/unavailable.php');") && [ -n "$answer" ] && break
    sleep 0.1
  done
  kill "$pid" && wait "$pid" 2> /dev/null || true
  printf '%s\n' "$answer"
}
says 'opcache.preload=' server
if php -m | grep -q 'Zend OPcache'; then
  user=()
  [ "$(id -u)" != 0 ] || user=(-d "opcache.preload_user=root")
  says works server -d opcache.enable=1 -d opcache.enable_cli=1 -d "opcache.preload=$PWD/examples/php/preload.php" "${user[@]}"
else
  say "skipped: preloading (PHP without OPcache)"
fi
say "clear messages where FFI is missing, refused or without its library; preloading lets requests in"

tests/php/examples.sh
