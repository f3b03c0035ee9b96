"""What an owner may take home: the customers with what she noted of them, and the ledger, without messenger ids and birthdays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from actions import allowances
from actions.access import NotAllowed, may
from actions.allowances import TooOften
from loyalty.actor import Actor
from loyalty.allowances import EXPORTS
from loyalty.cards.programme import ProgrammeVersion
from loyalty.records import Shop
from loyalty.roles import Role
from storage.engine.statements import Tx
from storage.people import customer_facts
from storage.people.customer_facts import Attribute
from storage.shop import audit, export, programmes, shops
from storage.shop.audit import Act
from storage.shop.export import CustomerLine, LedgerLine, MembershipLine

__all__ = [
    "CustomerLine",
    "Exported",
    "LedgerLine",
    "MembershipLine",
    "ask_export",
    "export_shop",
    "note_export",
]


@dataclass(frozen=True, slots=True)
class Exported:
    """A shop's open cards, its whole ledger and the memberships that it sold, oldest first: each read as it is asked for, within the transaction."""

    shop: Shop
    programmes: tuple[ProgrammeVersion, ...]
    customers: Iterable[CustomerLine]
    attributes: Sequence[Attribute]  # under which the shop notes something
    noted: Mapping[int, Mapping[str, str]]  # what it noted, by the id of a card
    ledger: Iterable[LedgerLine]
    memberships: Iterable[MembershipLine]
    members: int  # cards that somebody holds
    cards: int
    lines: int
    sold: int  # memberships


def ask_export(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> TooOften | NotAllowed | None:
    """Let an owner have the shop's lists, or say why not."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    return allowances.take(tx, EXPORTS, shop_id, now=now)


def export_shop(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> Exported | NotAllowed:
    """Read an owner the shop's lists, however long; whoever hands them out calls `note_export` first."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    size = export.size_of(tx, shop_id)
    return Exported(
        shops.by_id(tx, shop_id),
        tuple(programmes.today(tx, shop_id)),
        export.customer_lines(tx, shop_id, now=now),
        customer_facts.attributes_of(tx, shop_id),
        customer_facts.of_cards(tx, shop_id),
        export.ledger_lines(tx, shop_id),
        export.membership_lines(tx, shop_id),
        members=size.members,
        cards=size.cards,
        lines=size.lines,
        sold=size.sold,
    )


def note_export(tx: Tx, actor: Actor, shop_id: int, cards: int, *, now: datetime) -> NotAllowed | None:
    """Write down that an owner takes the lists of so many cards home."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    audit.add(tx, actor, shop_id, Act("exported", new=str(cards)), now=now)
    return None
