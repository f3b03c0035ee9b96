"""The sums of a programme in words: what a reward costs, what comes back to customers, and when that pays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from actions.campaigns.kinds import kind_named
from loyalty.cards.worth import cost_is_typed
from loyalty.shop.basis import PERMILLE
from loyalty.shop.for_sale import SaleSums
from loyalty.shop.gifts import DRAW, MonthGift, together
from loyalty.shop.month import Month
from loyalty.shop.sums import Payout, Range, Sums, one_in, rounded, times_more
from loyalty.units import Unit
from words.campaigns.kind_names import kind_name, step_name
from words.cards.parts import PART_TEXTS
from words.cards.rules import ProgrammeWording
from words.cards.worth import named
from words.language import Words


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
        if any(reward.cost_minor is None and cost_is_typed(reward.worth) for reward in payout.rewards):
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
        return [f"{self.named(payout)}: {self.break_even(payout)}" for payout in sums.payouts]

    def named(self, payout: Payout) -> str:
        """Name the rewards of a payout."""
        return self.words.listing(named(reward, self.currency, self.words) for reward in payout.rewards)

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

    def gifts(self, gifts: Sequence[MonthGift], month: Month | None) -> list[str]:
        """Write what is given beside visits, a line each, and with the visits' rewards what all of it costs."""
        if not gifts:
            return []
        lines = [
            self.words.t("Given beside visits, in a month:"),
            *(f"· {self._gift(gift)}" for gift in gifts),
        ]
        if month:
            total = self.money(month.cost.plus(together(gifts)))
            lines.append(self.words.t("With the rewards of visits at worst {total} a month.", total=total))
        return lines

    def _gift(self, gift: MonthGift) -> str:
        words, what, each = self.words, self._cause(gift), self.money(gift.each)
        if gift.cost is None:
            return words.t("{what}: {each} each", what=what, each=each)
        facts = {
            "what": what,
            "each": each,
            "n": words.number(gift.times or 0),
            "cost": self.money(gift.cost),
        }
        if gift.about:
            return words.t("{what}: {each} each, about {n} a month: {cost}", **facts)
        return words.t("{what}: {each} each, {n} a month at most: {cost}", **facts)

    def _cause(self, gift: MonthGift) -> str:
        """Name a part, or a campaign and its step where each gives something of its own."""
        if gift.cause in PART_TEXTS:
            return PART_TEXTS[gift.cause].name(self.words)
        if gift.cause == DRAW:
            return self.words.t("Draw")
        kind = kind_named(gift.cause)
        name = kind_name(self.words, kind)
        return f"{name}, {step_name(self.words, kind, gift.step)}" if gift.step else name

    def sales(self, sales: Sequence[SaleSums]) -> list[str]:
        """Write what is sold: its price, and what it costs where all of it is used."""
        return [f"⭐ {self._sale(one)}" for one in sales]

    def _sale(self, one: SaleSums) -> str:
        words = self.words
        facts = {"name": words.known(one.label), "price": words.money(one.price_minor, self.currency)}
        if not one.times:
            return words.tn(
                "{name}: {price}. {each} comes off an average sale: {n} such visit uses its price up.",
                "{name}: {price}. {each} comes off an average sale: {n} such visits use its price up.",
                one.used_up_after,
                each=self.money(one.each),
                **facts,
            )
        said = words.tn(
            "{name}: {price}. Where all of it is used, {n} time, it costs you {cost}.",
            "{name}: {price}. Where all of it is used, {n} times, it costs you {cost}.",
            one.times,
            cost=self.money(one.most),
            **facts,
        )
        if one.leaves.low < 0:
            return said
        return f"{said} {words.t('{left} is left of it then.', left=self.money(one.leaves))}"

    def money(self, amount: Range) -> str:
        """Write an amount, or from where to where it may lie."""
        return self._range(self.exact(amount.low), self.exact(amount.high))

    def counted(self, units: Range) -> str:
        """Write how many stamps or points, or from how many to how many it may be."""
        counted = self.words.counted(self.unit, ceil(units.high))
        return (
            self._range(self.words.number(floor(units.low)), counted) if units.low < units.high else counted
        )

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
