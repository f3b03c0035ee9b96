"""Vouchers that pass to another card, or that another visit stands for."""

from collections.abc import Mapping

from sqlalchemy import bindparam, case, literal_column, select, update

from loyalty.records import Account, Counter, Visit
from storage.engine.statements import Statement, Tx
from storage.tables import vouchers

_STANDS = vouchers.c.state != literal_column("'withdrawn'")
_IN_SHOP = vouchers.c.shop_id == bindparam("shop_id")
_ON_ACCOUNT = _IN_SHOP, vouchers.c.account_id == bindparam("account_id")
_ON_COUNTER = _IN_SHOP, vouchers.c.counter_id == bindparam("counter_id")
_LEAVE_VISIT = Statement(
    update(vouchers)
    .where(vouchers.c.shop_id == bindparam("of_shop"), vouchers.c.visit_id == bindparam("visit"), _STANDS)
    .values(visit_id=None)
)
_FOLLOW_VISIT = Statement(
    update(vouchers).where(vouchers.c.id == bindparam("this")).values(visit_id=bindparam("with_visit"))
)
_HELD = Statement(select(vouchers.c.id, vouchers.c.slot).where(*_ON_COUNTER, _STANDS))
_GIFTS = Statement(select(vouchers.c.id).where(*_ON_ACCOUNT, vouchers.c.counter_id.is_(None), _STANDS))
_HAND_GIFT = Statement(
    update(vouchers).where(vouchers.c.id == bindparam("this")).values(account_id=bindparam("target"))
)
_SLOTS = Statement(select(vouchers.c.slot).where(*_ON_COUNTER, vouchers.c.slot.is_not(None), _STANDS))
_HAND_OVER = Statement(
    update(vouchers)
    .where(vouchers.c.id == bindparam("this"))
    .values(
        account_id=bindparam("target"),
        counter_id=case(
            (vouchers.c.counter_id.is_(None), None),
            else_=bindparam("onto", type_=vouchers.c.counter_id.type),
        ),
        slot=bindparam("new_slot"),
    )
)


def leave_visit(tx: Tx, visit: Visit) -> None:
    """Let what a visit earned and others have earned as well be theirs alone."""
    _LEAVE_VISIT.run(tx, of_shop=visit.shop_id, visit=visit.id)


def follow_visit(tx: Tx, voucher_id: int, visit: Visit) -> None:
    """Let a voucher be earned by the visit that took the place of its own."""
    _FOLLOW_VISIT.run(tx, this=voucher_id, with_visit=visit.id)


def slots(tx: Tx, counter: Counter) -> set[str]:
    """Return the places of a counter that starts over which were paid."""
    return {row[0] for row in _SLOTS.all(tx, shop_id=counter.shop_id, counter_id=counter.id)}


def held(tx: Tx, counter: Counter) -> dict[int, str | None]:
    """Return the ids of a counter's vouchers, used ones included, and the places that each was paid for."""
    return dict(_HELD.all(tx, shop_id=counter.shop_id, counter_id=counter.id))


def hand_over(tx: Tx, source: Counter, target: Counter, *, places: Mapping[str, str]) -> None:
    """Move a counter's vouchers to another; `places` says which paid slots count as which there."""
    paid = slots(tx, target)
    for voucher_id, slot in held(tx, source).items():
        new = places.get(slot) if slot else None
        hand_to(tx, voucher_id, target, slot=None if new in paid else new)


def hand_gifts(tx: Tx, source: Account, target: Account) -> list[int]:
    """Move an account's gifts, used ones included, to another account, and return which."""
    given = [row[0] for row in _GIFTS.all(tx, shop_id=source.shop_id, account_id=source.id)]
    for voucher_id in given:
        _HAND_GIFT.run(tx, this=voucher_id, target=target.id)
    return given


def hand_to(tx: Tx, voucher_id: int, counter: Counter, *, slot: str | None) -> None:
    """Move one voucher to another account, where it pays this place on a counter; a gift stays of none."""
    _HAND_OVER.run(tx, this=voucher_id, target=counter.account_id, onto=counter.id, new_slot=slot)
