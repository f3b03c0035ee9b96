"""What the month brings and costs, in words: for the whole shop, or for one of its branches."""

from actions.access import NotAllowed
from actions.shop.branches import NoBranch
from actions.shop.money import Money, shop_money
from bot.beside import beside
from bot.owner.places import not_allowed, place_for, split
from bot.turn import Choice, Reply, Turn
from loyalty.roles import Role
from words.shop.money import money_lines


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


def _rows(turn: Turn, found: Money) -> tuple[tuple[Choice, ...], ...]:
    """Offer the whole shop and each of its branches, but what is seen already."""
    shop, seen = found.shop.id, found.branch.id if found.branch else None
    whole = ((Choice(turn.t("💶 The whole shop"), "money", str(shop)),),) if seen else ()
    branches = tuple(
        (Choice(f"📍 {one.name}", "money", f"{shop}:{one.id}"),) for one in found.branches if one.id != seen
    )
    again = Choice(turn.t("🔄 Again"), "money", f"{shop}:{seen or ''}")
    return (*whole, *branches, (again, Choice(turn.t("📊 How is business?"), "stats", str(shop))))
