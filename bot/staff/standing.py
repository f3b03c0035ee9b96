"""How stands what a cashier did, for an answer that comes late or a second time: by the facts as they are now."""

from actions.cards.card_state import CardState
from bot.customer.cards import already_booked
from bot.turn import Choice, Reply
from loyalty.records import Visit, Voucher
from words.cards.card import balance
from words.language import Words


def booking(say: Words, state: CardState, visit: Visit) -> Reply:
    """Say that a visit is booked, or that it was taken back."""
    if visit.undone_at is None:
        return already_booked(say, state, visit)
    name = state.name or say.t("Card {code}", code=state.card.code)
    return Reply(say.t("Taken back. {name}: {balance}", name=name, balance=balance(state, say)))


def handing_out(say: Words, state: CardState, voucher: Voucher) -> Reply:
    """Say that a reward is handed out, or that the customer has it again."""
    if voucher.used_at is None:
        text = say.t("Taken back: {name} has “{reward}” again.", name=state.name, reward=voucher.reward)
        return Reply(text)
    return Reply(
        say.t("🎁 {reward} for {name} ✔ redeemed", reward=voucher.reward, name=state.name),
        ((Choice(say.t("↩ Undo"), "unredeem", str(voucher.id)),),),
    )
