"""Shops and their branches."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, get_args

from sqlalchemy import bindparam, literal_column, or_, select, update

from loyalty.records import Branch, Shop
from storage.engine.statements import Statement, Tx
from storage.tables import Time, branches, new_row, shops, visits

Switch = Literal[
    "league_open", "suggests"
]  # as `Shop` calls what an owner switches for the people at the till
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
_FARTHEST = timedelta(
    hours=17
)  # from a morning to the midnight after it, and an hour or two by which clocks are set
# A shop as `Shop` wants it, for every query that gives one.
COLUMNS = (
    shops.c.id,
    shops.c.code,
    shops.c.name,
    shops.c.timezone,
    shops.c.currency,
    shops.c.language,
    shops.c.colour,
    shops.c.token_minutes,
    shops.c.created_at,
    shops.c.icon,
    shops.c.logo,
    shops.c.address,
    shops.c.hours,
    shops.c.draw_id,
    (shops.c.is_coalition == literal_column("1")).label("is_coalition"),
    (shops.c.league_open == literal_column("1")).label("league_open"),
    (shops.c.suggests == literal_column("1")).label("suggests"),
    (shops.c.has_items == literal_column("1")).label("has_items"),
)
_SHOP = select(*COLUMNS)
_BY_ID = Statement(_SHOP.where(shops.c.id == bindparam("id")), into=Shop)
_BY_CODE = Statement(_SHOP.where(shops.c.code == bindparam("code")), into=Shop)
_ALL = Statement(_SHOP.order_by(shops.c.id), into=Shop)
_ADD = Statement(
    new_row(
        shops,
        "code",
        "name",
        "timezone",
        "currency",
        "language",
        "colour",
        "token_minutes",
        "created_at",
        "icon",
        "is_coalition",
    )
)
_CHANGE = Statement(
    update(shops)
    .where(shops.c.id == bindparam("this"))
    .values(
        name=bindparam("called"),
        timezone=bindparam("zone"),
        currency=bindparam("money"),
        language=bindparam("speaks"),
        colour=bindparam("shade"),
        icon=bindparam("stamped"),
        address=bindparam("found_at"),
        hours=bindparam("open_at"),
        next_round_at=AT_ONCE,  # in another zone its day may be another
    )
)
_DUE = Statement(
    select(shops.c.id, shops.c.next_round_at)
    .where(
        or_(
            shops.c.next_round_at <= bindparam("now", type_=Time()),
            shops.c.next_round_at > bindparam("horizon", type_=Time()),
        )
    )
    .order_by(shops.c.next_round_at)
)
_PLANNED_AT = Statement(select(shops.c.next_round_at).where(shops.c.id == bindparam("id")))
_PLAN = Statement(
    update(shops)
    .where(
        shops.c.id == bindparam("this"),
        shops.c.timezone == bindparam("zone"),
        shops.c.next_round_at == bindparam("after", type_=Time()),
    )
    .values(next_round_at=bindparam("at"))
)
_HAS_SPENT = Statement(
    select(visits.c.id)
    .where(visits.c.shop_id == bindparam("shop_id"), visits.c.spent_minor.is_not(None))
    .limit(1)
)
_SET_TOKEN_MINUTES = Statement(
    update(shops).where(shops.c.id == bindparam("this")).values(token_minutes=bindparam("minutes"))
)
_SWITCH: Mapping[Switch, Statement[tuple[Any, ...]]] = {
    what: Statement(update(shops).where(shops.c.id == bindparam("this")).values({what: bindparam("on")}))
    for what in get_args(Switch)
}
_RUN_DRAW = Statement(update(shops).where(shops.c.id == bindparam("this")).values(draw_id=bindparam("draw")))
_NAME_ITEMS = Statement(update(shops).where(shops.c.id == bindparam("this")).values(has_items=1))
_BRANCH = select(branches.c.id, branches.c.shop_id, branches.c.name)
_OF_SHOP = _BRANCH.where(branches.c.shop_id == bindparam("shop_id")).order_by(branches.c.id)
_BRANCHES = Statement(_OF_SHOP.where(branches.c.closed_at.is_(None)), into=Branch)
_BRANCHES_IN = Statement(
    _OF_SHOP.where(
        branches.c.created_at < bindparam("until", type_=Time()),
        or_(branches.c.closed_at.is_(None), branches.c.closed_at >= bindparam("since", type_=Time())),
    ),
    into=Branch,
)
_CLOSED_BRANCHES = Statement(_OF_SHOP.where(branches.c.closed_at.is_not(None)), into=Branch)
_RENAME_BRANCH = Statement(
    update(branches).where(branches.c.id == bindparam("this")).values(name=bindparam("called"))
)
_CLOSE_BRANCH = Statement(
    update(branches)
    .where(branches.c.id == bindparam("this"))
    .values(closed_at=bindparam("at", type_=branches.c.closed_at.type))
)
_ADD_BRANCH = Statement(new_row(branches, "shop_id", "name", "created_at"))


def add(tx: Tx, shop: Shop) -> int:
    """Remember a new shop (its id is ignored), without a programme yet, and return its id."""
    return int(
        _ADD.value(
            tx,
            code=shop.code,
            name=shop.name,
            timezone=shop.timezone,
            currency=shop.currency,
            language=shop.language,
            colour=shop.colour,
            token_minutes=shop.token_minutes,
            created_at=shop.created_at,
            icon=shop.icon,
            is_coalition=int(shop.is_coalition),
        )
    )


def by_id(tx: Tx, shop_id: int) -> Shop:
    """Return a shop that surely exists; raises `LookupError` otherwise."""
    shop = _BY_ID.one(tx, id=shop_id)
    if shop is None:
        raise LookupError(f"shop {shop_id}")
    return shop


def find(tx: Tx, shop_id: int) -> Shop | None:
    """Return the shop with this id."""
    return _BY_ID.one(tx, id=shop_id)


def by_code(tx: Tx, code: str) -> Shop | None:
    """Return the shop whose join link carries this code."""
    return _BY_CODE.one(tx, code=code)


def everyone(tx: Tx) -> list[Shop]:
    """Return every shop, oldest first."""
    return _ALL.all(tx)


def change(tx: Tx, shop: Shop) -> None:
    """Give a shop its name, zone, money, looks, address and hours of now."""
    _CHANGE.run(
        tx,
        this=shop.id,
        called=shop.name,
        zone=shop.timezone,
        money=shop.currency,
        speaks=shop.language,
        shade=shop.colour,
        stamped=shop.icon,
        found_at=shop.address,
        open_at=shop.hours,
    )


def rounds_due(tx: Tx, *, now: datetime) -> list[tuple[int, datetime]]:
    """Return the shops whose next round's time has come, and when that was, `AT_ONCE` for at once; the longest ago first.

    None is planned further ahead than `_FARTHEST`, but by a clock that ran ahead.
    """
    return [(row[0], row[1]) for row in _DUE.all(tx, now=now, horizon=now + _FARTHEST)]


def round_planned_at(tx: Tx, shop_id: int) -> datetime:
    """Return when a shop's next round is planned."""
    planned_at: datetime = _PLANNED_AT.value(tx, id=shop_id)
    return planned_at


def run_draw(tx: Tx, shop_id: int, draw_id: int | None) -> None:
    """Let a draw run in a shop; None: it is over."""
    _RUN_DRAW.run(tx, this=shop_id, draw=draw_id)


def names_items(tx: Tx, shop_id: int) -> None:
    """Note that a shop has items or tags, of which it is asked from now on."""
    _NAME_ITEMS.run(tx, this=shop_id)


def plan_round(tx: Tx, shop: Shop, *, after: datetime, at: datetime) -> None:
    """Plan a shop's next round, unless it was planned anew `after` this one was, or lives by another clock by now."""
    _PLAN.run(tx, this=shop.id, zone=shop.timezone, after=after, at=at)


def has_spent(tx: Tx, shop_id: int) -> bool:
    """Say whether an amount was ever typed at the till."""
    return _HAS_SPENT.one(tx, shop_id=shop_id) is not None


def set_token_minutes(tx: Tx, shop_id: int, minutes: int) -> None:
    """Change how long a customer's code lives."""
    _SET_TOKEN_MINUTES.run(tx, this=shop_id, minutes=minutes)


def switch(tx: Tx, shop_id: int, what: Switch, *, on: bool) -> None:
    """Switch something on or off for the people at a shop's till."""
    _SWITCH[what].run(tx, this=shop_id, on=int(on))


def branches_of(tx: Tx, shop_id: int) -> list[Branch]:
    """Return a shop's branches, oldest first, without those that were closed."""
    return _BRANCHES.all(tx, shop_id=shop_id)


def branches_in(tx: Tx, shop_id: int, *, since: datetime, until: datetime) -> list[Branch]:
    """Return the branches that a shop had at any time of a period, oldest first."""
    return _BRANCHES_IN.all(tx, shop_id=shop_id, since=since, until=until)


def closed_branches(tx: Tx, shop_id: int) -> list[Branch]:
    """Return the branches that a shop had once."""
    return _CLOSED_BRANCHES.all(tx, shop_id=shop_id)


def rename_branch(tx: Tx, branch_id: int, name: str) -> None:
    """Call a branch something else."""
    _RENAME_BRANCH.run(tx, this=branch_id, called=name)


def close_branch(tx: Tx, branch_id: int, *, now: datetime) -> None:
    """Close a branch."""
    _CLOSE_BRANCH.run(tx, this=branch_id, at=now)


def reopen_branch(tx: Tx, branch_id: int, name: str) -> None:
    """Open a closed branch again, under this name."""
    _CLOSE_BRANCH.run(tx, this=branch_id, at=None)
    _RENAME_BRANCH.run(tx, this=branch_id, called=name)


def add_branch(tx: Tx, shop_id: int, name: str, *, now: datetime) -> int:
    """Remember a new branch and return its id."""
    return int(_ADD_BRANCH.value(tx, shop_id=shop_id, name=name, created_at=now))
