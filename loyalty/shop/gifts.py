"""What a shop gives in a month beside what visits earn: surprises, friends, and the gifts of its campaigns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from loyalty.cards.programme import Programme
from loyalty.shop.sums import NOTHING, GiftsTakeAll, Range, Sums, cost_of_thing, earned_at_most

DRAW = "draw"  # the cause of a gift that is won


@dataclass(frozen=True, slots=True)
class CampaignGift:
    """What a campaign gives, at a step of a ladder or at all, to `about` so many customers a month; or a draw, to so many at most.

    A `thing` that waits on the card, so many `units` on it, or both; a cost of None is not known.
    """

    kind: str
    step: str
    thing: str
    cost_minor: int | None
    units: int
    times: int
    about: bool = True


@dataclass(frozen=True, slots=True)
class MonthGift:
    """What one part or campaign gives in a month: so many times at most, or `about`; None: not known yet."""

    cause: str  # the name of a part, or a kind of message
    each: Range
    times: int | None
    about: bool = False
    step: str = ""

    @property
    def cost(self) -> Range | None:
        """Return what all of it costs in a month."""
        return None if self.times is None else self.each.times(self.times)


def gifts_of(
    programme: Programme,
    sums: Sums,
    campaigns: Iterable[CampaignGift] = (),
    *,
    newcomers: int | None = None,
    visits: Sequence[Fraction] | None = None,
) -> tuple[MonthGift, ...]:
    """List what these rules and the shop's campaigns give beside what each visit earns.

    So many join in a month, and each customer comes so often; None: nobody knows yet.
    """
    of_parts = [
        MonthGift(part.name, sums.cost_per_unit.times(given.units), given.times)
        for part in programme.parts
        if (given := part.gives_a_month(newcomers=newcomers) or part.gives_for_visits(visits))
    ]
    money = [(part.name, part.money_a_visit(sums.basis.average_sale_minor)) for part in programme.parts]
    in_money = [
        MonthGift(name, Range(each, each), round(sum(visits)) if visits else None, about=True)
        for name, each in money
        if each
    ]
    return (*of_parts, *in_money, *(_priced(gift, sums) for gift in campaigns))


def _priced(gift: CampaignGift, sums: Sums) -> MonthGift:
    """Price what a campaign gives: a thing whose cost is not known is a range, as a reward's is."""
    thing = cost_of_thing(gift.cost_minor, sums.basis) if gift.thing else NOTHING
    each = thing.plus(sums.cost_per_unit.times(gift.units))
    return MonthGift(gift.kind, each, gift.times, about=gift.about, step=gift.step)


def together(gifts: Iterable[MonthGift]) -> Range:
    """Add up what gifts cost in a month, as far as it is known how many there are."""
    total = NOTHING
    for gift in gifts:
        total = total.plus(gift.cost or NOTHING)
    return total


def take_all(
    programme: Programme, sums: Sums, gifts: Iterable[MonthGift], *, visits: int
) -> GiftsTakeAll | None:
    """Say whether gifts take what a month of so many visits leaves once their rewards are paid, bonuses at their dearest."""
    given = together(gifts)
    rewards = sums.cost_per_unit.times(earned_at_most(programme, sums.earned_per_visit) * visits)
    left = sums.basis.margin_minor * visits
    if not given.high or rewards.high >= left or rewards.high + given.high < left:
        return None
    return GiftsTakeAll(visits, given, rewards, left)
