"""Whose customers came a second time: seen by owners, and by all staff where an owner says so."""

from actions.access import NotAllowed
from actions.shop import league as actions
from actions.shop.league import League
from actions.shop.switches import switch
from bot.beside import Beside, beside
from bot.turn import Choice, Reply, Turn, in_shop
from bot.whence import way_back
from loyalty.roles import Role
from words.shop.league import league_lines


@beside
def league(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show the league."""
    place = in_shop(turn, Role.CASHIER, "league", arg)
    if isinstance(place, Reply):
        return place
    return _told(turn, actions.see_league(turn.tx, turn.actor, place.shop.id, now=turn.now))


def league_open(turn: Turn, arg: str) -> Beside[Reply | list[Reply]]:
    """Show the league to staff from now on, or to owners alone."""
    shop_id, _, on = arg.partition(":")
    switch(turn.tx, turn.actor, int(shop_id), "league_open", on=on == "on", now=turn.now)
    return league(turn, shop_id)


def _told(turn: Turn, seen: League | NotAllowed) -> Reply:
    if isinstance(seen, NotAllowed):
        return Reply(turn.t("Only the shop's owner sees that, unless they show it to staff."))
    text, shop_id = "\n".join(league_lines(seen, turn.words)), str(seen.shop.id)
    if not seen.for_owner:
        return Reply(text, ((Choice(turn.t("← My own figures"), "mine", shop_id),),))
    rows = []
    if any(one.doubted for one in seen.standings):
        rows.append((Choice(turn.t("🔎 Worth a look"), "checks", shop_id),))
    if seen.shop.league_open:
        rows.append((Choice(turn.t("Keep it to owners"), "leagueopen", f"{shop_id}:off"),))
    else:
        rows.append((Choice(turn.t("Show it to staff too"), "leagueopen", f"{shop_id}:on"),))
    back = way_back(turn, seen.shop.id, Choice(turn.t("← Staff"), "staff", shop_id), "mine")
    return Reply(text, (*rows, (back,)))
