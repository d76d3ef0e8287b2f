"""Both peers, every way, against the definitions written out plainly.

    python -m unittest test_peers
"""

import collections
import csv
import datetime
import os
import random
import tempfile
import unittest

import polars

from peer import Question
from rfm_duckdb import DuckDb
from rfm_polars import Polars

FIRST = datetime.date(2023, 1, 1)


def plain_base(entries, question):
    """Base values by customer: recency days, frequency, monetary."""
    as_of = question.as_of or max(day for _, day, _, _ in entries)
    outside = question.before_window or datetime.date.min
    values = collections.defaultdict(lambda: [None, 0, 0])
    for customer, day, amount, is_order in entries:
        if day > as_of:
            continue
        value = values[customer]
        if is_order:
            value[0] = max(value[0] or day, day)
        if day > outside:
            value[1] += is_order
            value[2] += amount
    return {c: ((as_of - last).days, f, m) for c, (last, f, m) in values.items() if last is not None}


def plain_scores(base, question):
    columns = []
    for column, sign in enumerate((-1, 1, 1)):
        value = {customer: sign * values[column] for customer, values in base.items()}
        columns.append((plain_quantile if question.method == "quantile" else plain_ntile)(value, question.bins))
    return {customer: tuple(column[customer] for column in columns) for customer in base}


def plain_quantile(value, bins):
    scores = {}
    for customer, own in value.items():
        worse = sum(other < own for other in value.values())
        scores[customer] = 1 + sum(worse * bins > k * (len(value) - 1) for k in range(1, bins))
    return scores


def plain_ntile(value, bins):
    order = sorted(value, key=lambda customer: (value[customer], customer))
    size, larger = divmod(len(order), bins)
    tiles = [tile for tile in range(bins) for _ in range(size + (tile < larger))]
    return {customer: tile + 1 for customer, tile in zip(order, tiles)}


def random_entries(seed):
    """A small shop with ties, free orders, refunds, and customers with refunds only."""
    chance = random.Random(seed)
    entries = []
    for customer in range(1, chance.choice([2, 3, 7, 60, 200])):
        for _ in range(chance.choice([1, 1, 1, 2, 3, 12])):
            day = FIRST + datetime.timedelta(days=chance.randrange(400))
            amount = chance.choice([0, 999, 1_000, chance.randrange(50_000)])
            refund = chance.random() < 0.1
            entries.append((customer, day, -amount if refund else amount, not refund))
    chance.shuffle(entries)
    return entries


class Peers(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def write(self, entries, ending="csv"):
        path = os.path.join(self.folder, "entries." + ending)
        frame = polars.DataFrame(entries, ["customer_id", "day", "amount_cents", "is_order"], orient="row")
        {"csv": frame.write_csv, "parquet": frame.write_parquet, "arrow": frame.write_ipc}[ending](path)
        return path

    def assert_agrees(self, peer, entries, question):
        base = plain_base(entries, question)
        table = peer.base(question)
        rows = zip(*(table[name].to_list() if hasattr(table[name], "to_list") else table[name].to_pylist()
                     for name in ("customer_id", "recency_days", "frequency", "monetary")))
        self.assertEqual({row[0]: row[1:] for row in rows}, base)
        expected = plain_scores(base, question)
        for way in peer.ways(question):
            scored = peer.scores(question, way).to_pydict()
            found = {c: (r, f, m) for c, r, f, m in zip(*(scored[name] for name in ("customer_id", "r", "f", "m")))}
            self.assertEqual(found, expected, (type(peer).__name__, way, question))

    def test_five_customers_in_three_bins(self):
        as_of = datetime.date(2024, 6, 30)
        facts = {1: (10, 1, 2000), 2: (10, 1, 2050), 3: (40, 1, 2050), 4: (40, 2, 10_000), 5: (100, 5, 50_000)}
        entries = [
            (customer, as_of - datetime.timedelta(days=days), amount // count, True)
            for customer, (days, count, amount) in facts.items()
            for _ in range(count)
        ]
        path = self.write(entries)
        expected = {
            "quantile": ["311", "311", "111", "133", "133"],
            "ntile": ["211", "311", "122", "222", "133"],
        }
        for method, scores in expected.items():
            question = Question(as_of, method=method, bins=3)
            for peer in (DuckDb(path), Polars(path)):
                for way in peer.ways(question):
                    table = peer.scores(question, way).sort_by("customer_id").to_pydict()
                    found = ["".join(map(str, row)) for row in zip(table["r"], table["f"], table["m"])]
                    self.assertEqual(found, scores, (method, way))

    def test_random_shops_as_of_any_day_and_window(self):
        for seed in range(12):
            entries = random_entries(seed)
            path = self.write(entries)
            peers = [DuckDb(path, "day"), Polars(path, "day")]
            chance = random.Random(1000 + seed)
            day = FIRST + datetime.timedelta(days=chance.randrange(450))
            for as_of, window in [(None, None), (day, None), (day, chance.choice([1, 30, 365])), (FIRST, None)]:
                for method in ("quantile", "ntile"):
                    question = Question(as_of, window, method, chance.choice([3, 5]))
                    for peer in peers:
                        with self.subTest(seed=seed, peer=type(peer).__name__, question=question):
                            self.assert_agrees(peer, entries, question)

    def test_every_file_format_and_layout(self):
        entries = random_entries(3)
        for ending in ("csv", "parquet", "arrow"):
            path = self.write(entries, ending)
            for layout in ("day", "customer_id", None):
                for peer in (DuckDb(path, layout), Polars(path, layout)):
                    self.assert_agrees(peer, entries, Question())

    def test_a_window_without_its_last_day_is_refused(self):
        with self.assertRaises(ValueError):
            Question(window_days=30)

    def test_cdnow_scores_are_those_of_the_vectors(self):
        root = os.path.join(os.path.dirname(__file__), "..", "..")
        vectors = os.path.join(root, "..", "shared", "vectors", "rfm_cdnow_sample_1998-06-30_n5.csv")
        if not os.path.exists(vectors):
            self.skipTest("../shared/vectors is missing")
        with open(os.path.join(root, "examples", "data", "cdnow_sample.csv"), newline="") as file:
            entries = [
                (int(row["customer_id"]), datetime.date.fromisoformat(row["date"]), round(float(row["amount"]) * 100), True)
                for row in csv.DictReader(file)
            ]
        with open(vectors, newline="") as file:
            rows = list(csv.DictReader(file))
        path = self.write(entries)
        for method in ("quantile", "ntile"):
            expected = {int(row["customer_id"]): tuple(int(row[f"{d}_{method}"]) for d in "rfm") for row in rows}
            question = Question(datetime.date(1998, 6, 30), method=method)
            for peer in (DuckDb(path), Polars(path)):
                for way in peer.ways(question):
                    table = peer.scores(question, way).to_pydict()
                    found = {c: (r, f, m) for c, r, f, m in zip(*(table[n] for n in ("customer_id", "r", "f", "m")))}
                    self.assertEqual(found, expected, (method, way))


if __name__ == "__main__":
    unittest.main()
