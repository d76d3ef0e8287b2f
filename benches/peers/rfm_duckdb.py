"""RFM scores of a shop in DuckDB: its own native table, its own SQL, two ways.

    python rfm_duckdb.py entries.csv --as-of 2023-06-30 --window-days 365

The result is an Arrow table: customer_id and the scores r, f, m.
"""

import duckdb
import pyarrow

from peer import cut_positions, run


def literal(day):
    return f"DATE '{day.isoformat()}'"


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


class DuckDb:
    engines = ["native"]

    def __init__(self, path, sort_by=None, threads=0):
        self.connection = duckdb.connect()
        self.connection.execute("SET enable_progress_bar = false")
        if threads:
            self.connection.execute(f"SET threads = {int(threads)}")
        source = quoted(path)
        if path.endswith((".arrow", ".ipc", ".feather")):
            self.connection.register("source", pyarrow.ipc.open_file(path).read_all())
            source = "source"
        # The day of an order stands in a column of its own, NULL for a refund: plain
        # max and count are faster than the same with a FILTER.
        self.connection.execute(
            "CREATE TABLE entry AS SELECT customer_id::BIGINT AS customer_id, day::DATE AS day,"
            " amount_cents::BIGINT AS amount, CASE WHEN is_order THEN day::DATE END AS order_day"
            f" FROM {source}" + (f" ORDER BY {sort_by}" if sort_by else "")
        )
        count = "SELECT count(*), max(day) FROM entry"
        self.entries, self.last_day = self.connection.execute(count).fetchall()[0]

    def _base_query(self, question):
        frequency, monetary = "count(order_day)", "sum(amount)"
        if question.before_window is not None:
            inside = f"> {literal(question.before_window)}"
            frequency += f" FILTER (order_day {inside})"
            monetary = f"coalesce({monetary} FILTER (day {inside}), 0)"
        where = f"WHERE day <= {literal(question.as_of)}" if question.as_of else ""
        as_of = literal(question.as_of or self.last_day)
        return (
            f"SELECT customer_id, {as_of} - max(order_day) AS recency_days, {frequency} AS frequency,"
            f" CAST({monetary} AS BIGINT) AS monetary"
            f" FROM entry {where} GROUP BY customer_id HAVING count(order_day) > 0"
        )

    def base(self, question, engine="native"):
        """Base values of all customers who ordered up to the day asked for."""
        return self.connection.sql(self._base_query(question)).to_arrow_table()

    def ways(self, question):
        return ["windows", "cuts"] if question.method == "quantile" else ["windows"]

    def scores(self, question, way):
        """Ids and scores, by window functions or by exact cut points."""
        return self._cuts(question) if way == "cuts" else self._windows(question)

    def _windows(self, question):
        bins = int(question.bins)
        orders = {"r": "recency_days DESC", "f": "frequency", "m": "monetary"}
        if question.method == "ntile":
            scores = [f"ntile({bins}) OVER (ORDER BY {by}, customer_id) AS {name}" for name, by in orders.items()]
            ranked = ""
        else:
            ranks = [f"rank() OVER (ORDER BY {by}) - 1 AS {name}" for name, by in orders.items()]
            ranked = f", ranked AS (SELECT customer_id, count(*) OVER () AS n, {', '.join(ranks)} FROM base)"
            # ceil(L * bins / (N - 1)) cut points lie below; the worst have score 1.
            score = "greatest(1, ({0} * {1} + n - 2) // greatest(n - 1, 1))::TINYINT AS {0}"
            scores = [score.format(name, bins) for name in orders]
        query = (
            f"WITH base AS ({self._base_query(question)}){ranked}"
            f" SELECT customer_id, {', '.join(scores)} FROM {'ranked' if ranked else 'base'}"
        )
        return self.connection.sql(query).to_arrow_table()

    def _cuts(self, question):
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE base AS {self._base_query(question)}")
        count = self.connection.execute("SELECT count(*) FROM base").fetchall()[0][0]
        if count == 0:
            return self._windows(question)
        # quantile_disc takes the value of rank ceil(q * N) - 1: half a step in between
        # keeps it exact in spite of rounding.
        shares = [(position + 0.5) / count for position in cut_positions(count, question.bins)]
        values = {"r": "-recency_days", "f": "frequency", "m": "monetary"}
        asked = ", ".join(f"quantile_disc({value}, {shares})" for value in values.values())
        cuts = self.connection.execute(f"SELECT {asked} FROM base").fetchall()[0]
        scores = [
            "(1" + "".join(f" + ({value} > {cut})::TINYINT" for cut in found) + f")::TINYINT AS {name}"
            for (name, value), found in zip(values.items(), cuts)
        ]
        return self.connection.sql(f"SELECT customer_id, {', '.join(scores)} FROM base").to_arrow_table()


if __name__ == "__main__":
    run("duckdb", __doc__, DuckDb, {"duckdb": duckdb.__version__, "pyarrow": pyarrow.__version__})
