"""Why somebody stays away: four answers, one tap, and a thank-you."""

from collections.abc import Mapping

from actions.campaigns.churn_reasons import REASONS, Reason, tell_why_away
from bot.turn import Choice, Reply, Turn
from words.language import N_, Words

_SAID: Mapping[Reason, str] = {
    "time": N_("No time lately"),
    "far": N_("It is too far for me"),
    "bad": N_("I didn't like something"),
    "other": N_("I go somewhere else now"),
}


def answers(say: Words, occurrence_id: int) -> tuple[tuple[Choice, ...], ...]:
    """Offer a button for each answer."""
    return tuple((Choice(say.t(_SAID[reason]), "away", f"{occurrence_id}:{reason}"),) for reason in REASONS)


def word_reason(say: Words, reason: str) -> str:
    """Word an answer that was kept."""
    return next((say.t(_SAID[known]) for known in REASONS if known == reason), reason)


def why_away(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Keep the answer that was tapped; where there was no room for the answers, offer them first."""
    occurrence_id, _, tapped = arg.partition(":")
    if not tapped:
        return Reply(turn.t("What keeps you away?"), answers(turn.words, int(occurrence_id)))
    reason = next(known for known in REASONS if known == tapped)
    if not tell_why_away(turn.tx, turn.person_id, int(occurrence_id), reason, now=turn.now):
        return Reply(turn.t("That is not there any more."))
    thanks = turn.t("Thank you, that helps. The owner of the shop reads it.")
    return Reply(
        f"{word_reason(turn.words, reason)} ✓\n{thanks}",
        ((Choice(turn.t("💳 My card"), "card"),),),
        in_place=True,
    )
