"""What a campaign of a kind is: all that the round, the dose, an owner's settings and the example ask about it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from actions.campaigns.campaign import GIFTS, Campaign, Setting
from actions.campaigns.case import CandidateSearch, EligibilityCase
from loyalty.campaigns.bets import MOST_CHANGED
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.records import Account
from storage.campaigns.occurrences import Due
from storage.campaigns.segment import Slice
from storage.cards import visit_patterns
from storage.engine.statements import Tx

A_MONTH = timedelta(days=30)
_A_YEAR = timedelta(days=365)


class Fact(StrEnum):
    """What a message tells besides how the card stands."""

    CONSENTS = "consents"  # which yes it may ask for
    OUTLOOK = "outlook"  # when the goal is reached
    BALANCE_END = "balance_end"  # when the balance runs out, rather than a voucher
    NEXT_LEVEL = "next_level"  # how far the next level is
    LEVEL_END = "level_end"  # until when a level is held, and what keeps it
    MEMBERSHIP = "membership"  # which membership ends
    PAID_CAUSE = "paid_cause"  # which good cause was paid
    IMPROVEMENT = "improvement"  # what a shop changed because of letters
    EVENT = "event"  # which event it is
    QUESTION = "question"  # what a shop wants to know, and of which visit


def nobody(_look: CandidateSearch) -> Iterator[Slice]:
    """Look at nobody."""
    return iter(())


def never(_tx: Tx, _case: EligibilityCase) -> Timing | None:
    """Say that nothing is due."""
    return None


def as_it_is(_tx: Tx, look: CandidateSearch) -> CandidateSearch:
    """Look without knowing more."""
    return look


def none_a_month(_tx: Tx, _campaign: Campaign, _now: datetime) -> int:
    """Give nothing to anybody."""
    return 0


def a_month_of_a_year(customers: int) -> int:
    """Say about how many of these have their day of the year within a month."""
    return -(-customers * A_MONTH // _A_YEAR)


def always(_tx: Tx, _one: Due) -> bool:
    """Let a gift go along each time."""
    return True


def the_same(_tx: Tx, campaign: Campaign, _one: Due) -> Campaign:
    """Give what the campaign gives."""
    return campaign


def first_visit(tx: Tx, account: Account, _one: Due) -> int | None:
    """Name the first visit, on whichever card."""
    return visit_patterns.first_visit(tx, account)


def three(_campaign: Campaign) -> int:
    """Leave three stamps to go."""
    return 3


@dataclass(frozen=True, slots=True)
class CampaignKind:
    """One kind of campaign; how its message stands beside others is in the policy of its `kind`."""

    kind: MessageKind
    part: str = ""  # that it is about: an owner's list names it where a programme has that
    slices: Callable[[CandidateSearch], Iterator[Slice]] = nobody  # in which somebody may be due
    due: Callable[[Tx, EligibilityCase], Timing | None] = never  # and when it is, to one of them
    prepare: Callable[[Tx, CandidateSearch], CandidateSearch] = (
        as_it_is  # learn what `slices` and `due` ask of the shop
    )
    settings: Mapping[str, Setting] = field(default_factory=dict)
    steps: tuple[str, ...] = ()  # that are worded one by one
    questions: frozenset[str] = (
        frozenset()
    )  # steps that ask: an owner's words for the others don't serve them
    gifts: Mapping[str, str] = field(default_factory=lambda: GIFTS)
    gifts_a_month: Callable[[Tx, Campaign, datetime], int | None] = (
        none_a_month  # how many would get one, at each step that gives, about; None: the shop plans nothing of it
    )
    rides: Callable[[Tx, Due], bool] = always  # whether a gift goes along with a message that may go without
    brought_by: Callable[[Tx, Account, Due], int | None] = first_visit  # where a gift goes with a visit
    of_this: Callable[[Tx, Campaign, Due], Campaign] = (
        the_same  # what one message gives, where that is its own
    )
    holdout_percent: int = 10  # of its customers get nothing at first, so that its use can be told
    ordered: bool = False  # by an owner: no rule makes it due
    for_newcomers: bool = False  # asked about them at once, and about everybody once a day
    about_voucher: bool = False  # or about the card
    about_counter: bool = False  # or about all that is on it
    keeps_place: bool = False  # known days ahead, and others leave it room
    owed: bool = False  # never paused as of no use
    most_changed: int = MOST_CHANGED  # of somebody's visits that count as brought
    facts: frozenset[Fact] = frozenset()
    example_to_go: Callable[[Campaign], int] = three  # in the made-up message on a stamp card
