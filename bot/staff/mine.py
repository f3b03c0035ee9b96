"""What who asks booked themselves."""

from actions.till.own_figures import own_figures_of
from actions.till.scan_outcome import NotStaff
from bot.beside import beside
from bot.turn import Choice, Reply, Turn, in_shop
from bot.whence import passed
from loyalty.roles import Role
from words.till.own_figures import own_lines


@beside
def mine(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /mine: the own figures of today and of this month."""
    place = in_shop(turn, Role.CASHIER, "mine", arg)
    if isinstance(place, Reply):
        return place
    found = own_figures_of(turn.tx, turn.actor, place.shop.id, now=turn.now)
    if isinstance(found, NotStaff):
        return Reply(turn.t("That is for the shop's staff. Ask the owner to invite you."))
    passed(turn, found.shop.id, "mine", str(found.shop.id))
    league = Choice(turn.t("🏅 Whose customers come again"), "league", str(found.shop.id))
    rows = ((league,),) if found.shop.league_open else ()
    return Reply("\n".join(own_lines(found, turn.words)), rows)
