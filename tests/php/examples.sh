#!/usr/bin/env bash
# Runs the PHP examples; CRM_LIBRARY names the library.
set -euo pipefail
cd "$(dirname "$0")/../.."
shop=$(mktemp -d)
trap 'rm -rf "$shop"' EXIT
wanted() { [ "$1" = "$2" ] || { printf 'php: expected "%s", found "%s"\n' "$2" "$1"; exit 1; }; }

checkout() { php -d error_log="$shop/log" examples/php/checkout.php "$shop/shop.db" "$@"; }
wanted "$(ORDER_ID=1 checkout wei@example.com 129.00 | head -1)" "order 1 of customer 1, who has now bought 1 times"
wanted "$(ORDER_ID=1 checkout wei@example.com 129.00 | head -1)" "order 1 of customer 1, who has now bought 1 times"

# Without the library the buyer notices nothing, and nothing is lost.
wanted "$(CRM_LIBRARY=/nowhere ORDER_ID=2 checkout wei@example.com 20.00)" "thank you for your order"
grep -q 'could not be loaded' "$shop/log"
wanted "$(wc -l < "$shop/shop.db.queue")" 1
wanted "$(ORDER_ID=3 checkout wei@example.com 30.00 | head -1)" "order 3 of customer 1, who has now bought 3 times"
[ ! -e "$shop/shop.db.queue" ] || { echo "php: the queue was not taken"; exit 1; }

# A coupon takes its part off; one that is used up is told to the buyer, who buys all the same.
crm() { "${CARGO_TARGET_DIR:-target}/debug/crm" call "$shop/shop.db" "$@" > /dev/null; }
crm coupons.create_program '{"name": "Spring", "kind": "percent", "rate": "0.2"}'
crm coupons.issue '{"program_id": 1, "codes": ["SPRING"]}'
wanted "$(ORDER_ID=4 checkout wei@example.com 50.00 SPRING | head -1)" "order 4 of customer 1, who has now bought 4 times"
told=$(checkout mei@example.com 50.00 SPRING)
case $told in 'the coupon gives nothing: '*) ;; *) echo "php: the buyer was told: $told"; exit 1 ;; esac
wanted "$(ORDER_ID=4 checkout wei@example.com 50.00 SPRING | head -1)" "order 4 of customer 1, who has now bought 4 times"
wanted "$(php -r 'require "examples/php/autoload.php"; $crm = Crm\Crm::open($argv[1]);
  echo implode(" ", array_column($crm->host->query("SELECT amount FROM shop_order ORDER BY id")["rows"], 0));' "$shop/shop.db")" \
  "129.00 20.00 30.00 40.00 50.00"

wanted "$(php examples/php/labels.php "$shop/shop.db" "$(date -u +%F)" | awk '{ n += $2 } END { print n }')" 2
echo "php: the examples run"
