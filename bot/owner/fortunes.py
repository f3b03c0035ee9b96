"""What became of a message to some customers: told to its owner, and to be seen again at any time."""

from collections.abc import Callable, Iterator, Mapping

from actions.access import NotAllowed
from actions.campaigns import broadcast_results as actions
from actions.campaigns.broadcast_results import Fortune, Held
from bot.owner.places import not_allowed, place_for
from bot.turn import Choice, Filled, Reply, Turn
from loyalty.roles import Role
from words.language import Words

_BEGINNING = 40
_Said = Callable[[Words, int], str]
# Why some did not hear of it.
_WHY: Mapping[Held, _Said] = {
    "consent": lambda say, n: say.tn("{n} wants no offers (any more)", "{n} want no offers (any more)", n),
    "dose": lambda say, n: say.tn(
        "{n} had heard enough from shops lately: their turn would have come too late",
        "{n} had heard enough from shops lately: their turn would have come too late",
        n,
    ),
    "unreachable": lambda say, n: say.tn(
        "{n} can't be reached: they blocked the chat, or left it",
        "{n} can't be reached: they blocked the chat, or left it",
        n,
    ),
    "gone": lambda say, n: say.tn("{n} has no card here any more", "{n} have no card here any more", n),
    "failed": lambda say, n: say.tn(
        "{n} was not taken by the messenger", "{n} were not taken by the messenger", n
    ),
    "left_out": lambda say, n: say.tn("{n} was left out, to compare", "{n} were left out, to compare", n),
}
# What those who are still to hear of it wait for.
_WAIT: Mapping[str, _Said] = {
    "": lambda say, n: say.tn("{n} is on its way", "{n} are on their way", n),
    "quiet_hours": lambda say, n: say.tn(
        "{n} waits for the end of the quiet hours", "{n} wait for the end of the quiet hours", n
    ),
    "rides": lambda say, n: say.tn(
        "{n} waits until they write, or until it must go", "{n} wait until they write, or until it must go", n
    ),
    "no_template": lambda say, n: say.tn(
        "{n} waits for the messenger to approve the words",
        "{n} wait for the messenger to approve the words",
        n,
    ),
    "full": lambda say, n: say.tn(
        "{n} waits for the messenger's daily limit", "{n} wait for the messenger's daily limit", n
    ),
}


def _dose_wait(say: Words, n: int) -> str:
    return say.tn(
        "{n} heard from a shop just now and waits their turn",
        "{n} heard from a shop just now and wait their turn",
        n,
    )


def sent_before(turn: Turn, arg: str) -> Reply | list[Reply]:
    """List what a shop wrote lately, each to be looked at."""
    place = place_for(turn, Role.OWNER, "sentbefore", arg)
    if isinstance(place, Reply):
        return place
    say, zone = turn.words, place.shop.zone
    rows = tuple(
        (Choice(f"{say.date(one.starts_at, zone)} · {_short(one.text)}", "fortune", str(one.id)),)
        for one in actions.newest(turn.tx, turn.actor, place.shop.id)
    )
    back = (Choice(turn.t("← Messages"), "broadcast", str(place.shop.id)),)
    if not rows:
        return Reply(turn.t("Nothing was sent yet."), (back,))
    return Reply(
        turn.t("What you wrote to customers lately; tap one to see what became of it."), (*rows, back)
    )


def show_fortune(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say how a message fared up to now."""
    found = actions.fortune(turn.tx, turn.actor, int(arg), now=turn.now)
    return not_allowed(turn) if isinstance(found, NotAllowed) else word_fortune(turn.words, found)


def word_fortune(say: Words, one: Fortune) -> Reply:
    """Word how a message fared: who heard it, who did not and why, who came."""
    text, shop = _short(one.broadcast.text), one.shop.name
    lines = [say.t("{shop}: your message “{text}”", shop=shop, text=text), *_lines(say, one)]
    running = bool(one.waiting) or one.broadcast.selected_at is None or not one.over
    again = Choice(say.t("🔄 How is it now?"), "fortune", str(one.broadcast.id))
    back = Choice(say.t("✍ Write to customers"), "broadcast", str(one.shop.id))
    about = {"shop": shop, "sent": say.number(one.sent), "others": say.number(sum(one.held.values()))}
    return Reply(
        "\n".join(lines),
        (((again,),) if running else ()) + ((back,),),
        template=Filled("broadcast_done", about, {"fortune": str(one.broadcast.id)}),
    )


def _lines(say: Words, one: Fortune) -> Iterator[str]:
    if one.broadcast.selected_at is None:
        yield say.t("It goes out at {time}.", time=say.time(one.broadcast.starts_at, one.shop.zone))
        return
    yield "✔ " + say.tn("{n} customer got it", "{n} customers got it", one.sent)
    if one.delivered is not None and one.read is not None:
        yield "  · " + say.t(
            "{delivered} on their phone, {read} read so far, where the messenger tells",
            delivered=say.number(one.delivered), read=say.number(one.read),
        )  # fmt: skip
    if one.unsure:
        yield "  · " + say.tn(
            "{n} of them may not have arrived", "{n} of them may not have arrived", one.unsure
        )
    for why, count in one.waiting.items():
        yield "⏳ " + _WAIT.get(why, _dose_wait)(say, count)
    for reason, count in one.held.items():
        yield "✖ " + _WHY[reason](say, count)
    if one.sent:
        yield "👣 " + (_came(say, one.came) if one.over else _came_so_far(say, one.came))


def _came(say: Words, n: int) -> str:
    return say.tn("{n} of them came within a week", "{n} of them came within a week", n)


def _came_so_far(say: Words, n: int) -> str:
    return say.tn(
        "{n} of them came since; I tell you again after a week",
        "{n} of them came since; I tell you again after a week",
        n,
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _BEGINNING else line[: _BEGINNING - 1].rstrip() + "…"
