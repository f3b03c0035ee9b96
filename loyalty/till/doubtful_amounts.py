"""Amounts that look like a slip at the till: asked about before they are booked."""

from collections.abc import Sequence

from loyalty.amounts import minor_per_unit, unit_size

# An amount is doubted when it is so many times what nine of ten visits stay under; before a shop has seen enough, when
# it is so many euros or about as much: a point that was left out makes 12.50 a thousand.
_TIMES_USUAL = 5
_ENOUGH_SEEN = 10
_DOUBTED_EUROS = 500
_HARMLESS_EUROS = 20  # so little is never asked about


def harmless(spent_minor: int, currency: str) -> bool:
    """Say whether an amount is so small that a slip would do no harm, whatever the shop usually sees."""
    return spent_minor < _HARMLESS_EUROS * unit_size(currency) * minor_per_unit(currency)


def unlikely(spent_minor: int, usual: Sequence[int], currency: str) -> bool:
    """Say whether an amount looks like a slip at the till, beside what the shop usually sees (its newest amounts)."""
    if len(usual) < _ENOUGH_SEEN:
        return spent_minor >= _DOUBTED_EUROS * unit_size(currency) * minor_per_unit(currency)
    almost_all = sorted(usual)[len(usual) * 9 // 10]  # one slip that was booked must not hide the next
    return spent_minor >= _TIMES_USUAL * almost_all
