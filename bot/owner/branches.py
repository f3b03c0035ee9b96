"""A shop's places: the owner adds, renames and closes them, everybody says where they stamp."""

from collections.abc import Sequence

from actions.access import NotAllowed
from actions.shop import branches as places
from actions.shop.branches import BadBranch, NoBranch, StaffedBranch, branches_of
from actions.shop.team import Changed, change_branch
from bot.legible import shortened
from bot.owner.places import not_allowed, place_for, split
from bot.turn import Choice, Reply, Turn, in_shop
from bot.whence import way_back
from loyalty.names import fold_name
from loyalty.records import Branch
from loyalty.roles import Role


def branches(turn: Turn, arg: str) -> Reply | list[Reply]:
    """List a shop's branches, each a button to change it."""
    place = place_for(turn, Role.OWNER, "branches", arg)
    return place if isinstance(place, Reply) else _list(turn, place.shop.id)


def _list(turn: Turn, shop_id: int, note: str = "") -> Reply:
    shop = next(place.shop for place in turn.visitor.workplaces if place.shop.id == shop_id)
    found = branches_of(turn.tx, turn.actor, shop_id)
    head = (
        turn.t("{shop} has these branches:", shop=shop.name)
        if found
        else turn.t("{shop} has no branches: it is one place.", shop=shop.name)
    )
    rows = [(Choice(turn.t("✏ {branch}", branch=one.name), "place", f"{shop_id}:{one.id}"),) for one in found]
    add = Choice(turn.t("➕ Add a branch"), "placename", f"{shop_id}:0")
    back = way_back(turn, shop_id, Choice(turn.t("← Staff"), "staff", str(shop_id)), "programme")
    lines = [*([note] if note else []), head, *(f"· {one.name}" for one in found)]
    return Reply("\n".join(lines), (*rows, (add,), (back,)))


def place(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show one branch and what can be changed about it."""
    shop_id, branch_id = split(arg)
    match places.see_branch(turn.tx, turn.actor, shop_id, int(branch_id)):
        case NotAllowed():
            return not_allowed(turn)
        case NoBranch():
            return _gone(turn, shop_id)
        case StaffedBranch(found, staff):
            return Reply(
                f"{found.name} · {_staff(turn, staff)}",
                (
                    (
                        Choice(turn.t("Rename"), "placename", arg),
                        Choice(turn.t("Close branch"), "placeclose", arg),
                    ),
                    (Choice(turn.t("← Branches"), "branches", str(shop_id)),),
                ),
            )


def _staff(turn: Turn, n: int) -> str:
    return turn.tn("{n} colleague stamps there", "{n} colleagues stamp there", n)


def ask_name(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask for the name of a new branch, or a new one for a branch."""
    shop_id, branch_id = split(arg)
    turn.wait_for("branch_name", shop=shop_id, branch=int(branch_id))
    cancel = Choice(turn.t("✖ Cancel"), "branches", str(shop_id))
    return Reply(turn.t("What is the branch called? Type its name."), ((cancel,),))


def name_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Add the branch whose name was typed, or call one so."""
    shop_id, branch_id = int(turn.data["shop"]), int(turn.data.get("branch", 0))
    outcome = (
        places.rename_branch(turn.tx, turn.actor, shop_id, branch_id, text, now=turn.now)
        if branch_id
        else places.add_branch(turn.tx, turn.actor, shop_id, text, now=turn.now)
    )
    cancel = ((Choice(turn.t("✖ Cancel"), "branches", str(shop_id)),),)
    match outcome:
        case NotAllowed():
            return not_allowed(turn)
        case NoBranch():
            return _gone(turn, shop_id)
        case BadBranch("name"):
            return Reply(turn.t("That is no name. Type one that people can read."), cancel)
        case BadBranch():
            return Reply(turn.t("There is a branch of that name already. Type another one."), cancel)
        case _:
            turn.stop_waiting()
            done = (turn.t("✔ Done."), shortened(turn.words, text))
            return _list(turn, shop_id, " ".join(filter(None, done)) + "\n")


def close(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Close a branch, once the owner has read what that means."""
    shop_id, rest = split(arg)
    branch_id, _, sure = rest.partition(":")
    found = (
        places.close_branch(turn.tx, turn.actor, shop_id, int(branch_id), now=turn.now)
        if sure
        else places.see_branch(turn.tx, turn.actor, shop_id, int(branch_id))
    )
    match found:
        case NotAllowed():
            return not_allowed(turn)
        case NoBranch():
            return _gone(turn, shop_id)
        case StaffedBranch(closed, _) if sure:
            turn.stop_waiting()
            return _list(turn, shop_id, turn.t("{branch} is closed.", branch=closed.name) + "\n")
        case StaffedBranch(closing, staff):
            yes = Choice(turn.t("Yes, close it"), "placeclose", f"{arg}:yes")
            turn.wait_for("yes", yes=yes)
            text = turn.t(
                "Close {branch}? {staff}; from then on for no branch, until they choose one. What was booked there "
                "stays in the figures and the files under its name; targets of its own go.",
                branch=closing.name,
                staff=_staff(turn, staff),
            )
            return Reply(text, ((yes, Choice(turn.t("No, keep"), "branches", str(shop_id))),))


def _gone(turn: Turn, shop_id: int) -> Reply:
    return _list(turn, shop_id, turn.t("That is not there any more."))


def branch(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Let a member say at which branch they stand."""
    place = in_shop(turn, Role.CASHIER, "branch", arg)
    if isinstance(place, Reply):
        return place
    found = branches_of(turn.tx, turn.actor, place.shop.id)
    if not found:
        add = Choice(turn.t("➕ Add a branch"), "placename", f"{place.shop.id}:0")
        text = turn.t("{shop} has no branches: it is one place.", shop=place.shop.name)
        return Reply(text, ((add,),) if place.member.may(Role.OWNER) else ())
    chosen = split(arg)[1] or _named(found, arg)
    if not chosen:
        rows = tuple((Choice(one.name, "branch", f"{place.shop.id}:{one.id}"),) for one in found)
        return Reply(turn.t("Where are you today?"), rows)
    outcome = change_branch(turn.tx, turn.actor, place.shop.id, place.member.id, int(chosen), now=turn.now)
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
        names = {one.id: one.name for one in branches_of(turn.tx, turn.actor, place.shop.id)}
        if names:
            here = names.get(place.member.branch_id or 0, turn.t("no branch"))
            label = turn.t("📍 I'm at: {branch}", branch=here)
            rows.append((Choice(label, "branch", str(place.shop.id)),))
    return tuple(rows)
