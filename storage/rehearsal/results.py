"""What a rehearsal came to: every occasion with how it ended, and the rewards that were given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select

from storage.engine.statements import Statement, Tx
from storage.tables import entries, occurrences, row_of, vouchers


@dataclass(frozen=True, slots=True)
class Ending:
    """How an occasion ended; `reward` is the gift that it was about, if there was one, with its message or without."""

    account_id: int
    kind: str
    step: str
    state: str
    why: str | None
    at: datetime | None
    given_at: datetime | None
    reward: str | None
    cost_minor: int | None
    booked: int | None  # stamps or points that it brought


@dataclass(frozen=True, slots=True)
class RewardTally:
    """Rewards counted: their cost as far as it is known, and how many have none that we were told."""

    given: int
    cost_minor: int
    unpriced: int


_o, _v = occurrences.c, vouchers.c
_GIFT: Any = bindparam("gift")
_ENDINGS = Statement(
    select(
        _o.account_id,
        _o.kind,
        _o.step,
        _o.state,
        _o.why,
        _o.settled_at,
        func.coalesce(_v.created_at, entries.c.at).label("given_at"),
        _v.reward,
        _v.cost_minor,
        entries.c.amount,
    )
    .outerjoin_from(
        occurrences,
        vouchers,
        and_(
            row_of(vouchers, _o.voucher_id),
            _v.reward_key == _GIFT,
            _v.state != "withdrawn",
        ),
    )
    .outerjoin(entries, row_of(entries, _o.entry_id))
    .where(_o.shop_id == bindparam("shop_id"))
    .order_by(_o.settled_at, _o.id),
    into=Ending,
)
_tally = select(
    func.count(), func.coalesce(func.sum(_v.cost_minor), 0), func.count() - func.count(_v.cost_minor)
).where(_v.shop_id == bindparam("shop_id"), _v.reward_key != _GIFT, _v.state != "withdrawn")
_EARNED = Statement(_tally.where(_v.created_at >= bindparam("since", type_=_v.created_at.type)))
_TAKEN = Statement(_tally.where(_v.used_at >= bindparam("since", type_=_v.used_at.type)))


_reversal = entries.alias()
_ON_TOP = Statement(
    select(entries.c.part, func.sum(entries.c.amount))
    .outerjoin(
        _reversal, and_(_reversal.c.shop_id == entries.c.shop_id, _reversal.c.reverses_id == entries.c.id)
    )
    .where(
        entries.c.shop_id == bindparam("shop_id"),
        entries.c.part.is_not(None),
        or_(entries.c.kind == "bonus", entries.c.kind == "gift"),
        entries.c.amount > 0,  # what a customer gave to a good cause is below
        entries.c.at >= bindparam("since", type_=entries.c.at.type),
        _reversal.c.id.is_(None),
    )
    .group_by(entries.c.part)
)


def on_top(tx: Tx, shop_id: int, *, since: datetime) -> dict[str, int]:
    """Count what came on top from a moment on and stayed, by the name of what brought it."""
    return {row[0]: int(row[1]) for row in _ON_TOP.all(tx, shop_id=shop_id, since=since)}


def endings(tx: Tx, shop_id: int, *, gift: str) -> list[Ending]:
    """Return every occasion of a shop in the order in which they ended; `gift` is the key of a campaign's reward."""
    return _ENDINGS.all(tx, shop_id=shop_id, gift=gift)


def earned(tx: Tx, shop_id: int, *, gift: str, since: datetime) -> RewardTally:
    """Count the rewards of the programme that were earned from a moment on."""
    return RewardTally(*_EARNED.all(tx, shop_id=shop_id, gift=gift, since=since)[0])


def taken(tx: Tx, shop_id: int, *, gift: str, since: datetime) -> RewardTally:
    """Count the rewards of the programme that were handed out from a moment on."""
    return RewardTally(*_TAKEN.all(tx, shop_id=shop_id, gift=gift, since=since)[0])
