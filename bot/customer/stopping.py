"""Being left alone: STOP in any words ends all but receipts; what may mean it, or not, is asked with one tap."""

import json

from actions.people import profile
from bot.customer.messages import wording_version
from bot.optout import names_offers
from bot.turn import Choice, Reply, Turn
from loyalty.campaigns.frequency_cap import Purpose

STEP = "stopping"


def stop(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """Take STOP for an answer: nothing comes any more but receipts."""
    channel, wording = turn.incoming.sender.channel, wording_version(turn.words)
    profile.stop_all(turn.tx, turn.person_id, channel=channel, wording=wording, now=turn.now)
    return Reply(
        turn.t("Done: I only answer you from now on, and say what was booked on your card."),
        ((Choice(turn.t("✉ Choose messages"), "messages"),),),
    )


def ask_whether(turn: Turn, text: str) -> Reply:
    """Ask whether a text was meant so; what was asked before it waits for the other answer."""
    waiting = turn.waiting()
    known = {"before": waiting[0], "known": json.dumps(waiting[1])} if waiting else {}
    yes = Choice(turn.t("Yes, stop them all"), "stop")
    turn.wait_for(STEP, yes=yes, text=text, **known)
    asking = turn.t("Shall I stop writing to you? I would then only answer you, and say what was booked.")
    choose = Choice(turn.t("✉ Choose messages"), "messages")
    fewer = ((Choice(turn.t("Only no more offers"), "no", Purpose.OFFERS),),) if names_offers(text) else ()
    other = Choice(turn.t("No, I meant something else"), "goon")
    return Reply(asking, ((yes,), *fewer, (choose,), (other,)))


def meant_otherwise(turn: Turn) -> tuple[str, str]:
    """Go back to what was asked before, and return its step ("" for none) and what was said to it."""
    step, text = str(turn.data.get("before", "")), str(turn.data.get("text", ""))
    if step:
        turn.data = json.loads(turn.data["known"])
        turn.wait_for(step, **turn.data)
    return step, text
