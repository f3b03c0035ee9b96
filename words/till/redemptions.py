"""What became of a reward at the till, in words for the cashier."""

from actions.cards.buy_reward import PointsMissing, SoldOut
from actions.till.redeem import Asked, CodeTooOld, Redeemed, Unregistered
from actions.till.scan_outcome import OwnCard
from actions.till.undo_redemption import GivenBack
from words.cards.rewards import not_enough, sold_out
from words.cards.worth import to_deduct, with_worth
from words.language import Words


def word_redemption(
    outcome: Redeemed | GivenBack | Asked | SoldOut | PointsMissing | Unregistered | CodeTooOld | OwnCard,
    words: Words,
) -> str:
    """Say that a reward was handed out or given back, or what is missing for it."""
    match outcome:
        case Redeemed(voucher, state):
            currency = state.shop.currency
            reward = with_worth(voucher.reward, voucher.worth, currency, words)
            said = words.t("🎁 {reward} for {name} ✔ redeemed", reward=reward, name=state.name)
            return "\n".join(filter(None, (said, to_deduct(voucher, currency, words))))
        case GivenBack(voucher, state):
            return words.t("Taken back: {name} has “{reward}” again.", name=state.name, reward=voucher.reward)
        case Asked(reward, state):
            return words.t(
                "I asked {name}: “{reward}” is handed out when they tap Yes.", name=state.name, reward=reward
            )
        case SoldOut() as none_left:
            return sold_out(none_left, words)
        case PointsMissing() as refusal:
            return not_enough(refusal, words)
        case Unregistered():
            return words.t(
                "This card belongs to nobody yet. The customer scans it with their phone, then it can be redeemed."
            )
        case CodeTooOld():
            return words.t("This code has run out: it lives three minutes. The customer can show a new one.")
        case OwnCard():
            return words.t("You can't redeem your own reward. A colleague can.")
