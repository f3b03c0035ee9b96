"""What an owner may take home: the customers and the ledger, without messenger ids and birthdays."""

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
from storage.shop import audit, export, programmes, shops
from storage.shop.audit import Act
from storage.shop.export import CustomerLine, LedgerLine

__all__ = ["CustomerLine", "Exported", "LedgerLine", "export_shop"]


@dataclass(frozen=True, slots=True)
class Exported:
    """A shop's open cards and its whole ledger, oldest first."""

    shop: Shop
    programmes: tuple[ProgrammeVersion, ...]
    customers: tuple[CustomerLine, ...]
    ledger: tuple[LedgerLine, ...]


def export_shop(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> Exported | TooOften | NotAllowed:
    """Give an owner the shop's lists, and write down that they were taken."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    often = allowances.take(tx, EXPORTS, shop_id, now=now)
    if often:
        return often
    customers = export.customer_lines(tx, shop_id, now=now)
    ledger = export.ledger_lines(tx, shop_id)
    audit.add(tx, actor, shop_id, Act("exported", new=str(len(customers))), now=now)
    every = tuple(programmes.today(tx, shop_id))
    return Exported(shops.by_id(tx, shop_id), every, tuple(customers), tuple(ledger))
