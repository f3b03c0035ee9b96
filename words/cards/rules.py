"""A programme's rules in words: the names of its figures, their values, and what changes."""

from collections.abc import Iterator
from dataclasses import dataclass

from loyalty.amounts import minor_per_unit
from loyalty.cards.part import Part
from loyalty.cards.programme import Programme, Reward
from loyalty.cards.rates import Rate
from loyalty.shop.changes import BONUSES_ADD, Difference, figures
from loyalty.units import Unit
from words.cards.part_texts import PartWording
from words.cards.part_words import part_rule
from words.cards.rewards import from_level
from words.cards.worth import with_worth
from words.language import Words

# Of the shop, not of the programme: it holds for every card at once.
TOKEN_MINUTES = "token_minutes"  # noqa: S105 - minutes, no secret


def figure_name(name: str, words: Words) -> str:
    """Name a figure."""
    names = {
        "head_start": words.t("Head start"),
        "cooldown_minutes": words.t("Pause between visits"),
        "max_per_visit": words.t("Most per visit"),
        "max_per_day": words.t("Most per day"),
        "voucher_days": words.t("Rewards wait"),
        "idle_days": words.t("Unused cards expire after"),
        "points_per_unit": words.t("Points for what is spent"),
        "min_spend_minor": words.t("Least to spend"),
        TOKEN_MINUTES: words.t("A code works for"),
        "reward": words.t("Reward"),
        "part": words.t("Bonus"),
        BONUSES_ADD: words.t("Where bonuses meet"),
    }
    return names.get(name, name)


@dataclass(frozen=True, slots=True)
class ProgrammeWording:
    """How one shop's rules are written in one language."""

    words: Words
    unit: Unit
    currency: str

    def rules(self, programme: Programme) -> list[str]:
        """Write all rules, a line each."""
        rewards = [f"🎁 {self.reward(reward)}" for reward in programme.rewards]
        parts = [f"✨ {self.part(part)}" for part in programme.parts]
        return (
            rewards + parts + [f"· {self.figure(name, value)}" for name, value in figures(programme).items()]
        )

    def figure(self, name: str, value: Rate | None) -> str:
        """Write a figure with its name."""
        return f"{figure_name(name, self.words)}: {self.value(name, value)}"

    def value(self, name: str, value: Rate | None) -> str:
        """Write a figure with its unit; none of an optional one is "no limit"."""
        words = self.words
        if name == BONUSES_ADD:
            return words.t("they add up") if value else words.t("the best one counts")
        if value is None:
            return words.t("no limit")
        if value == 0:
            return words.t("none")
        if name in {"cooldown_minutes", TOKEN_MINUTES}:
            return words.tn("{n} minute", "{n} minutes", int(value))
        if name in {"voucher_days", "idle_days"}:
            return words.tn("{n} day", "{n} days", int(value))
        if name == "min_spend_minor":
            return words.money(int(value), self.currency)
        if name == "points_per_unit":
            return self.rate(value)
        return self.counted(int(value))

    def rate(self, rate: Rate) -> str:
        """Write how points are earned: "1 point for each 100 Ft"."""
        points, units = rate.as_integer_ratio()
        amount = self.words.money(units * minor_per_unit(self.currency), self.currency)
        return self.words.tn(
            "{n} point for each {amount}", "{n} points for each {amount}", points, amount=amount
        )

    def counted(self, n: int) -> str:
        """Count stamps or points, whichever the shop gives."""
        return self.words.counted(self.unit, n)

    def reward(self, reward: Reward) -> str:
        """Write a reward: what it takes, what it is, what it costs the shop."""
        named = with_worth(reward.text, reward.worth, self.currency, self.words)
        return f"{self.counted(reward.at)}: {named}" + "".join(f" ({said})" for said in self._details(reward))

    def _details(self, reward: Reward) -> Iterator[str]:
        if reward.valid_days is not None:
            yield self.words.tn("waits {n} day", "waits {n} days", reward.valid_days)
        if reward.stock is not None:
            yield self.words.tn("{n} in all", "{n} in all", reward.stock)
        if reward.level is not None:
            yield from_level(reward.level, self.words)
        if reward.cost_minor is not None:
            yield self.words.t("cost: {amount}", amount=self.words.money(reward.cost_minor, self.currency))

    def part(self, part: Part) -> str:
        """Write in a line what a part does."""
        return part_rule(part, PartWording(self.words, self.unit, self.currency))

    def change(self, change: Difference) -> str:
        """Write what a rule was and what it becomes."""
        old, new = (self._side(change.what, value) for value in (change.old, change.new))
        return f"{figure_name(change.what, self.words)}: {old} → {new}"

    def becomes(self, change: Difference) -> str:
        """Write what a rule becomes."""
        return f"{figure_name(change.what, self.words)}: {self._side(change.what, change.new)}"

    def _side(self, what: str, value: Rate | Reward | Part | None) -> str:
        if isinstance(value, Reward):
            return self.reward(value)
        if isinstance(value, Part):
            return self.part(value)
        return self.words.t("none") if what in {"reward", "part"} else self.value(what, value)
