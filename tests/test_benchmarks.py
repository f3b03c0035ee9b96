"""The measurements run and say what they found in the shape that is promised; how fast it was is not asked here."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks import __main__ as runner
from benchmarks import (
    beside,
    campaign,
    card_picture,
    memory,
    money,
    portraits,
    round_idle,
    scan_parts,
    scan_postgres,
    scan_telegram,
    scan_transaction,
    scan_whatsapp,
    start,
    storm,
    two_processes,
)

_TINY: dict[str, Callable[[], Any]] = {
    "scan_transaction": lambda: scan_transaction.measure(cards=10, rounds=2, scans=10),
    "scan_parts": lambda: scan_parts.measure(cards=10, rounds=2, scans=10),
    "card_picture": card_picture.measure,
    "campaign_rate": lambda: campaign.measure_rate(messages=10),
    "outbox_drain": lambda: campaign.measure_drain(rounds=1, rows=20),
    "portraits_million": lambda: portraits.measure(customers=200),
    "money_million": lambda: money.measure(customers=200, rounds=1),
    "round_idle": lambda: round_idle.measure(customers=40, shops=4, each=10, rounds=1),
    # in processes of their own
    "scan_telegram": lambda: scan_telegram.measure(rounds=1, scans=4),
    "scan_whatsapp": lambda: scan_whatsapp.measure(rounds=1, scans=4),
    "memory": lambda: memory.measure(customers=4),
    "scan_postgres": lambda: scan_postgres.measure(cards=32, rounds=1, scans=32),
    "postgres_beside_sqlite": lambda: scan_postgres.measure_beside_sqlite(rounds=1, scans=4),
    "start": lambda: start.measure(rounds=1),
    "storm": lambda: storm.measure(people=20, seconds=1),
    "stats_million": lambda: beside.measure_stats(customers=50, rounds=2),
    "till_beside_reading": lambda: beside.measure_tills(customers=50, rounds=5),
    "two_processes": lambda: two_processes.measure(rounds=1, scans=4),
    "stamp_during_campaign": lambda: campaign.measure_stamp(rounds=1, scans=2, waiting=1000),
}


@pytest.mark.parametrize(
    "name",
    [name if name == "scan_parts" else pytest.param(name, marks=pytest.mark.slow) for name in _TINY],
)
def test_a_measurement_gives_lines_of_the_promised_shape(name: str) -> None:
    rows = _TINY[name]()
    for row in rows:
        assert set(row) == {"name", "value", "unit", "reference", "ratio"}
        assert row["name"] in runner.WANTED
        assert min(row["value"], row["reference"], row["ratio"]) > 0


def test_results_are_kept_by_name_in_the_readers_order(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    lines = [{"name": name, "value": n} for n, name in enumerate(("memory", "scan_telegram"), 1)]
    runner.write(lines, path)
    runner.write([{"name": "memory", "value": 3}], path)
    kept = [(line["name"], line["value"]) for line in json.loads(path.read_text())]
    assert kept == [("scan_telegram", 2), ("memory", 3)]
