"""When a goal will be reached, said no closer than it is known."""

from datetime import date

import pytest

from loyalty.cards.pace import Outlook
from words.cards.forecast import forecast_lines
from words.language import words

TODAY, MAY, JUNE, NEXT_YEAR = date(2026, 3, 12), date(2026, 5, 2), date(2026, 6, 9), date(2027, 1, 8)


@pytest.mark.parametrize(
    ("outlook", "said"),
    [
        (Outlook(9, MAY), ["At your pace about 2 May."]),
        (Outlook(9, NEXT_YEAR), ["At your pace about 8 January 2027."]),
        (Outlook(9, MAY, between=(MAY, JUNE)), ["At your pace between 2 May and 9 June."]),
        (
            Outlook(9, JUNE, sooner_on=MAY),
            ["At your pace about 9 June.", "One visit more a month makes it about 2 May."],
        ),
        (Outlook(9, None), []),
        (
            Outlook(9, None, unsure="irregular"),
            ["You come now and then: too irregularly to name a day."],
        ),
        (
            Outlook(9, None, unsure="silent"),
            ["It has been a while: after a few visits I can say again when you will be there."],
        ),
    ],
)
def test_a_goals_day_is_said_as_closely_as_it_is_known(outlook: Outlook, said: list[str]) -> None:
    assert forecast_lines(outlook, words("en"), today=TODAY) == said
