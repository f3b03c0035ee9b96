"""A shop's places: the owner adds them, everybody says where they stamp."""

from collections.abc import Sequence

from actions.shops import BadBranch, add_branch, branches_of
from actions.staff import NotAllowed
from actions.team import Changed, change_branch
from bot.owner.places import not_allowed, place_for, split
from bot.turn import Choice, Reply, Turn, in_shop
from loyalty.people import fold_name
from loyalty.records import Branch
from loyalty.staff import Role


def branches(turn: Turn, arg: str) -> Reply | list[Reply]:
    """List a shop's branches, and take the name of a new one."""
    place = place_for(turn, Role.OWNER, "branches", arg)
    if isinstance(place, Reply):
        return place
    turn.wait_for("branch_name", shop=place.shop.id)
    found = branches_of(turn.tx, turn.person_id, place.shop.id)
    lines = [f"· {branch.name}" for branch in found]
    head = (
        turn.t("{shop} has these branches:", shop=place.shop.name)
        if found
        else turn.t("{shop} has no branches: it is one place.", shop=place.shop.name)
    )
    return Reply(
        "\n".join([head, *lines, turn.t("To add one, type its name.")]),
        ((Choice(turn.t("← Staff"), "staff", str(place.shop.id)),),),
    )


def name_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Add the branch whose name was typed."""
    shop_id = int(turn.data["shop"])
    match add_branch(turn.tx, turn.person_id, shop_id, text, now=turn.now):
        case NotAllowed():
            return not_allowed(turn)
        case BadBranch("name"):
            return Reply(turn.t("That is no name. Type one that people can read."))
        case BadBranch():
            return Reply(turn.t("There is a branch of that name already. Type another one."))
        case _:
            return branches(turn, str(shop_id))


def branch(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Let a member say at which branch they stand."""
    place = in_shop(turn, Role.CASHIER, "branch", arg)
    if isinstance(place, Reply):
        return place
    found = branches_of(turn.tx, turn.person_id, place.shop.id)
    if not found:
        return Reply(turn.t("{shop} has no branches: it is one place.", shop=place.shop.name))
    chosen = split(arg)[1] or _named(found, arg)
    if not chosen:
        rows = tuple((Choice(one.name, "branch", f"{place.shop.id}:{one.id}"),) for one in found)
        return Reply(turn.t("Where are you today?"), rows)
    outcome = change_branch(
        turn.tx, turn.person_id, place.shop.id, place.member.id, int(chosen), now=turn.now
    )
    if not isinstance(outcome, Changed):
        return Reply(turn.t("That is not there any more."))
    name = next(one.name for one in found if one.id == outcome.member.branch_id)
    return Reply(turn.t("You stamp for {branch} now.", branch=name), in_place=True)


def _named(found: Sequence[Branch], typed: str) -> str:
    """Return the branch that somebody named: "/branch harbour"."""
    return next((str(one.id) for one in found if fold_name(one.name) == fold_name(typed.strip())), "")


def whereabouts(turn: Turn) -> tuple[tuple[Choice, ...], ...]:
    """Offer a change of branch for each workplace that has some; for the menu of staff."""
    rows = []
    for place in turn.visitor.workplaces:
        names = {one.id: one.name for one in branches_of(turn.tx, turn.person_id, place.shop.id)}
        if names:
            here = names.get(place.member.branch_id or 0, turn.t("no branch"))
            label = turn.t("📍 I'm at: {branch}", branch=here)
            rows.append((Choice(label, "branch", str(place.shop.id)),))
    return tuple(rows)
