"""Guests: who works in a partner and serves the cards of its coalition, as a row on the coalition's staff without a role."""

from datetime import datetime

from sqlalchemy import bindparam, exists, update

from loyalty.roles import Role
from storage.engine.statements import Statement, Tx
from storage.tables import new_row, staff

_ADD = Statement(new_row(staff, "shop_id", "person_id", "branch_id", "role", "joined_at", "guest_of"))
_STANDS_FOR = Statement(
    update(staff)
    .where(staff.c.id == bindparam("this"))
    .values(guest_of=bindparam("partner"), branch_id=bindparam("branch"))
)
_gone = staff.alias()
_GO_WITH = Statement(  # who works in a partner no more is no guest of it
    update(staff)
    .where(
        staff.c.removed_at.is_(None),
        exists().where(
            _gone.c.id == bindparam("this"),
            staff.c.person_id == _gone.c.person_id,
            staff.c.guest_of == _gone.c.shop_id,
        ),
    )
    .values(removed_at=bindparam("at"))
)
_OF_PARTNER_GO = Statement(
    update(staff)
    .where(
        staff.c.shop_id == bindparam("coalition"),
        staff.c.guest_of == bindparam("partner"),
        staff.c.removed_at.is_(None),
    )
    .values(removed_at=bindparam("at"))
)
_NO_MORE = Statement(
    update(staff)
    .where(
        staff.c.person_id == bindparam("guest"), staff.c.guest_of.is_not(None), staff.c.removed_at.is_(None)
    )
    .values(removed_at=bindparam("at"))
)


def add(tx: Tx, *, shop_id: int, person_id: int, branch_id: int, guest_of: int, now: datetime) -> int:
    """Let who works in a partner serve the cards of its coalition."""
    return int(
        _ADD.value(
            tx,
            shop_id=shop_id,
            person_id=person_id,
            branch_id=branch_id,
            role=Role.CASHIER,
            joined_at=now,
            guest_of=guest_of,
        )
    )


def stand_for(tx: Tx, member_id: int, *, partner_id: int, branch_id: int) -> None:
    """Let a guest who works in several partners serve for this one from now on."""
    _STANDS_FOR.run(tx, this=member_id, partner=partner_id, branch=branch_id)


def of_partner_go(tx: Tx, coalition_id: int, partner_id: int, *, now: datetime) -> None:
    """Let nobody of a partner serve the cards of its coalition any more."""
    _OF_PARTNER_GO.run(tx, coalition=coalition_id, partner=partner_id, at=now)


def no_more(tx: Tx, person_id: int, *, now: datetime) -> None:
    """Let somebody serve no coalition's cards until they are let in anew: what they work in may be another shop by now."""
    _NO_MORE.run(tx, guest=person_id, at=now)


def go_with(tx: Tx, member_id: int, *, now: datetime) -> None:
    """Let who is let go by a partner be no guest of it either."""
    _GO_WITH.run(tx, this=member_id, at=now)
