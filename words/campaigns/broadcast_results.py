"""What became of a message to some customers, in words: who heard it, who did not and why, who came."""

from collections.abc import Callable, Iterator, Mapping

from actions.campaigns.broadcast import BroadcastPreview
from actions.campaigns.broadcast_results import BroadcastResult, Comparison, WhyNotHeard
from actions.campaigns.impact import CantTell
from words.campaigns.impact import word_verdict
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
    if one.comparison:
        yield "👣 " + _compared(say, one.comparison, over=one.over)
        yield _verdict(say, one, one.comparison)
    elif one.sent:
        yield "👣 " + (_came(say, one.came) if one.over else _came_so_far(say, one.came))


def _dose_wait(say: Words, n: int) -> str:
    return say.tn(
        "{n} heard from a shop just now and waits their turn",
        "{n} heard from a shop just now and wait their turn",
        n,
    )


def _came(say: Words, n: int) -> str:
    return say.tn("{n} of them came within four weeks", "{n} of them came within four weeks", n)


def _came_so_far(say: Words, n: int) -> str:
    return say.tn(
        "{n} of them came since; I tell you again after four weeks",
        "{n} of them came since; I tell you again after four weeks",
        n,
    )


def _compared(say: Words, one: Comparison, *, over: bool) -> str:
    """Set who came beside those left out."""
    meant, left_out = one.meant, one.left_out
    about = {
        "came": say.number(meant.came),
        "people": say.number(meant.people),
        "others_came": say.number(left_out.came),
        "others": say.number(left_out.people),
    }
    if over:
        return say.t(
            "{came} of the {people} it was meant for came within four weeks; of the {others} left out, {others_came}.",
            **about,
        )
    return say.t(
        "{came} of the {people} it was meant for came so far; of the {others} left out, {others_came}.",
        **about,
    )


def _verdict(say: Words, one: BroadcastResult, seen: Comparison) -> str:
    """Say whether that was the message, once four weeks are over."""
    if seen.verdict is None:
        return "⚖ " + say.t("Whether that is your message's doing I tell you after four weeks.")
    if isinstance(seen.verdict, CantTell):
        return "⚖ " + say.t("They are too few to tell whether that was your message's doing.")
    return word_verdict(seen.verdict, one.shop, say)


LEFT_OUT = (0, 10, 25, 50)  # of a hundred


def percent_left_out(percent: int, say: Words) -> str:
    """Name a part that hears nothing of a message."""
    return say.t("{n} %", n=say.number(percent)) if percent else say.t("Nobody")


def left_out_line(seen: BroadcastPreview, percent: int, say: Words) -> str:
    """Say how many hear nothing of a message, and what for."""
    if not percent:
        return "⚖ " + say.t("Nobody is left out, so nobody can tell whether it brings anybody.")
    return "⚖ " + say.tn(
        "About {n} of them is left out, chosen by lot, so that I can tell you whether it brings anybody.",
        "About {n} of them are left out, chosen by lot, so that I can tell you whether it brings anybody.",
        seen.left_out(percent),
    )
