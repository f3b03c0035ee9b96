"""What became of a reward at the till, in words for the cashier."""

from actions.cards.buy_reward import KeptForLevel, NotHad, PointsMissing, SoldOut
from actions.till.redeem import Asked, CodeTooOld, Redeemed, Unregistered, UsedBefore
from actions.till.scan_outcome import OwnCard
from actions.till.undo_redemption import GivenBack, GivenOn
from words.cards.card import name_of
from words.cards.rewards import not_had
from words.cards.worth import for_the_till, with_worth
from words.language import Words


def word_redemption(
    outcome: Redeemed | GivenBack | Asked | NotHad | UsedBefore | Unregistered | CodeTooOld | OwnCard,
    words: Words,
) -> str:
    """Say that a reward was handed out or given back, or what is missing for it."""
    match outcome:
        case Redeemed(voucher, state, few):
            currency = state.shop.currency
            reward = with_worth(voucher.reward, voucher.worth, currency, words)
            said = words.t("🎁 {reward} for {name} ✔ redeemed", reward=reward, name=name_of(state, words))
            return "\n".join(filter(None, (said, for_the_till(voucher, currency, words), _few(few, words))))
        case GivenBack(voucher, state):
            return words.t(
                "Taken back: {name} has “{reward}” again.", name=name_of(state, words), reward=voucher.reward
            )
        case Asked(reward, state):
            return words.t(
                "I asked {name}: “{reward}” is handed out when they tap Yes.",
                name=name_of(state, words),
                reward=reward,
            )
        case SoldOut() | KeptForLevel() | PointsMissing() as refusal:
            return not_had(refusal, words)
        case Unregistered():
            return words.t(
                "This card belongs to nobody yet. The customer scans it with their phone, then it can be redeemed."
            )
        case UsedBefore(reward):
            return words.t(
                "“{reward}” was used already. The customer can show another reward: /rewards", reward=reward
            )
        case CodeTooOld():
            return words.t("This code has run out: it lives three minutes. The customer can show a new one.")
        case OwnCard():
            return words.t("You can't redeem your own reward. A colleague can.")


def _few(left: int | None, words: Words) -> str:
    """Say at the till that a reward is nearly gone, before somebody promises it."""
    if left is None:
        return ""
    if left == 0:
        return words.t("📦 That was the last one: don't promise it to anybody.")
    return words.tn("📦 Only {n} of it is left to be given.", "📦 Only {n} of it are left to be given.", left)


def stays_redeemed(outcome: GivenOn, words: Words) -> str:
    """Say why a reward that gave stamps or points can't be taken back."""
    return words.t(
        "“{reward}” stays redeemed: {name} has used what it gave, or something was booked on it since. "
        "Take that back first.",
        name=name_of(outcome.state, words),
        reward=outcome.voucher.reward,
    )
