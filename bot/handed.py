"""Words for chats that became one and cards that changed hands: told where they were, with a way back."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from actions.people.changed_id import ask_of
from actions.people.link_accounts import stands
from actions.people.move_card import handover_of
from actions.tx import Tx
from bot.customer.moving import question
from bot.turn import Choice, Filled, Reply
from loyalty.people.linking import UNDO_DAYS
from words.language import Words

Data = Mapping[str, Any]
Word = Callable[[Tx, Words, Data, datetime], Reply | None]


def linked(tx: Tx, say: Words, data: Data, _now: datetime) -> Reply | None:
    """Tell the other chat that both are one; None where that was undone meanwhile."""
    link = data["merge_id"]
    if not stands(tx, link):
        return None
    text = say.t("✔ Linked: your cards are the same in both chats now. Was this not you? Undo it.")
    return Reply(text, ((Choice(say.t("↩ Undo"), "unlink", str(link)),),))


def moved(tx: Tx, say: Words, data: Data, now: datetime) -> Reply | None:
    """Ask whoever has a new number whose card it is; None where that is answered."""
    asked = ask_of(tx, data["move_id"], now=now)
    return question(say, asked) if asked else None


def card_moved(tx: Tx, say: Words, data: Data, _now: datetime) -> Reply | None:
    """Tell the old account that the owner moved the card; None where it was undone meanwhile."""
    found = handover_of(tx, data["handover_id"])
    if found is None or found[1].undone_at:
        return None
    shop, one = found
    text = say.t(
        "{shop}: the owner moved your card to another account. The reason given: {reason}. "
        "Was that not your wish? For {n} days you can take it back.",
        shop=shop.name,
        reason=one.reason,
        n=say.number(UNDO_DAYS),
    )
    back = Choice(say.t("Not me!"), "moveback", str(one.id))
    return Reply(text, ((back,),), template=Filled("card_moved", {"shop": shop.name, "reason": one.reason}))


def card_came(tx: Tx, say: Words, data: Data, _now: datetime) -> Reply | None:
    """Tell whoever has the card now."""
    found = handover_of(tx, data["handover_id"])
    if found is None:
        return None
    shop, one = found
    text = (
        say.t("{shop}: your card is back.", shop=shop.name)
        if one.undone_at
        else say.t("{shop}: what was on your old card is here now.", shop=shop.name)
    )
    return Reply(text, ((Choice(say.t("💳 My card"), "card"),),))


KINDS: Mapping[str, Word] = {
    "linked": linked,
    "moved": moved,
    "card_moved": card_moved,
    "card_came": card_came,
}
