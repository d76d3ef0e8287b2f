#!/usr/bin/env bash
# Runs the built C examples: `examples.sh FOLDER`.
set -euo pipefail
out=$1
shop=$(mktemp -d)
trap 'rm -rf "$shop"' EXIT
wanted() { [ "$1" = "$2" ] || { printf 'c: expected "%s", found "%s"\n' "$2" "$1"; exit 1; }; }

sold=$("$out/pos" "$shop/till.db" +14155550123)
wanted "$(head -1 <<< "$sold")" "order 1 of customer 1: 25.00 USD"
sold=$("$out/pos" "$shop/till.db" "+1 415 555 0123")
wanted "$sold" 'order 2 of customer 1: 25.00 USD
receipts so far: {"columns":["count(*)","sum(cents)"],"rows":[[2,5000]]}
the number belongs to customer 1
points: {"customer_id":1,"points":50,"worth":null,"expiring":[]}'
labels=$("$out/labels" "$shop/till.db" "$(date -u +%F)")
wanted "$(awk '{ n += $2 } END { print n }' <<< "$labels")" 1
wanted "$("$out/labels" "$shop/till.db" 1999-01-01)" ""
echo "c: the examples run"
