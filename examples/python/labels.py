"""How many customers have each RFM label as of a day: `python labels.py FILE YYYY-MM-DD`."""

import sys

import crm

file, as_of = sys.argv[1:]

with crm.open(file, create=False, read_only=True) as db:
    for label in db.rfm.summary(as_of=as_of).labels:
        if label.customers:
            print(label.label, label.customers)
