"""The sums of a programme in words: what a reward costs, what comes back to customers, and when that pays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import assert_never

from actions.shop.calculator import Calculation
from actions.shop.programme import ProgrammePreview
from actions.shop.sums import Reckoned
from loyalty.cards.programme import Reward
from loyalty.cards.worth import needs_bill
from loyalty.shop.basis import PERMILLE
from loyalty.shop.month import Month
from loyalty.shop.sums import (
    FreeAtFirstVisit,
    LosesMoney,
    Payout,
    Range,
    Risk,
    Sums,
    one_in,
    rounded,
    times_more,
)
from loyalty.units import Unit
from words.language import Words
from words.shop.basis import basis_lines
from words.shop.figures import ProgrammeWording

SOME_VISITS = 100  # what a shop that has no visits yet can picture


@dataclass(frozen=True, slots=True)
class SumsWording:
    """How one shop's sums are written in one language."""

    words: Words
    unit: Unit
    currency: str

    def lines(self, sums: Sums) -> list[str]:
        """Write the sums, a few lines for each card that fills or reward of the menu."""
        return [line for payout in sums.payouts for line in self._payout(payout)]

    def _payout(self, payout: Payout) -> Iterator[str]:
        words, rules = self.words, ProgrammeWording(self.words, self.unit, self.currency)
        yield from (f"🎁 {rules.reward(reward)}" for reward in payout.rewards)
        yield f"· {self._cost(payout)}"
        yield "· " + words.tn(
            "Customers spend {spent} for it, in {n} visit.",
            "Customers spend {spent} for it, in {n} visits.",
            ceil(payout.visits),
            spent=self.exact(payout.spent_minor),
        )
        yield "· " + words.t("{share} of it comes back to them.", share=self.share(payout.discount))
        if payout.margin_minor:
            margin, takes = self.exact(payout.margin_minor), payout.cost.times(1 / payout.margin_minor)
            yield "· " + words.t("Your margin on it is {margin}; the reward takes {share} of that.",
                                 margin=margin, share=self.share(takes))  # fmt: skip
        yield f"· {self.break_even(payout)}"

    def _cost(self, payout: Payout) -> str:
        words, cost = self.words, self.money(payout.cost)
        if any(reward.cost_minor is None and not needs_bill(reward.worth) for reward in payout.rewards):
            return words.t(
                "It costs you {cost}: its cost was never typed, so I reckon from what the goods of an average sale cost "
                "you up to what they sell for.",
                cost=cost,
            )
        if len(payout.rewards) > 1:
            return words.t("A full card costs you {cost}.", cost=cost)
        return words.t("It costs you {cost}.", cost=cost)

    def when_it_pays(self, sums: Sums) -> list[str]:
        """Say of each payout when it pays, under its name where there are several."""
        if len(sums.payouts) == 1:
            return [self.break_even(sums.payouts[0])]
        return [f"{self._named(payout)}: {self.break_even(payout)}" for payout in sums.payouts]

    def _named(self, payout: Payout) -> str:
        return self.words.listing(reward.text for reward in payout.rewards)

    def break_even(self, payout: Payout) -> str:
        """Say when it pays, at the dear end of what it may cost."""
        words, extra = self.words, payout.extra_visits
        if not payout.cost.high:
            return words.t("It costs you nothing, so it pays as soon as somebody comes for it.")
        if payout.loses == "surely" or extra is None:
            return words.t("It can't pay, even if nobody had come without it.")
        if payout.loses == "perhaps":
            return words.t("At the dear end it can't pay, even if nobody had come without it.")
        n = one_in(extra.high)
        if n > 1:
            return words.tn(
                "It pays if one customer in {n} comes once more for it.",
                "It pays if one customer in {n} comes once more for it.",
                n,
            )
        if n == 1:
            return words.t("It pays if every customer comes once more for it.")
        times = words.number(Decimal(int(times_more(extra.high) * 10)).scaleb(-1))
        return words.t("It pays if every customer comes {times} times more for it.", times=times)

    def without_bonuses(self, *reckoned: Sums | None) -> list[str]:
        """Say that there are bonuses which these sums leave out; nothing where there are none."""
        if not any(sums and sums.bonuses for sums in reckoned):
            return []
        return [self.words.t("Bonuses are not in these figures, only in those of a month.")]

    def at_worst(self, month: Month) -> str:
        """Say what a month costs if nobody forgets a reward and nobody comes for one."""
        return self.words.tn(
            "At worst {cost} a month: if all that the {n} visit of a month earns, and what new cards begin with, became rewards, as your customers come now.",
            "At worst {cost} a month: if all that the {n} visits of a month earn, and what new cards begin with, became rewards, as your customers come now.",
            month.visits,
            cost=self.money(month.cost),
        )

    def money(self, amount: Range) -> str:
        """Write an amount, or from where to where it may lie."""
        return self._range(self.exact(amount.low), self.exact(amount.high))

    def exact(self, amount: Fraction) -> str:
        """Write an amount in whole minor units; what is more than nothing is at least one."""
        return self.words.money(max(rounded(amount), 1 if amount else 0), self.currency)

    def share(self, share: Range) -> str:
        """Write a share in tenths of a percent; what is more than nothing is at least one of them."""
        low, high = (
            self.words.percent(max(rounded(end * PERMILLE), 1 if end else 0))
            for end in (share.low, share.high)
        )
        return self._range(low, high)

    def _range(self, low: str, high: str) -> str:
        return low if low == high else self.words.t("{low} to {high}", low=low, high=high)

    def risk(self, risk: Risk) -> str:
        """Say what an owner should know before saying yes."""
        match risk:
            case LosesMoney():
                return self._loses(risk)
            case FreeAtFirstVisit(reward, cost, with_bonuses):
                return self._free_with_bonuses(reward) if with_bonuses else self._free(reward, cost)
            case _:
                assert_never(risk)

    def _loses(self, risk: LosesMoney) -> str:
        words, payout = self.words, risk.payout
        facts = {
            "reward": self._named(payout),
            "cost": self.money(payout.cost),
            "spent": self.exact(payout.spent_minor),
            "margin": self.exact(payout.margin_minor),
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

    def _free_with_bonuses(self, reward: Reward) -> str:
        return self.words.t(
            "⚠ With bonuses “{reward}” can be free at the first visit, whether they come again or not.",
            reward=reward.text,
        )

    def _free(self, reward: Reward, cost: Range | None) -> str:
        if cost is None:
            return self.words.t(
                "⚠ “{reward}” is free at the first visit, whether they come again or not.", reward=reward.text
            )
        return self.words.t(
            "⚠ “{reward}” is free at the first visit: each newcomer costs you {cost}, whether they come again or not.",
            reward=reward.text, cost=self.money(cost),
        )  # fmt: skip


def calculation_lines(found: Calculation, words: Words) -> list[str]:
    """Write all sums of a programme as it is today."""
    shop, programme, reckoned = found.rules.shop, found.rules.version.programme, found.reckoned
    write = SumsWording(words, programme.unit, shop.currency)
    lines = basis_lines(reckoned.basis, shop.currency, words) if reckoned.basis else []
    if reckoned.sums:
        lines += ["", *write.lines(reckoned.sums), *write.without_bonuses(reckoned.sums)]
    if reckoned.month:
        lines += ["", write.at_worst(reckoned.month)]
    return [*lines, *(write.risk(risk) for risk in reckoned.risks)]


def compared_lines(shown: ProgrammePreview, words: Words) -> list[str]:
    """Write the sums of a change beside today's; nothing where they can't be done."""
    shop, before, after = shown.rules.shop, shown.before, shown.after
    write = SumsWording(words, shown.new.unit, shop.currency)
    lines = []
    if before.sums and after.sums:
        old, new = (write.share(one.sums.discount) for one in (before, after) if one.sums)
        lines.append(words.t("Comes back to customers: {old} → {new}", old=old, new=new))
    if before.month and after.month:
        old, new = (write.money(one.month.cost) for one in (before, after) if one.month)
        lines.append(words.t("At worst in a month: {old} → {new}", old=old, new=new))
    if lines and after.sums:
        lines += [*write.when_it_pays(after.sums), *write.without_bonuses(before.sums, after.sums)]
        lines = ["", f"🧮 {lines[0]}", *lines[1:]]
    return [*lines, *(write.risk(risk) for risk in after.risks)]


def new_lines(reckoned: Reckoned, unit: Unit, currency: str, words: Words) -> list[str]:
    """Write the sums of a shop or card that is not there yet, and what they are made on; nothing where that is not known."""
    write = SumsWording(words, unit, currency)
    lines = basis_lines(reckoned.basis, currency, words) if reckoned.basis else []
    if sums := reckoned.sums:
        cost = write.money(sums.cost_per_unit.times(sums.earned_per_visit * SOME_VISITS))
        lines.append(
            words.t("Customers get {share} of what they spend back.", share=write.share(sums.discount))
        )
        lines += write.when_it_pays(sums)
        lines.append(
            words.tn(
                "At worst {cost} for {n} visit.", "At worst {cost} for {n} visits.", SOME_VISITS, cost=cost
            )
        )
        lines += write.without_bonuses(sums)
    return [*(f"🧮 {line}" for line in lines), *(write.risk(risk) for risk in reckoned.risks)]


def second_yes_lines(risks: Sequence[Risk], unit: Unit, currency: str, words: Words) -> list[str]:
    """Ask once more about what loses money or gives too early."""
    write = SumsWording(words, unit, currency)
    return [*(write.risk(risk) for risk in risks), words.t("Shall it be so all the same?")]


def all_the_same(words: Words) -> str:
    """Name the button of somebody who wants it knowing that."""
    return words.t("✔ Yes, all the same")
