"""What a shop told of itself, where somebody asks for it: when it is open, and where it is."""

import re
from collections.abc import Mapping

from actions.people.letters import frequented
from bot.turn import Turn
from loyalty.calendar_names import days_from_today, weekday_named
from loyalty.dates import day_of
from loyalty.names import fold_name
from loyalty.records import Shop
from loyalty.shop.opening_hours import WEEK
from words.direction import set_apart
from words.shop.hours import when_open

_MOST_SHOPS = 5
_SHORTEST = 4  # name of a weekday

# Parts of a sentence in small plain letters, by language. What they take for a question too much costs a line more.
_HOURS: Mapping[str, tuple[str, ...]] = {
    "en": (
        r"\b(when|what time|what times|(un)?till? when|how late|how long|what days?)\b.*\b(open|opens|opening|close|closes|closing|shut)\b",
        r"\b(are|r|is) (you|u|ye|it|the \w+)\b.*\b(open|closed)\b", r"\b(do|does|will) (you|u|it|the \w+)\b.*\b(open|close)\b( (at|on|before|after|until|till|today|tomorrow|now) ?.*)?$",
        r"\b(opening|business|open) (hours|times?)\b", r"^((what are )?(the|your) )?hours$", r"^(still |already )?(open|closed)( (now|still|today|tomorrow|tonight|on \w+))?$",
    ),
    "nl": (
        r"\b(hoe ?laat|wanneer|(tot|vanaf) wanneer|hoe lang|welke dagen)\b.*\b(open|opent|openen|geopend|dicht|gesloten|sluit|sluiten)\b",
        r"\b(zijn|is|ben|bent|gaat|gaan) (jullie|je|jij|u|het|de \w+)\b.*\b(open|geopend|dicht|gesloten)\b", r"\bopenings(tijd|tijden|uren)\b",
        r"^(nog |al )?(open|dicht|gesloten|geopend)( (nu|vandaag|morgen|vanavond|op \w+))?$", r"^\w+ (open|dicht|gesloten|geopend)$",
    ),
    "hu": (
        r"\bnyitva\w*", r"\b(mikor|meddig|mettol|hany ora\w*|hanykor|hanytol|hanyig)\b.*\b(nyit|nyitt|zar)\w*", r"\bzarva\b", r"^(nyit|zar)\w*( (ma|most|holnap|ma este))?$",
    ),
    "de": (r"\boffnungszeit\w*", r"\b(wann|wie lange|bis wann)\b.*\b(offen|auf|geoffnet|offnet|schliesst|schlie\w+|zu)\b", r"\b(habt ihr|haben sie|seid ihr|ist)\b.*\b(offen|auf|geoffnet)\b"),
    "fr": (r"\bhoraires?\b", r"\b(ouvert\w*|ouvrez|fermez)\b"),
    "es": (r"\bhorarios?\b", r"\b(abierto|abren|abris|cierran|cerrado)\b"),
    "it": (r"\b(orari|orario)\b", r"\b(apert[oia]|aprite|chiudete|chius[oia])\b"),
}  # fmt: skip
_ADDRESS: Mapping[str, tuple[str, ...]] = {
    "en": (
        r"\bwhere (are|r) (you|u)( located| guys)?$", r"\b(your|the) address\b", r"^address$", r"\bhow (do|can) i (get|find)( to)? (there|you|it)$",
        r"\bwhere (is|can i find|do i find) (the )?(shop|cafe|store|bakery|place|you)$",
    ),
    "nl": (r"\bwaar (zitten|zijn|vind ik|kan ik) (jullie|je|u)( vinden)?( precies)?$", r"\b(jullie|het|je|uw) adres\b", r"^adres$", r"\bwaar is (de|het) (winkel|zaak|cafe|bakker\w*)$"),
    "hu": (r"\bhol (vagytok|talallak|talalom|talalhato|talalhatok)\w*", r"\bhol van a(z)? (bolt|kavezo|uzlet|kave\w*|hely)\w*$", r"\bcim(etek|uk|e)\b", r"^(a )?cim$", r"\bmi a cim\w*"),
    "de": (r"\bwo (seid ihr|sind sie|finde ich euch)\b", r"\b(eure|ihre|die) adresse\b", r"^adresse$"),
}  # fmt: skip


def _any_of(parts: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    return re.compile("|".join(part for language in parts.values() for part in language))


_ASKS_HOURS, _ASKS_ADDRESS = _any_of(_HOURS), _any_of(_ADDRESS)


def told(turn: Turn, text: str) -> str:
    """Say what a text asks of the shops that somebody goes to, as far as they told it; "" for anything else."""
    said = " ".join(re.findall(r"\w+", fold_name(text)))
    hours, address = _ASKS_HOURS.search(said), _ASKS_ADDRESS.search(said)
    if not (hours or address):
        return ""
    lines: list[str] = []
    for shop in frequented(turn.tx, turn.person_id, only_shop=turn.only_shop)[:_MOST_SHOPS]:
        if address and shop.address:
            lines.append(f"📍 {set_apart(shop.name)}: {set_apart(shop.address)}")
        if hours and shop.hours:
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
