"""What `stempel shop create` and `programme add` were not told: from a preset, asked at the terminal, or usual."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Annotated, Any

from typer import Option

from app.side_door import BadOptionError
from app.terminal import AsJson
from loyalty.cards.programme import ProgrammeKind
from loyalty.cards.rates import parse_rate
from loyalty.shop.presets import PRESETS
from storage.shop.programme_form import part_to_facts
from words.language import ENGLISH, LANGUAGES, words
from words.shop.trades import labelled

_USUAL_SHOP = {"timezone": "Europe/Amsterdam", "currency": "EUR", "language": "en"}
_USUAL_RULES = {
    "points_per_unit": "1",
    "min_spend": "0",
    "head_start": 0,
    "cooldown_minutes": 0,
    "stamps": None,
    "max_per_visit": None,
    "max_per_day": None,
    "voucher_days": None,
}
_USUAL = _USUAL_SHOP | _USUAL_RULES
_OF_MONEY = ("points_per_unit", "min_spend")
_FOR_SUMS = ("average_sale", "margin", "even_at_a_loss")
_RULES_NEEDED = ("kind", "reward")
_NEEDED = ("name", *_RULES_NEEDED)


class Trade(StrEnum):
    """Shops whose usual rules we know."""

    CAFE = "cafe"
    BARBER = "barber"
    BAKERY = "bakery"
    RESTAURANT = "restaurant"
    CAR_WASH = "car_wash"
    CORNER_SHOP = "corner_shop"
    CLUB = "club"
    YOGA = "yoga"


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesOptions:
    """The options that say what a programme's rules are; None was not given."""

    kind: Annotated[ProgrammeKind | None, Option(help="Stamps, or points for money.")] = None
    reward: Annotated[
        list[str] | None,
        Option(help='What can be had: TEXT, or "TEXT=5" for stamp number 5 or 5 points. Repeatable.'),
    ] = None
    preset: Annotated[Trade | None, Option(help="The usual rules of a trade; --reward says for what.")] = None
    bare: Annotated[bool, Option("--bare", help="Without the bonuses that a preset brings.")] = False
    stamps: Annotated[int | None, Option(help="How many stamps fill the card.")] = None
    points_per_unit: Annotated[
        str | None, Option(help="Points for one unit of money: 2, 0.01 or 1/100 (1).")
    ] = None
    min_spend: Annotated[str | None, Option(help="The least amount that earns points.")] = None
    head_start: Annotated[int | None, Option(help="Stamps or points on a new card (0).")] = None
    cooldown_minutes: Annotated[int | None, Option(help="The pause between two visits (0).")] = None
    max_per_visit: Annotated[int | None, Option(help="The most one visit gives (stamps: 5).")] = None
    max_per_day: Annotated[int | None, Option(help="The most one day gives (stamps: 10).")] = None
    reward_cost: Annotated[
        list[str] | None,
        Option(
            help="What the reward in the same place costs the shop, an amount; a range is reckoned without. Repeatable."
        ),
    ] = None
    even_at_a_loss: Annotated[
        bool, Option("--even-at-a-loss", help="Also what loses money, or is free at the first visit.")
    ] = False
    as_json: AsJson = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopOptions(RulesOptions):
    """The options of `stempel shop create`; None was not given."""

    name: Annotated[str | None, Option(help="The shop's name.")] = None
    timezone: Annotated[str | None, Option(help="Decides what a day is (Europe/Amsterdam).")] = None
    currency: Annotated[str | None, Option(help="Three letters (EUR).")] = None
    language: Annotated[str | None, Option(help="The shop's own language: en, nl or hu (en).")] = None
    average_sale: Annotated[str | None, Option(help="What a visit brings, an amount (a preset's).")] = None
    margin: Annotated[
        str | None, Option(help="The share of it that is left when goods are paid, in percent (a preset's).")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeOptions(RulesOptions):
    """The options of `stempel programme add`; None was not given."""

    shop: Annotated[int, Option(help="The shop's number, see `stempel shop list`.")]
    name: Annotated[
        str,
        Option(
            help="What tells the card from the shop's others; where it counts another unit, none is needed."
        ),
    ] = ""


def complete(options: ShopOptions, *, ask: Callable[[str, Any], str] | None) -> dict[str, Any]:
    """Return every fact of a new shop; raises `BadOptionError` when one is missing and nobody can be asked."""
    currency = options.currency or _USUAL_SHOP["currency"]
    facts = _begun(options, currency, options.language or _USUAL_SHOP["language"])
    missing = [name for name in _NEEDED if name not in facts]
    if missing and ask is None:
        raise _missing(missing[0], "shop create")
    if missing and ask:
        facts |= _asked(facts, ask)
    _check_unit(options, str(facts["kind"]))
    trade = None if options.preset is None else str(options.preset)
    priced = _priced_all(facts, options.preset, str(facts.get("currency", currency)))
    sums = {name: priced.pop(name, None) for name in _FOR_SUMS} | {"trade": trade}
    return _USUAL | {"sums": sums} | priced


def complete_programme(options: ProgrammeOptions, currency: str, language: str) -> dict[str, Any]:
    """Return every rule of one more programme in a shop of this money and language; raises `BadOptionError` when one is missing."""
    facts = _begun(options, currency, language)
    for name in _RULES_NEEDED:
        if name not in facts:
            raise _missing(name, "programme add")
    _check_unit(options, str(facts["kind"]))
    rules = _USUAL_RULES | _priced_all(facts, options.preset, currency)
    return {name: value for name, value in rules.items() if name not in {"shop", "name"}}


def _begun(options: RulesOptions, currency: str, language: str) -> dict[str, Any]:
    given, trade = _given(options), options.preset
    if trade is None:
        return given
    facts = _of_trade(trade, currency) | given
    rate = parse_rate(str(facts["points_per_unit"]), currency)
    if options.bare or not rate or facts["kind"] != PRESETS[trade].kind:
        return facts
    spoken = words(language if language in LANGUAGES else ENGLISH)
    bonuses = labelled(PRESETS[trade].bonuses(rate, currency), spoken)
    return facts | {"parts": [part_to_facts(part) for part in bonuses]}


def _check_unit(options: RulesOptions, kind: str) -> None:
    """Refuse what a card that counts visits can't heed."""
    stray = [name for name in _OF_MONEY if name in _given(options)]
    if stray and kind == ProgrammeKind.STAMPS:
        raise BadOptionError(
            f"--{stray[0].replace('_', '-')} is for a points card; a stamp card gives a stamp for each visit"
        )


def _missing(name: str, command: str) -> BadOptionError:
    return BadOptionError(f"Missing option --{name}. `stempel {command} --help` explains it.")


def _priced_all(facts: Mapping[str, Any], trade: Trade | None, currency: str) -> dict[str, Any]:
    """Write the rewards as they are handed on: each with its price where a trade has a usual one."""
    rest = {name: value for name, value in facts.items() if name != "reward"}
    told = facts["reward"]
    return rest | {"rewards": [_priced(text, trade, facts, currency) for text in told] if trade else told}


def _given(options: RulesOptions) -> dict[str, Any]:
    how_to_open = {"preset", "bare", "as_json"}
    return {
        name: value
        for name, value in asdict(options).items()
        if name not in how_to_open and value is not None and value != []
    }


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
    kind = str({**facts, **answers}["kind"]).strip().lower()
    if kind not in set(ProgrammeKind):
        raise BadOptionError(f"“{kind}” is no kind of card: it is stamps or points.")
    answers["kind"] = kind
    if "reward" not in facts:
        stamped = kind == ProgrammeKind.STAMPS
        answers["reward"] = [ask("The reward" if stamped else "A reward and its price, as Dessert=50", None)]
    if kind == ProgrammeKind.STAMPS and "stamps" not in facts:
        answers["stamps"] = int(ask("Stamps to the reward", 10))
    return answers | _asked_for_sums(facts, ask)


def _asked_for_sums(facts: Mapping[str, Any], ask: Callable[[str, Any], str]) -> dict[str, Any]:
    """Ask for what the sums are made on; an empty answer leaves it open."""
    answers: dict[str, Any] = {}
    for name, question in (
        ("reward_cost", "What the reward costs you (Enter: not known)"),
        ("average_sale", "What a visit brings on average (Enter: not known)"),
        ("margin", "How many percent of it are left when goods are paid (Enter: not known)"),
    ):
        if name not in facts and (said := ask(question, "")):
            answers[name] = [said] if name == "reward_cost" else said
    return answers


def _priced(text: str, trade: Trade, facts: Mapping[str, Any], currency: str) -> str:
    """Give a reward the usual price where it has none, in what this money earns."""
    usual = PRESETS[trade]
    rate = parse_rate(str(facts["points_per_unit"]), currency)
    if "=" in text or usual.kind is ProgrammeKind.STAMPS or not rate:
        return text
    return f"{text}={usual.price(rate, currency)}"
