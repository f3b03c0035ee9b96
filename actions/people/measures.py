"""What all cards of a shop measured in a night, as small as it can be kept: a million of them fit into 70 megabytes."""

from array import array
from collections.abc import Iterator, Sequence
from struct import Struct

from loyalty.customer_kinds import Phase, Quadrant
from loyalty.people.portrait import (
    ChosenLines,
    Lines,
    Portrait,
    StoodBefore,
    as_chosen,
    lines_of,
    quadrant_of,
)

_PHASES, _QUADRANTS = tuple(Phase), (None, *Quadrant)
_PHASE_AT = {phase: place for place, phase in enumerate(_PHASES)}
_QUADRANT_AT = {quadrant: place for place, quadrant in enumerate(_QUADRANTS)}
_NEVER = len(_PHASES)  # in the place of a phase: no night has seen this card
_UNKNOWN = -(2**63)
_ROW = Struct("<BBBqBHBiiqqiqHi")  # is it the same as before, how it stood before, then a portrait's fields

_MONTHS, _SALES, _MARGIN = 6, 9, 12  # places in such a row

Change = tuple[Portrait, StoodBefore | None]


class Measures:
    """Each card's portrait of tonight, all but its quadrant, beside how it stood the night before."""

    def __init__(self) -> None:
        self._rows = bytearray()

    def add(self, measured: Portrait, before: Portrait | None) -> None:
        """Count a card in."""
        self._rows += _packed(measured, before)

    def lines(self, chosen: ChosenLines) -> Lines:
        """Draw the lines by all who came within the year, the owner's where she drew one; where of some nothing is known, of none is anything."""
        months = self._here(_MONTHS)
        margins, sales = (self._here(place) for place in (_MARGIN, _SALES))
        known = (() if _UNKNOWN in figures else figures for figures in (margins, sales))
        return as_chosen(lines_of(months, *known), chosen)

    def _here(self, place: int) -> "array[int]":
        """Return a figure of all who came within the year."""
        rows = _ROW.iter_unpack(self._rows)
        return array("b" if place == _MONTHS else "q", (row[place] for row in rows if row[_MONTHS]))

    def changed(self, lines: Lines) -> Iterator[Change]:
        """Give each portrait that is another one than before, placed by these lines, with how its card stood."""
        for same, phase, quadrant, *figures in _ROW.iter_unpack(self._rows):
            now = quadrant_of(figures[3], _known(figures[9]), lines)
            was = _QUADRANTS[quadrant]
            if not same or now != was:
                yield _portrait(figures, now), None if phase == _NEVER else StoodBefore(_PHASES[phase], was)


def _packed(one: Portrait, before: Portrait | None) -> bytes:
    phase, quadrant = (_PHASE_AT[before.phase], _QUADRANT_AT[before.quadrant]) if before else (_NEVER, 0)
    return _ROW.pack(
        before is not None and one.measures_as(before), phase, quadrant,
        one.account_id, _PHASE_AT[one.phase], one.days, one.months, one.visits, one.told,
        _UNKNOWN if one.sales_minor is None else one.sales_minor, one.cost_minor, one.unpriced,
        _UNKNOWN if one.margin_minor is None else one.margin_minor,
        one.gap_days or 0, one.due_on or 0,
    )  # fmt: skip


def _portrait(figures: Sequence[int], quadrant: Quadrant | None) -> Portrait:
    account_id, phase, days, months, visits, told, sales, cost, unpriced, margin, gap, due_on = figures
    return Portrait(
        account_id, _PHASES[phase], quadrant, days, months, visits, told, _known(sales), cost, unpriced,
        _known(margin), gap or None, due_on or None,
    )  # fmt: skip


def _known(figure: int) -> int | None:
    return None if figure == _UNKNOWN else figure
