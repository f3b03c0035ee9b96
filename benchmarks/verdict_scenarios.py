"""Is "did it work?" honest in every kind of shop? 28 of them, looked at after each person; prints a table of docs/verdict.md.

`python -m benchmarks.verdict_scenarios [SHOPS]`: of so many shops of each kind, how many are ever told something untrue,
and how often the truth lies outside the interval.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import exp, pi, sin
from random import Random

from loyalty.campaigns.bets import DOUBT, MOST_CHANGED, Observation, evidence
from loyalty.campaigns.experiment_result import WORTH, Works, judge

PEOPLE = 600
_DAYS = 28
Course = Callable[[float], float]  # something over a campaign's time, which goes from 0 to 1


def _as_ever(_: float) -> float:
    return 1.0


@dataclass(frozen=True, slots=True)
class Shop:
    """A kind of shop: whom its campaign goes to, how they come in four weeks, and what the message adds for each."""

    name: str
    usual: tuple[float, ...] = (0.6, 1.2, 1.8, 2.4)  # visits of a person, one of these
    adds: float = 0.5  # visits for each one told
    share: float = 0.1
    most: float = MOST_CHANGED
    daily: bool = False  # one visit a day at most
    came_before: float = 1.0  # as much of what is usual as was seen in the four weeks before
    course: Course = _as_ever  # of everybody's visits
    gain_course: Course = _as_ever  # of what the message adds
    gain_for: float = 0.0  # only who usually comes so often, or oftener, gains, and all the more
    gain_of: float = 1.0  # so many of them gain, and all the more
    share_later: float | None = None  # held out from the middle on
    bursts: int = 1  # a person who comes at all comes so many times
    spread: float = 0.0  # what is usual differs from person to person by this much more

    @property
    def drifts(self) -> bool:
        """Say whether what the message adds changes in time: then the interval is about its mean so far."""
        return self.gain_course is not _as_ever

    def gain(self, usual: float, random: Random) -> float:
        """Say what the message adds for one person told."""
        gainers = sum(each >= self.gain_for for each in self.usual) / len(self.usual)
        if usual < self.gain_for or random.random() >= self.gain_of:
            return 0.0
        return self.adds / gainers / self.gain_of

    def people(self, count: int, adds: float, random: Random) -> Iterator[Observation]:
        """Invent what became of people in the order in which they were due; the message adds `adds` on average."""
        for number in range(count):
            at = number / count
            usual = random.choice(self.usual)
            rate = usual * (random.gammavariate(1 / self.spread, self.spread) if self.spread else 1.0)
            share = self.share_later if self.share_later and at >= 0.5 else self.share
            held = random.random() < share
            before = self._visits(rate * self.course(at - 0.08) * self.came_before, random)
            visits = self._visits(rate * self.course(at), random)
            gained = self.gain(usual, random) / self.adds * adds * self.gain_course(at)
            if not held:
                visits += int(gained) + (random.random() < gained % 1)
            yield Observation(held, visits, before, share)

    def _visits(self, rate: float, random: Random) -> int:
        if self.daily:
            return sum(random.random() < rate / _DAYS for _ in range(_DAYS))
        return self.bursts * poisson(rate / self.bursts, random)


def poisson(rate: float, random: Random) -> int:
    """Draw how often something happens that happens so often on average."""
    if rate > 30:
        return max(0, round(random.gauss(rate, rate**0.5)))
    count, left, limit = 0, random.random(), exp(-rate)
    while left > limit:
        left *= random.random()
        count += 1
    return count


SILENT = (0.08, 0.16, 0.24, 0.32)
DAILY = (12.0, 17.0, 21.0, 25.0)
SHOPS = (
    Shop("silent", SILENT, 0.2, came_before=0, most=1),
    Shop("silent, half held out", SILENT, 0.2, 0.5, came_before=0, most=1),
    Shop("silent, and who comes comes three times", SILENT, 0.3, 0.25, came_before=0, most=1, bursts=3),
    Shop("silent for good", (0.02,), 0.1, 0.25, came_before=0, most=1),
    Shop("regulars"),
    Shop("regulars, a quarter held out", share=0.25),
    Shop("regulars, half held out", share=0.5),
    Shop("weekly guests", (3, 4, 5), 1.0),
    Shop("daily guests, one more visit each", DAILY, 1.0, daily=True),
    Shop("daily guests, half held out", DAILY, 1.0, 0.5, daily=True),
    Shop("daily guests, twenty more visits each", DAILY, 20.0, 0.25, daily=True),
    Shop("guests of every coffee break", (30, 45, 60), 3.0, 0.25),
    Shop("one in five comes daily, the others hardly", (0.2, 0.2, 0.2, 0.2, 20), 0.5, 0.25),
    Shop("whales: one in fifty comes 60 times", (*(1.0,) * 49, 60.0), 0.5, 0.25),
    Shop("whales, who alone gain", (*(1.0,) * 49, 60.0), 0.5, 0.25, gain_for=60),
    Shop("only daily guests gain", (0.5, 1, 2, 20), 0.5, 0.25, daily=True, gain_for=20),
    Shop("one in twenty gains ten visits", adds=0.5, share=0.25, gain_of=0.05),
    Shop("people differ much", spread=2.0),
    Shop("daily guests who differ much", (15.0,), 1.0, 0.25, spread=0.5),
    Shop("season: twice and half", course=lambda at: 2 ** sin(4 * pi * at)),
    Shop("season of daily guests", DAILY, 1.0, 0.25, daily=True, course=lambda at: 0.6 + 0.4 * sin(4 * pi * at)),
    Shop("closed for a third of the time", share=0.25, course=lambda at: float(not 0.33 < at < 0.66)),
    Shop("growth: three times as many visits", share=0.25, course=lambda at: 1 + 2 * at),
    Shop("decline to a third", share=0.25, course=lambda at: 1 - 0.67 * at),
    Shop("visits double overnight", share=0.25, course=lambda at: 1 + (at > 0.5)),
    Shop("nothing known of before", came_before=0),
    Shop("the share held out is changed", share=0.1, share_later=0.5),
    Shop("the gain wanes", share=0.25, adds=0.5, gain_course=lambda at: 1.5 - at),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """What shops of one kind were told, in parts of them."""

    works: float  # ever, though nothing does
    no_use: float  # ever, though it is of just as much use as asked
    above: float  # the interval was ever above the truth
    below: float  # … or below it
    knew: float  # that what works works, in the end
    about: float  # for 20 people, on average, in the end


def tried(shop: Shop, shops: int, people: int = PEOPLE) -> Row:
    """Let shops of a kind look after each person."""
    random = Random(shop.name)  # noqa: S311
    truth = shop.adds * sum(shop.gain_course(each / people) for each in range(people)) / people
    hits, about = [0] * 5, 0.0
    for _ in range(shops):
        idle, just, useful = (list(shop.people(people, adds, random)) for adds in (0.0, WORTH, shop.adds))
        said = judge(useful, most=shop.most)
        told = (
            _ever(evidence(idle, most=shop.most)),
            # A gain that wanes lies below what is asked in the end, and may be told so.
            not shop.drifts and _ever(evidence(just, most=shop.most, gain=WORTH, against_less=False)),
            _refuted(shop, useful, truth, against_less=True),
            _refuted(shop, useful, truth, against_less=False),
            isinstance(said, Works),
        )
        hits = [before + now for before, now in zip(hits, told, strict=True)]
        about += said.per_20.about if said.per_20 else 0.0
    works, no_use, above, below, knew = (hit / shops for hit in hits)
    return Row(works, no_use, above, below, knew, about / shops)


def _ever(wealth: Iterator[float]) -> bool:
    return any(each >= 1 / DOUBT for each in wealth)


def _refuted(shop: Shop, people: list[Observation], truth: float, *, against_less: bool) -> bool:
    wealth = evidence(people, most=shop.most, gain=truth, against_less=against_less)
    return list(wealth)[-1] >= 1 / DOUBT if shop.drifts else _ever(wealth)


def main(shops: int) -> None:
    """Print the table."""
    print(
        "| shop | held out | told “works”, nothing works | told “no use”, it is of use | adds for 20 people | said, on average "
        "| interval ever above the truth | ever below | know that it works |"
    )
    print("|---" * 9 + "|")
    for shop in SHOPS:
        row = tried(shop, shops)
        untrue = (row.works, row.no_use, row.above, row.below)
        held = f"{shop.share:.0%}" + (f", {shop.share_later:.0%}" if shop.share_later else "")
        cells = [f"{part:.1%}" for part in untrue]
        print(
            f"| {shop.name} | {held} | {cells[0]} | {cells[1]} | +{20 * shop.adds:g} | {row.about:+.1f} "
            f"| {cells[2]} | {cells[3]} | {row.knew:.0%} |",
            flush=True,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
