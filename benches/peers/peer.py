"""What both peers share: the command line, the clock and the report.

A peer is a module with a class that loads the entries of a shop into the engine's
own table, and answers two questions from it: the base values of every customer, and
the ids with three scores. Loading is not measured; everything from the table to the
finished result in memory is.

The entries are a CSV, Parquet or Arrow (IPC) file with the columns customer_id, day,
amount_cents, is_order: an order on its day, a refund on its own day with a negative
amount. `Shop::write_entries` in `benches/shop.rs` writes such a file.
"""

import argparse
import datetime
import json
import platform
import statistics
import time
from dataclasses import dataclass

LAYOUTS = {"date": "day", "customer": "customer_id", "file": None}


@dataclass(frozen=True)
class Question:
    """What is asked: scores as of a day (None: all entries) over a window of days.

    The window holds the day of `as_of` and the `window_days - 1` days before it. It
    limits frequency and monetary value; recency sees the whole past.
    """

    as_of: datetime.date | None = None
    window_days: int | None = None
    method: str = "quantile"
    bins: int = 5

    def __post_init__(self):
        if self.window_days is not None and (self.as_of is None or self.window_days < 1):
            raise ValueError("a window needs a day that it ends on and at least one day")

    @property
    def before_window(self):
        """Last day that lies outside of the window, or None."""
        if self.window_days is None:
            return None
        return self.as_of - datetime.timedelta(days=self.window_days)


def cut_positions(count, bins):
    """Ranks (from 0, worst first) whose values are the cut points of `quantile`.

    A customer with L strictly worse ones has the score 1 + #{k : L * bins > k * (N - 1)}.
    With x sorted from worst to best, L exceeds k (N - 1) / bins exactly when the value is
    better than x[floor(k (N - 1) / bins)]: so four order statistics decide, in integers.
    """
    return [k * (count - 1) // bins for k in range(1, bins)]


def median_times(repeats, call):
    """Median wall and CPU seconds of several calls, after one that warms up.

    The least wall time stands beside them: on a busy machine it says more.
    """
    call()
    wall, cpu = [], []
    for _ in range(repeats):
        wall_start, cpu_start = time.perf_counter(), time.process_time()
        result = call()
        wall.append(time.perf_counter() - wall_start)
        cpu.append(time.process_time() - cpu_start)
        del result
    measured = {"seconds": statistics.median(wall), "cpu_seconds": statistics.median(cpu), "least_seconds": min(wall)}
    return {name: round(seconds, 4) for name, seconds in measured.items()}


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("entries", help="CSV, Parquet or Arrow file of the entries")
    parser.add_argument("--as-of", type=datetime.date.fromisoformat, help="day, ISO 8601; default: all entries")
    parser.add_argument("--window-days", type=int)
    parser.add_argument("--method", choices=["quantile", "ntile"], default="quantile")
    parser.add_argument("--bins", type=int, default=5)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--layout", choices=LAYOUTS, default="date", help="order of the rows in the engine's table")
    parser.add_argument("--threads", type=int, default=0, help="0: the engine decides")
    parser.add_argument("--out", help="also write customer_id,r,f,m as CSV, sorted by customer")
    return parser.parse_args()


def run(name, description, make_peer, versions):
    """Measures a peer as the command line asks and prints the report as JSON."""
    options = arguments(description)
    question = Question(options.as_of, options.window_days, options.method, options.bins)
    peer = make_peer(options.entries, LAYOUTS[options.layout], options.threads)
    engines = [median_times(options.repeats, lambda: peer.base(question, engine)) for engine in peer.engines]
    base = min(engines, key=lambda measured: measured["least_seconds"])
    ways = {way: median_times(options.repeats, lambda: peer.scores(question, way)) for way in peer.ways(question)}
    fastest = min(ways, key=lambda way: ways[way]["least_seconds"])
    scored = peer.scores(question, fastest)
    report = {
        "peer": name,
        "versions": versions | {"python": platform.python_version()},
        "entries": peer.entries,
        "customers": scored.num_rows,
        "as_of": options.as_of and options.as_of.isoformat(),
        "window_days": options.window_days,
        "method": options.method,
        "bins": options.bins,
        "layout": options.layout,
        "repeats": options.repeats,
        "base": base,
        "scores": ways[fastest] | {"way": fastest},
        "ways": ways,
    }
    if options.out:
        import pyarrow.csv

        pyarrow.csv.write_csv(scored.sort_by("customer_id"), options.out)
    print(json.dumps(report))
