"""What each kind of a shop's customers brings and costs, in words."""

from collections.abc import Iterator

from loyalty.customer_kinds import Quadrant
from loyalty.people.reward_money import NOTHING, USUAL_SHARE, RewardMoney
from loyalty.records import Shop
from words.campaigns.customer_kinds import list_name
from words.language import Words


def money_lines(shop: Shop, money: RewardMoney | None, say: Words) -> list[str]:
    """Say where the reward money goes, whether that is well, and how many butterflies became friends."""
    lines = [say.t("{shop}: where your reward money went in twelve months, as of last night", shop=shop.name)]
    if money is None:
        return [*lines, say.t("Not enough to tell yet who leaves you much: /customers says what is missing.")]
    for quadrant in list(Quadrant)[:4]:
        spent = money.by_quadrant.get(quadrant, NOTHING)
        figures = {
            "cost": say.money(spent.cost_minor, shop.currency),
            "share": say.percent(round(money.share(quadrant) / 10) * 10),
            "left": say.money(spent.left_minor, shop.currency),
        }
        lines.append(
            f"{list_name(quadrant, say)}: " + say.t("{cost} ({share}), and {left} was left", **figures)
        )
    if money.unpriced:
        lines.append(
            say.tn(
                "What {n} reward cost is not known: /rewards",
                "What {n} rewards cost is not known: /rewards",
                money.unpriced,
            )
        )
    if money.astray:
        lines.append(
            "⚠ "
            + say.t(
                "Most of it goes to those who leave you least: look at what rewards cost, /rewards, and at 🎛 How I treat them."
            )
        )
    return [*lines, *_grown(money, say)]


def _grown(money: RewardMoney, say: Words) -> Iterator[str]:
    if money.grown is not None:
        yield "🦋 " + say.tn(
            "{friends} of {n} butterfly became a true friend: {share}. In other shops about {usual} do: sell the others something while they are here.",
            "{friends} of {n} butterflies became true friends: {share}. In other shops about {usual} do: sell the others something while they are here.",
            money.butterflies,
            friends=say.number(money.became_friends),
            share=say.percent(round(money.grown / 10) * 10),
            usual=say.percent(USUAL_SHARE),
        )
