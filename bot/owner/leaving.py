"""A shop that changes hands, or closes: what its owner does then, since no single tap does either."""

from bot.owner.places import place_for
from bot.turn import Choice, Reply, Turn
from loyalty.roles import Role


def leaving(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Lead an owner who sells the shop, or wants it closed, through what there is for that."""
    place = place_for(turn, Role.OWNER, "leaving", arg)
    if isinstance(place, Reply):
        return place
    shop = str(place.shop.id)
    sold = turn.t(
        "If {shop} gets a new owner: invite them as owner, the link is for them alone. Cards, customers and figures stay as "
        "they are, and the poster works on. They then take you off the staff under /staff.",
        shop=place.shop.name,
    )
    closed = turn.t(
        "If it closes: I can't close a shop, and the link on its poster goes on to make cards, so take it down. Tell customers "
        "with /broadcast until when they can fetch what they have, switch off under /campaigns what goes out by itself, and "
        "take the lists home with /export."
    )
    rows = (
        (Choice(turn.t("🔑 Invite the new owner"), "invite", f"{shop}:{Role.OWNER}"),),
        (Choice(turn.t("🎟 What is promised"), "promised", shop),),
        (Choice(turn.t("✉ Messages to customers"), "campaigns", shop),),
    )
    return Reply(f"{sold}\n\n{closed}", rows)
