"""Transactions: all or nothing, one moment, once per key."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import crm
import pytest


def test_a_block_commits_at_its_end(db: crm.Crm) -> None:
    with db.transaction() as tx:
        tx.catalog.upsert("A", name="Tea")
        tx.catalog.upsert("B", name="Coffee")
        assert db.catalog.find("A") is None, "another connection sees it only after the commit"
    assert [product.sku for product in db.catalog.list()] == ["A", "B"]


def test_an_exception_undoes_the_block(db: crm.Crm) -> None:
    with pytest.raises(ZeroDivisionError), db.transaction() as tx:
        tx.catalog.upsert("A", name="Tea")
        _ = 1 / 0
    assert db.catalog.find("A") is None
    assert db.events.list() == []


def test_a_caught_error_leaves_the_rest_of_the_block(db: crm.Crm) -> None:
    with db.transaction() as tx:
        tx.catalog.upsert("A", name="Tea")
        with pytest.raises(crm.InvalidInput):
            tx.catalog.upsert_many([{"sku": "B", "name": "Coffee"}, {"sku": "", "name": "nothing"}])
    assert [product.sku for product in db.catalog.list()] == ["A"]


def test_a_block_can_end_early(db: crm.Crm) -> None:
    with db.transaction() as tx:
        tx.catalog.upsert("A", name="Tea")
        tx.rollback()
        with pytest.raises(crm.Misuse):
            tx.catalog.upsert("B", name="Coffee")
    with db.transaction() as tx:
        tx.catalog.upsert("C", name="Cocoa")
        tx.commit()
        assert db.catalog.find("C") is not None
    assert [product.sku for product in db.catalog.list()] == ["C"]


def test_a_write_inside_a_write_is_refused_at_once(db: crm.Crm) -> None:
    with db.transaction(), pytest.raises(crm.Conflict):
        db.catalog.upsert("A", name="Tea")
    with db.transaction(), pytest.raises(crm.Conflict), db.transaction():
        pass


def test_operations_on_the_whole_file_are_refused_inside(db: crm.Crm) -> None:
    with db.transaction() as tx, pytest.raises(crm.Conflict):
        tx.system.check()


def test_a_transaction_says_who_writes(db: crm.Crm) -> None:
    with db.transaction(actor="staff:7", source="till") as tx:
        tx.catalog.upsert("A", name="Tea")
    (event,) = db.events.list()
    assert (event.actor, event.source) == ("staff:7", "till")


def test_a_snapshot_shows_one_moment(db: crm.Crm) -> None:
    db.catalog.upsert("A", name="Tea")
    with db.snapshot() as moment:
        assert len(moment.catalog.list()) == 1
        db.catalog.upsert("B", name="Coffee")
        assert len(moment.catalog.list()) == 1
        with pytest.raises(crm.Conflict):
            moment.catalog.upsert("C", name="Cocoa")
    assert len(db.catalog.list()) == 2
    with pytest.raises(crm.Misuse):
        moment.catalog.list()


def test_a_request_key_replays_the_answer(db: crm.Crm) -> None:
    first = db.once("request-1").catalog.upsert("A", name="Tea")
    again = db.once("request-1").catalog.upsert("A", name="Tea")
    assert first == again
    assert len(db.events.list()) == 1
    with pytest.raises(crm.IdempotencyConflict):
        db.once("request-1").catalog.upsert("A", name="Coffee")
    with db.transaction() as tx:
        assert tx.once("request-1").catalog.upsert("A", name="Tea") == first


def test_the_host_s_rows_and_ours_commit_together(db: crm.Crm) -> None:
    db.host.execute("CREATE TABLE shop_order (id INTEGER PRIMARY KEY, note TEXT, photo BLOB)")
    with pytest.raises(crm.Error), db.transaction() as tx:
        assert (
            tx.host.execute(
                "INSERT INTO shop_order VALUES (?1, ?2, ?3)",
                params=[1, "first", b"\x00\xff"],
            )
            == 1
        )
        tx.catalog.upsert("A", name="")
    assert db.host.query("SELECT count(*) FROM shop_order").rows == ((0,),)
    with db.transaction() as tx:
        tx.host.execute(
            "INSERT INTO shop_order VALUES (?1, ?2, ?3)",
            params=[1, "first", b"\x00\xff"],
        )
        tx.catalog.upsert("A", name="Tea")
    answer = db.host.query("SELECT id, note, hex(photo) FROM shop_order WHERE id = ?1", params=[1])
    assert answer.columns == ("id", "note", "hex(photo)")
    assert answer.rows == ((1, "first", "00FF"),)
    with pytest.raises(crm.PermissionRefused) as refused:
        db.host.execute("DELETE FROM crm_event")
    assert isinstance(refused.value, PermissionError)


def test_time_is_read_when_a_transaction_begins(db: crm.Crm, clock: crm.FixedClock) -> None:
    noon = clock.now()
    first = db.catalog.upsert("A", name="Tea")
    clock.advance(timedelta(days=1))
    second = db.catalog.upsert("B", name="Coffee")
    assert first.created_at == noon
    assert second.created_at == noon + timedelta(days=1)


def test_events_are_consumed_once(db: crm.Crm, clock: crm.FixedClock) -> None:
    for sku in "ABCDE":
        db.catalog.upsert(sku, name=sku)
    seen = []
    with pytest.raises(ZeroDivisionError):
        for event in db.events.consume("mailer", limit=2):
            seen.append(event.seq)
            if len(seen) == 4:
                _ = 1 / 0
    clock.advance(timedelta(minutes=2))
    seen += [event.seq for event in db.events.consume("mailer", limit=2)]
    assert seen == [1, 2, 3, 4, 4, 5], "the event in hand at the error comes again"
    assert list(db.events.consume("mailer")) == []


def test_writers_of_many_threads_take_turns(db: crm.Crm) -> None:
    errors: list[BaseException] = []

    def write(writer: int) -> None:
        try:
            for at in range(20):
                with db.transaction() as tx:
                    tx.catalog.upsert(f"{writer}-{at}", name="x")
                    assert tx.catalog.find(f"{writer}-{at}") is not None
                db.catalog.find(f"{writer}-{at}")
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not errors
    assert sum(1 for _ in crm.paged(db.catalog.list, limit=50)) == 120


def test_a_waiting_writer_lets_python_run(db: crm.Crm) -> None:
    """With Python's lock held while waiting for the writer's, this would stand still until the timeout."""
    waiting = threading.Event()
    done = threading.Event()

    def write() -> None:
        waiting.set()
        db.catalog.upsert("B", name="Coffee")
        done.set()

    with db.transaction() as tx:
        thread = threading.Thread(target=write)
        thread.start()
        waiting.wait()
        tx.catalog.upsert("A", name="Tea")
        assert not done.is_set()
    thread.join(30)
    assert done.is_set()


def test_one_transaction_serves_several_threads(db: crm.Crm) -> None:
    with db.transaction() as tx:
        threads = [threading.Thread(target=tx.catalog.upsert, args=(str(at),), kwargs={"name": "x"}) for at in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(db.catalog.list()) == 8


def test_a_long_read_is_interrupted_by_its_deadline(db: crm.Crm) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    with db.snapshot() as moment:
        moment.set_deadline(0.05)
        with pytest.raises(crm.Interrupted):
            moment.host.query(endless)
    assert db.catalog.find("A") is None


def test_another_thread_interrupts(db: crm.Crm) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    stop = threading.Event()

    def interrupt() -> None:
        while not stop.wait(0.01):
            db.interrupt()

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(crm.Interrupted):
        db.host.query(endless)
    stop.set()
    thread.join()


def test_a_busy_file_is_a_timeout(path: Path, db: crm.Crm) -> None:
    with crm.open(path, timeout=0.05) as other, db.transaction():
        with pytest.raises(crm.Busy) as busy:
            other.catalog.upsert("A", name="Tea")
        assert isinstance(busy.value, TimeoutError)
