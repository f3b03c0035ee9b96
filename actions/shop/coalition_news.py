"""What owners hear of the other partners of their coalition: what they are asked, and who comes, changes its mind and goes."""

from datetime import datetime
from typing import Literal

from actions.tell import LATER, tell
from loyalty.actor import Actor
from storage.engine.statements import Tx
from storage.shop import coalitions, staff

News = Literal["joined", "declined", "agreed", "notice", "stays", "left"]


def ask_partners(tx: Tx, actor: Actor, coalition_id: int, asked: str, *, now: datetime) -> None:
    """Ask the owners of every partner that has not said yes about the rules that are proposed, by their mark."""
    once = f"{coalition_id}:{asked}:{now.isoformat()}"
    for one, _ in coalitions.partners_of(tx, coalition_id):
        if one.left_at is None and one.agreed_at is None:
            people = _owners(tx, actor, one.partner_id)
            tell(
                tx, people, "coalition_asked", once, of_shop=one.partner_id, now=now, urgency=LATER,
                shop_id=one.partner_id, asked=asked,
            )  # fmt: skip


def spread(tx: Tx, actor: Actor, coalition_id: int, news: News, *, of: int | None, now: datetime) -> None:
    """Tell the owners of every other partner what one of them did; None: of all."""
    once = f"{coalition_id}:{news}:{of}:{now.isoformat()}"
    for one, _ in coalitions.partners_of(tx, coalition_id):
        if one.left_at is None and one.partner_id != of:
            people = _owners(tx, actor, one.partner_id)
            tell(
                tx, people, "coalition_news", once, of_shop=one.partner_id, now=now, urgency=LATER,
                shop_id=one.partner_id, news=news, of=of or 0,
            )  # fmt: skip


def _owners(tx: Tx, actor: Actor, shop_id: int) -> list[int]:
    """Name the owners of a shop, but for who did it."""
    return [one for one in staff.owners(tx, shop_id) if one != actor.person_id]
