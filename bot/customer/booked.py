"""What a customer reads of a visit: what it gave, what it earned, and what can be had now."""

from collections.abc import Sequence

from actions.cards.card_state import CardState
from bot.customer.rewards import get_button
from bot.turn import Choice, Filled, Reply
from loyalty.cards.counter_state import reached_with
from loyalty.records import Visit, Voucher
from words.cards.ahead import ahead
from words.cards.card import balance, next_card, to_go
from words.cards.presents import waiting_line
from words.cards.prizes import is_full
from words.cards.worth import named
from words.direction import set_apart
from words.language import Words


def booked(say: Words, state: CardState, visit: Visit, note: str, *, earned: Sequence[Voucher]) -> Reply:
    """Tell of a visit in words; `note` says what was booked, `earned` are the rewards that it brought."""
    reached = reached_with(state.standing, visit.amount)
    currency = state.shop.currency
    news = [say.t("🎉 Earned: {reward}", reward=named(voucher, currency, say)) for voucher in earned]
    had = [
        say.t("🎁 {reward} can be had now: /rewards", reward=named(reward, currency, say))
        for reward in reached
    ]
    full = is_full(state) and bool(earned)  # a new card at zero is no news beside what was won
    standing = next_card(state, say) if full else f"{balance(state, say)}. {to_go(state, say)}"
    # What can be had now is named already, where no reward is held beside it.
    waits = waiting_line(state, say, besides=earned) if state.vouchers or not reached else []
    coming = [f"🔜 {text}" for text in ahead(state, say)]
    shop = set_apart(state.shop.name)
    lines = [f"{shop}: {note}", *news, *had, *([standing] if standing else []), *waits, *coming]
    buttons = [
        *(
            Choice(say.t("Use: {reward}", reward=voucher.reward), "show", str(voucher.id))
            for voucher in earned
        ),
        *(get_button(say, state, reward) for reward in reached),
        Choice(say.t("💳 My card"), "card", str(state.account.id)),
    ]
    values = {  # what will be other stands last, in either form
        "shop": state.shop.name,
        "note": note,
        "balance": " ".join([balance(state, say), *(coming if earned else [])]),
        "to_go": " ".join([*had, to_go(state, say), *waits, *coming]),
        "reward": ", ".join(voucher.reward for voucher in earned),
    }
    return Reply(
        "\n".join(lines),
        tuple((button,) for button in buttons),
        template=Filled("visit_reward" if earned else "visit", values),
    )
