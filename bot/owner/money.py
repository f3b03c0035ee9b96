"""What the month brings and costs, for the whole shop or one of its branches, and what the shop has promised."""

from actions.access import NotAllowed
from actions.shop.branches import NoBranch
from actions.shop.money import Money, shop_money
from actions.shop.promise import Promise, shop_promise
from actions.shop.redemptions import Weather, redemption_weather
from actions.shop.reward_uses import RewardUses, see_reward_uses
from bot.beside import beside
from bot.owner.places import not_allowed, place_for, split
from bot.turn import Choice, Reply, Turn
from loyalty.roles import Role
from words.shop.money import money_lines
from words.shop.promise import promise_lines
from words.shop.redemptions import weather_lines
from words.shop.reward_uses import reward_uses_lines


@beside
def money(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /money."""
    place = place_for(turn, Role.MANAGER, "money", arg)
    if isinstance(place, Reply):
        return place
    branch = split(arg)[1]
    found = shop_money(
        turn.tx, turn.actor, place.shop.id, int(branch) if branch.isdecimal() else None, now=turn.now
    )
    match found:
        case NotAllowed():
            return not_allowed(turn, Role.MANAGER)
        case NoBranch():
            back = Choice(turn.t("💶 The whole shop"), "money", str(place.shop.id))
            return Reply(turn.t("This branch is not there any more."), ((back,),))
        case Money():
            return Reply("\n".join(money_lines(found, turn.words)), _rows(turn, found))


@beside
def promised(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say what is open in a shop, and what of it is likely to come."""
    place = place_for(turn, Role.MANAGER, "promised", arg)
    if isinstance(place, Reply):
        return place
    found = shop_promise(turn.tx, turn.actor, place.shop.id, now=turn.now)
    if not isinstance(found, Promise):
        return not_allowed(turn, Role.MANAGER)
    back = Choice(turn.t("← The month"), "money", str(place.shop.id))
    return Reply("\n".join(promise_lines(found, turn.words)), ((back,),))


@beside
def chosen(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say which rewards are chosen, and which lie there."""
    place = place_for(turn, Role.MANAGER, "chosen", arg)
    if isinstance(place, Reply):
        return place
    found = see_reward_uses(turn.tx, turn.actor, place.shop.id, now=turn.now)
    if not isinstance(found, RewardUses):
        return not_allowed(turn, Role.MANAGER)
    back = Choice(turn.t("← The month"), "money", str(place.shop.id))
    return Reply("\n".join(reward_uses_lines(found, turn.words)), ((back,),))


@beside
def weather(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say how many rewards will be asked for in the coming fortnight."""
    place = place_for(turn, Role.MANAGER, "weather", arg)
    if isinstance(place, Reply):
        return place
    found = redemption_weather(turn.tx, turn.actor, place.shop.id, now=turn.now)
    if not isinstance(found, Weather):
        return not_allowed(turn, Role.MANAGER)
    back = Choice(turn.t("← The month"), "money", str(place.shop.id))
    return Reply("\n".join(weather_lines(found, turn.words)), ((back,),))


def _rows(turn: Turn, found: Money) -> tuple[tuple[Choice, ...], ...]:
    """Offer the whole shop and each of its branches, but what is seen already."""
    shop, seen = found.shop.id, found.branch.id if found.branch else None
    whole = ((Choice(turn.t("💶 The whole shop"), "money", str(shop)),),) if seen else ()
    branches = tuple(
        (Choice(f"📍 {one.name}", "money", f"{shop}:{one.id}"),) for one in found.branches if one.id != seen
    )
    again = Choice(turn.t("🔄 Again"), "money", f"{shop}:{seen or ''}")
    promised = Choice(turn.t("🎟 What is promised"), "promised", str(shop))
    chosen = Choice(turn.t("🎁 Which rewards are chosen"), "chosen", str(shop))
    weather = Choice(turn.t("🌦 The coming fortnight"), "weather", str(shop))
    return (
        *whole,
        *branches,
        (promised,),
        (weather,),
        (chosen,),
        (again, Choice(turn.t("📊 How is business?"), "stats", str(shop))),
    )
