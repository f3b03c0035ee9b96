"""What a campaign's stamps or points are and cost, to its owner."""

from actions.shop.gift_costs import OnTheCard
from loyalty.records import Shop
from words.language import Words
from words.shop.sums import SumsWording
from words.units import programme_name


def word_on_the_card(found: OnTheCard, shop: Shop, say: Words) -> list[str]:
    """Say what is given, on which of several cards, and from where to where its cost may lie."""
    unit = found.version.programme.unit
    given = say.counted(unit, found.amount)
    if found.cost is None:
        cost = say.t("Each time {given}. I can't say yet what that costs you: see /calculator.", given=given)
    else:
        money = SumsWording(say, unit, shop.currency).money(found.cost)
        cost = say.t("Each time {given}, which cost you {cost}.", given=given, cost=money)
    where = say.t("It goes on this card: {programme}", programme=programme_name(found.version, say))
    return [f"· {cost}", *([f"· {where}"] if found.several else [])]
