"""Taking people on: a link that works once, and the same as a QR code."""

from actions.access import NotAllowed
from actions.allowances import TooOften
from actions.people.identify import Workplace
from actions.shop.branches import branches_of
from actions.shop.invitations import INVITE_DAYS, invite_by_owner
from bot.emblems import emblem_of
from bot.owner.places import not_allowed, place_for, split
from bot.pictures.specs import CodePicture
from bot.turn import Choice, Reply, Turn
from loyalty.roles import Role
from words.shop.roles import role_name
from words.waiting import once_more


def invite(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /invite: which role, which branch, and then the link."""
    place = place_for(turn, Role.OWNER, "invite", arg)
    if isinstance(place, Reply):
        return place
    shop_id = place.shop.id
    role, _, branch = split(arg)[1].partition(":")
    if role not in list(Role):
        return _which_role(turn, place)
    branches = branches_of(turn.tx, turn.actor, shop_id)
    if branches and not branch and role != Role.OWNER:
        rows = [(Choice(one.name, "invite", f"{shop_id}:{role}:{one.id}"),) for one in branches]
        rows.append((Choice(turn.t("No branch"), "invite", f"{shop_id}:{role}:0"),))
        return Reply(turn.t("For which branch?"), tuple(rows))
    made = invite_by_owner(
        turn.tx, turn.actor, shop_id, Role(role), branch_id=int(branch or 0) or None, now=turn.now
    )
    match made:
        case NotAllowed():
            return not_allowed(turn)
        case TooOften(until):
            return Reply(once_more(until, turn.words, now=turn.now))
        case token:
            return _link(turn, place, role, token)


def _which_role(turn: Turn, place: Workplace) -> Reply:
    labels = {
        Role.CASHIER: turn.t("Cashier: stamps and hands out rewards"),
        Role.MANAGER: turn.t("Manager: sees the figures too, and takes back anything"),
        Role.OWNER: turn.t("Owner: may do all that you may"),
    }
    rows = tuple((Choice(label, "invite", f"{place.shop.id}:{role}"),) for role, label in labels.items())
    return Reply(turn.t("Whom do you want to invite?"), rows)


def _link(turn: Turn, place: Workplace, role: str, token: str) -> Reply:
    link = turn.links.invite(token, place.shop.id)
    days = turn.tn("within {n} day", "within {n} days", INVITE_DAYS)
    text = turn.t(
        "Send this link to your colleague, or let them scan the code. It makes one person {role} "
        "at {shop}, once, {days}:\n{link}",
        role=role_name(role, turn.words),
        shop=place.shop.name,
        days=days,
        link=link,
    )
    picture = CodePicture(
        shop=place.shop.name,
        colour=place.shop.colour,
        headline=turn.t("Work with us"),
        qr=link,
        code="",
        hint=turn.t("Works once, {days}", days=days),
        emblem=emblem_of(place.shop),
    )
    return Reply(
        text, ((Choice(turn.t("➕ Invite another"), "invite", str(place.shop.id)),),), picture=picture
    )
