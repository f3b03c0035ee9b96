"""What a reward is worth, in words: "20% off, €5.00 at most", and what the till deducts."""

from loyalty.cards.programme import Reward
from loyalty.cards.worth import BadWorth, Worth, deducted, needs_bill, terms
from loyalty.records import Voucher
from words.language import Words

_A_PERCENT = 10  # thousandths


def worth_said(worth: Worth, currency: str, words: Words) -> str:
    """Say what a reward is worth beside its name; "" where its name says all."""
    figures = terms(worth)
    if figures.amount_minor is not None:
        return words.t("{amount} off", amount=words.money(figures.amount_minor, currency))
    if figures.percent is not None:
        share = words.percent(figures.percent * _A_PERCENT)
        if figures.most_minor is None:
            return words.t("{share} off", share=share)
        most = words.money(figures.most_minor, currency)
        return words.t("{share} off, {most} at most", share=share, most=most)
    if figures.counted is not None:
        return f"+{words.counted(figures.counted.unit, figures.counted.amount)}"
    return words.t("an experience") if worth.kind == "experience" else ""


def with_worth(reward: str, worth: Worth, currency: str, words: Words) -> str:
    """Name a reward with what it is worth: "Treat (20% off)"."""
    said = worth_said(worth, currency, words)
    return f"{reward} ({said})" if said else reward


def named(reward: Reward | Voucher, currency: str, words: Words) -> str:
    """Name what a shop offers, or what somebody holds, with what it is worth."""
    text = reward.reward if isinstance(reward, Voucher) else reward.text
    return with_worth(text, reward.worth, currency, words)


def for_the_till(voucher: Voucher, currency: str, words: Words) -> str:
    """Tell the till what to deduct from the bill, or ask for the bill, or what is booked; "" for what is just handed over."""
    if not needs_bill(voucher.worth):
        return booked(voucher.worth, words)
    off = None if voucher.bill_minor is None else deducted(voucher.worth, voucher.bill_minor)
    if off is None or voucher.bill_minor is None:
        example = words.amount_example(currency)
        return words.t(
            "What is the bill? Type it, for example {example}, and I say what to deduct.", example=example
        )
    said = words.t(
        "➖ Deduct {off}, to pay {left}.",
        off=words.money(off, currency),
        left=words.money(voucher.bill_minor - off, currency),
    )
    promised = terms(voucher.worth).amount_minor
    if promised is None or promised <= off:
        return said
    return f"{said} {words.t('The bill is smaller than the reward: what is over is not kept.')}"


def booked(worth: Worth, words: Words) -> str:
    """Say what a reward put on the card that was handed out; "" where it gives no stamps or points."""
    counted = terms(worth).counted
    if counted is None:
        return ""
    return words.t("✔ {counted} booked on the card.", counted=words.counted(counted.unit, counted.amount))


def bad_worth(bad: BadWorth, currency: str, words: Words) -> str:
    """Say which figure of a kind can't be."""
    return {
        "percent_off": words.t("Percent off go from 1 to {most}.", most=words.number(bad.most)),
        "amount_off": words.t("What comes off a bill is more than nothing, and {most} at most.",
                              most=words.money(bad.most, currency)),
        "counted": words.t("A reward gives at least one stamp or point, and {most} at most.",
                           most=words.number(bad.most)),
    }[bad.why]  # fmt: skip
