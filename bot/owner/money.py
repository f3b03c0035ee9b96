"""What the month brings and costs, for the whole shop or one of its branches, and what stands beside it."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

from actions.access import NotAllowed
from actions.shop.branches import NoBranch
from actions.shop.customer_value import CustomerValues, customer_values
from actions.shop.money import Money, shop_money
from actions.shop.promise import shop_promise
from actions.shop.redemptions import redemption_weather
from actions.shop.reward_uses import see_reward_uses
from actions.tx import Tx
from bot.beside import beside
from bot.owner.places import no_branch, not_allowed, of_branch, place_for, split_branch
from bot.turn import Choice, Reply, Turn
from loyalty.actor import Actor
from loyalty.delivery.message_costs import NO_PRICES
from loyalty.roles import Role
from words.language import Words
from words.shop.customer_value import customer_value_lines
from words.shop.money import money_lines
from words.shop.promise import promise_lines
from words.shop.redemptions import weather_lines
from words.shop.reward_uses import reward_uses_lines

Found = TypeVar("Found")
Found_co = TypeVar("Found_co", covariant=True)


@beside
def money(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /money."""
    return month(turn, arg)


def month(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say how the month goes, of a shop or one of its branches."""
    place = place_for(turn, Role.MANAGER, "money", arg)
    if isinstance(place, Reply):
        return place
    found = shop_money(turn.tx, turn.actor, place.shop.id, split_branch(arg)[1], now=turn.now)
    match found:
        case NotAllowed():
            return not_allowed(turn, Role.MANAGER)
        case NoBranch():
            return no_branch(turn, place.shop.id)
        case Money():
            return Reply("\n".join(money_lines(found, turn.words)), _rows(turn, found))


@beside
def promised(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say what is open in a shop, and what of it is likely to come."""
    return _seen(turn, "promised", arg, shop_promise, promise_lines)


@beside
def chosen(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say which rewards are chosen, and which lie there."""
    return _seen(turn, "chosen", arg, see_reward_uses, reward_uses_lines)


@beside
def weather(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say how many rewards will be asked for in the coming fortnight."""
    return _seen(turn, "weather", arg, redemption_weather, weather_lines)


@beside
def lifetime(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say what a customer is worth, and what a new one or one who was won back costs."""
    prices = turn.billing.prices if turn.billing else NO_PRICES

    def lines(found: CustomerValues, words: Words) -> list[str]:
        return customer_value_lines(found, prices, words)

    return _seen(turn, "lifetime", arg, customer_values, lines)


class _Read(Protocol[Found_co]):
    """What reads something of a shop for its managers."""

    def __call__(self, tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> Found_co | NotAllowed:
        """Read it, or refuse to."""


def _seen(
    turn: Turn, verb: str, arg: str, read: _Read[Found], lines: Callable[[Found, Words], list[str]]
) -> Reply | list[Reply]:
    """Show what stands beside the month, with the way back to it."""
    place = place_for(turn, Role.MANAGER, verb, arg)
    if isinstance(place, Reply):
        return place
    found = read(turn.tx, turn.actor, place.shop.id, now=turn.now)
    if isinstance(found, NotAllowed):
        return not_allowed(turn, Role.MANAGER)
    back = Choice(turn.t("← The month"), "money", str(place.shop.id))
    return Reply("\n".join(lines(found, turn.words)), ((back,),))


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
    worth = Choice(turn.t("💎 What one is worth"), "lifetime", str(shop))
    total = Choice(turn.t("🧾 What the till took"), "tillask", of_branch(shop, seen))
    return (
        *whole,
        *branches,
        (promised,),
        (weather,),
        (chosen,),
        (worth,),
        (total,),
        (again, Choice(turn.t("📊 How is business?"), "stats", str(shop))),
    )
