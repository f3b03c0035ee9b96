"""Opening a shop, and the links that lead into it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from actions import allowances, random_codes
from actions.access import NotAllowed, may
from actions.allowances import TooOften
from actions.cards.join import print_cards
from actions.shop.invitations import invite
from actions.shop.sums import Reckoned, SecondYes, note_accepted, reckoned_by
from loyalty.actor import ActingPerson, Actor, Operator
from loyalty.allowances import SHEETS
from loyalty.cards.programme import Programme, ProgrammeVersion
from loyalty.cards.programme_check import Invalid, check
from loyalty.currencies import currencies
from loyalty.names import clean_name, is_spoken, is_too_long
from loyalty.records import Account, Shop
from loyalty.roles import Role
from loyalty.shop.basis import BadFigure, Told, basis_of, check_told
from storage.engine.statements import Tx
from storage.shop import audit, business, invites, programmes, shops, staff
from storage.shop.audit import Act

MOST_PRINTED = 200  # twenty sheets of paper in one go
COLOURS = ("#1f6f5c", "#b4452c", "#2f4b8f", "#7a3e8e", "#0f7a8a", "#8a5a12")


@dataclass(frozen=True, slots=True)
class NewShop:
    """What a shop is opened with; the colour is chosen from `COLOURS` when none is given."""

    name: str
    programme: Programme
    timezone: str = "Europe/Amsterdam"
    currency: str = "EUR"
    language: str = "en"
    colour: str = ""
    icon: str = ""
    branches: tuple[str, ...] = field(default=())
    told: Told = field(default_factory=Told)

    @property
    def reckoned(self) -> Reckoned:
        """Return its sums, and what whoever opens it must know: what loses money, what is free at the first visit."""
        return reckoned_by(basis_of(self.told, self.currency), self.programme, self.currency)


@dataclass(frozen=True, slots=True)
class Opened:
    """The shop is open; `owner_token` makes its first visitor the owner, where one was wanted."""

    shop: Shop
    owner_token: str


@dataclass(frozen=True, slots=True)
class BadShop:
    """Why a shop can't be opened so; `what` is the value at fault."""

    why: Literal["name", "long_name", "timezone", "currency", "rules", "figure"]
    what: str = ""
    rules: Invalid | None = None
    figure: BadFigure | None = None


def open_shop(
    tx: Tx, actor: Operator, new: NewShop, *, invites: bool = True, now: datetime
) -> Opened | BadShop:
    """Open a shop with its first programme, and invite its owner where there is a chat that the link can lead to."""
    shop = _open(tx, actor, new, now=now)
    if isinstance(shop, BadShop):
        return shop
    return Opened(shop, invite(tx, actor, shop.id, Role.OWNER, now=now) if invites else "")


def may_found(tx: Tx, actor: ActingPerson) -> bool:
    """Say whether the operator invited a person to open a shop, and they have not yet done so."""
    return actor.only_shop is None and invites.founder_invite(tx, actor.person_id) is not None


def found_shop(
    tx: Tx, actor: ActingPerson, new: NewShop, *, now: datetime, knowing: bool = False
) -> Shop | BadShop | SecondYes | NotAllowed:
    """Let somebody the operator invited open one shop and be its owner; what loses money only `knowing` it."""
    invitation = invites.founder_invite(tx, actor.person_id)
    if invitation is None or actor.only_shop:
        return NotAllowed()
    risks = () if bad_shop(new) else new.reckoned.risks
    if risks and not knowing:
        return SecondYes(risks)
    shop = _open(tx, actor, new, now=now)
    if isinstance(shop, BadShop):
        return shop
    invites.founded(tx, invitation, shop.id)
    make_owner(tx, actor.person_id, shop.id, now=now)
    return shop


def _open(tx: Tx, actor: Actor, new: NewShop, *, now: datetime) -> Shop | BadShop:
    wrong = bad_shop(new)
    if wrong:
        return wrong
    shop = Shop(
        id=0,
        code=random_codes.shop_code(),
        name=clean_name(new.name),
        timezone=new.timezone,
        currency=new.currency.upper(),
        language=new.language,
        colour=new.colour or COLOURS[len(shops.everyone(tx)) % len(COLOURS)],
        token_minutes=10,
        created_at=now,
        icon=new.icon,
    )
    shop_id = shops.add(tx, shop)
    programmes.begin(tx, shop_id, new.programme, by=actor.person_id, now=now)
    for branch in new.branches:
        shops.add_branch(tx, shop_id, clean_name(branch), now=now)
    business.tell(tx, shop_id, new.told)
    audit.add(tx, actor, shop_id, Act("opened", new=shop.name), now=now)
    opened = shops.by_id(tx, shop_id)
    note_accepted(tx, actor, opened, new.reckoned.risks, now=now)
    return opened


def bad_shop(new: NewShop) -> BadShop | None:
    """Say why a shop can't be like that, or nothing."""
    if not is_spoken(clean_name(new.name)):
        return BadShop("name", new.name)
    if is_too_long(new.name):
        return BadShop("long_name", new.name)
    try:
        ZoneInfo(new.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return BadShop("timezone", new.timezone)
    if new.currency.upper() not in currencies():
        return BadShop("currency", new.currency)
    figure = check_told(new.told, new.currency)
    if figure:
        return BadShop("figure", figure.what, figure=figure)
    invalid = check(new.programme, new.currency, zone=ZoneInfo(new.timezone))
    return BadShop("rules", invalid.at, invalid) if invalid else None


def all_shops(tx: Tx) -> list[Shop]:
    """Return every shop, oldest first."""
    return shops.everyone(tx)


def all_shops_with_programmes(tx: Tx) -> list[tuple[Shop, list[ProgrammeVersion]]]:
    """Return every shop with its programmes as they are today, oldest shop first."""
    return [(shop, programmes.today(tx, shop.id)) for shop in shops.everyone(tx)]


def make_owner(tx: Tx, person_id: int, shop_id: int, *, now: datetime) -> None:
    """Make the person who opened a shop in chat its owner."""
    staff.add(tx, shop_id=shop_id, person_id=person_id, branch_id=None, role=Role.OWNER, now=now)


def count_shops(tx: Tx) -> int:
    """Count the shops: also the shortest question that shows a database answers."""
    return len(shops.everyone(tx))


def every_shop_id(tx: Tx) -> list[int]:
    """Return the id of every shop, oldest first."""
    return [shop.id for shop in shops.everyone(tx)]


@dataclass(frozen=True, slots=True)
class Printed:
    """Cards without a holder, to be cut out and given away."""

    shop: Shop
    programmes: tuple[ProgrammeVersion, ...]
    cards: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class TooManyCards:
    """A sheet has at least one card, and not more than `most`."""

    most: int = MOST_PRINTED


def order_cards(
    tx: Tx, actor: Actor, shop_id: int, count: int, *, now: datetime
) -> Printed | TooManyCards | TooOften | NotAllowed:
    """Make printed cards for an owner."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    if not 0 < count <= MOST_PRINTED:
        return TooManyCards()
    often = allowances.take(tx, SHEETS, shop_id, now=now)
    if often:
        return often
    shop = shops.by_id(tx, shop_id)
    made = print_cards(tx, shop, count, now=now)
    audit.add(tx, actor, shop_id, Act("cards_printed", new=str(count)), now=now)
    return Printed(shop, tuple(programmes.today(tx, shop_id)), tuple(made))
