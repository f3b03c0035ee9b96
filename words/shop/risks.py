"""What an owner must know before saying yes: what loses money, and what is free or given too early."""

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from loyalty.cards.programme import Reward
from loyalty.shop.sums import (
    FreeAtFirstVisit,
    FreeWithoutVisit,
    GiftsTakeAll,
    LosesMoney,
    Range,
    Risk,
    SaleLoses,
)
from loyalty.units import Unit
from words.cards.parts import PART_TEXTS
from words.language import Words
from words.shop.sums import SumsWording


def word_risk(risk: Risk, write: SumsWording) -> str:
    """Say what an owner should know before saying yes."""
    match risk:
        case LosesMoney():
            return _loses(write, risk)
        case FreeAtFirstVisit(reward, cost, with_bonuses):
            return _free_with_bonuses(write, reward) if with_bonuses else _free(write, reward, cost)
        case FreeWithoutVisit(reward, part):
            return write.words.t(
                "⚠ “{reward}” can be had without a visit: one gift is enough for it ({part}).",
                reward=reward.text, part=PART_TEXTS[part].name(write.words),
            )  # fmt: skip
        case GiftsTakeAll():
            return _take_all(write, risk)
        case SaleLoses():
            return _sale_loses(write, risk)
        case _:
            assert_never(risk)


def _loses(write: SumsWording, risk: LosesMoney) -> str:
    words, payout = write.words, risk.payout
    facts = {
        "reward": write.named(payout),
        "cost": write.money(payout.cost),
        "spent": write.exact(payout.spent_minor),
        "margin": write.exact(payout.margin_minor),
    }
    if risk.with_bonuses:
        return words.t(
            "⚠ “{reward}” may lose money where visits bring bonuses: it costs you {cost}, and of the {spent} that "
            "customers then spend for it you keep {margin}.",
            **facts,
        )
    if risk.surely:
        return words.t(
            "⚠ “{reward}” loses money: it costs you {cost}, and of the {spent} that customers spend for it you keep "
            "{margin}.",
            **facts,
        )
    return words.t(
        "⚠ “{reward}” may lose money: it costs you {cost}, and of the {spent} that customers spend for it you keep "
        "{margin}.",
        **facts,
    )


def _sale_loses(write: SumsWording, risk: SaleLoses) -> str:
    facts = {
        "name": write.words.known(risk.label),
        "cost": write.money(risk.cost),
        "price": write.exact(Fraction(risk.price_minor)),
    }
    if risk.surely:
        return write.words.t(
            "⚠ “{name}” loses money where all of it is used: that costs you {cost}, and it brings {price}.",
            **facts,
        )
    return write.words.t(
        "⚠ “{name}” may lose money where all of it is used: that costs you {cost}, and it brings {price}.",
        **facts,
    )


def _take_all(write: SumsWording, risk: GiftsTakeAll) -> str:
    return write.words.tn(
        "⚠ Gifts may take all that is left: {gifts} of them and {rewards} of rewards in a month, and of its {n} visit you keep {margin}.",
        "⚠ Gifts may take all that is left: {gifts} of them and {rewards} of rewards in a month, and of its {n} visits you keep {margin}.",
        risk.visits,
        gifts=write.money(risk.gifts),
        rewards=write.money(risk.rewards),
        margin=write.exact(risk.left_minor),
    )


def _free_with_bonuses(write: SumsWording, reward: Reward) -> str:
    return write.words.t(
        "⚠ With bonuses “{reward}” can be free at the first visit, whether they come again or not.",
        reward=reward.text,
    )


def _free(write: SumsWording, reward: Reward, cost: Range | None) -> str:
    if cost is None:
        return write.words.t(
            "⚠ “{reward}” is free at the first visit, whether they come again or not.", reward=reward.text
        )
    return write.words.t(
        "⚠ “{reward}” is free at the first visit: each newcomer costs you {cost}, whether they come again or not.",
        reward=reward.text, cost=write.money(cost),
    )  # fmt: skip


def second_yes_lines(risks: Sequence[Risk], unit: Unit, currency: str, words: Words) -> list[str]:
    """Ask once more about what loses money or gives too early."""
    write = SumsWording(words, unit, currency)
    return [*(word_risk(risk, write) for risk in risks), words.t("Shall it be so all the same?")]


def all_the_same(words: Words) -> str:
    """Name the button of somebody who wants it knowing that."""
    return words.t("✔ Yes, all the same")
