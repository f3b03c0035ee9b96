"""What is worse, or another reward, as soon as a begun card has kept its promise: said before it holds."""

from collections.abc import Iterator

from actions.cards.card_state import CardState
from loyalty.cards.part import Part
from loyalty.cards.programme import Programme
from loyalty.shop.changes import Difference, for_the_worse
from words.cards.rewards import offered
from words.cards.rules import ProgrammeWording
from words.language import Words


def ahead(state: CardState, words: Words) -> list[str]:
    """Say in three lines at most which rewards are others, which rules are worse and which bonuses go; none where all stays."""
    begun, today = state.standing.version.programme, state.current.programme
    write = ProgrammeWording(words, today.unit, state.shop.currency)
    worse = for_the_worse(begun, today)
    lines = (
        list(_rewards(begun, today, write)),
        [write.becomes(change) for change in worse if change.what != "part"],
        [_part(change, write) for change in worse if change.what == "part"],
    )
    return [_when(begun, ", ".join(line), words) for line in lines if line]


def _when(begun: Programme, news: str, words: Words) -> str:
    if begun.starts_over:
        return words.t("From your next card on: {rewards}", rewards=news)
    return words.t("After your next reward: {rewards}", rewards=news)


def _rewards(begun: Programme, today: Programme, write: ProgrammeWording) -> Iterator[str]:
    for reward in today.rewards:
        was, offer = begun.reward(reward.key), offered(today, reward, write.currency, write.words)
        days = today.waits_days(reward)
        if was and days and days < (begun.waits_days(was) or days + 1):
            yield f"{offer} ({write.words.tn('waits {n} day', 'waits {n} days', days)})"
        elif was is None or offered(begun, was, write.currency, write.words) != offer:
            yield offer
    yield from (_without(gone.text, write.words) for gone in begun.rewards if not today.reward(gone.key))


def _part(change: Difference, write: ProgrammeWording) -> str:
    if isinstance(change.new, Part):
        return write.part(change.new)
    return _without(write.part(change.old), write.words) if isinstance(change.old, Part) else ""


def _without(what: str, words: Words) -> str:
    return words.t("without “{reward}”", reward=what)
