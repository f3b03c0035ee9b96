"""Who works here: seen, promoted, posted to a branch, let go."""

from actions.access import NotAllowed
from actions.shop import team
from actions.shop.invitations import withdraw_invitations
from actions.shop.switches import switch
from actions.shop.team import Changed, Colleague, LastOwner, NotThere, Team, TeamOutcome
from bot.owner.places import not_allowed, place_for, split
from bot.turn import Choice, Reply, Turn
from bot.whence import passed
from loyalty.roles import Role
from words.shop.roles import role_name


def staff(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /staff: everybody with role, branch and this week's visits."""
    place = place_for(turn, Role.OWNER, "staff", arg)
    if isinstance(place, Reply):
        return place
    found = team.see_team(turn.tx, turn.actor, place.shop.id, now=turn.now)
    return not_allowed(turn) if isinstance(found, NotAllowed) else _list(turn, found)


def _list(turn: Turn, found: Team) -> Reply:
    shop = str(found.shop.id)
    passed(turn, found.shop.id, "staff", shop)
    rows = [(Choice(_name(turn, one), "member", f"{shop}:{one.member.id}"),) for one in found.colleagues]
    last = (
        Choice(turn.t("➕ Invite staff"), "invite", shop),
        Choice(turn.t("📍 Branches"), "branches", shop),
    )
    says = (
        turn.t("💬 Suggested sentences: on") if found.shop.suggests else turn.t("💬 Suggested sentences: off")
    )
    till = (
        (Choice(turn.t("🏅 Whose customers come again"), "league", shop),),
        (Choice(says, "tillsays", f"{shop}:{'off' if found.shop.suggests else 'on'}"),),
    )
    head = turn.t("Who works at {shop}:", shop=found.shop.name)
    lines = [f"· {_line(turn, one)}" for one in found.colleagues]
    if found.invited:
        label = turn.t("✖ Withdraw open invitations: {n}", n=turn.words.number(found.invited))
        rows.append((Choice(label, "uninvite", shop),))
    foot = turn.t("Tap a name to change something.")
    return Reply("\n".join([head, *lines, foot]), (*rows, last, *till))


def till_says(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Let the till suggest a sentence after a scan, or say nothing of the kind."""
    shop_id, on = split(arg)
    if isinstance(switch(turn.tx, turn.actor, shop_id, "suggests", on=on == "on", now=turn.now), NotAllowed):
        return not_allowed(turn)
    if on == "on":
        told = turn.t(
            "After a scan, cashiers read one sentence that they may say: never more, and often none."
        )
    else:
        told = turn.t("After a scan, no sentence is suggested any more.")
    return Reply(told, _back(turn, shop_id))


def uninvite(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Let every invitation that nobody has followed yet lead nowhere."""
    shop_id = split(arg)[0]
    if isinstance(withdraw_invitations(turn.tx, turn.actor, shop_id, now=turn.now), NotAllowed):
        return not_allowed(turn)
    said = turn.t(
        "No link that was sent before makes anybody staff any more. To invite somebody, make a new one."
    )
    return Reply(said, ((Choice(turn.t("← Staff"), "staff", str(shop_id)),),))


def _name(turn: Turn, one: Colleague) -> str:
    return one.member.name or turn.t("(no name)")


def _line(turn: Turn, one: Colleague) -> str:
    parts = [_name(turn, one), role_name(one.member.role, turn.words)]
    if one.branch:
        parts.append(one.branch.name)
    parts.append(turn.tn("{n} visit this week", "{n} visits this week", one.visits))
    return " · ".join(parts)


def member(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show one member and what can be changed."""
    shop_id, rest = split(arg)
    found = team.see_team(turn.tx, turn.actor, shop_id, now=turn.now)
    if isinstance(found, NotAllowed):
        return not_allowed(turn)
    one = found.colleague(int(rest))
    if one is None:
        return _gone(turn)
    about = f"{shop_id}:{one.member.id}"
    labels = {
        Role.CASHIER: turn.t("Make cashier"),
        Role.MANAGER: turn.t("Make manager"),
        Role.OWNER: turn.t("Make owner"),
    }
    roles = tuple(
        Choice(label, "role", f"{about}:{role}") for role, label in labels.items() if role != one.member.role
    )
    rows = [] if one.member.is_till else [roles]
    if found.branches:
        rows.append((Choice(turn.t("📍 Change branch"), "posting", about),))
    rows.append((Choice(turn.t("Remove from staff"), "dismiss", about),))
    rows.append((Choice(turn.t("← Staff"), "staff", str(shop_id)),))
    return Reply(_line(turn, one), tuple(rows))


def role(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Give a member another role; an owner is made, and unmade, only when that was said twice."""
    shop_id, member_id, asked = _three(arg)
    new, _, sure = asked.partition(":")
    asking = None if sure else _ask_first(turn, shop_id, member_id, Role(new))
    if asking:
        return asking
    outcome = team.change_role(turn.tx, turn.actor, shop_id, member_id, Role(new), now=turn.now)
    if not isinstance(outcome, Changed):
        return _refused(turn, outcome)
    turn.menu_changed = outcome.member.is_person(turn.person_id)
    return Reply(
        turn.t(
            "{name} is {role} now.", name=outcome.member.name, role=role_name(outcome.member.role, turn.words)
        ),
        _back(turn, shop_id),
        in_place=True,
    )


def _ask_first(turn: Turn, shop_id: int, member_id: int, new: Role) -> Reply | None:
    """Say what it means to make an owner, or to be one no more; None where neither is asked for."""
    found = team.see_team(turn.tx, turn.actor, shop_id, now=turn.now)
    if isinstance(found, NotAllowed):
        return not_allowed(turn)
    one = found.colleague(member_id)
    if one is None or Role.OWNER not in (new, one.member.role):
        return None
    if new != Role.OWNER and sum(each.member.role == Role.OWNER for each in found.colleagues) == 1:
        return None  # the only one stays, and is told so
    label = turn.t("Yes, make owner") if new == Role.OWNER else turn.t("Yes, change it")
    yes = Choice(label, "role", f"{shop_id}:{member_id}:{new}:yes")
    turn.wait_for("yes", yes=yes)
    return Reply(_meaning(turn, one, new), ((yes, Choice(turn.t("No, keep"), "staff", str(shop_id))),))


def _meaning(turn: Turn, one: Colleague, new: Role) -> str:
    if new == Role.OWNER:
        return turn.t(
            "Make {name} an owner? They may then do all that you may: change the rules and the rewards, write to "
            "customers, take the lists home, and remove anybody from the staff, you too.",
            name=_name(turn, one),
        )
    if one.member.is_person(turn.person_id):
        return turn.t(
            "You are an owner. As {role} you can't change anything here any more; only another owner can make you "
            "owner again. Go on?",
            role=role_name(new, turn.words),
        )
    return turn.t(
        "{name} is an owner. As {role} they can't change anything here any more, until an owner makes them owner "
        "again. Go on?",
        name=_name(turn, one),
        role=role_name(new, turn.words),
    )


def posting(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask for which branch a member stamps, or set it."""
    shop_id, member_id, branch = _three(arg)
    found = team.see_team(turn.tx, turn.actor, shop_id, now=turn.now)
    if isinstance(found, NotAllowed):
        return not_allowed(turn)
    if not branch:
        rows = [
            (Choice(place.name, "posting", f"{shop_id}:{member_id}:{place.id}"),) for place in found.branches
        ]
        rows.append((Choice(turn.t("No branch"), "posting", f"{shop_id}:{member_id}:0"),))
        return Reply(turn.t("For which branch?"), tuple(rows))
    outcome = team.change_branch(turn.tx, turn.actor, shop_id, member_id, int(branch) or None, now=turn.now)
    if not isinstance(outcome, Changed):
        return _refused(turn, outcome)
    return staff(turn, str(shop_id))


def dismiss(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Let a member go, once the owner has said so twice."""
    shop_id, member_id, sure = _three(arg)
    if not sure:
        found = team.see_team(turn.tx, turn.actor, shop_id, now=turn.now)
        one = found.colleague(member_id) if isinstance(found, Team) else None
        if one is None:
            return _gone(turn) if isinstance(found, Team) else not_allowed(turn)
        yes = Choice(turn.t("Yes, remove"), "dismiss", f"{shop_id}:{member_id}:yes")
        turn.wait_for("yes", yes=yes)
        keep = Choice(turn.t("No, keep"), "staff", str(shop_id))
        text = turn.t(
            "Remove {name}? They can't stamp any more; what they booked stays.", name=_name(turn, one)
        )
        return Reply(text, ((yes, keep),))
    outcome = team.remove_member(turn.tx, turn.actor, shop_id, member_id, now=turn.now)
    if not isinstance(outcome, Changed):
        return _refused(turn, outcome)
    turn.menu_changed = outcome.member.is_person(turn.person_id)
    text = turn.t("{name} is not on the staff any more.", name=outcome.member.name)
    return Reply(text, _back(turn, shop_id), in_place=True)


def _refused(turn: Turn, outcome: TeamOutcome) -> Reply:
    match outcome:
        case LastOwner():
            return Reply(turn.t("A shop needs an owner. Make somebody else owner first."))
        case NotThere():
            return _gone(turn)
        case _:
            return not_allowed(turn)


def _gone(turn: Turn) -> Reply:
    return Reply(turn.t("That is not there any more."))


def _back(turn: Turn, shop_id: int) -> tuple[tuple[Choice, ...], ...]:
    return ((Choice(turn.t("← Staff"), "staff", str(shop_id)),),)


def _three(arg: str) -> tuple[int, int, str]:
    shop, member_id, rest = (*arg.split(":", 2), "")[:3]
    return int(shop), int(member_id), rest
