"""What a call costs from Python, beside the same calls in Rust (`measure gets`): file, customer id; with `table` RFM to Polars instead."""

import json
import sys
import time

import crm

CALLS = 20_000


def report(name: str, times: list[float]) -> None:
    times.sort()
    line = {"measure": name, "p50_us": round(times[len(times) // 2], 3), "p99_us": round(times[len(times) * 99 // 100], 3)}
    print(json.dumps(line))


def main() -> None:
    file, customer = sys.argv[1], int(sys.argv[2])
    if sys.argv[3:] == ["table"]:
        return table(file)
    with crm.open(file) as db, db.snapshot() as tx:
        times = []
        for _ in range(CALLS):
            start = time.perf_counter_ns()
            tx.customers.get(customer)
            times.append((time.perf_counter_ns() - start) / 1e3)
        report("Python, customers.get in a transaction", times)


def table(file: str) -> None:
    with crm.open(file) as db:
        table = db.rfm.score(as_of="2025-01-01")
        frames = []
        for _ in range(5):
            start = time.perf_counter_ns()
            frame = table.pl()
            frames.append((time.perf_counter_ns() - start) / 1e3)
        print(json.dumps({"measure": "Python, RFM table to Polars", "rows": len(frame), "p50_us": sorted(frames)[2]}))


main()
