"""What a shop told of itself, where somebody asks for it: when it is open, and where it is."""

from actions.people.letters import frequented
from bot.phrases import parts_in, words_of
from bot.turn import Turn
from loyalty.calendar_names import days_from_today, weekday_named
from loyalty.dates import day_of
from loyalty.records import Shop
from loyalty.shop.opening_hours import WEEK
from words.direction import set_apart
from words.shop.hours import when_open

_MOST_SHOPS = 5
_SHORTEST = 4  # name of a weekday


def told(turn: Turn, text: str) -> str:
    """Say what a text asks of the shops that somebody goes to, as far as they told it; "" for anything else."""
    said, asked = words_of(text), parts_in(text)
    if not asked:
        return ""
    lines: list[str] = []
    for shop in frequented(turn.tx, turn.person_id, only_shop=turn.only_shop)[:_MOST_SHOPS]:
        if "address" in asked and shop.address:
            lines.append(f"📍 {set_apart(shop.name)}: {set_apart(shop.address)}")
        if "hours" in asked and shop.hours:
            lines += when_open(shop, turn.words, ahead=_ahead(turn, said, shop), now=turn.now)
    return "\n".join(lines)


def _ahead(turn: Turn, said: str, shop: Shop) -> int:
    """Return how many days ahead the day is that a text names; 0 where it names none."""
    today = day_of(turn.now, shop.zone).weekday()
    for word in said.split():
        near, weekday = days_from_today(word), _weekday(word)
        if near is not None and near >= 0:
            return near
        if weekday is not None:
            return (weekday - today) % WEEK
    return 0


def _weekday(word: str) -> int | None:
    """Return the weekday that a word is, also as it is said: "sundays", "szombaton"."""
    ends = (len(word) - less for less in range(3) if len(word) - less >= _SHORTEST)
    found = (weekday_named(word[:end]) for end in ends)
    return next((day for day in found if day is not None), None)
