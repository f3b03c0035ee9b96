"""What is remembered about shops, people, accounts and rewards, as plain values."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from loyalty.cards.worth import ITEM, Worth
from loyalty.roles import Role
from loyalty.values import dataclass


class UnreadableRowError(Exception):
    """Something of a shop is kept in a form that can't be read; only that shop must suffer from it."""

    def __init__(self, shop_id: int, what: str) -> None:
        super().__init__(f"shop {shop_id}: {what} can't be read")
        self.shop_id = shop_id
        self.what = what


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop and how it lives: its zone, its money, its language; its colour (#rrggbb), the icon on its stamps ("": a check)."""

    id: int
    code: str
    name: str
    timezone: str
    currency: str
    language: str
    colour: str
    token_minutes: int
    created_at: datetime
    icon: str = ""
    logo: str = ""  # which one it has, "": none
    address: str = ""
    hours: str = ""  # as `loyalty.shop.opening_hours` reads it
    draw_id: int | None = None  # the draw that runs there
    is_coalition: bool = False  # several shops together, each of them a branch
    league_open: bool = False  # its staff see the league, not its owner alone
    suggests: bool = True  # the till suggests what to say
    has_items: bool = False  # it named items or tags once

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone that decides what a day is here; raises `UnreadableRowError` where this machine knows none such."""
        try:
            return ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise UnreadableRowError(self.id, "time zone") from error


@dataclass(frozen=True, slots=True)
class Branch:
    """A place of a shop."""

    id: int
    shop_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who talks to us; the birthday is MM-DD."""

    id: int
    name: str
    language: str
    birthday: str | None
    birthday_set_at: datetime | None
    created_at: datetime
    erased_at: datetime | None


@dataclass(frozen=True, slots=True)
class Account:
    """A customer in a shop: whose it is, and by what it is found. What they collected stands on its counters."""

    id: int
    shop_id: int
    person_id: int | None
    public_id: int
    code: str
    origin: str
    created_at: datetime
    last_visit_at: datetime | None
    closed_at: datetime | None
    start_held_at: datetime | None = None  # since when what it starts with waits for its first visit

    @property
    def registered(self) -> bool:
        """Say whether the account belongs to somebody: only then can it be redeemed."""
        return self.person_id is not None


@dataclass(frozen=True, slots=True)
class Counter:
    """One sum on an account, by one programme; `version_id` is the version that it was begun under."""

    id: int
    shop_id: int
    account_id: int
    programme_id: int
    version_id: int
    round: int
    balance: int
    created_at: datetime
    last_visit_at: datetime | None
    # When a gift came onto it empty; ahead of now where what came from another card lasts longer.
    refreshed_at: datetime | None = None

    @property
    def days_from(self) -> datetime:
        """Return since when its days run: the last visit, or what it was refreshed by later."""
        return max(at for at in (self.last_visit_at or self.created_at, self.refreshed_at) if at)


@dataclass(frozen=True, slots=True)
class Voucher:
    """A reward that a customer holds, in the words promised at the time."""

    id: int
    account_id: int
    counter_id: int | None  # None: a gift, which nobody collected for
    shop_id: int
    visit_id: int | None
    reward_key: str
    reward: str
    cost_minor: int | None
    state: str
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    used_by: int | None
    promised: Worth | None = None  # what it is worth; None: a thing
    bill_minor: int | None = None  # of which something was taken off, where the till was told
    used_branch_id: int | None = None

    @property
    def worth(self) -> Worth:
        """Return what it is worth, as it was promised at the time."""
        return self.promised or ITEM

    def usable(self, *, now: datetime) -> bool:
        """Say whether it can be had today."""
        return self.state == "available" and (self.expires_at is None or now < self.expires_at)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a shop's staff: a person, or a till."""

    id: int
    shop_id: int
    person_id: int | None
    branch_id: int | None
    role: str
    joined_at: datetime
    practised_at: datetime | None
    name: str
    guest_of: int | None = None  # the shop where they work, who serve a coalition's cards there

    def may(self, role: Role) -> bool:
        """Say whether this member's role includes `role`; a guest serves cards, and has no role."""
        return self.guest_of is None and Role(self.role).includes(role)

    @property
    def people(self) -> list[int]:
        """Return whom to tell what concerns it: nobody where it is a till."""
        return [self.person_id] if self.person_id else []

    @property
    def is_till(self) -> bool:
        """Say whether nobody stands behind it, whom one could write to."""
        return self.person_id is None

    def is_person(self, person_id: int | None) -> bool:
        """Say whether this member is that person: nobody serves themselves."""
        return person_id is not None and self.person_id == person_id


@dataclass(frozen=True, slots=True)
class Visit:
    """What one scan booked, by whom; `amount` counts stamps or points, extra ones included."""

    id: int
    account_id: int
    counter_id: int
    shop_id: int
    branch_id: int | None
    staff_id: int
    at: datetime
    amount: int
    spent_minor: int | None
    undone_at: datetime | None
    staff: str
    bonus: int = 0  # how much of the amount came on top of what the programme itself gives

    @property
    def counted(self) -> int:
        """Count what the programme itself gave: limits are of that."""
        return self.amount - self.bonus
