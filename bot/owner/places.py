"""Which shop an owner's word is about, and what others hear who say it."""

from actions.people.identify import Workplace
from bot.turn import Reply, Turn, in_shop
from loyalty.roles import Role


def place_for(turn: Turn, role: Role, verb: str, arg: str) -> Workplace | Reply:
    """Find the shop, or the answer for somebody whose role is too low; the action checks the role again."""
    if turn.visitor.workplaces and not turn.workplaces(role):
        return not_allowed(turn, role)
    return in_shop(turn, role, verb, arg)


def not_allowed(turn: Turn, role: Role = Role.OWNER) -> Reply:
    """Say who may do this."""
    if role == Role.OWNER:
        return Reply(turn.t("Only the shop's owner can do that."))
    return Reply(turn.t("Only the shop's owner and managers can do that."))


def split(arg: str) -> tuple[int, str]:
    """Part a button's argument "shop:rest"."""
    shop, _, rest = arg.partition(":")
    return (int(shop) if shop.isdecimal() else 0), rest
