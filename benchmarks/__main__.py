"""Runs the measurements and writes `benchmarks/results.json`; name some to run only those."""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

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
    select_due,
    start,
    storm,
    two_processes,
)

RESULTS = Path(__file__).parent / "results.json"
# Each measurement, and what its ratio is wanted to be.
WANTED = {
    "scan_transaction_1": "≥ 0.75",
    "scan_transaction_64": "≥ 1.3",
    "scan_parts": "≤ 1.6",
    "scan_telegram": "≥ 1.1",
    "scan_whatsapp": "≥ 0.5",
    "scan_postgres_16": "≥ 0.6",
    "scan_postgres_16_p99": "≤ 10",
    "scan_postgres_16_shops": "≥ 0.6",
    "scan_postgres_16_shops_p99": "≤ 10",
    "postgres_beside_sqlite": "≥ 0.7",
    "card_picture": "≤ 4",
    "memory": "≤ 1.15",
    "campaign_rate": "≥ 0.95",
    "outbox_drain": "≥ 0.3",
    "stamp_during_campaign": "≤ 1.5",
    "select_due": "≤ 5",
    "round_idle": "≤ 600,000 µs",
    "round_idle_shops": "≤ 600,000 µs",
    "start": "≤ 2",
    "storm": "= 1",
    "storm_p99": "reported",
    "stats_million": "≤ 2",
    "stats_million_postgres": "≤ 2",
    "till_beside_reading": "+ ≤ 50 ms",
    "till_beside_reading_postgres": "+ ≤ 50 ms",
    "two_processes": "≥ 1.5",
    "portraits_million_first": "reported",
    "portraits_million": "≤ 6",
    "portraits_million_memory": "+ ≤ 100 MB",
    "money_million": "≤ 2",
}
_MEASURES: dict[str, Callable[[], Sequence[Any]]] = {
    "scan_transaction": scan_transaction.measure,
    "scan_parts": scan_parts.measure,
    "scan_telegram": scan_telegram.measure,
    "scan_whatsapp": scan_whatsapp.measure,
    "scan_postgres": scan_postgres.measure,
    "postgres_beside_sqlite": scan_postgres.measure_beside_sqlite,
    "card_picture": card_picture.measure,
    "memory": memory.measure,
    "campaign_rate": campaign.measure_rate,
    "outbox_drain": campaign.measure_drain,
    "stamp_during_campaign": campaign.measure_stamp,
    "select_due": select_due.measure,
    "round_idle": round_idle.measure,
    "start": start.measure,
    "storm": storm.measure,
    "stats_million": beside.measure_stats,
    "till_beside_reading": beside.measure_tills,
    "two_processes": two_processes.measure,
    "portraits_million": portraits.measure,
    "money_million": money.measure,
}


def main(names: Sequence[str]) -> None:
    """Run what is named, or everything; what is not run keeps its line in the results."""
    for name in names or _MEASURES:
        rows = _MEASURES[name]()
        write(rows, RESULTS)
        print_rows(rows)


def write(rows: Iterable[Any], path: Path) -> None:
    """Put rows into the results in the place of those with the same names."""
    known = {row["name"]: row for row in json.loads(path.read_text())} if path.exists() else {}
    known |= {row["name"]: row for row in rows}
    path.write_text(json.dumps([known[name] for name in WANTED if name in known], indent=2) + "\n")


def print_rows(rows: Iterable[Any]) -> None:
    """Print a line for each."""
    for row in rows:
        print(
            f"{row['name']:<20} {row['value']:>9,} {row['unit']:<8} reference {row['reference']:>9,}"
            f"   ratio {row['ratio']:<5} wanted {WANTED[row['name']]}",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
