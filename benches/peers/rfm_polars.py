"""RFM scores of a shop in Polars: its own frame in memory, its own expressions, two ways.

    python rfm_polars.py entries.csv --as-of 2023-06-30 --window-days 365

The result is a frame in memory: customer_id and the scores r, f, m; `run` sees it
through Arrow without a copy.
"""

import os
import sys

if "--threads" in sys.argv[:-1]:
    # Polars reads the size of its pool once, when it is imported; 0 leaves it alone.
    threads = sys.argv[sys.argv.index("--threads") + 1]
    if threads != "0":
        os.environ["POLARS_MAX_THREADS"] = threads

import polars
import pyarrow
from polars import col, lit, when

from peer import cut_positions, run


def read(path):
    if path.endswith((".arrow", ".ipc", ".feather")):
        return polars.scan_ipc(path)
    if path.endswith(".parquet"):
        return polars.scan_parquet(path)
    return polars.scan_csv(path, try_parse_dates=True)


class Polars:
    engines = ["in-memory", "streaming"]

    def __init__(self, path, sort_by=None, threads=0):
        day = col("day").cast(polars.Date)
        entries = read(path).select(
            col("customer_id").cast(polars.Int64),
            day,
            col("amount_cents").cast(polars.Int64).alias("amount"),
            when(col("is_order")).then(day).alias("order_day"),
        )
        if sort_by:
            entries = entries.sort(sort_by, maintain_order=True)
        self.entry = entries.collect().rechunk()
        self.entries = self.entry.height
        self.last_day = self.entry["day"].max()

    def _base(self, question):
        entries = self.entry.lazy()
        if question.as_of:
            entries = entries.filter(col("day") <= question.as_of)
        frequency, monetary = col("order_day").count(), col("amount").sum()
        if question.before_window is not None:
            # Columns made before the grouping are faster than filters inside it.
            inside = col("day") > question.before_window
            entries = entries.with_columns(
                when(inside).then(col("amount")).otherwise(0).alias("inside_amount"),
                (inside & col("order_day").is_not_null()).alias("inside_order"),
            )
            frequency, monetary = col("inside_order").sum(), col("inside_amount").sum()
        return (
            entries.group_by("customer_id")
            .agg(col("order_day").max(), frequency.alias("frequency"), monetary.alias("monetary"))
            .filter(col("order_day").is_not_null())
            .select(
                "customer_id",
                (lit(question.as_of or self.last_day) - col("order_day")).dt.total_days().alias("recency_days"),
                "frequency",
                "monetary",
            )
        )

    def base(self, question, engine="in-memory"):
        """Base values of all customers who ordered up to the day asked for."""
        return self._base(question).collect(engine=engine)

    def ways(self, question):
        ways = ["ranks", "cuts"] if question.method == "quantile" else ["ranks"]
        return [f"{way}, {engine}" for way in ways for engine in self.engines]

    def scores(self, question, way):
        """Ids and scores, by ranks or by exact cut points."""
        way, engine = way.split(", ")
        base = self.base(question, engine)
        return (cuts if way == "cuts" else ranks)(base, question).to_arrow()


VALUES = {"r": -col("recency_days"), "f": col("frequency").cast(polars.Int64), "m": col("monetary")}


def ranks(base, question):
    bins, count = question.bins, base.height
    if question.method == "quantile":
        # ceil(L * bins / (N - 1)) cut points lie below; the worst have score 1.
        worse = {name: value.rank("min").cast(polars.Int64) - 1 for name, value in VALUES.items()}
        scores = {
            name: ((rank * bins + count - 2) // max(count - 1, 1)).clip(lower_bound=1) for name, rank in worse.items()
        }
    else:
        base = base.sort("customer_id")
        size, larger = divmod(count, bins)
        scores = {name: tile(value.rank("ordinal").cast(polars.Int64) - 1, size, larger) for name, value in VALUES.items()}
    return base.select("customer_id", **{name: score.cast(polars.Int8) for name, score in scores.items()})


def tile(rank, size, larger):
    """SQL's NTILE from a rank: the first tiles have one member more."""
    edge = larger * (size + 1)
    inner = rank // (size + 1)
    return when(rank < edge).then(inner).otherwise(larger + (rank - edge) // max(size, 1)) + 1


def cuts(base, question):
    if base.height == 0:
        return ranks(base, question)
    positions = cut_positions(base.height, question.bins)
    last = max(base.height - 1, 1)
    found = base.select(
        polars.concat_list([value.quantile(position / last, "nearest") for position in positions]).alias(name)
        for name, value in VALUES.items()
    )
    scores = {
        name: polars.sum_horizontal(lit(1, polars.Int8), *((value > int(cut)).cast(polars.Int8) for cut in found[name][0]))
        for name, value in VALUES.items()
    }
    return base.select("customer_id", **scores)


if __name__ == "__main__":
    run("polars", __doc__, Polars, {"polars": polars.__version__, "pyarrow": pyarrow.__version__})
