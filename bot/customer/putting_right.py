"""A message took its reader for somebody they are not: where each thing is put right, and a word to the shop for the rest."""

from collections.abc import Mapping

from actions.campaigns.message_facts import Occasion, occasion
from actions.people import letters
from bot.customer.letters import told
from bot.turn import Choice, Reply, Turn
from words.campaigns.kinds import KINDS, WORDING
from words.language import N_

STEP = "put_right"
_OWN: Mapping[str, str] = {
    "birthday": N_("My birthday, for a gift"),
    "goal": N_("What I save for"),
    "events": N_("Events: what is on, and my seat"),
    "challenges": N_("Challenges: take one on"),
}


def put_right(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Lead to each place where what a message used is corrected; what is typed next goes to its shop."""
    kind, _, occurrence_id = arg.partition(":")
    one = occasion(turn.tx, int(occurrence_id), now=turn.now)
    rows = ((Choice(turn.t("All you know about me"), "mydata"),),)
    if one is None or one.person.id != turn.person_id:
        return Reply(turn.t("What is wrong? Tap where it is put right."), rows)
    return Reply(_question(turn, one), (*_places(turn, one, WORDING[KINDS[kind]].mended_by), *rows))


def _question(turn: Turn, one: Occasion) -> str:
    """Ask what is wrong, and wait for it where somebody at the shop would read it."""
    heard = letters.addressees(turn.tx, turn.person_id, only_shop=turn.only_shop)
    if one.shop.id not in {shop.id for shop in heard}:
        return turn.t(
            "What is wrong? Tap where it is put right. Anything else please say at the counter of {shop}.",
            shop=one.shop.name,
        )
    turn.wait_for(STEP, shop=one.shop.id)
    return turn.t(
        "What is wrong? Tap where it is put right. Anything else you can type now: I pass it on to {shop}.",
        shop=one.shop.name,
    )


def _places(turn: Turn, one: Occasion, verb: str) -> tuple[tuple[Choice, ...], ...]:
    card = str(one.state.account.id)
    places = [Choice(turn.t(_OWN[verb]), verb)] if verb else []
    places.append(Choice(turn.t("What happened on my card"), "history", card))
    if one.shop.has_items:
        places.append(Choice(turn.t("👍 What I like"), "likes", card))
    return tuple((place,) for place in places)


def typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Pass on what was typed."""
    return told(
        turn, letters.send_letter(turn.tx, turn.person_id, int(turn.data["shop"]), text, now=turn.now)
    )
