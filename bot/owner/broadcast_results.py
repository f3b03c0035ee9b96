"""What became of a message to some customers: told to its owner, and to be seen again at any time."""

from actions.access import NotAllowed
from actions.campaigns import broadcast_results as actions
from actions.campaigns.broadcast_results import BroadcastResult
from bot.beside import beside
from bot.owner.places import not_allowed, place_for
from bot.turn import Choice, Filled, Reply, Turn
from loyalty.roles import Role
from words.campaigns.broadcast_results import result_lines
from words.language import Words

_BEGINNING = 40


@beside
def sent_before(turn: Turn, arg: str) -> Reply | list[Reply]:
    """List what a shop wrote lately, each to be looked at."""
    place = place_for(turn, Role.OWNER, "sentbefore", arg)
    if isinstance(place, Reply):
        return place
    say, zone = turn.words, place.shop.zone
    rows = tuple(
        (Choice(f"{say.date(one.starts_at, zone)} · {_short(one.text)}", "fortune", str(one.id)),)
        for one in actions.newest(turn.tx, turn.actor, place.shop.id, now=turn.now)
    )
    back = (Choice(turn.t("← Back"), "broadcast", str(place.shop.id)),)
    if not rows:
        return Reply(turn.t("Nothing was sent yet."), (back,))
    return Reply(
        turn.t("What you wrote to customers lately; tap one to see what became of it."), (*rows, back)
    )


@beside
def show_result(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say how a message fared up to now."""
    found = actions.result_of(turn.tx, turn.actor, int(arg), now=turn.now)
    return not_allowed(turn) if isinstance(found, NotAllowed) else word_result(turn.words, found)


def word_result(say: Words, one: BroadcastResult) -> Reply:
    """Word how a message fared: who heard it, who did not and why, who came."""
    text, shop = _short(one.broadcast.text), one.shop.name
    lines = [say.t("{shop}: your message “{text}”", shop=shop, text=text), *result_lines(one, say)]
    running = bool(one.waiting) or one.broadcast.selected_at is None or not one.over
    again = Choice(say.t("🔄 How is it now?"), "fortune", str(one.broadcast.id))
    back = Choice(say.t("✍ Write to customers"), "broadcast", str(one.shop.id))
    about = {"shop": shop, "sent": say.number(one.sent), "others": say.number(sum(one.held.values()))}
    return Reply(
        "\n".join(lines),
        (((again,),) if running else ()) + ((back,),),
        template=Filled("broadcast_done", about, {"fortune": str(one.broadcast.id)}),
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _BEGINNING else line[: _BEGINNING - 1].rstrip() + "…"
