"""What shops of a kind usually want, so that a new one has little to choose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from fractions import Fraction

from loyalty.amounts import minor_per_unit, unit_size
from loyalty.cards.level import Level
from loyalty.cards.part import Part
from loyalty.cards.parts.above_average import AboveAverage
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.parts.excluded_item import ExcludedItem
from loyalty.cards.parts.levels import Levels
from loyalty.cards.parts.membership import Membership
from loyalty.cards.parts.referral import Referral
from loyalty.cards.periods import YEAR
from loyalty.cards.programme import (
    DEFAULT_STAMP_LIMITS,
    Limits,
    PerMoney,
    Programme,
    ProgrammeKind,
    Reward,
    composed,
)
from loyalty.cards.rates import Rate, simplest

_WORKDAYS = (0, 1, 2, 3, 4)
FIRST_REWARD = "first"  # the key of the reward that a shop opens with


@dataclass(frozen=True, slots=True)
class Preset:
    """A programme to begin with; `at` is the place of its first reward, or about how many euros are spent for it."""

    kind: ProgrammeKind
    at: int
    limits: Limits
    head_start: int = 0
    voucher_days: int | None = None
    sale: Fraction | None = (
        None  # what a visit brings such a shop, in about euros; None where nothing is usual
    )
    margin_permille: int | None = None  # what is left of it when its goods are paid
    # What moves people in such a trade, for about a point a euro; labels are keys of what `words` calls them.
    parts: tuple[Part, ...] = ()

    def sale_minor(self, currency: str) -> int | None:
        """Return what a visit usually brings in this money."""
        if self.sale is None:
            return None
        return round(self.sale * unit_size(currency) * minor_per_unit(currency))

    def rates(self, currency: str) -> tuple[Rate, ...]:
        """Suggest how points are earned, the usual rate first: one for what is about a euro, or more."""
        found = (Fraction(n, unit_size(currency)) for n in (1, 2, 5, 10))
        return tuple(map(simplest, found))

    def price(self, rate: Rate, currency: str) -> int:
        """Suggest what the first reward costs in points, so that it takes about as much money anywhere."""
        return max(1, round(self.at * unit_size(currency) * Fraction(rate)))

    def bonuses(self, rate: Rate, currency: str) -> tuple[Part, ...]:
        """Return its parts, giving about as much whatever a point is worth."""
        points = self.kind is ProgrammeKind.POINTS
        factor = Fraction(rate) * unit_size(currency) if points else Fraction(1)
        return tuple(part.in_money(currency).larger(factor) for part in self.parts)

    def programme(
        self,
        reward: str,
        at: int,
        *,
        points_per_unit: Rate = 1,
        cost_minor: int | None = None,
        key: str = FIRST_REWARD,
        parts: tuple[Part, ...] = (),
    ) -> Programme:
        """Return these rules with the shop's own reward; a card as short as its head start gets none."""
        rewards = (Reward(key, reward, at, cost_minor),)
        gift = self.head_start if self.head_start < at else 0
        composition = composed(self.kind, PerMoney(points_per_unit))
        return Programme(*composition, rewards, self.limits, gift, self.voucher_days, parts=parts)


# Sales and margins are rough figures of such shops, shown as an estimate until an owner types their own. A margin is what
# is left when goods are paid, and at a barber's the hour that a cut takes.
PRESETS: Mapping[str, Preset] = {
    # A round for the table is one visit; a code passed along is not. Tables are free between lunch and the end of work.
    "cafe": Preset(
        ProgrammeKind.STAMPS, 10, Limits(30, 5, 10), head_start=1, voucher_days=90,
        sale=Fraction(5), margin_permille=650,
        parts=(BonusTime(_WORKDAYS, time(14), time(16), times=2),),
    ),
    # Nobody has their hair cut twice a day, but a father may bring his sons. A barber is found by being recommended.
    "barber": Preset(
        ProgrammeKind.STAMPS, 6, Limits(0, 4, 4), voucher_days=365,
        sale=Fraction(25), margin_permille=500,
        parts=(Referral(),),
    ),
    # What was baked today is gone tomorrow.
    "bakery": Preset(
        ProgrammeKind.POINTS, 100, Limits(5), voucher_days=90,
        sale=Fraction(6), margin_permille=550,
        parts=(BonusItem("bread_of_the_day", 3),),
    ),
    # A dessert or a bottle more makes the evening; midweek the tables are empty.
    "restaurant": Preset(
        ProgrammeKind.POINTS, 200, Limits(60), voucher_days=180,
        sale=Fraction(35), margin_permille=600,
        parts=(AboveAverage(20, 20), BonusTime((1, 2), times=2)),
    ),
    # One car is washed once; a second one of the family may stand in line, which is long at the weekend.
    "car_wash": Preset(
        ProgrammeKind.STAMPS, 8, Limits(10, 2, 4), voucher_days=365,
        sale=Fraction(12), margin_permille=600,
        parts=(BonusTime((0, 1, 2, 3), times=2),),
    ),
    # Little is left of what a corner shop sells, so points buy little, and what leaves nothing earns none.
    "corner_shop": Preset(
        ProgrammeKind.POINTS, 150, Limits(5), voucher_days=90,
        sale=Fraction(9), margin_permille=250,
        parts=(ExcludedItem("tobacco"), ExcludedItem("gift_cards"), AboveAverage(20, 3)),
    ),
    # A wine shop, a bookshop: who spends more in a year is somebody there, and what was reached is not lost in January.
    "club": Preset(
        ProgrammeKind.POINTS, 200, Limits(5), voucher_days=180,
        sale=Fraction(25), margin_permille=450,
        parts=(
            Levels(
                (Level("Silver", percent=10, spent_minor=150), Level("Gold", percent=25, longer=90, spent_minor=400)),
                grace=90,
                months=YEAR,
            ),
        ),
    ),
    # Nobody does two classes at once; most pay for ten beforehand. A place that stays empty costs nothing, a teacher does.
    "yoga": Preset(
        ProgrammeKind.STAMPS, 12, Limits(60, 1, 2), voucher_days=180,
        sale=Fraction(14), margin_permille=500,
        parts=(
            Membership("ten_classes", 12_000, months=6, item="class", cuts=10, cost_minor=600),
            Membership("five_classes", 6_500, months=3, item="class", cuts=5, cost_minor=600),
        ),
    ),
    "stamps": Preset(ProgrammeKind.STAMPS, 10, DEFAULT_STAMP_LIMITS),
    "points": Preset(ProgrammeKind.POINTS, 100, Limits()),
}  # fmt: skip
