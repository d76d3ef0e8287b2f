"""kill -9 in the middle of writing.

What was acknowledged is there; of the host's order and ours both are there, or neither.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import crm

ROUNDS = 40 if os.environ.get("CRM_FULL") else 4

WRITER = """
import sys, crm
file, writer = sys.argv[1], sys.argv[2]
with crm.open(file, timeout=60) as db:
    customer = db.customers.create(name="x", identities=[{"kind": "external_id", "value": f"shop:{writer}"}]).id
    for number in range(1_000_000):
        key = f"{writer}-{number}"
        with db.transaction() as tx:
            tx.host.execute("INSERT INTO shop_order (key) VALUES (?1)", params=[key])
            tx.orders.record(customer=customer, source="shop", external_id=key, total=crm.Money(1, "EUR"), paid=True)
        print(key, flush=True)
"""


def test_acknowledged_orders_survive_and_commit_with_the_host_s(tmp_path: Path) -> None:
    chance = random.Random(7)
    for turn in range(ROUNDS):
        path = tmp_path / f"{turn}.db"
        with crm.open(path) as db:
            db.host.execute("CREATE TABLE shop_order (key TEXT PRIMARY KEY)")
        acknowledged = killed_while_writing(path, chance.uniform(0, 0.2))
        with crm.open(path) as db:
            host = {row[0] for row in db.host.query("SELECT key FROM shop_order").rows}
            ours = {str(row.external_id) for row in db.sql("SELECT external_id FROM crm_orders")}
            assert host == ours
            assert len(acknowledged) >= 2
            assert acknowledged <= ours
            report = db.system.check()
            assert report.ok, report.problems


def killed_while_writing(path: Path, after: float) -> set[str]:
    """The orders that two writers had told of when they were killed."""
    command = [sys.executable, "-c", WRITER, str(path)]
    writers = [subprocess.Popen([*command, name], stdout=subprocess.PIPE, text=True) for name in "ab"]
    acknowledged: set[str] = set()
    for writer in writers:
        assert writer.stdout is not None
        acknowledged.add(writer.stdout.readline().strip())
    time.sleep(after)
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
    for writer in writers:
        told = writer.communicate(timeout=60)[0]
        # A line that the kill cut short told nobody anything.
        acknowledged |= {line.strip() for line in told.splitlines(keepends=True) if line.endswith("\n")}
    return acknowledged
