"""The rules of a new shop, as the options of the command line give them."""

from collections.abc import Mapping
from typing import Any

from actions.shop.written_programme import UnreadableRules, read_programme
from app.side_door import BadOptionError
from loyalty.amounts import NoAmount, parse_amount, parse_whole
from loyalty.cards.programme import Programme, ProgrammeKind
from loyalty.cards.programme_check import MAX_STAMPS
from loyalty.cards.typed_reward import parse_reward
from loyalty.shop.basis import BadFigure, Told, check_told, parse_margin
from words.amounts import bad_amount
from words.language import ENGLISH, words
from words.shop.basis import bad_figure

_OF_MONEY = ("points_per_unit", "min_spend")


def programme_of(options: Mapping[str, Any], currency: str) -> Programme:
    """Read the rules of a new shop; raises `BadOptionError` that names the option and what to write."""
    facts = {name: value for name, value in options.items() if value is not None}
    if facts["kind"] == ProgrammeKind.STAMPS:
        if "stamps" not in facts:
            raise BadOptionError("--stamps says how many stamps fill the card, for example --stamps 10")
        if not 0 < facts["stamps"] <= MAX_STAMPS:
            raise BadOptionError(
                f"--stamps {facts['stamps']}: a card has 1 to {MAX_STAMPS} stamps; write for example --stamps 10"
            )
        facts = {name: value for name, value in facts.items() if name not in _OF_MONEY}
    facts["kind"] = str(facts["kind"])
    costs = facts.pop("reward_cost", [])
    if len(costs) > len(facts["rewards"]):
        raise BadOptionError(
            "--reward-cost is given more often than --reward: the first is of the first, and so on"
        )
    full = facts.get("stamps") if facts["kind"] == ProgrammeKind.STAMPS else None
    facts["rewards"] = [_reward(text, full) for text in facts["rewards"]]
    for reward, cost in zip(facts["rewards"], costs, strict=False):
        reward["cost"] = cost
    read = read_programme(facts, currency)
    if isinstance(read, UnreadableRules):
        raise BadOptionError(_unreadable(read, options, currency))
    return read


def told_of(options: Mapping[str, Any], currency: str) -> Told:
    """Read what the sums of a new shop are made on; raises `BadOptionError` that says what to write."""
    english, average_sale, margin = words(ENGLISH), options["average_sale"], options["margin"]
    sale = None if average_sale is None else parse_amount(average_sale, currency)
    if isinstance(sale, NoAmount):
        raise BadOptionError(f"--average-sale {average_sale}: {bad_amount(sale, currency, english)}")
    share = None if margin is None else parse_margin(margin)
    if isinstance(share, BadFigure):
        raise BadOptionError(f"--margin {margin}: {bad_figure(share, currency, english)}")
    told = Told(sale, share, options["trade"])
    bad = check_told(told, currency)
    if bad:
        raise BadOptionError(f"--{bad.what.replace('_', '-')}: {bad_figure(bad, currency, english)}")
    return told


def _reward(text: str, full: int | None) -> dict[str, Any]:
    name, _, place = text.rpartition("=")
    at = parse_whole(place) if name else None
    if at is None:
        name, at = parse_reward(text)  # "9 = 1 free loaf", as it is typed in chat
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
        case UnreadableRules((_, int(number), "cost"), "amount", _, NoAmount() as amount):
            return f"--reward-cost {options['reward_cost'][number]}: {bad_amount(amount, currency, words(ENGLISH))}"
        case UnreadableRules(_, "amount", _, NoAmount() as amount):
            return f"--min-spend {options['min_spend']}: {bad_amount(amount, currency, words(ENGLISH))}"
        case UnreadableRules(_, "text"):
            return "A reward needs a text of 1 to 60 characters."
        case _:
            return f"--{str(bad.place[-1]).replace('_', '-')} wants a whole number"
