"""What stands around who writes, in one query: what their chat remembers, where they work, whether their update came before.

It is read after the chat is locked (`persons.heard_at`), in a statement of its own: the turn before may have just changed it.
"""

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, exists, select

from loyalty.records import Member, Shop
from storage.engine.statements import Statement, Tx, together
from storage.people.chat_state import REMEMBERED, Conversation
from storage.shop.shops import COLUMNS as SHOP
from storage.shop.staff import COLUMNS as MEMBER
from storage.tables import addresses, branches, conversations, persons, shops, staff, updates


@dataclass(frozen=True, slots=True)
class AroundChat:
    """What a chat remembers from the message before, and where its person works: with the shops, and whether those have branches.

    `again` says whether the update that was asked about had its effect before.
    """

    conversation: Conversation | None
    workplaces: list[tuple[Member, Shop, bool]]
    again: bool


@dataclass(frozen=True, slots=True)
class _Beside:
    """Whether a shop has branches, and whether an update had its effect."""

    branched: bool
    again: bool


_BRANCHED = exists().where(branches.c.shop_id == shops.c.id, branches.c.closed_at.is_(None)).label("branched")
_AGAIN = exists().where(updates.c.key == bindparam("update")).label("again")
_OF_CHAT = Statement(
    select(*REMEMBERED, *MEMBER, *SHOP, _BRANCHED, _AGAIN)
    .select_from(addresses)
    .outerjoin(conversations, conversations.c.address_id == addresses.c.id)
    .outerjoin(
        staff,
        and_(
            staff.c.person_id == addresses.c.person_id,
            staff.c.removed_at.is_(None),
            staff.c.guest_of.is_(None),
        ),
    )
    .outerjoin(persons, persons.c.id == staff.c.person_id)
    .outerjoin(shops, shops.c.id == staff.c.shop_id)
    .where(addresses.c.id == bindparam("address"))
    .order_by(staff.c.id),
    into=together(Conversation, Member, Shop, _Beside),
)


def of_chat(tx: Tx, address_id: int, *, update: str = "") -> AroundChat:
    """Return what stands around whoever writes from an address that surely exists, with an update of this key."""
    rows = _OF_CHAT.all(tx, address=address_id, update=update)
    works = [(member, shop, beside.branched) for _, member, shop, beside in rows if member]
    return AroundChat(rows[0][0], works, rows[0][3].again)
