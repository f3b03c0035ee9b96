"""How often somebody may do what guesses or costs: one table, each line with its reason. Who meets an end is told when it goes on.

What is limited elsewhere, or needs no limit, stands with its reason in docs/security.md.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Allowance:
    """So often within a time; after that, the next counts once the oldest of them is that old."""

    name: str
    most: int
    within: timedelta
    of: Literal["person", "address", "shop"]
    why: str


TILL_CODES = Allowance(
    "till_codes", 10, 15 * _MINUTE, "person", "nobody mistypes a customer's code so often in a row"
)
LINK_CODES = Allowance(
    "link_codes", 5, _HOUR, "person", "a code lives a quarter of an hour and gives somebody's cards away"
)
UNKNOWN_LINK_CODES = Allowance(
    "unknown_link_codes", 5, _HOUR, "address", "the same, for whoever is not known yet"
)
INVITATIONS_TRIED = Allowance(
    "invitations_tried", 10, _HOUR, "person", "a link of 128 random bits is opened, never guessed"
)
PHOTOS = Allowance(
    "photos", 30, 10 * _MINUTE, "address", "to read a hostile picture takes a second of a core"
)
PHOTOS_AT_WORK = Allowance(
    "photos_at_work", 600, _HOUR, "address", "a till scans six a minute at most, by camera or by photo"
)
BOT_TOKENS = Allowance(
    "bot_tokens",
    10,
    _HOUR,
    "address",
    "for each the platform is asked whose it is, and it blocks who asks too much",
)
LOOKS = Allowance(
    "looks", 5, _DAY, "shop", "each reads four weeks of bookings, which change little in between"
)
EXPORTS = Allowance("exports", 10, _DAY, "shop", "it reads the whole ledger, and takes every name along")
SHEETS = Allowance("sheets", 20, _HOUR, "shop", "each makes up to two hundred cards and draws their codes")
BROADCASTS = Allowance(
    "broadcasts", 10, _DAY, "shop", "customers hear of few by the dose; each looks through all"
)
INVITATIONS = Allowance("invitations", 50, _DAY, "shop", "no shop takes on more people in a day")
FRIENDS_INVITED = Allowance(
    "friends_invited",
    5,
    _DAY,
    "person",
    "a table of friends; more in a day are a household's chats, who get a card like everybody",
)
LETTERS = Allowance("letters", 5, _DAY, "person", "an owner reads each; it may be billed on WhatsApp")
LETTERS_TO_SHOP = Allowance(
    "letters_to_shop", 100, _DAY, "shop", "many accounts of one person write no more than this to an owner"
)
PROOFS = Allowance("proofs", 6, _DAY, "person", "somebody of the shop looks at each")

ALLOWANCES = (
    TILL_CODES,
    LINK_CODES,
    UNKNOWN_LINK_CODES,
    INVITATIONS_TRIED,
    PHOTOS,
    PHOTOS_AT_WORK,
    BOT_TOKENS,
    LOOKS,
    EXPORTS,
    SHEETS,
    BROADCASTS,
    INVITATIONS,
    FRIENDS_INVITED,
    LETTERS,
    LETTERS_TO_SHOP,
    PROOFS,
)

# More new cards than this, and what a new card starts with waits for its first visit. Nobody is kept from joining.
JOINS_IN_AN_HOUR = Allowance(
    "joins_in_an_hour", 60, _HOUR, "shop", "one a minute: an opening day, or a robot"
)
JOINS_IN_A_DAY = Allowance("joins_in_a_day", 300, _DAY, "shop", "a robot that takes its time")
STORMS = (JOINS_IN_AN_HOUR, JOINS_IN_A_DAY)
KEPT = max(one.within for one in ALLOWANCES)  # older uses are asked for by nobody
