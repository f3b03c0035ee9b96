"""Days of visit to play: each customer's, from a CSV or from CDNOW."""

from collections import defaultdict
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from scheduler.rehearsal.visits_file import read_visits

Histories = list[list[date]]


def read(file: Path | None) -> Histories:
    """Give each customer's days of visit, from a CSV or from CDNOW."""
    days: defaultdict[str, set[date]] = defaultdict(set)
    if file is None:
        for line in _cdnow().read_text().splitlines()[1:]:
            if line.strip():
                customer, day, *_ = line.split()
                days[customer].add(datetime.strptime(day, "%Y%m%d").date())  # noqa: DTZ007 - a day
    else:
        with file.open(encoding="utf-8", newline="") as lines:
            for visit in read_visits(lines, "USD").visits:
                days[visit.customer].add(visit.at.date())
    return [sorted(visited) for visited in days.values()]


def _cdnow() -> Path:
    """Find the file without importing its package, which needs pandas and more."""
    for each in files("lifetimes") or ():
        if each.name == "CDNOW_master.txt":
            return Path(str(each.locate()))
    raise PackageNotFoundError("lifetimes")
