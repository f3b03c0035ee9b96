"""The questions that open a shop: how each is asked, what is suggested, and how an answer is read."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import Locale, get_global

from bot.legible import shortened, unseen
from bot.owner.questions import FoundingAnswers, Question, Suggestions, why_no_name
from bot.owner.sums_questions import FOR_SUMS
from bot.owner.trades import trade_in
from bot.turn import Turn
from loyalty.amounts import most_points
from loyalty.cards.programme import ProgrammeKind
from loyalty.cards.programme_check import MAX_REWARD_TEXT, MAX_STAMPS, MAX_WHOLE
from loyalty.cards.rates import parse_rate, stored_rate
from loyalty.cards.typed_reward import parse_reward
from loyalty.counted import parse_counted
from loyalty.currencies import currencies, folded
from loyalty.names import clean_name, fold_name, is_spoken, read_name
from loyalty.shop.presets import PRESETS
from loyalty.units import Unit
from words.cards.rules import ProgrammeWording
from words.language import LANGUAGES, words
from words.shop.figures import question
from words.shop.trades import usual_reward

# No place of a shop: hours with their sign turned round ("Etc/GMT+2" is two hours behind), and hours without a summer.
_NO_PLACES = (
    "Etc/",
    "GMT",
    "UCT",
    "UTC",
    "Universal",
    "Zulu",
    "EST",
    "MST",
    "HST",
    "Factory",
    "localtime",
    "posix",
)
_CURRENCIES = ("EUR", "HUF", "GBP", "USD")
_MOST_CURRENCIES = 5
_ZONES = ("Europe/Amsterdam", "Europe/Budapest", "Europe/London", "Europe/Berlin")


def _kind(answers: FoundingAnswers) -> ProgrammeKind:
    return PRESETS[str(answers["preset"])].kind


def _points(answers: FoundingAnswers) -> bool:
    return "preset" in answers and _kind(answers) is ProgrammeKind.POINTS


def _ask_preset(turn: Turn, _answers: FoundingAnswers) -> tuple[str, Suggestions]:
    return turn.t("What kind of shop is it? I suggest rules that fit; you can change them."), [
        (turn.t("☕ Café: stamps"), "cafe"),
        (turn.t("💈 Barber: stamps"), "barber"),
        (turn.t("🥐 Bakery: points"), "bakery"),
        (turn.t("🍝 Restaurant: points"), "restaurant"),
        (turn.t("🚗 Car wash: stamps"), "car_wash"),
        (turn.t("🛒 Corner shop: points"), "corner_shop"),
        (turn.t("🏅 Club with levels: points"), "club"),
        (turn.t("🧘 Yoga studio: stamps"), "yoga"),
        (turn.t("Something else: stamps"), "stamps"),
        (turn.t("Something else: points"), "points"),
    ]


def _ask_name(turn: Turn, _answers: FoundingAnswers) -> tuple[str, Suggestions]:
    return turn.t("What is your shop called? Type its name."), []


def _ask_reward(turn: Turn, answers: FoundingAnswers) -> tuple[str, Suggestions]:
    text = turn.t("What is the reward? Tap, or type it as customers shall read it.")
    suggested = usual_reward(str(answers["preset"]), turn.words)
    return text, [(suggested, suggested)] if suggested else []


def _ask_at(turn: Turn, answers: FoundingAnswers) -> tuple[str, Suggestions]:
    usual = PRESETS[str(answers["preset"])].at
    text = turn.t("How many stamps earn it? Tap, or type a number.")
    return text, [(turn.words.number(n), str(n)) for n in sorted({usual, 6, 8, 10})]


def _ask_per_unit(turn: Turn, answers: FoundingAnswers) -> tuple[str, Suggestions]:
    currency = str(answers["currency"])
    text = question("points_per_unit", currency, turn.words)
    write = ProgrammeWording(turn.words, Unit.POINTS, currency)
    rates = PRESETS[str(answers["preset"])].rates(currency)
    return text, [(write.rate(rate), str(rate)) for rate in rates]


def _ask_price(turn: Turn, answers: FoundingAnswers) -> tuple[str, Suggestions]:
    currency, rate = str(answers["currency"]), stored_rate(str(answers["per_unit"]))
    usual = PRESETS[str(answers["preset"])].price(rate, currency)
    text = turn.t("How many points does it cost? Tap, or type a number.")
    prices = sorted({max(1, usual // 2), usual, usual * 2})
    return text, [(turn.words.number(n), str(n)) for n in prices]


def _ask_timezone(turn: Turn, _answers: FoundingAnswers) -> tuple[str, Suggestions]:
    text = turn.t(
        "Where is the shop? It decides when a day begins. Tap, or type a large city like Lisbon, or the country."
    )
    return text, [(_city(zone), zone) for zone in _ZONES]


def _ask_currency(turn: Turn, answers: FoundingAnswers) -> tuple[str, Suggestions]:
    text = turn.t("In which money? Tap, or type its three letters.")
    likely = dict.fromkeys([*_spent_in(str(answers["timezone"])), *_CURRENCIES])
    return text, [(code, code) for code in likely][:_MOST_CURRENCIES]


def _spent_in(zone: str) -> list[str]:
    """Return the money of the country that a zone is named after."""
    spent = get_global("territory_currencies").get(get_global("zone_territories").get(zone, ""), [])
    return [code for code, _, until, tender in spent if tender and until is None and code in currencies()]


def _ask_language(turn: Turn, _answers: FoundingAnswers) -> tuple[str, Suggestions]:
    text = turn.t("In which language shall the poster be? Customers each get their own.")
    return text, [(said, code) for code, said in LANGUAGES.items()]


def _read_preset(text: str, _answers: FoundingAnswers) -> str | None:
    return text if text in PRESETS else trade_in(text)


def _why_no_trade(turn: Turn, _text: str, _answers: FoundingAnswers) -> str:
    return turn.t("I have no rules for that trade. Tap what comes nearest; “Something else” fits any shop.")


def _read_reward(text: str, _answers: FoundingAnswers) -> str | None:
    return read_name(text, most=MAX_REWARD_TEXT) or None


def _reward_parts(text: str, answers: FoundingAnswers) -> tuple[str, FoundingAnswers]:
    """Take "9 = 1 free loaf" for the reward and for what it takes, which is asked next."""
    name, at = parse_reward(text)
    key = "price" if _points(answers) else "at"
    return (text, {}) if at is None or (key == "at" and at > MAX_STAMPS) else (name, {key: at})


def _read_shop_name(text: str, _answers: FoundingAnswers) -> str | None:
    name = clean_name(text)
    return name if is_spoken(name) else None


def _why_no_shop_name(turn: Turn, _text: str, _answers: FoundingAnswers) -> str:
    return turn.t("That is no name. Type one that people can read.")


def _read_at(text: str, _answers: FoundingAnswers) -> int | None:
    n = parse_counted(text) or 0
    return n if 0 < n <= MAX_STAMPS else None


def _read_per_unit(text: str, answers: FoundingAnswers) -> str | None:
    rate = parse_rate(text, str(answers["currency"])) or 0
    return str(rate) if 0 < rate <= MAX_WHOLE else None


def _read_price(text: str, answers: FoundingAnswers) -> int | None:
    n = parse_counted(text) or 0
    return n if 0 < n <= most_points(str(answers["currency"])) else None


def _read_timezone(text: str, _answers: FoundingAnswers) -> str | None:
    return _zones().get(fold_name(text.strip()).replace(" ", "_"))


def _read_currency(text: str, _answers: FoundingAnswers) -> str | None:
    """Read a code, or a name or sign that only one money has."""
    named = [code for code, money in currencies().items() if folded(text.strip()) in money.words]
    code = text.strip().upper()
    return code if code in currencies() else named[0] if len(named) == 1 else None


def _read_language(text: str, _answers: FoundingAnswers) -> str | None:
    typed = text.strip().lower()
    said = next((code for code, own in LANGUAGES.items() if own.lower() == typed), None)
    known = words(typed).language
    return said or (known if typed.startswith(known.lower()) else None)


@cache
def _zones() -> Mapping[str, str]:
    """Name every zone as people type it: whole, by its city, and by its country where that has the same hours all over."""
    places = sorted(zone for zone in available_timezones() if not zone.startswith(_NO_PLACES))
    whole = {zone.lower(): zone for zone in [*places, "UTC"]}
    return _by_country() | {fold_name(_city(zone)).replace(" ", "_"): zone for zone in places} | whole


def _by_country() -> dict[str, str]:
    zones: dict[str, list[str]] = {}
    there = available_timezones()
    for zone, country in get_global("zone_territories").items():
        if zone in there:
            zones.setdefault(country, []).append(zone)
    one = {country: min(found) for country, found in zones.items() if len(set(map(_hours_of, found))) == 1}
    return {
        fold_name(name).replace(" ", "_"): one[country]
        for language in LANGUAGES
        for country, name in Locale.parse(language, sep="-").territories.items()
        if country in one
    }


def _hours_of(zone: str) -> tuple[timedelta | None, ...]:
    """Return how far a zone is from UTC in winter and in summer: two alike are one to a shop."""
    return tuple(datetime(2026, month, 1, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7))


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def drawn_notes(turn: Turn, typed: str, name: str, *, most: int) -> str:
    """Say what becomes of a name on cards and posters, before the next question; "" where nothing does."""
    said = (shortened(turn.words, typed, most=most), unseen(turn.words, name))
    return "".join(f"{note}\n\n" for note in said if note)


# In the order in which they are asked.
QUESTIONS: Mapping[str, Question] = {
    "preset": Question(_ask_preset, _read_preset, why=_why_no_trade),
    "name": Question(_ask_name, _read_shop_name, why=_why_no_shop_name),
    "reward": Question(_ask_reward, _read_reward, why=why_no_name, parts=_reward_parts),
    "at": Question(_ask_at, _read_at, lambda answers: not _points(answers), words=False),
    "timezone": Question(_ask_timezone, _read_timezone),
    "currency": Question(_ask_currency, _read_currency),
    "per_unit": Question(_ask_per_unit, _read_per_unit, _points, words=False),
    "price": Question(_ask_price, _read_price, _points, words=False),
    **FOR_SUMS,
    "language": Question(_ask_language, _read_language),
}
