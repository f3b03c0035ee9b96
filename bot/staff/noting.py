"""An amount that nothing on a card hangs on: noted for its visit, and said."""

from typing import assert_never

from actions.till.note_amount import AmountDoubted, AmountNoted, NotToNote
from actions.till.scan_outcome import NotStaff, OwnCard, UnknownCode
from bot.turn import Choice, Reply, Turn
from words.cards.card import on_which


def said_noted(
    turn: Turn, done: AmountNoted | AmountDoubted | NotToNote | NotStaff | OwnCard | UnknownCode
) -> Reply | None:
    """Say what is noted now; None where nothing is to be noted."""
    match done:
        case AmountNoted(state, visit) if visit.spent_minor is not None:
            text = turn.t(
                "{amount} noted for {name} ✔ nothing changes on the card.",
                amount=turn.words.money(visit.spent_minor, state.shop.currency), name=on_which(state, turn.words),
            )  # fmt: skip
            return Reply(text, ((Choice(turn.t("✖ That was no amount"), "spent", f"{visit.id}:"),),))
        case AmountNoted():
            return Reply(turn.t("No amount is noted for this visit any more."))
        case AmountDoubted(state, visit, spent):
            said = turn.words.money(spent, state.shop.currency)
            yes = Choice(turn.t("Yes, note it"), "spent", f"{visit.id}:{spent}")
            turn.wait_for("yes", yes=yes)
            return Reply(turn.t("{amount} — really? If not, type it again.", amount=said), ((yes,),))
        case NotToNote() | NotStaff() | OwnCard() | UnknownCode():
            return None
        case _:
            assert_never(done)
