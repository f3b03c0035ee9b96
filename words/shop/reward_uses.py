"""Which rewards are chosen and which lie there, in words."""

from actions.shop.reward_uses import RewardUses
from actions.shop.stats import Rewards
from loyalty.records import Shop
from loyalty.shop.reward_uses import LOOKED_AT, RewardUse
from words.language import Words
from words.shop.business import cost_said


def reward_uses_lines(found: RewardUses, words: Words) -> list[str]:
    """Say of each reward how often it was had and used, the most chosen first."""
    head = words.t(
        "{shop}: the rewards of the last {days} days, the most chosen first",
        shop=found.shop.name, days=words.number(LOOKED_AT.days),
    )  # fmt: skip
    return [f"🎁 {head}", *(f"· {one.text}: {_use(one, found.shop, words)}" for one in found.uses)]


def _use(one: RewardUse, shop: Shop, words: Words) -> str:
    if not one.got:
        return words.t("lies there, nobody had it")
    said = [
        words.tn("had {n} time", "had {n} times", one.got),
        words.tn("{n} used", "{n} used", one.used) + _share(one, words) + cost_said(_used(one), shop, words),
    ]
    if one.ran_out:
        said.append(words.tn("{n} ran out", "{n} ran out", one.ran_out))
    if one.waits:
        said.append(words.tn("{n} waits", "{n} wait", one.waits))
    return ", ".join(said)


def _used(one: RewardUse) -> Rewards:
    return Rewards(one.used, one.cost_minor, one.unpriced)


def _share(one: RewardUse, words: Words) -> str:
    """Say which share was used, once some ran out: before that it is all of them."""
    share = one.used_permille
    return "" if share is None or not one.ran_out else f" ({words.percent(share)})"
