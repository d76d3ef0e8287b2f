"""A shop for every test: a fresh file, a clock that stands still, ids from 1."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import crm
import pytest

NOON = "2026-01-01T12:00:00Z"


@pytest.fixture
def clock() -> crm.FixedClock:
    return crm.FixedClock(NOON)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shop.db"


@pytest.fixture
def db(path: Path, clock: crm.FixedClock) -> Iterator[crm.Crm]:
    with crm.open(path, clock=clock, seed=1) as db:
        yield db
