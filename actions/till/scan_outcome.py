"""What a scan came to: a visit that was booked, or why there is none; each is worded for whoever holds the till."""

from typing import Literal

from actions.cards.card_state import CardState
from actions.till.friend_gifts import FriendGift
from loyalty.cards.part import Bonus
from loyalty.cards.visits import Earned, NewVoucher, Refusal
from loyalty.records import Member, Visit
from loyalty.values import dataclass


@dataclass(frozen=True, slots=True)
class Booked:
    """The visit counts; `state` is how the card stands after it."""

    visit: Visit
    state: CardState
    vouchers: tuple[NewVoucher, ...]
    may_add: bool  # whether one more stamp in this visit would be allowed
    also: tuple[CardState, ...] = ()  # the card's other counters on which the same purchase may count
    bonuses: tuple[Bonus, ...] = ()  # what this tap brought on top
    gift: FriendGift | None = None  # what a friend who was brought got with it


WhyNotAdded = Literal["counted", "undone", "older", "over"]


@dataclass(frozen=True, slots=True)
class NotAdded:
    """Nothing was added to `visit`: the tap was counted before, or the visit is undone, not the newest, or long over."""

    state: CardState
    visit: Visit
    why: WhyNotAdded
    may_add: bool
    also: tuple[CardState, ...] = ()


@dataclass(frozen=True, slots=True)
class AlreadyBooked:
    """The update came before, and booked `visit` then; nothing was added."""

    state: CardState
    visit: Visit


@dataclass(frozen=True, slots=True)
class Refused:
    """A rule of the shop says no."""

    state: CardState
    why: Refusal
    also: tuple[CardState, ...] = ()  # the card's other counters that would say yes


@dataclass(frozen=True, slots=True)
class CodeExpired:
    """A genuine code of too long ago, or of a clock that ran far ahead; the customer is being sent a new one."""

    state: CardState


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A scan that would be booked, by whom, and what it would earn."""

    member: Member
    state: CardState
    earned: Earned
    also: tuple[CardState, ...] = ()


@dataclass(frozen=True, slots=True)
class WhichProgramme:
    """Several of the shop's programmes would count this: somebody must say which; nothing is booked before."""

    choices: tuple[CardState, ...]


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """No card has this code here."""


@dataclass(frozen=True, slots=True)
class NotStaff:
    """Only the shop's staff may do this; the answer tells nothing about the customer."""


@dataclass(frozen=True, slots=True)
class OthersDoing:
    """Who serves a card of several shops, or is a till, takes back what they did themselves, and this somebody else did."""


@dataclass(frozen=True, slots=True)
class OwnCard:
    """Staff can't stamp their own card."""

    state: CardState


NoBooking = Refused | WhichProgramme | CodeExpired | UnknownCode | NotStaff | OwnCard
ScanOutcome = Booked | NotAdded | AlreadyBooked | NoBooking
