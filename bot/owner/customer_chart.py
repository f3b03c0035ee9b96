"""A shop's customers as one picture: the same figures as in the words under it."""

from collections.abc import Iterator

from actions.people.customers import CustomerOverview
from bot.pictures.specs import Bar, CustomerChart, CustomerCount, WaysChart
from loyalty.customer_kinds import Phase, Quadrant
from words.campaigns.customer_kinds import bare_list_name
from words.language import Words
from words.people.customers import (
    moved,
    next_step,
    reached,
    share_said,
    shown_quadrants,
    went_on,
)
from words.people.suspects import joined_of, suspects_named
from words.people.ways import way_label, ways_title

# As they lie in the picture: who comes seldom left, who leaves much above.
_FOUR = (Quadrant.BUTTERFLY, Quadrant.FRIEND, Quadrant.STRANGER, Quadrant.BARNACLE)
_TWO = (Quadrant.PASSING, Quadrant.LOYAL)
_MOST_WAYS = 3  # programmes; more would make a picture that a phone shrinks


def chart_of(overview: CustomerOverview, say: Words) -> CustomerChart:
    """Describe the picture of a shop's customers."""
    four = Quadrant.FRIEND in shown_quadrants(overview)
    census, further = overview.census, reached(overview)
    return CustomerChart(
        shop=overview.shop.name,
        colour=overview.shop.colour,
        title=say.t("Your customers"),
        columns=(say.t("come seldom"), say.t("loyal")),
        rows=(say.t("they leave you much"), say.t("they leave you little")) if four else (),
        quarters=tuple(
            CustomerCount(
                bare_list_name(one, say),
                n := census.quadrants.get(one, 0),
                say.number(n),
                moved(overview, one),
                share_said(overview, one, say),
            )
            for one in (_FOUR if four else _TWO)
        ),
        steps_title=say.t("How far they come"),
        steps=(
            *_suspects(overview, say),
            *(
                CustomerCount(
                    bare_list_name(one, say),
                    n := census.phases.get(one, 0),
                    say.number(n),
                    moved(overview, one),
                    went_on(one, further, say),
                )
                for one in Phase
            ),
        ),
        next_step=next_step(further, say),
        ways=tuple(
            WaysChart(
                ways_title(one, say, several=len(overview.ways) > 1),
                tuple(Bar(way_label(one, left, say), n, say.number(n)) for left, n in one.left),
            )
            for one in overview.ways[:_MOST_WAYS]
        ),
    )


def _suspects(overview: CustomerOverview, say: Words) -> Iterator[CustomerCount]:
    """Put those before the first step who opened the link and did not join."""
    suspects = overview.suspects
    if suspects:
        n = suspects.stayed
        yield CustomerCount(suspects_named(say), n, say.number(n), says=joined_of(suspects, say))
