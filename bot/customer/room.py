"""Whether somebody would have more: two answers, one tap, and a thank-you."""

from actions.campaigns.room import tell_room
from bot.turn import Choice, Reply, Turn
from loyalty.people.attributes import ROOM_ANSWERS
from words.campaigns.room import word_room
from words.language import Words


def room_answers(say: Words, occurrence_id: int) -> tuple[tuple[Choice, ...], ...]:
    """Offer a button for each answer."""
    return tuple((Choice(word_room(one, say), "room", f"{occurrence_id}:{one}"),) for one in ROOM_ANSWERS)


def room(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Keep the answer that was tapped; where there was no room for the answers, offer them first."""
    occurrence_id, _, tapped = arg.partition(":")
    if not tapped:
        return Reply(
            turn.t("Would you like more now and then?"), room_answers(turn.words, int(occurrence_id))
        )
    answer = next(known for known in ROOM_ANSWERS if known == tapped)
    if not tell_room(turn.tx, turn.actor, int(occurrence_id), answer, now=turn.now):
        return Reply(turn.t("That is not there any more."))
    thanks = turn.t("Thank you. The owner of the shop reads it, and nobody asks again.")
    return Reply(f"{word_room(answer, turn.words)} ✓\n{thanks}", ((Choice(turn.t("💳 My card"), "card"),),), in_place=True)  # fmt: skip
