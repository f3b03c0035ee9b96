"""What a card's own visits say of its holder: value, rhythm, phase, and a place among the shop's customers.

Every figure is a count or a sum that a person can check by hand; `docs/customers.md` has each with its doubt. Days are counted
since 1970 in the shop's zone.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from loyalty.customer_kinds import Phase, Quadrant
from loyalty.people.shop_days import ShopDays
from loyalty.shop.basis import PERMILLE, Basis
from loyalty.values import dataclass

ENOUGH_CUSTOMERS = 30  # of fewer, the middle says little of anybody
REGULAR_DAYS = 4  # days on which somebody came: three gaps of a rhythm
KNOWN_GAPS = 2  # below this nobody has a rhythm of their own
NEWEST_GAPS = 12  # how they come now, not how they came years ago
OVERDUE_GAPS = 2  # so many usual gaps of silence, and one visit was missed
LEAST_SILENCE_DAYS = 7  # who comes daily is not overdue after a weekend
SLIPPING_DAYS = 90  # overdue for longer, they are gone
LEAST_LOYAL_MONTHS = 2
_MANY, _ASKED = (
    10_000,
    101,
)  # values that are put in order at once, and of more how many are asked where to part them
TOP = 5  # every fifth customer: the 20 % that are said to bring 80 %


@dataclass(frozen=True, slots=True)
class CardPast:
    """What is known of a card: the days on which its holder came, oldest first, and what the last year brought and cost."""

    account_id: int
    days: Sequence[int]
    visits: int = 0
    told: int = 0  # visits of which the till was told the amount
    spent_minor: int = 0  # in those
    rewards: int = 0  # handed out
    unpriced: int = 0  # of these, whose cost nobody told
    cost_minor: int = 0  # of the others
    friends: int = 0  # who came by them


@dataclass(frozen=True, slots=True)
class Portrait:
    """What a card's visits say; sums are of the last year, None: can't be told.

    `due_on` is the day on which they are overdue by their own rhythm, unless they come before.
    """

    account_id: int
    phase: Phase
    quadrant: Quadrant | None
    days: int  # on which they ever came
    months: int  # of the last twelve, in which they came
    visits: int
    told: int
    sales_minor: int | None
    cost_minor: int
    unpriced: int
    margin_minor: int | None
    gap_days: int | None
    due_on: int | None

    @property
    def source(self) -> Literal["measured", "partly", "estimated"]:
        """Say how the sales are known: all typed at the till, some, or none."""
        if self.told == self.visits:
            return "measured"
        return "partly" if self.told else "estimated"

    def measures_as(self, other: "Portrait") -> bool:
        """Say whether all that a card's own visits tell is the same, wherever it stands among the others."""
        return replace(self, quadrant=other.quadrant) == other

    def overdue(self, today: int) -> bool:
        """Say whether they stay away longer than they usually do, and not for so long that they are gone."""
        return self.due_on is not None and self.due_on <= today < self.due_on + SLIPPING_DAYS


@dataclass(frozen=True, slots=True)
class Lines:
    """From where on a customer of this shop counts as loyal, and as one who leaves much; None: not enough to tell yet.

    `top` customers brought `top_minor` of the `sales_minor` of a year, the least of them `top_from_minor`.
    """

    customers: int  # who came within the year
    months: int
    margin_minor: int | None = None
    top: int = 0
    top_from_minor: int | None = None
    top_minor: int | None = None
    sales_minor: int | None = None


@dataclass(frozen=True, slots=True)
class ChosenLines:
    """The lines that an owner drew; None: the shop's own middle."""

    months: int | None = None
    margin_minor: int | None = None


@dataclass(frozen=True, slots=True)
class StoodBefore:
    """How far a customer had come, and where they stood."""

    phase: Phase
    quadrant: Quadrant | None


@dataclass(frozen=True, slots=True)
class PortraitMove:
    """A customer has another phase, or stands in another quadrant, than the night before."""

    axis: Literal["phase", "quadrant"]
    old: str
    new: str


def measure(past: CardPast, days: ShopDays, basis: Basis | None) -> Portrait:
    """Work out what a card's visits say by themselves; its quadrant hangs on all others (`place`)."""
    sales = _sales(past, basis)
    gap = usual_gap(past.days, days)
    return Portrait(
        account_id=past.account_id,
        phase=_phase(past),
        quadrant=None,
        days=len(past.days),
        months=days.months(past.days),
        visits=past.visits,
        told=past.told,
        sales_minor=sales,
        cost_minor=past.cost_minor,
        unpriced=past.unpriced,
        margin_minor=_margin(sales, past, basis),
        gap_days=gap,
        due_on=None if gap is None else _due_on(past.days[-1], gap, days),
    )


def _phase(past: CardPast) -> Phase:
    came = len(past.days)
    if not came:
        return Phase.PROSPECT
    if past.friends:
        return Phase.AMBASSADOR
    if came >= REGULAR_DAYS:
        return Phase.REGULAR
    return Phase.FIRST if came == 1 else Phase.REPEAT


def _sales(past: CardPast, basis: Basis | None) -> int | None:
    """Return what they spent: as typed, and the shop's average sale for each visit of which nothing was."""
    untold = past.visits - past.told
    if not untold:
        return past.spent_minor
    return None if basis is None else past.spent_minor + untold * basis.average_sale_minor


def _margin(sales: int | None, past: CardPast, basis: Basis | None) -> int | None:
    if sales is None or basis is None:
        return None
    return (2 * sales * basis.margin_permille + PERMILLE) // (2 * PERMILLE) - past.cost_minor


def usual_gap(came: Sequence[int], days: ShopDays) -> int | None:
    """Return how many open days usually lie between two visits; None while too few are known."""
    newest = came[-NEWEST_GAPS - 1 :]
    if len(newest) <= KNOWN_GAPS:
        return None
    gaps = [days.open_between(one, following) for one, following in pairwise(newest)]
    return max(1, middle(gaps))


def _due_on(last: int, gap: int, days: ShopDays) -> int:
    """Return when silence is longer than usual; days on which the shop was closed are no silence."""
    closed = days.today - last - days.open_between(last, days.today)
    return last + max(LEAST_SILENCE_DAYS, OVERDUE_GAPS * gap) + 1 + closed


def middle(values: Sequence[int]) -> int:
    """Return the value in the middle, of two the larger."""
    return sorted(values)[len(values) // 2] if len(values) < _MANY else at_place(values, len(values) // 2)


def at_place(values: Sequence[int], place: int) -> int:
    """Return what would stand at a place if all were in order, with little more memory than they take themselves."""
    left: Sequence[int] = values
    while len(left) >= _MANY:
        pivot = sorted(left[:: len(left) // _ASKED])[_ASKED // 2]
        less = array("q", (value for value in left if value < pivot))
        up_to = len(less) + left.count(pivot)
        if len(less) <= place < up_to:
            return pivot
        if place < len(less):
            left = less
        else:
            left, place = array("q", (value for value in left if value > pivot)), place - up_to
    return sorted(left)[place]


def lines_of(months: Sequence[int], margins: Sequence[int], sales: Sequence[int]) -> Lines:
    """Draw the lines of a shop by all who came within the year; what is not known of each of them is given as nothing."""
    customers = len(months)
    if not customers:
        return Lines(0, LEAST_LOYAL_MONTHS)
    lines = Lines(customers, max(LEAST_LOYAL_MONTHS, middle(months)))
    if customers < ENOUGH_CUSTOMERS:
        return lines
    if margins:
        lines = replace(lines, margin_minor=middle(margins))
    if sum(sales) > 0:
        top = -(-customers // TOP)
        least = at_place(sales, customers - top)
        brought = least * top + sum(sale - least for sale in sales if sale > least)
        lines = replace(lines, top=top, top_from_minor=least, top_minor=brought, sales_minor=sum(sales))
    return lines


def as_chosen(lines: Lines, chosen: ChosenLines) -> Lines:
    """Draw the lines where the owner wants them; what can't be told by the shop's own middle can't be told by hers."""
    return replace(
        lines,
        months=chosen.months or lines.months,
        margin_minor=(chosen.margin_minor or lines.margin_minor) if lines.margin_minor is not None else None,
    )


def place(portrait: Portrait, lines: Lines) -> Quadrant | None:
    """Say where a customer stands; nowhere without a visit within the year. Who costs more than they leave is no friend."""
    return quadrant_of(portrait.months, portrait.margin_minor, lines)


def quadrant_of(months: int, margin_minor: int | None, lines: Lines) -> Quadrant | None:
    """Say where somebody stands who came in so many months and left so much."""
    if not months:
        return None
    loyal = months >= lines.months
    if lines.margin_minor is None or margin_minor is None:
        return Quadrant.LOYAL if loyal else Quadrant.PASSING
    if margin_minor >= lines.margin_minor and margin_minor > 0:
        return Quadrant.FRIEND if loyal else Quadrant.BUTTERFLY
    return Quadrant.BARNACLE if loyal else Quadrant.STRANGER


def moves(before: StoodBefore | None, after: Portrait, *, known: bool) -> Iterator[PortraitMove]:
    """Say what became of somebody since the night before.

    Who has none comes from nowhere where the shop's customers were `known` before; else all of them would seem new.
    """
    if before is None and not known:
        return
    old = (before.phase, before.quadrant) if before else ("", None)
    if old[0] != after.phase:
        yield PortraitMove("phase", old[0], after.phase)
    if old[1] != after.quadrant:
        yield PortraitMove("quadrant", old[1] or "", after.quadrant or "")
