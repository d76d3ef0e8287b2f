"""Works a lead list: captures the leads of a trade fair from a CSV file, deals them out, and prints who calls whom first.

Usage: python lead_list.py shop.db fair.csv   (columns: name, company, email, phone, sku)
"""

import csv
import sys
from pathlib import Path

import crm


def capture(db: crm.Crm, path: Path) -> int:
    """Captures every row once: the row's number at this fair is its key, so that running it again adds nothing."""
    with path.open(encoding="utf-8", newline="") as file:
        leads = []
        for number, row in enumerate(csv.DictReader(file), start=1):
            kinds = [kind for kind in ("email", "phone") if row.get(kind)]
            lead = {
                "source": "event",
                "system": path.stem,
                "external_id": str(number),
                "identities": [{"kind": kind, "value": row[kind]} for kind in kinds],
            }
            lead |= {field: row[field] for field in ("name", "company") if row.get(field)}
            if row.get("sku"):
                lead["skus"] = [row["sku"]]
            leads.append(lead)
    return db.leads.capture_many(leads=leads).created


def main() -> None:
    """Captures, deals out and prints."""
    with crm.open(sys.argv[1]) as db:
        if not db.leads.list_rules():
            db.leads.create_rule(name="Fair", kind="round_robin", staff=[7, 8])
        print(f"{capture(db, Path(sys.argv[2]))} new leads")
        for lead in sorted(db.leads.list(state="new").items, key=lambda lead: (-lead.score, lead.id)):
            reasons = ", ".join(part.part for part in db.leads.explain_score(lead.id).parts)
            print(f"{lead.score:3} {lead.name or lead.company}: staff {lead.owner_id} by {lead.sla_due_at:%H:%M} ({reasons})")


if __name__ == "__main__":
    main()
