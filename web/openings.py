"""How often the page behind a shop's link was opened: counted in memory, by nothing but the link, until it is written down."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request

_MOST = 1000  # links at once; whoever invents others counts nothing
# What looks at a link in the place of people: a preview in a chat, a search engine.
_MACHINE = re.compile(r"bot[-/;)]|^whatsapp/|facebookexternalhit|crawl|spider|preview", re.IGNORECASE)


def is_a_person(request: Request) -> bool:
    """Say whether somebody seems to look at a page, and not a machine that shows others what is there."""
    browser = request.headers.get("user-agent", "")
    return request.method == "GET" and bool(browser) and not _MACHINE.search(browser)


@dataclass(slots=True)
class Openings:
    """What was opened since it was written down last."""

    counted: Counter[str] = field(default_factory=Counter)

    def count(self, code: str) -> None:
        """Count one opening of a shop's link."""
        if code in self.counted or len(self.counted) < _MOST:
            self.counted[code] += 1

    def take(self) -> Mapping[str, int]:
        """Give what was counted, and begin anew."""
        taken, self.counted = self.counted, Counter()
        return taken

    def put_back(self, taken: Mapping[str, int]) -> None:
        """Keep what could not be written down."""
        self.counted.update(taken)
