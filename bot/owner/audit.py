"""The audit: the newest changes, and older ones by a tap."""

from actions.access import NotAllowed
from actions.shop.audit import see_audit
from bot.beside import beside
from bot.owner.places import not_allowed, place_for, split
from bot.turn import Choice, Reply, Turn
from loyalty.roles import Role
from words.shop.audit import word_change

_LONGEST = 250  # fifteen lines must fit into one message


@beside
def audit(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /audit: the newest changes, and older ones by a tap."""
    place = place_for(turn, Role.OWNER, "audit", arg)
    if isinstance(place, Reply):
        return place
    before = split(arg)[1]
    page = see_audit(turn.tx, turn.actor, place.shop.id, before=int(before) if before.isdecimal() else None)
    if isinstance(page, NotAllowed):
        return not_allowed(turn)
    lines = [turn.t("{shop}: who changed what", shop=page.shop.name)]
    lines += [
        f"· {word_change(change, page, turn.words, now=turn.now)}"[:_LONGEST] for change in page.changes
    ]
    older = Choice(turn.t("Older"), "audit", f"{page.shop.id}:{page.older}")
    return Reply("\n".join(lines), ((older,),) if page.older else ())
