"""Which of a shop's programmes a scan is for, by what each of them answers to it."""

from collections.abc import Sequence

from loyalty.cards.programme import Programme
from loyalty.cards.visits import AmountNeeded, Earned, Refusal, SameVisit

Answer = Earned | Refusal


def says_yes(answer: Answer) -> bool:
    """Say whether a programme would count the visit, be it for an amount that is still to be typed."""
    return isinstance(answer, Earned | AmountNeeded)


def meant(answers: Sequence[tuple[Programme, Answer]], *, amount_typed: bool) -> list[int]:
    """Return the places of the programmes that a scan may be for: one where it is clear, several where somebody must say.

    An amount is for what asks for one. What was booked a moment ago answers before all others: a second
    look at one card is no second wish. Where nothing says yes, the first gives its reason.
    """
    if len(answers) == 1:
        return [0]
    wanting = [place for place, (programme, _) in enumerate(answers) if programme.needs_amount]
    places = wanting if amount_typed and wanting else list(range(len(answers)))
    booked = [place for place in places if isinstance(answers[place][1], SameVisit)]
    return booked[:1] or [place for place in places if says_yes(answers[place][1])] or places[:1]
