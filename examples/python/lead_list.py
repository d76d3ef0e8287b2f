"""Works a lead list: captures the leads of a fair from a CSV file, deals them out, and prints who calls whom first.

Usage: python lead_list.py shop.db fair.csv   (columns: name, company, email, phone, sku)
"""

import csv
import sys
from pathlib import Path

import crm
from crm.types import IdentityInputDict, NewLead


def capture(db: crm.Crm, path: Path) -> int:
    """Captures every row once: the row's number at this fair is its key, so that running it again adds nothing."""
    with path.open(encoding="utf-8", newline="") as file:
        leads: list[NewLead] = []
        for number, row in enumerate(csv.DictReader(file), start=1):
            identities: list[IdentityInputDict] = []
            if row["email"]:
                identities.append({"kind": "email", "value": row["email"]})
            if row["phone"]:
                identities.append({"kind": "phone", "value": row["phone"]})
            leads.append(
                {
                    "source": "event",
                    "system": path.stem,
                    "external_id": str(number),
                    "identities": identities,
                    "name": row["name"] or None,
                    "company": row["company"] or None,
                    "skus": [row["sku"]] if row["sku"] else [],
                }
            )
    return db.leads.capture_many(leads=leads).created


def main() -> None:
    """Captures, deals out and prints."""
    with crm.open(sys.argv[1]) as db:
        if not db.leads.list_rules().rules:
            db.leads.create_rule(name="Fair", kind="round_robin", staff=[7, 8])
        print(f"{capture(db, Path(sys.argv[2]))} new leads")
        for lead in sorted(db.leads.list(state="new").items, key=lambda lead: (-lead.score, lead.id)):
            reasons = ", ".join(part.part for part in db.leads.explain_score(lead.id).parts)
            who = f"{lead.name or lead.company}: staff {lead.owner_id}"
            print(f"{lead.score:3} {who} by {lead.sla_due_at:%H:%M} ({reasons})")


if __name__ == "__main__":
    main()
