"""What became of a message to some customers, in words: who heard it, who did not and why, who came."""

from collections.abc import Callable, Iterator, Mapping

from actions.campaigns.broadcast_results import BroadcastResult, WhyNotHeard
from words.language import Words

_Said = Callable[[Words, int], str]
# Why some did not hear of it.
_WHY: Mapping[WhyNotHeard, _Said] = {
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


def result_lines(one: BroadcastResult, say: Words) -> Iterator[str]:
    """Say how a message fared so far, a line for each fate."""
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


def _dose_wait(say: Words, n: int) -> str:
    return say.tn(
        "{n} heard from a shop just now and waits their turn",
        "{n} heard from a shop just now and wait their turn",
        n,
    )


def _came(say: Words, n: int) -> str:
    return say.tn("{n} of them came within a week", "{n} of them came within a week", n)


def _came_so_far(say: Words, n: int) -> str:
    return say.tn(
        "{n} of them came since; I tell you again after a week",
        "{n} of them came since; I tell you again after a week",
        n,
    )
