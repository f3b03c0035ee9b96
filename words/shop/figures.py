"""The figures of a programme in words: their names, their values, and how to ask for a new one."""

from dataclasses import dataclass

from bot.turn import Turn
from loyalty.amounts import minor_per_unit
from loyalty.cards.programme import Invalid, Programme, Reward
from loyalty.cards.rates import Rate
from loyalty.records import Shop
from loyalty.shop.changes import OPTIONAL, Difference, figures
from loyalty.units import Unit
from words.language import Words

# Of the shop, not of the programme: it holds for every card at once.
TOKEN_MINUTES = "token_minutes"  # noqa: S105 - minutes, no secret


def figure_name(say: Words, name: str) -> str:
    """Name a figure."""
    names = {
        "head_start": say.t("Head start"),
        "cooldown_minutes": say.t("Pause between visits"),
        "max_per_visit": say.t("Most per visit"),
        "max_per_day": say.t("Most per day"),
        "voucher_days": say.t("Rewards wait"),
        "idle_days": say.t("Unused cards expire after"),
        "points_per_unit": say.t("Points for what is spent"),
        "min_spend_minor": say.t("Least to spend"),
        TOKEN_MINUTES: say.t("A code works for"),
        "reward": say.t("Reward"),
    }
    return names.get(name, name)


@dataclass(frozen=True, slots=True)
class Wording:
    """How one shop's rules are written in one language."""

    say: Words
    unit: Unit
    currency: str

    def rules(self, programme: Programme) -> list[str]:
        """Write all rules, a line each."""
        rewards = [f"🎁 {self.reward(reward)}" for reward in programme.rewards]
        return rewards + [f"· {self.figure(name, value)}" for name, value in figures(programme).items()]

    def figure(self, name: str, value: Rate | None) -> str:
        """Write a figure with its name."""
        return f"{figure_name(self.say, name)}: {self.value(name, value)}"

    def value(self, name: str, value: Rate | None) -> str:
        """Write a figure with its unit; none of an optional one is "no limit"."""
        say = self.say
        if value is None:
            return say.t("no limit")
        if value == 0:
            return say.t("none")
        if name in {"cooldown_minutes", TOKEN_MINUTES}:
            return say.tn("{n} minute", "{n} minutes", int(value))
        if name in {"voucher_days", "idle_days"}:
            return say.tn("{n} day", "{n} days", int(value))
        if name == "min_spend_minor":
            return say.money(int(value), self.currency)
        if name == "points_per_unit":
            return self.rate(value)
        return self.counted(int(value))

    def rate(self, rate: Rate) -> str:
        """Write how points are earned: "1 point for each 100 Ft"."""
        points, units = rate.as_integer_ratio()
        amount = self.say.money(units * minor_per_unit(self.currency), self.currency)
        return self.say.tn(
            "{n} point for each {amount}", "{n} points for each {amount}", points, amount=amount
        )

    def counted(self, n: int) -> str:
        """Count stamps or points, whichever the shop gives."""
        return self.say.counted(self.unit, n)

    def reward(self, reward: Reward) -> str:
        """Write a reward: what it takes, what it is, what it costs the shop."""
        line = f"{self.counted(reward.at)}: {reward.text}"
        if reward.cost_minor is None:
            return line
        cost = self.say.money(reward.cost_minor, self.currency)
        return f"{line} ({self.say.t('cost: {amount}', amount=cost)})"

    def change(self, change: Difference) -> str:
        """Write what a rule was and what it becomes."""
        old, new = (self._side(change.what, value) for value in (change.old, change.new))
        return f"{figure_name(self.say, change.what)}: {old} → {new}"

    def _side(self, what: str, value: Rate | Reward | None) -> str:
        if isinstance(value, Reward):
            return self.reward(value)
        return self.say.t("none") if what == "reward" else self.value(what, value)


def wording(turn: Turn, shop: Shop) -> Wording:
    """Write a shop's rules for the person who asks."""
    return Wording(turn.words, shop.unit, shop.currency)


def question(turn: Turn, name: str, currency: str) -> str:
    """Ask for a figure's new value."""
    example = turn.words.amount_example(currency)
    unit = turn.words.money(minor_per_unit(currency), currency)
    questions = {
        "head_start": turn.t("How many does a new card begin with? Type a number; 0 for none."),
        "cooldown_minutes": turn.t("How many minutes between two visits? Type a number; 0 for none."),
        "max_per_visit": turn.t("How many can one visit give at most? Type a number."),
        "max_per_day": turn.t("How many can one day give at most? Type a number."),
        "voucher_days": turn.t("For how many days can a reward wait? Type a number."),
        "idle_days": turn.t("After how many days without a visit does a card expire? Type a number."),
        "points_per_unit": turn.t(
            "How many points for each {amount}? Type a number, or 1/100 for one point for each hundred.",
            amount=unit,
        ),
        "min_spend_minor": turn.t(
            "From which amount on are there points? Type it, for example {example}", example=example
        ),
        TOKEN_MINUTES: turn.t("For how many minutes does a customer's code work? Type a number."),
    }
    text = questions[name]
    return f"{text} {turn.t('0 means no limit.')}" if name in OPTIONAL else text


def invalid(why: Invalid, write: Wording) -> str:
    """Say why rules can't be like that, and what would do."""
    say, most = write.say, write.say.number(why.most)
    texts = {
        "no_reward": say.t("A card needs at least one reward."),
        "too_many_rewards": say.tn(
            "A shop can have {n} reward.", "A shop can have {n} rewards at most.", why.most
        ),
        "reward_text": say.tn(
            "Describe a reward in {n} letter.", "Describe a reward in at most {n} letters.", why.most
        ),
        "reward_place": say.t("That number does not fit: stamps go up to {most}.", most=most),
        "reward_price": say.t("That number does not fit: a reward costs {most} points at most.", most=most),
        "reward_twice": say.t("Two rewards can't be at the same stamp."),
        "head_start": say.t("The head start must be smaller than the card."),
        "limit": _limit(why, write),
    }
    return texts[why.why]


def _limit(why: Invalid, write: Wording) -> str:
    name = "min_spend_minor" if why.at == "min_spend" else why.at
    return write.say.t(
        "{name}: that number does not fit, the most is {most}.",
        name=figure_name(write.say, name),
        most=write.value(name, why.most),
    )
