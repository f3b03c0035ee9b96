"""A campaign of a shop as it is set, and what a setting may be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from loyalty.campaigns.frequency_cap import LONGEST_GAP_DAYS, MessageKind
from loyalty.campaigns.hours import AT_ONCE, OWN_HOUR

MOST_GIFT_TEXT = 60
MOST_GIFT_AMOUNT = 1000  # of points; of stamps no more than a card holds
# What a campaign gives: the setting that holds it, by step, "" being that of a campaign without steps.
GIFTS: Mapping[str, str] = {"": "gift"}


@dataclass(frozen=True, slots=True)
class Campaign:
    """A rule that messages; `id` is 0 until something of it was kept, `wording` is the owner's, by language."""

    id: int
    shop_id: int
    kind: MessageKind
    on: bool
    holdout_percent: int
    settings: Mapping[str, int | str]
    wording: Mapping[str, str]
    looked_at: datetime | None = None
    judged_from: datetime | None = None  # whoever was due before doesn't count
    paused_at: datetime | None = None  # by itself, as of no use
    filter_id: int | None = None  # whom it is for; None: everybody
    steps: tuple[str, ...] = ()  # that are worded one by one
    gifts: Mapping[str, str] = field(default_factory=lambda: GIFTS)

    def number(self, name: str) -> int:
        """Return a setting that is a number."""
        return int(self.settings[name])

    def gift_setting(self, step: str) -> str:
        """Name the setting that holds what it gives at a step; "" where that is nothing."""
        return self.gifts.get(step if self.steps else "", "")

    def gift(self, step: str) -> str:
        """Return what it gives, at a step of a ladder, or at all; "" for nothing."""
        return str(self.settings.get(self.gift_setting(step), ""))

    def amount(self, step: str) -> int:
        """Return how many stamps or points it books at a step; 0 for none."""
        return int(self.settings.get(f"{self.gift_setting(step)}_amount", 0))

    def gives(self, step: str) -> bool:
        """Say whether it gives anything at a step."""
        return bool(self.gift(step) or self.amount(step))

    def words(self, language: str, step: str) -> str | None:
        """Return the owner's own words for one of its messages."""
        return self.wording.get(self.words_name(language, step))

    def words_name(self, language: str, step: str) -> str:
        """Name a set of an owner's words, as they are kept: "en", or "en.offer" where each step has its own."""
        return f"{language}.{step}" if self.steps else language


@dataclass(frozen=True, slots=True)
class Setting:
    """What a setting is at first, and between which numbers it lies; a text has no numbers, a `link` is an address or empty."""

    first: int | str
    least: int = 0
    most: int = MOST_GIFT_TEXT
    link: bool = False


AMOUNT = {"gift_amount": Setting(0, 0, MOST_GIFT_AMOUNT)}
# Without a gift a campaign only greets: nothing is given away unasked. A cost of 0 is one that nobody told us.
VOUCHER = {
    "gift": Setting(""),
    "gift_days": Setting(30, 1, 365),
    "gift_cost_minor": Setting(0),
}
GIFT = {**VOUCHER, **AMOUNT}
# What every campaign has that the dose counts: its hour, and how many days pass at least between two to the same customer.
HOUR, REST = "hour", "rest_days"
TIMES = {HOUR: Setting(AT_ONCE, 0, OWN_HOUR), REST: Setting(0, 0, LONGEST_GAP_DAYS)}
