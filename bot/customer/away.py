"""Why somebody stays away: four answers, one tap, and a thank-you."""

from actions.campaigns.churn_reasons import REASONS, tell_why_away
from bot.turn import Choice, Reply, Turn
from words.campaigns.churn_reasons import SAID, word_reason
from words.language import Words


def answers(say: Words, occurrence_id: int) -> tuple[tuple[Choice, ...], ...]:
    """Offer a button for each answer."""
    return tuple((Choice(say.t(SAID[reason]), "away", f"{occurrence_id}:{reason}"),) for reason in REASONS)


def why_away(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Keep the answer that was tapped; where there was no room for the answers, offer them first."""
    occurrence_id, _, tapped = arg.partition(":")
    if not tapped:
        return Reply(turn.t("What keeps you away?"), answers(turn.words, int(occurrence_id)))
    reason = next(known for known in REASONS if known == tapped)
    if not tell_why_away(turn.tx, turn.actor, int(occurrence_id), reason, now=turn.now):
        return Reply(turn.t("That is not there any more."))
    thanks = turn.t("Thank you, that helps. The owner of the shop reads it.")
    return Reply(
        f"{word_reason(reason, turn.words)} ✓\n{thanks}",
        ((Choice(turn.t("💳 My card"), "card"),),),
        in_place=True,
    )
