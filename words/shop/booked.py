"""What came together at a till, in a line."""

from collections.abc import Iterator, Sequence

from actions.shop.on_shared_card import OnSharedCard
from actions.till.today import Sum
from loyalty.units import Unit
from words.language import Words


def summed(one: Sum, units: Sequence[Unit], currency: str, words: Words) -> str:
    """Say how many visits there were, what they gave and brought, and what was handed out."""
    given = (words.counted(unit, one.given.get(unit, 0)) for unit in units)
    parts = [words.tn("{n} visit", "{n} visits", one.visits), *given]
    if one.spent_minor is not None:
        parts.append(words.money(one.spent_minor, currency))
    parts.append(words.tn("{n} reward handed out", "{n} rewards handed out", one.rewards))
    return " · ".join(parts)


def shared_lines(found: OnSharedCard | None, words: Words) -> Iterator[str]:
    """Say what was booked on the card of several shops, where something was."""
    if found:
        said = summed(found.sums, found.units, found.coalition.currency, words)
        yield f"🤝 {found.coalition.name}: {said}"
