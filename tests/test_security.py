"""What docs/security.md promises is there: each limit, and each test that it names."""

import re
from datetime import timedelta
from pathlib import Path

from loyalty.allowances import ALLOWANCES, STORMS

HOUSE = Path(__file__).parent.parent
_PAGE = (HOUSE / "docs/security.md").read_text(encoding="utf-8")
_LIMIT = re.compile(r"^\| `(\w+)` \| (\d+) in (\d+) (minute|hour)s? \| (\w+) \| (.+) \|$", re.MULTILINE)


def test_the_page_tells_every_limit_as_it_is() -> None:
    told = {
        name: (int(most), timedelta(**{f"{unit}s": int(n)}), of, why)
        for name, most, n, unit, of, why in _LIMIT.findall(_PAGE)
    }
    assert told == {one.name: (one.most, one.within, one.of, one.why) for one in (*ALLOWANCES, *STORMS)}
