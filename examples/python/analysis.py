"""An analysis of a music shop's first eighteen months, cell by cell as in a notebook: `python analysis.py [SHOP.db]`.

The data is the CDNOW sample of `examples/data`: 2,357 customers who first bought in the first quarter of 1997.
"""

# %% A shop in one file
import sys
import tempfile
from pathlib import Path

import crm
import polars as pl

HERE = Path(__file__).parent
LAST_DAY = "1998-06-30"

path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp()) / "shop.db"
db = crm.open(path)

# %% Its orders, straight from the data frame that one would clean them in
purchases = pl.read_csv(HERE.parent / "data" / "cdnow_sample.csv", try_parse_dates=True)
report = db.import_orders(
    purchases,
    mapping={"customer": "customer_id", "placed_at": "date", "total": "amount"},
    currency="USD",
    source="cdnow",
)
print(f"{report.rows} rows: {report.created} new orders of {report.new_customers} new customers")

# %% Who is worth what: RFM scores as of the last day, as a frame, amounts exact
scores = db.rfm.score(as_of=LAST_DAY).pl()
labels = (
    scores.group_by("label")
    .agg(
        customers=pl.len(),
        revenue=pl.col("monetary").sum(),
        median_days=pl.col("recency_days").median(),
        median_orders=pl.col("frequency").median(),
    )
    .with_columns(share=(pl.col("customers") / pl.col("customers").sum() * 100).round(1))
    .sort("revenue", descending=True)
)
with pl.Config(tbl_hide_dataframe_shape=True, tbl_rows=-1, tbl_hide_column_data_types=True):
    print(labels)

# %% Few customers bring most of the revenue
ranked = scores.sort("monetary", descending=True)
revenue = pl.col("monetary").sum()
best_tenth, everybody = ranked.head(len(ranked) // 10).select(revenue).item(), ranked.select(revenue).item()
print(f"the best tenth of the customers brought {best_tenth / everybody:.0%} of {everybody} USD")

# %% The same question a year earlier: who moved since? Any past day costs the same
earlier = db.rfm.score(as_of="1997-06-30").pl().select("customer_id", before="label")
moved = scores.join(earlier, on="customer_id").group_by("before", "label").len().sort("len", descending=True)
print(
    f"{moved.filter(pl.col('before').cast(str) != pl.col('label').cast(str))['len'].sum()} customers have another label"
)

# %% Orders by month, by SQL over the documented views
months = db.sql(
    """SELECT substr(day, 1, 7) AS month, count(*) AS orders, sum(total_minor) / 100.0 AS revenue
       FROM crm_orders GROUP BY 1 ORDER BY 1"""
)
for row in list(months)[:3]:
    print(row.month, row.orders, f"{row.revenue:,.2f}")

# %% Why the best customer is the best, in words
best = int(ranked["customer_id"][0])
customer = db.customers.get(best)
print(f"customer {customer.identities[0].value}: {db.rfm.explain(best, as_of=LAST_DAY).sentence}")

# %% And whether everything that is derived equals what the facts say
print("checked:", "sound" if db.system.check().ok else "damaged")
db.close()
