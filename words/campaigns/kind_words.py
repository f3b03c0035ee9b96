"""What is said of a kind of message, and in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from actions.campaigns.message_facts import Occasion
from actions.campaigns.questions import AskedVisit
from loyalty.records import Voucher
from loyalty.units import Unit
from words.language import Words


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Look at the card."""


@dataclass(frozen=True, slots=True)
class UseVoucher:
    """Have a reward that waits."""

    voucher: Voucher


@dataclass(frozen=True, slots=True)
class TellWhyAway:
    """Say what keeps one away."""


@dataclass(frozen=True, slots=True)
class TellRoom:
    """Say whether one would have more."""


@dataclass(frozen=True, slots=True)
class SaveFor:
    """Save for a reward, by its key, or for a number."""

    target: str | int
    name: str


@dataclass(frozen=True, slots=True)
class ChooseDate:
    """Save until another day."""


@dataclass(frozen=True, slots=True)
class GiveOpinion:
    """Answer what a shop asks about a visit."""

    asked: AskedVisit


@dataclass(frozen=True, slots=True)
class TakeSeat:
    """Answer an invitation, or give the seat back."""

    event_id: int
    gives_back: bool = False


Follow = ShowCard | UseVoucher | TellWhyAway | TellRoom | SaveFor | ChooseDate | GiveOpinion | TakeSeat


@dataclass(frozen=True, slots=True)
class Said:
    """A message's text, and what its reader can do next, the likeliest first; how that is offered is the room's to choose.

    `stays` stands beneath an owner's own words too.
    """

    text: str
    follows: tuple[Follow, ...] = (ShowCard(),)
    stays: str = ""


def no_campaign(one: Occasion, _say: Words) -> Said:
    """Refuse to word what no campaign sends."""
    raise LookupError(f"occurrence {one.id}: {one.kind} is no campaign")


def no_reward(_one: Occasion) -> Voucher | None:
    """Leave it to the next reward."""
    return None


@dataclass(frozen=True, slots=True)
class SettingWords:
    """One setting of a kind, to its owner; all but `key` is marked with `N_`, and translated when said."""

    key: str  # what a button calls it, which has 64 bytes in all
    name: str
    question: str | Callable[[Unit, Words], str]  # {example} is an amount of the shop's money
    none: str = ""  # the button that empties it, where it may be empty
    choices: Mapping[int, str] = field(
        default_factory=dict
    )  # numbers that mean something else, each a button


@dataclass(frozen=True, slots=True)
class KindWords:
    """One kind of message: `name`, `does` and `because` are marked with `N_`, and translated when said."""

    name: str
    does: str  # to the owner
    because: tuple[str, str]  # to the customer: the rule, and the data that it uses
    word: Callable[[Occasion, Words], Said] = no_campaign
    known: tuple[Callable[[Occasion, Words], str], ...] = ()  # that data itself, a line each, for "why this?"
    mended_by: str = ""  # the button that puts right what it uses, where there is one for just that
    settings: Mapping[str, SettingWords] = field(default_factory=dict)  # as they are shown, by name
    steps: Mapping[str, str] = field(default_factory=dict)  # what each message of a ladder is called
    figure: str = ""  # the place in its template beside which what waits is named
    instead: Callable[[Occasion], Voucher | None] = no_reward  # of which it speaks, not of the next
