"""What `stempel shop create` was not told: taken from a preset, asked at the terminal, or usual."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from app.side_door import BadOptionError
from loyalty.cards.programme import ProgrammeKind
from loyalty.cards.rates import parse_rate
from loyalty.shop.presets import PRESETS

_USUAL = {
    "timezone": "Europe/Amsterdam",
    "currency": "EUR",
    "language": "en",
    "points_per_unit": "1",
    "min_spend": "0",
    "head_start": 0,
    "cooldown_minutes": 0,
    "stamps": None,
    "max_per_visit": None,
    "max_per_day": None,
    "voucher_days": None,
}
_NEEDED = ("name", "kind", "reward")


class Trade(StrEnum):
    """Shops whose usual rules we know."""

    CAFE = "cafe"
    BARBER = "barber"
    BAKERY = "bakery"
    RESTAURANT = "restaurant"


def complete(
    given: Mapping[str, Any], trade: Trade | None, *, ask: Callable[[str, Any], str] | None
) -> dict[str, Any]:
    """Return every fact of a new shop; raises `BadOptionError` when one is missing and nobody can be asked."""
    facts = {name: value for name, value in given.items() if value is not None and value != []}
    if trade:
        facts = _of_trade(trade, str(facts.get("currency", _USUAL["currency"]))) | facts
    missing = [name for name in _NEEDED if name not in facts]
    if missing and ask is None:
        raise BadOptionError(f"Missing option --{missing[0]}. `stempel shop create --help` explains it.")
    if missing and ask:
        facts |= _asked(facts, ask)
    if trade:
        facts["reward"] = [_priced(text, trade, facts) for text in facts["reward"]]
    facts["rewards"] = facts.pop("reward")
    return _USUAL | facts


def _of_trade(trade: Trade, currency: str) -> dict[str, Any]:
    usual = PRESETS[trade]
    return {
        "kind": usual.kind,
        "stamps": usual.at if usual.kind is ProgrammeKind.STAMPS else None,
        "points_per_unit": str(usual.rates(currency)[0]),
        "head_start": usual.head_start,
        "cooldown_minutes": usual.limits.cooldown_minutes,
        "max_per_visit": usual.limits.max_per_visit,
        "max_per_day": usual.limits.max_per_day,
        "voucher_days": usual.voucher_days,
    }


def _asked(facts: Mapping[str, Any], ask: Callable[[str, Any], str]) -> dict[str, Any]:
    """Ask for all that was not given, so that somebody who gives nothing is led through."""
    answers: dict[str, Any] = {}
    for name, question, usual in (
        ("name", "The shop's name", None),
        ("kind", "stamps or points", "stamps"),
        ("timezone", "Time zone", _USUAL["timezone"]),
        ("currency", "Currency", _USUAL["currency"]),
        ("language", "Language (en, nl, hu)", _USUAL["language"]),
    ):
        if name not in facts:
            answers[name] = ask(question, usual)
    kind = str({**facts, **answers}["kind"])
    if "reward" not in facts:
        stamped = kind == ProgrammeKind.STAMPS
        answers["reward"] = [ask("The reward" if stamped else "A reward and its price, as Dessert=50", None)]
    if kind == ProgrammeKind.STAMPS and "stamps" not in facts:
        answers["stamps"] = int(ask("Stamps to the reward", 10))
    return answers


def _priced(text: str, trade: Trade, facts: Mapping[str, Any]) -> str:
    """Give a reward the usual price where it has none, in what this money earns."""
    usual, currency = PRESETS[trade], str(facts.get("currency", _USUAL["currency"]))
    rate = parse_rate(str(facts["points_per_unit"]), currency)
    if "=" in text or usual.kind is ProgrammeKind.STAMPS or not rate:
        return text
    return f"{text}={usual.price(rate, currency)}"
