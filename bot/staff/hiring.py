"""A first day at work: the invitation, and a practice scan that takes a minute."""

from actions.allowances import TooOften
from actions.shop import invitations
from actions.shop.invitations import Hired, InviteGone, MayOpenShop
from bot.pictures.specs import CodePicture
from bot.turn import Choice, Reply, Turn
from loyalty.names import first_name
from loyalty.roles import Role
from words.shop.roles import role_name
from words.waiting import once_more

_PRACTICE_CODE = "PRACTICE"


def accept(turn: Turn, token: str) -> Reply | list[Reply]:
    """Follow an invitation link."""
    match invitations.accept_invite(turn.tx, turn.actor, token, now=turn.now):
        case InviteGone():
            return Reply(turn.t("This invitation was used or has run out. Ask for a new one."))
        case TooOften(until):
            return Reply(once_more(until, turn.words, now=turn.now))
        case MayOpenShop():
            return may_open(turn)
        case Hired(shop, member, _):
            turn.menu_changed = True
            welcome = Reply(
                turn.t("Welcome to {shop}, {name}! You are {role} now.", shop=shop.name,
                       name=first_name(turn.visitor.person.name), role=role_name(member.role, turn.words))
            )  # fmt: skip
            return [welcome, owner_start(turn, shop.id) if member.may(Role.OWNER) else practice(turn, "")]


def may_open(turn: Turn) -> Reply:
    """Greet somebody whom the operator invited to open a shop, until they have done so."""
    return Reply(
        turn.t("Welcome! You can open your shop now; it takes two minutes."),
        ((Choice(turn.t("🏪 Open my shop"), "newshop"),),),
    )


def owner_start(turn: Turn, shop_id: int) -> Reply:
    """Show a new owner the three first steps."""
    shop = str(shop_id)
    return Reply(
        turn.t(
            "Three steps and your card works:\n1. Print the poster and put it on the counter.\n"
            "2. Invite the people at the till.\n3. Try it: the practice scan takes a minute."
        ),
        (
            (Choice(turn.t("🖨 Poster"), "poster", shop), Choice(turn.t("➕ Invite staff"), "invite", shop)),
            (Choice(turn.t("🎓 Practice scan"), "practice"),),
        ),
    )


def practice(turn: Turn, _arg: str) -> Reply:
    """Begin the practice: a made-up customer shows a code."""
    return Reply(
        turn.t(
            "Let's practise, it takes a minute. This is the card of Pia, who doesn't exist. "
            "Scan it with another phone, send it to me as a photo, or tap the button."
        ),
        ((Choice(turn.t("📷 Scan Pia's code"), "practised", "scan"),),),
        picture=CodePicture(
            shop=turn.t("Practice"),
            colour="#5b6470",
            headline="Pia",
            qr=turn.links.of("t"),
            code=_PRACTICE_CODE,
            hint=turn.t("A card to practise on"),
        ),
    )


def practise_link(turn: Turn, _payload: str) -> Reply:
    """Follow the practice code, whichever way it was scanned."""
    return practised(turn, "scan")


def practised(turn: Turn, arg: str) -> Reply:
    """Answer a tap in the practice as at the till, and say what it would have done."""
    if arg == "undo":
        for place in turn.visitor.workplaces:
            invitations.practised(turn.tx, place.member.id, now=turn.now)
        return Reply(
            turn.t("Taken back. That's all: scan, and the rest is a tap. You are ready for real customers!"),
            ((Choice(turn.t("Done"), "home"),),),
        )
    if arg == "more":
        text = turn.t("Pia, 5 of 10 stamps ✔ stamped\nThat was one stamp more. Now tap Undo.")
    else:
        text = turn.t(
            "Pia, 4 of 10 stamps ✔ stamped\nThis is what you see after each scan. "
            "“+1” gives one more; try it, or tap Undo."
        )
    row = [Choice(turn.t("↩ Undo"), "practised", "undo")]
    if arg != "more":
        row.append(Choice(turn.t("+1"), "practised", "more"))
    return Reply(text, (tuple(row),), in_place=arg == "more")
