"""Being forgotten: asked once, then done."""

from collections.abc import Sequence
from datetime import timedelta

from actions.cards.card_state import CardState
from actions.cards.own_cards import own_counters
from actions.people import erasure
from actions.people.erasure import Erased, OnlyOwner
from bot.customer.elsewhere import asked_elsewhere
from bot.turn import Choice, Reply, Turn
from words.cards.card import balances
from words.cards.memberships import stands
from words.direction import set_apart
from words.language import Words

_MEANT = timedelta(hours=1)  # a yes to a question this old may be a slip of the thumb


def ask_forget(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """Answer /forget with what would go, and ask once."""
    elsewhere = asked_elsewhere(turn, "/forget")
    if elsewhere:
        return elsewhere
    needed_by = erasure.only_owner_of(turn.tx, turn.person_id)
    if needed_by:
        return _only_owner(turn, OnlyOwner(needed_by))
    lines = [turn.t("I would erase your name, your cards and everything else I know about you, for ever.")]
    own = own_counters(turn.tx, turn.person_id, only_shop=turn.only_shop, now=turn.now)
    lines += ["· " + " · ".join(_lost(card, turn.words)) for card in own]
    lines.append(turn.t("Nobody can bring it back. Shall I?"))
    yes = Choice(turn.t("Yes, erase everything"), "erase")
    turn.wait_for("yes", yes=yes)
    return Reply("\n".join(lines), ((yes,), (Choice(turn.t("No, keep my cards"), "cancel"),)))


def _lost(card: Sequence[CardState], words: Words) -> list[str]:
    """Name what goes with a card: what is on it, the rewards that wait, and what was paid for."""
    state = card[0]
    paid = (f"⭐ {stands(one, state.at, state.shop.zone, words)}" for one in state.memberships)
    rewards = (f"🎁 {voucher.reward}" for voucher in state.vouchers)
    return [set_apart(state.shop.name), balances(card, words), *rewards, *paid]


def erase(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """Forget the person who said yes just now."""
    elsewhere = asked_elsewhere(turn, "/forget")
    if elsewhere:
        return elsewhere
    if turn.shown_at is None or turn.now - turn.shown_at > _MEANT:
        return ask_forget(turn, "")
    match erasure.erase_person(turn.tx, turn.person_id, now=turn.now):
        case OnlyOwner() as refused:
            return _only_owner(turn, refused)
        case Erased():
            turn.erased = True
            return Reply(
                turn.t(
                    "Done: I don't know you any more. What stands in this chat you can delete yourself. "
                    "If you ever write again, we start anew."
                ),
                in_place=True,
            )


def _only_owner(turn: Turn, refused: OnlyOwner) -> Reply:
    shops = turn.words.listing(shop.name for shop in refused.shops)
    return Reply(
        turn.t(
            "{shops} would be left without an owner. Make somebody else owner first, with /invite; "
            "then /forget erases you.",
            shops=shops,
        )
    )
