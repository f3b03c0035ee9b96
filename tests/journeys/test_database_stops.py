"""PostgreSQL stopped and started under a real `stempel serve`: what was acknowledged is there, and is there once."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from benchmarks.database_stops import stop_under_load
from benchmarks.databases import STOPS, Stop


@pytest.mark.slow
@pytest.mark.parametrize("how", STOPS)
async def test_no_acknowledged_scan_is_lost_when_the_database_stops(how: Stop) -> None:
    # Not in pytest's folder: that is closed to the user the server runs as.
    with TemporaryDirectory(prefix="stempel-") as folder:
        tally = await stop_under_load(Path(folder), how, times=2)
    assert tally.times == 2
    assert not tally.broken, tally
    assert len(tally.deeds.scanned) == 100
    assert tally.deeds.brought_again > 0
