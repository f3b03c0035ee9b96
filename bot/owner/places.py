"""Which shop and which of its programmes an owner's word is about, and what others hear who say it."""

from actions.access import NotAllowed
from actions.people.identify import Workplace
from actions.shop.programme import CurrentRules, NoSuchProgramme, see_rules
from bot.turn import Choice, Reply, Turn, in_shop
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


def owns(turn: Turn, shop_id: int) -> bool:
    """Say whether this person owns a shop: who manages it is shown no button that only its owner may use."""
    return any(place.shop.id == shop_id for place in turn.workplaces(Role.OWNER))


def split(arg: str) -> tuple[int, str]:
    """Part a button's argument "shop:rest"."""
    shop, _, rest = arg.partition(":")
    return (int(shop) if shop.isdecimal() else 0), rest


def split_branch(arg: str) -> tuple[int, int | None]:
    """Part a button's argument "shop:branch"; None: the whole shop."""
    shop, branch = split(arg)
    return shop, int(branch) if branch.isdecimal() else None


def of_branch(shop_id: int, branch_id: int | None) -> str:
    """Name a shop or one of its branches, as `split_branch` reads it."""
    return f"{shop_id}:{branch_id}" if branch_id else str(shop_id)


def split_programme(arg: str) -> tuple[int, int | None, str]:
    """Part a button's argument "shop.programme:rest"; where a shop has one programme, none is named."""
    place, _, rest = arg.partition(":")
    shop, _, programme = place.partition(".")
    return split(shop)[0], int(programme) if programme.isdecimal() else None, rest


def programme_key(seen: CurrentRules) -> str:
    """Name a shop and, where it has several, its programme, as `split_programme` reads it."""
    one = len(seen.programmes) == 1
    return str(seen.shop.id) if one else f"{seen.shop.id}.{seen.version.programme_id}"


def rules_for(turn: Turn, shop_id: int, programme_id: int | None) -> CurrentRules | Reply:
    """Find the rules that an owner's button is about, or the answer where there are none for them."""
    match see_rules(turn.tx, turn.actor, shop_id, programme_id):
        case NotAllowed():
            return not_allowed(turn)
        case NoSuchProgramme():
            return gone(turn, shop_id)
        case seen:
            return seen


def no_branch(turn: Turn, shop_id: int, back: Choice | None = None) -> Reply:
    """Say that a branch was closed since the button was shown, and lead to the month of the whole shop or where it says."""
    back = back or Choice(turn.t("💶 The whole shop"), "money", str(shop_id))
    return Reply(turn.t("This branch is not there any more."), ((back,),))


def gone(turn: Turn, shop_id: int) -> Reply:
    """Say that a programme was taken away since the button was shown."""
    back = Choice(turn.t("← Rules"), "programme", str(shop_id))
    return Reply(turn.t("This card is not there any more: it was taken away."), ((back,),))
