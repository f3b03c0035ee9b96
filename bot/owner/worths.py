"""What kind of reward one is: a thing, an experience, something off the bill, or stamps and points, with its figures."""

import re
from dataclasses import replace
from typing import Any, assert_never

from actions.shop.programme import CurrentRules
from bot.beside import beside
from bot.owner.offer import reward_of
from bot.owner.places import programme_key, split_programme
from bot.owner.programme import asked_about, propose
from bot.turn import Choice, Reply, Turn
from loyalty.amounts import NoAmount, parse_amount, parse_whole, plain
from loyalty.cards.programme import Reward
from loyalty.cards.worth import AmountOff, Counted, Experience, Item, PercentOff, Worth, terms
from loyalty.counted import parse_counted
from loyalty.shop.changes import with_reward
from loyalty.units import Unit
from words.amounts import bad_amount
from words.cards.rewards import from_level

_PERCENT = re.compile(r"\s*([\d.,]+)\s*(?:%|[^\W\d]+)?\s*")  # "20 %", "20 percent"
_WHOLE = {"days": "valid_days", "stock": "stock"}
_LEVEL = "level"
_NO_END = 0  # typed for the most of a percentage


def kinds(turn: Turn, arg: str) -> Reply:
    """Let an owner pick what kind of reward one is."""
    found = reward_of(turn, *split_programme(arg))
    if isinstance(found, Reply):
        return found
    one = found[1]
    rows: list[tuple[Choice, ...]] = [
        (
            Choice(turn.t("Something from the shop"), "worthof", f"{arg}:item"),
            Choice(turn.t("An experience"), "worthof", f"{arg}:experience"),
        ),
        (
            Choice(turn.t("Amount off the bill"), "worthof", f"{arg}:amount"),
            Choice(turn.t("Percent off the bill"), "worthof", f"{arg}:percent"),
        ),
    ]
    units = dict.fromkeys(version.programme.unit for version in found[0].programmes)
    rows.append(tuple(Choice(_gives(turn, unit), "worthof", f"{arg}:{unit}") for unit in units))
    rows.append((Choice(turn.t("How long it waits"), "worthof", f"{arg}:days"),))
    if not found[0].version.programme.starts_over:
        rows.append((Choice(turn.t("How many there are"), "worthof", f"{arg}:stock"),))
        if _levels(found[0]):
            rows.append((Choice(turn.t("For a level"), "worthof", f"{arg}:level"),))
    if terms(one.worth).percent:
        rows.append((Choice(turn.t("Most that comes off"), "worthof", f"{arg}:most"),))
    back = (Choice(turn.t("← Reward"), "reward", arg),)
    return Reply(turn.t("What kind of reward is “{reward}”?", reward=one.text), (*rows, back))


def _gives(turn: Turn, unit: Unit) -> str:
    match unit:
        case Unit.STAMPS:
            return turn.t("Stamps on the card")
        case Unit.POINTS:
            return turn.t("Points on the card")
        case _:
            assert_never(unit)


@beside
def pick(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take the kind that was tapped, or ask for its figure."""
    shop_id, programme_id, rest = split_programme(arg)
    key, _, piece = rest.partition(":")
    found = reward_of(turn, shop_id, programme_id, key)
    if isinstance(found, Reply):
        return found
    seen, one = found
    if piece in _PLAIN:
        return propose(turn, seen, with_reward(seen.version.programme, replace(one, worth=_PLAIN[piece])))
    if piece.startswith(_LEVEL):
        return _for_level(turn, seen, one, piece.removeprefix(_LEVEL))
    return _ask(turn, seen, one, piece)


def _for_level(turn: Turn, seen: CurrentRules, one: Reward, number: str) -> Reply | list[Reply]:
    """Keep a reward for the level with this number, 0 for everybody; without one offer them."""
    names, arg = ["", *_levels(seen)], f"{programme_key(seen)}:{one.key}"
    if number and int(number) < len(names):
        kept = replace(one, level=names[int(number)] or None)
        return propose(turn, seen, with_reward(seen.version.programme, kept))
    choices = [
        (
            Choice(
                from_level(name, turn.words) if name else turn.t("For everybody"),
                "worthof",
                f"{arg}:{_LEVEL}{place}",
            ),
        )
        for place, name in enumerate(names)
    ]
    question = turn.t("For whom is “{reward}”? Others see it with the level that it takes.", reward=one.text)
    return Reply(question, (*choices, (Choice(turn.t("← Reward"), "reward", arg),)))


def _levels(seen: CurrentRules) -> tuple[str, ...]:
    return tuple(name for part in seen.version.programme.parts for name in part.level_names())


_PLAIN: dict[str, Worth] = {"item": Item(), "experience": Experience()}


def _ask(turn: Turn, seen: CurrentRules, one: Reward, piece: str) -> Reply:
    turn.wait_for("worth", shop=seen.shop.id, programme=seen.version.programme_id, key=one.key, piece=piece)
    example = turn.words.amount_example(seen.shop.currency)
    question = {
        "amount": turn.t("How much comes off the bill? Type it, for example {example}", example=example),
        Unit.STAMPS: turn.t("How many stamps does it give? Type a number."),
        Unit.POINTS: turn.t("How many points does it give? Type a number."),
        "percent": turn.t("How many percent come off the bill? Type a number from 1 to 100."),
        "most": turn.t(
            "How much comes off one bill at most? Type it, for example {example}; 0 means no limit.",
            example=example,
        ),
        "stock": turn.t(
            "How many can be had in all, those included that were taken already? Type a number; 0 means no limit."
        ),
        "days": turn.t("For how many days can this reward wait? Type a number; 0 is as long as the others."),
    }[piece]
    return Reply(question, ((Choice(turn.t("← Reward"), "reward", f"{programme_key(seen)}:{one.key}"),),))


@beside
def typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Read the figure that was asked, and show what it would change."""
    found = reward_of(turn, int(turn.data["shop"]), asked_about(turn), str(turn.data["key"]))
    if isinstance(found, Reply):
        return found
    seen, one = found
    piece, currency = str(turn.data["piece"]), seen.shop.currency
    if piece in _WHOLE:
        return _whole(turn, seen, one, piece, text)
    worth = _read(one, piece, text, currency)
    if isinstance(worth, NoAmount):
        return Reply(bad_amount(worth, currency, turn.words))
    if worth is None:
        again = _ask(turn, seen, one, piece)
        return replace(again, text=f"{turn.t('I did not understand that.')} {again.text}")
    # What comes off a bill, or goes on a card, is what such a reward costs: no cost of its own is kept beside it.
    new = replace(one, worth=worth, cost_minor=None)
    return propose(turn, seen, with_reward(seen.version.programme, new))


def _whole(turn: Turn, seen: CurrentRules, one: Reward, piece: str, text: str) -> Reply:
    number = parse_counted(text, piece)
    if number is None:
        again = _ask(turn, seen, one, piece)
        return replace(again, text=f"{turn.t('I did not understand that.')} {again.text}")
    changed: dict[str, Any] = {_WHOLE[piece]: number or None}
    new = replace(one, **changed)
    return propose(turn, seen, with_reward(seen.version.programme, new))


def _read(one: Reward, piece: str, text: str, currency: str) -> Worth | NoAmount | None:
    if piece == "percent":
        return _percent(one, text)
    if piece in set(Unit):
        number = parse_counted(text)
        return None if number is None else Counted(number, Unit(piece))
    return _money(one, piece, text, currency)


def _percent(one: Reward, text: str) -> PercentOff | None:
    found = _PERCENT.fullmatch(plain(text))
    percent = parse_whole(found[1]) if found else None
    return None if percent is None else PercentOff(percent, terms(one.worth).most_minor)


def _money(one: Reward, piece: str, text: str, currency: str) -> AmountOff | PercentOff | NoAmount:
    amount = parse_amount(text, currency)
    if isinstance(amount, NoAmount):
        return amount
    if piece == "amount":
        return AmountOff(amount)
    return PercentOff(terms(one.worth).percent or 0, None if amount == _NO_END else amount)
