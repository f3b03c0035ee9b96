"""A draw: prizes by chance, whose odds, number and end are fixed as it begins, and which anybody can check once it is over.

Before anybody takes part a random seed is chosen, and its SHA-256 published. Whoever wins follows from the seed and the
tickets alone; docs/check_draw.py finds the same with nothing of ours.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from math import ceil, sqrt

from loyalty.codes import ALPHABET
from loyalty.names import read_name
from loyalty.values import dataclass

MOST_PRIZES, MOST_DAYS, MOST_RARE = 1000, 92, 100_000
LONGEST_PRIZE = 60
PRIZE_DAYS = 60  # that a prize waits for who won it
OF_AGE = 18
SETTLES = timedelta(minutes=1)  # after its end: a scan that was under way then is booked by now
_LETTERS, _GROUP = 12, 4
_DEVIATIONS = 3


class DrawForm(StrEnum):
    """How chance is asked: a ticket a visit, drawn at the end, or one scratched after each visit."""

    TICKETS = "tickets"
    SCRATCH = "scratch"


@dataclass(frozen=True, slots=True)
class DrawPlan:
    """What an owner promises; of a scratch one in `one_in` wins, as long as there are prizes."""

    form: DrawForm
    prize: str
    cost_minor: int
    prizes: int
    days: int
    one_in: int | None = None
    free: bool = True  # who takes part has one ticket without a purchase

    @property
    def most_minor(self) -> int:
        """Return what it costs at most: its budget."""
        return self.prizes * self.cost_minor


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw as it was opened: nothing of it changes but that it is drawn, and then its list of tickets is fixed."""

    id: int
    shop_id: int
    form: DrawForm
    prize: str
    cost_minor: int
    prizes: int
    one_in: int | None
    free: bool
    begins_at: datetime
    ends_at: datetime
    seed: str  # secret until it is drawn
    commitment: str
    drawn_at: datetime | None
    listed: int  # how many tickets took part, once that is fixed

    def runs(self, *, now: datetime) -> bool:
        """Say whether visits bring tickets."""
        return self.drawn_at is None and now < self.ends_at

    def due(self, *, now: datetime) -> bool:
        """Say whether it is time to draw."""
        return self.drawn_at is None and now >= self.ends_at + SETTLES

    @property
    def reward_key(self) -> str:
        """Name what its vouchers are of: no programme has such a key."""
        return f"draw:{self.id}"

    def ticket(self, public_id: int, number: int) -> str:
        """Name the so-many-th ticket of a card: nobody can tell whose it is, and who had it taken back gets the same one again."""
        return ticket_of(self.commitment, public_id, number)

    def wins(self, ticket: str) -> bool:
        """Say whether a ticket that is scratched wins."""
        return bool(self.one_in) and int(fate(self.seed, ticket), 16) % (self.one_in or 1) == 0


@dataclass(frozen=True, slots=True)
class BadPlan:
    """A figure that can't be: its name, and between what it may lie."""

    what: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class TooGenerous:
    """The odds give more than the budget: so many `wins` of about `tickets`, where `one_in` or rarer would do."""

    tickets: int
    wins: int
    one_in: int


def commitment_of(seed: str) -> str:
    """Return what is published of a seed before anybody takes part."""
    return sha256(seed.encode()).hexdigest()


def fate(seed: str, ticket: str) -> str:
    """Return what chance says of a ticket: the lowest win where winners are drawn."""
    return sha256(f"{seed}:{ticket}".encode()).hexdigest()


def winners(seed: str, tickets: Iterable[str], prizes: int) -> list[str]:
    """Return who wins, the first prize first; the order in which tickets are listed is nothing to it."""
    return sorted(set(tickets), key=lambda ticket: fate(seed, ticket))[:prizes]


def ticket_of(commitment: str, public_id: int, number: int) -> str:
    """Name a ticket by twelve letters, which say nothing of the card."""
    left = int(sha256(f"{commitment}:{public_id}:{number}".encode()).hexdigest(), 16)
    letters = ""
    for _ in range(_LETTERS):
        left, place = divmod(left, len(ALPHABET))
        letters += ALPHABET[place]
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LETTERS, _GROUP))


def list_hash(tickets: str) -> str:
    """Return the SHA-256 of a list of tickets, one a line, in the order of their letters."""
    return sha256(tickets.encode()).hexdigest()


def listing(tickets: Iterable[str]) -> str:
    """Write the list that is fixed before anything is drawn."""
    return "".join(f"{ticket}\n" for ticket in sorted(set(tickets)))


def problem(plan: DrawPlan, *, tickets: int) -> BadPlan | TooGenerous | None:
    """Say what is wrong with a plan where about so many tickets are to be expected."""
    figures = [("prizes", plan.prizes, 1, MOST_PRIZES), ("days", plan.days, 1, MOST_DAYS),
               ("prize", len(read_name(plan.prize, most=LONGEST_PRIZE + 1)), 1, LONGEST_PRIZE)]  # fmt: skip
    if plan.form is DrawForm.SCRATCH:
        figures.append(("one_in", plan.one_in or 0, 2, MOST_RARE))
    for what, said, least, most in figures:
        if not least <= said <= most:
            return BadPlan(what, least, most)
    if plan.one_in and tickets > plan.prizes * plan.one_in:
        return TooGenerous(tickets, ceil(tickets / plan.one_in), ceil(tickets / plan.prizes))
    return None


def foretold(plan: DrawPlan, *, tickets: int) -> tuple[int, int]:
    """Return how few and how many prizes so many tickets win, in all but one of a few hundred such draws."""
    if plan.form is DrawForm.TICKETS or not plan.one_in:
        sure = min(plan.prizes, tickets)
        return sure, sure
    mean = tickets / plan.one_in
    spread = _DEVIATIONS * sqrt(mean * (1 - 1 / plan.one_in))
    return min(plan.prizes, max(0, int(mean - spread))), min(plan.prizes, tickets, ceil(mean + spread))
