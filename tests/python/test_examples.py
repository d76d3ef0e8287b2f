"""The examples run, and say what other means say too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "python"


def run(*arguments: object) -> str:
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_analysis_of_the_music_shop(tmp_path: Path) -> None:
    shop = tmp_path / "shop.db"
    told = run(EXAMPLES / "analysis.py", shop)
    purchases = pandas.read_csv(ROOT / "examples" / "data" / "cdnow_sample.csv")
    cents = (purchases["amount"] * 100).round().astype(int)
    assert f"{len(purchases)} rows: {len(purchases)} new orders of {purchases['customer_id'].nunique()} new" in told
    assert f"of {cents.sum() / 100:.2f} USD" in told
    best = cents.groupby(purchases["customer_id"]).sum().idxmax()
    assert f"customer cdnow:{best}:" in told
    january = purchases["date"].str.startswith("1997-01")
    assert f"1997-01 {january.sum()} {cents[january].sum() / 100:,.2f}" in told
    assert "checked: sound" in told

    counts = dict(line.split() for line in run(EXAMPLES / "labels.py", shop, "1998-06-30").splitlines())
    assert sum(map(int, counts.values())) == purchases["customer_id"].nunique()
    for label, customers in counts.items():
        assert any(label in line and customers in line for line in told.splitlines()), label
    assert "0 new orders of 0 new customers" in run(EXAMPLES / "analysis.py", shop)


def test_a_lead_list_is_worked_once(tmp_path: Path) -> None:
    fair = tmp_path / "fair.csv"
    rows = ["name,company,email,phone,sku", "Ada Lovelace,Engines,ada@example.com,+442079460000,LAMP"]
    fair.write_text("\n".join([*rows, "Bob,,bob@example.com,,"]))
    told = run(EXAMPLES / "lead_list.py", tmp_path / "shop.db", fair).splitlines()
    assert told[0] == "2 new leads"
    assert "Ada Lovelace: staff 7" in told[1] and "Bob: staff 8" in told[2]
    assert int(told[1].split()[0]) > int(told[2].split()[0])
    again = run(EXAMPLES / "lead_list.py", tmp_path / "shop.db", fair).splitlines()
    assert again == ["0 new leads", *told[1:]]


def test_the_first_lines_that_people_read_run(tmp_path: Path) -> None:
    page = (ROOT / "crm-py" / "README.md").read_text()
    code = page.split("```python\n")[1].split("```")[0]
    script = tmp_path / "readme.py"
    script.write_text(code.replace('"shop.db"', repr(str(tmp_path / "shop.db"))))
    run(script)
