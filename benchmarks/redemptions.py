"""How often the range holds that an owner is told of the coming fortnight's rewards: the last table of docs/forecast.md.

Each customer's visits fill a card; whoever has filled one fetches their reward on the next visit, if that is within so many days.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from statistics import fmean

from loyalty.shop.redemptions import FORTNIGHT, MOST_SEEN, ComingRewards, SeenFortnight, coming

STAMPS, VOUCHER_DAYS = 5, 90
_STEP = timedelta(days=7)
_JOIN_DAYS, _LASTS_DAYS, _QUITS = 600, 730, 0.06
_FIRST = 3 * FORTNIGHT
HEAD = "| shop | fortnights | rewards in one | error: mean, size | by last month | held | width |"
Reward = tuple[date, date | None]  # when it was had, and when it was used


def rewards_of(histories: Sequence[Sequence[date]]) -> list[Reward]:
    """Let visits fill cards, and say when each reward was had and used."""
    found: list[Reward] = []
    for days in histories:
        for place in range(STAMPS - 1, len(days), STAMPS):
            following = days[place + 1] if place + 1 < len(days) else None
            in_time = following and following - days[place] < timedelta(days=VOUCHER_DAYS)
            found.append((days[place], following if in_time else None))
    return found


def shop(customers: Sequence[Sequence[date]], random: Random) -> list[list[date]]:
    """Let customers join over two years instead of on one day, and after each visit one in so many never come again."""
    found = []
    for days in customers:
        joined, stays = timedelta(days=random.randrange(_JOIN_DAYS)), 0
        while stays < len(days) - 1 and random.random() > _QUITS:
            stays += 1
        came = [day + joined for day in days[: stays + 1]]
        found.append([day for day in came if day < days[0] + timedelta(days=_LASTS_DAYS)])
    return found


@dataclass(slots=True)
class Tally:
    """What became of forecasts."""

    came: list[int] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)
    by_last_month: list[float] = field(default_factory=list)
    held: int = 0
    widths: list[int] = field(default_factory=list)

    def count(self, said: ComingRewards, came: int, last_month: float) -> None:
        """Take one in."""
        self.came.append(came)
        self.errors.append(said.about - came)
        self.by_last_month.append(last_month - came)
        self.held += said.low <= came <= said.high
        self.widths.append(said.high - said.low)

    def row(self, name: str) -> str:
        """Give a line of the table."""
        mean = max(fmean(self.came), 0.01)
        off, plain = (fmean(map(abs, each)) for each in (self.errors, self.by_last_month))
        cells = (
            name, f"{len(self.came)}", f"{mean:.1f}", f"{fmean(self.errors):+.1f}, {off:.1f} ({off / mean:.0%})",
            f"{fmean(self.by_last_month):+.1f}, {plain:.1f} ({plain / mean:.0%})", f"{self.held / len(self.came):.0%}",
            f"{fmean(self.widths):.1f}",
        )  # fmt: skip
        return "| " + " | ".join(cells) + " |"


def replay(histories: Sequence[Sequence[date]]) -> Tally:
    """Ask every week for the fortnight that follows, knowing what lies before."""
    rewards, tally = rewards_of(histories), Tally()
    first, last = min(map(min, histories)), max(map(max, histories))
    today = first + _FIRST
    while today + FORTNIGHT <= last:
        seen = list(_seen(rewards, first, today))
        said = coming(_seen_in(rewards, today).waited, seen)
        if said:
            tally.count(said, _seen_in(rewards, today).used, sum(one.used for one in seen[:2]) / 2)
        today += _STEP
    return tally


def _seen(rewards: Sequence[Reward], first: date, today: date) -> Iterator[SeenFortnight]:
    for number in range(1, MOST_SEEN + 1):
        begins = today - number * FORTNIGHT
        if begins >= first:
            yield _seen_in(rewards, begins)


def _seen_in(rewards: Sequence[Reward], begins: date) -> SeenFortnight:
    ends, oldest = begins + FORTNIGHT, begins - timedelta(days=VOUCHER_DAYS)
    waited = [used for had, used in rewards if oldest < had < begins and (used is None or used >= begins)]
    return SeenFortnight(
        len(waited),
        sum(used is not None and used < ends for used in waited),
        sum(had >= begins and used is not None and used < ends for had, used in rewards),
    )
