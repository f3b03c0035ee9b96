"""How stands what a cashier did, for an answer that comes late or a second time: by the facts as they are now."""

from actions.cards.card_state import CardState
from actions.till.redeem import Redeemed
from actions.till.undo_redemption import GivenBack
from bot.customer.cards import already_booked
from bot.turn import Choice, Reply
from loyalty.cards.worth import needs_bill
from loyalty.records import Visit, Voucher
from words.language import Words
from words.till.redemptions import word_redemption
from words.till.undo import taken_back


def booking(say: Words, state: CardState, visit: Visit) -> Reply:
    """Say that a visit is booked, or that it was taken back."""
    if visit.undone_at is None:
        return already_booked(say, state, visit)
    return Reply(taken_back(state, say))


def handing_out(say: Words, state: CardState, voucher: Voucher) -> Reply:
    """Say that a reward is handed out, or that the customer has it again, or the points that it cost."""
    if voucher.state == "withdrawn":
        return Reply(taken_back(state, say))
    if voucher.used_at is None:
        return Reply(word_redemption(GivenBack(voucher, state), say))
    undo = Choice(say.t("↩ Undo"), "unredeem", str(voucher.id))
    return Reply(word_redemption(Redeemed(voucher, state), say), ((undo, *_of_bill(say, voucher)),))


def _of_bill(say: Words, voucher: Voucher) -> tuple[Choice, ...]:
    if asks_bill(voucher):
        return (Choice(say.t("Skip"), "nobill", str(voucher.id)),)
    if voucher.bill_minor is None:
        return ()
    return (Choice(say.t("✏ Another bill"), "bill", f"{voucher.id}:{voucher.account_id}"),)


def asks_bill(voucher: Voucher) -> bool:
    """Say whether the till has still to be asked of which bill a reward takes something off."""
    return voucher.bill_minor is None and needs_bill(voucher.worth)
