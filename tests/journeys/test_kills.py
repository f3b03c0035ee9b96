"""`kill -9` of Stempel itself under load, and a standby that is promoted under load: nothing lost, nothing doubled."""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from benchmarks.failover import CUT_OFF, HOWS, How, fail_over
from benchmarks.kills import Tally, kill_under_load

pytestmark = pytest.mark.slow


async def test_killed_under_load_it_keeps_what_it_acknowledged_and_sends_no_offer_twice(
    tmp_path: Path,
) -> None:
    tally = Tally("sqlite")
    await kill_under_load(tmp_path / "stempel.db", tally, 3)
    assert (tally.kills, tally.scans) == (3, 36)
    assert min(tally.undone, tally.redeemed, tally.offers) > 0
    assert not tally.broken


def _may_cut() -> bool:
    tool = shutil.which("iptables")
    return tool is not None and not subprocess.run((tool, "-n", "-L"), capture_output=True).returncode  # noqa: S603, PLW1510 - asks only


_WANTS_A_CUT = pytest.mark.skipif(not _may_cut(), reason="it wants root and iptables, to let no packet pass")


@pytest.mark.parametrize(
    "how", [pytest.param(how, marks=_WANTS_A_CUT) if how in CUT_OFF else how for how in HOWS]
)
async def test_no_acknowledged_scan_is_lost_when_a_standby_takes_over(how: How) -> None:
    # Not in pytest's folder: that is closed to the user the servers run as.
    with TemporaryDirectory(prefix="stempel-") as folder:
        tally = await fail_over(Path(folder), how, times=1)
    assert (tally.times, len(tally.deeds.scanned)) == (1, 50)
    assert not tally.broken, tally
