"""Opening a shop, and the links that lead into it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from actions import fresh
from actions.staff import invite
from loyalty.people import clean_name
from loyalty.programme import Invalid, Programme, check
from loyalty.records import Shop
from loyalty.staff import Role
from storage import audit, shops, staff
from storage.statements import Tx

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
    branches: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Opened:
    """The shop is open; `owner_token` makes its first visitor the owner."""

    shop: Shop
    owner_token: str


@dataclass(frozen=True, slots=True)
class BadShop:
    """Why a shop can't be opened so; `what` is the value at fault."""

    why: Literal["name", "timezone", "currency", "rules"]
    what: str = ""
    rules: Invalid | None = None


def open_shop(tx: Tx, new: NewShop, *, by: int | None, now: datetime) -> Opened | BadShop:
    """Open a shop with its first programme; `by` None is the operator."""
    wrong = _wrong(new)
    if wrong:
        return wrong
    shop = Shop(
        id=0,
        code=fresh.shop_code(),
        name=clean_name(new.name),
        kind=new.programme.kind,
        timezone=new.timezone,
        currency=new.currency.upper(),
        language=new.language,
        colour=new.colour or COLOURS[len(shops.everyone(tx)) % len(COLOURS)],
        token_minutes=10,
        created_at=now,
    )
    shop_id = shops.add(tx, shop)
    shops.add_terms(tx, shop_id, new.programme, by=by, now=now)
    for branch in new.branches:
        shops.add_branch(tx, shop_id, clean_name(branch), now=now)
    audit.add(tx, shop_id, "opened", by=by, now=now, new=shop.name)
    owner_token = invite(tx, shop_id, Role.OWNER, by=by, now=now)
    return Opened(shops.by_id(tx, shop_id), owner_token)


def _wrong(new: NewShop) -> BadShop | None:
    if not clean_name(new.name):
        return BadShop("name", new.name)
    try:
        ZoneInfo(new.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return BadShop("timezone", new.timezone)
    if not (len(new.currency) == 3 and new.currency.isascii() and new.currency.isalpha()):
        return BadShop("currency", new.currency)
    invalid = check(new.programme)
    return BadShop("rules", invalid.at, invalid) if invalid else None


def all_shops(tx: Tx) -> list[Shop]:
    """Return every shop, oldest first."""
    return shops.everyone(tx)


def make_owner(tx: Tx, person_id: int, shop_id: int, *, now: datetime) -> None:
    """Make the person who opened a shop in chat its owner."""
    staff.add(tx, shop_id=shop_id, person_id=person_id, branch_id=None, role=Role.OWNER, now=now)
