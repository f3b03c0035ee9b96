"""The question whether we may write: on which occasions it is asked, in which words, and what an answer does."""

from dataclasses import replace

from actions.campaigns.consents import consents_of, note_asked, refuse_consent
from actions.people.profile import birthday_gifts
from bot.customer.messages import PURPOSES, dose, purpose_line, say_yes, wording_version
from bot.turn import Asks, Choice, Reply, Turn
from loyalty.campaigns.frequency_cap import Purpose
from words.language import Words

_Rows = tuple[tuple[Choice, ...], ...]


def asking(reply: Reply, say: Words, purposes: tuple[Purpose, ...], occasion: str) -> Reply:
    """Put the question under a message that has a happy occasion."""
    if not purposes:
        return reply
    text, rows = _question(say, purposes)
    return replace(
        reply,
        text=f"{reply.text}\n\n{text}",
        choices=(*reply.choices, *rows),
        asks=Asks(purposes, occasion),
    )


def _question(say: Words, purposes: tuple[Purpose, ...]) -> tuple[str, _Rows]:
    """Ask, in words that say what a yes brings, whether we may write."""
    known = [f"· {say.t(name)}: {say.t(about)}." for name, about in (PURPOSES[one] for one in purposes)]
    text = "\n".join([say.t("May I write to you now and then?"), *known, dose(say)])
    no = Choice(say.t("No, thanks"), "no", "+".join(purposes))
    if len(purposes) == 1:
        return text, ((Choice(say.t("Yes, you may"), "yes", purposes[0]),), (no,))
    return text, (
        (Choice(say.t("Yes, remind me"), "yes", Purpose.REMINDERS),),
        (Choice(say.t("Yes, and offers too"), "yes", "+".join(purposes)),),
        (no,),
    )


def about_presents(turn: Turn) -> tuple[list[str], _Rows]:
    """Ask who gives a birthday whether they want to hear of the present; nothing where they said yes before."""
    if Purpose.OFFERS in consents_of(turn.tx, turn.person_id):
        return [], ()
    yes = Choice(turn.t("Yes, tell me"), "yes", Purpose.OFFERS)
    turn.wait_for("yes", yes=yes)
    note_asked(turn.tx, turn.person_id, [Purpose.OFFERS], "birthday", now=turn.now)
    name, about = PURPOSES[Purpose.OFFERS]
    if birthday_gifts(turn.tx, turn.person_id):
        why = turn.t("🎁 May I write to you on the day, so that I can tell you of your present?")
        without = turn.t("Without your yes it is on your card, and I say nothing. A yes is one to offers:")
    else:
        why = turn.t(
            "🎁 May I write to you on the day, so that I can tell you when a shop has a present for you?"
        )
        without = turn.t("Without your yes I say nothing. A yes is one to offers:")
    lines = ["", why, without, f"· {turn.t(name)}: {turn.t(about)}. {dose(turn.words)}"]
    return lines, ((yes,), (Choice(turn.t("No, thanks"), "no", Purpose.OFFERS),))


def answer_yes(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take a yes to what was asked: "reminders", "offers", or "reminders+offers"; "" is the no of older buttons."""
    agreed = [Purpose(name) for name in arg.split("+") if name]
    if not agreed:
        return answer_no(turn, "+".join(PURPOSES))
    for purpose in agreed:
        say_yes(turn, purpose)
    lines = [turn.t("Thank you! I write to you about:"), *(purpose_line(turn, purpose) for purpose in agreed)]
    text = "\n".join([*lines, turn.t("/messages changes it at any time, STOP ends it.")])
    return Reply(text, ((Choice(turn.t("No, rather not"), "no", arg),),))


def answer_no(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take a no for an answer: nobody asks this again unasked."""
    channel, wording = turn.incoming.sender.channel, wording_version(turn.words)
    for name in arg.split("+"):
        refuse_consent(turn.tx, turn.person_id, Purpose(name), channel=channel, wording=wording, now=turn.now)
    return Reply(turn.t("All right, I won't. /messages, should you change your mind."))
