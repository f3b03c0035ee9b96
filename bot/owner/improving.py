"""You said, we did: letters are chosen with a tap, what came of them is typed, and who wrote them hears of it."""

from dataclasses import replace

from actions.access import NotAllowed
from actions.allowances import TooOften
from actions.people import improvements as actions
from actions.people.improvements import MOST_CHOSEN, ImprovementTold, NothingChosen
from actions.people.inbox import PAGE
from actions.people.letters import BadText
from bot.owner.inbox import too_long
from bot.owner.places import not_allowed, place_for, split
from bot.turn import Choice, Reply, Turn
from loyalty.roles import Role
from words.people.letters import letter_label
from words.waiting import once_more

STEP = "improvement"


def improve(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask which letters it is about."""
    place = place_for(turn, Role.OWNER, "improve", arg)
    if isinstance(place, Reply):
        return place
    return _choose(turn, place.shop.id, frozenset(), "")


def pick(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Choose a letter, or leave it out again; or turn the page."""
    shop_id, rest = split(arg)
    what, _, before = rest.partition(":")
    chosen = _chosen(turn) ^ ({int(what)} if what else set())
    return replace(_choose(turn, shop_id, frozenset(chosen), before), in_place=True)


def _chosen(turn: Turn) -> frozenset[int]:
    return frozenset(int(one) for one in str(turn.data.get("letters") or "").split(",") if one)


def _choose(turn: Turn, shop_id: int, chosen: frozenset[int], before: str) -> Reply:
    found = actions.unimproved_letters(turn.tx, turn.actor, shop_id, before=int(before) if before else None)
    if isinstance(found, NotAllowed):
        return not_allowed(turn)
    back = (Choice(turn.t("← Inbox"), "inbox", str(shop_id)),)
    if not found and not chosen:
        return Reply(turn.t("There is no letter of which something could have come."), (back,))
    full = len(chosen) >= MOST_CHOSEN
    turn.wait_for(STEP, shop=shop_id, letters=",".join(map(str, sorted(chosen))))
    rows = [
        (
            Choice(
                f"{'☑' if one.id in chosen else '☐'} {letter_label(one, turn.words)}",
                "improvepick",
                f"{shop_id}:{one.id}:{before}",
            ),
        )
        for one in found[:PAGE]
        if one.id in chosen or not full
    ]
    if len(found) > PAGE:
        rows.append((Choice(turn.t("Older"), "improvepick", f"{shop_id}::{found[PAGE - 1].id}"),))
    return Reply(_asking(turn, len(chosen)), (*rows, back))


def _asking(turn: Turn, chosen: int) -> str:
    lines = [
        turn.t("You said, we did: tap the letters of which something came. Their writers hear of it once.")
    ]
    if chosen:
        lines.append(
            turn.tn(
                "{n} letter is chosen. Now type in a sentence what you changed.",
                "{n} letters are chosen. Now type in a sentence what you changed.",
                chosen,
            )
        )
    return "\n".join(lines)


def typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Show what would be said, before anybody hears it."""
    shop_id, chosen = int(turn.data["shop"]), _chosen(turn)
    if not chosen:
        turn.wait_for(STEP, shop=shop_id, letters="")
        return Reply(turn.t("Tap a letter first: who wrote it is told."))
    if len(text.strip()) > actions.MOST_LETTERS:
        return too_long(turn, actions.MOST_LETTERS)
    yes = Choice(turn.t("✔ Tell them"), "improvetell", str(shop_id))
    turn.wait_for(STEP, yes=yes, shop=shop_id, letters=",".join(map(str, sorted(chosen))), text=text.strip())
    shown = turn.t("They will read:\n“{text}”", text=text.strip())
    how = turn.t(
        "It goes to those who said yes to messages, by the usual dose. To put it otherwise, type it anew."
    )
    return Reply(f"{shown}\n{how}", ((yes, Choice(turn.t("No, thanks"), "cancel")),))


def tell(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Tell everybody who wrote one of the letters."""
    text = str(turn.data.get("text") or "")
    match actions.tell_improvement(turn.tx, turn.actor, int(arg), _chosen(turn), text, now=turn.now):
        case NotAllowed():
            return not_allowed(turn)
        case BadText() | NothingChosen():
            text = turn.t(
                "That was told already, or something else came in between. Here you can begin again:"
            )
            return Reply(text, ((Choice(turn.t("← Inbox"), "inbox", arg),),))
        case TooOften(until):
            return Reply(once_more(until, turn.words, now=turn.now))
        case ImprovementTold(_, people):
            said = turn.tn(
                "✔ {n} person hears of it, if they said yes to messages.",
                "✔ {n} people hear of it, as far as they said yes to messages.",
                people,
            )
            return Reply(said, ((Choice(turn.t("← Inbox"), "inbox", arg),),), in_place=True)
