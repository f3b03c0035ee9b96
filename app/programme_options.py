"""The rules of a new shop, as the options of the command line give them."""

from collections.abc import Mapping
from typing import Any

from actions.shop.written_programme import UnreadableRules, read_programme
from app.side_door import BadOptionError
from loyalty.amounts import NoAmount, parse_whole
from loyalty.cards.programme import Programme, ProgrammeKind
from words.amounts import bad_amount
from words.language import ENGLISH, words

_OF_MONEY = ("points_per_unit", "min_spend")


def programme_of(options: Mapping[str, Any], currency: str) -> Programme:
    """Read the rules of a new shop; raises `BadOptionError` that names the option and what to write."""
    facts = {name: value for name, value in options.items() if value is not None}
    if facts["kind"] == ProgrammeKind.STAMPS:
        if "stamps" not in facts:
            raise BadOptionError("--stamps says how many stamps fill the card, for example --stamps 10")
        facts = {name: value for name, value in facts.items() if name not in _OF_MONEY}
    facts["kind"] = str(facts["kind"])
    facts["rewards"] = [_reward(text, facts.get("stamps")) for text in facts["rewards"]]
    read = read_programme(facts, currency)
    if isinstance(read, UnreadableRules):
        raise BadOptionError(_unreadable(read, options, currency))
    return read


def _reward(text: str, full: int | None) -> dict[str, Any]:
    name, _, place = text.rpartition("=")
    at = parse_whole(place) if name else None
    if at is None:
        return {"text": text}
    if full is not None and at > full:
        raise BadOptionError(f'--reward "{text}" lies beyond the card: it has --stamps {full}')
    return {"text": name, "at": at}


def _unreadable(bad: UnreadableRules, options: Mapping[str, Any], currency: str) -> str:
    match bad:
        case UnreadableRules(("stamps",), "unknown"):
            return '--stamps is for a stamp card; a points card wants --reward "TEXT=POINTS"'
        case UnreadableRules((_, int(number), _), "place"):
            text = str(options["rewards"][number])
            return f'--reward "{text}" needs its price in points: --reward "{text.rpartition("=")[0].strip() or text}=100"'
        case UnreadableRules(_, "rate"):
            return "--points-per-unit wants a number such as 2, 0.01 or 1/100"
        case UnreadableRules(_, "amount", _, NoAmount() as amount):
            return f"--min-spend {options['min_spend']}: {bad_amount(amount, currency, words(ENGLISH))}"
        case UnreadableRules(_, "text"):
            return "A reward needs a text of 1 to 60 characters."
        case _:
            return f"--{str(bad.place[-1]).replace('_', '-')} wants a whole number"
