"""Everything that is said, in each person's language: texts by gettext, dates and money by Babel."""

import datetime as dt
import gettext
import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import (
    format_date,
    format_interval,
    format_skeleton,
    format_time,
    get_datetime_format,
    get_day_names,
    get_month_names,
)
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import (
    format_currency,
    format_decimal,
    format_percent,
    get_currency_symbol,
    get_group_symbol,
)

from loyalty.amounts import minor_digits, minor_per_unit, unit_size
from loyalty.names import first_name
from loyalty.units import Unit
from words.direction import set_apart

CATALOGUES = Path(__file__).parent / "locales"
ENGLISH = "en"
_LONGEST_TAG = 35  # RFC 5646 asks readers to bear this much
_LOG = logging.getLogger(__name__)


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a text for translators that is looked up later, and return it as it is."""
    return text


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """One language's way of saying everything; `words` gives it."""

    language: str
    _locale: Locale
    _catalogue: gettext.NullTranslations
    _thousands: str  # what stands between groups of three digits
    _broken: set[str] = field(default_factory=set)

    def t(self, text: str, /, **values: object) -> str:
        """Say a text, its {places} filled with values; a translation that can't be filled falls back to English."""
        said = self._catalogue.gettext(text) if text else text  # gettext keeps its header under ""
        return self._filled(said, text, values)

    def known(self, text: str) -> str:
        """Say a text that may be one of ours; somebody's own words stay as they are, and nothing is filled in."""
        return self._catalogue.gettext(text) if text else ""

    def tn(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Say a text in the form that goes with `n`, which {n} writes."""
        english = one if n == 1 else many
        return self._filled(self._catalogue.ngettext(one, many, n), english, {"n": self.number(n)} | values)

    def counted(self, unit: Unit, n: int) -> str:
        """Count what a programme gives: "1 stamp", "240 points"."""
        match unit:
            case Unit.STAMPS:
                return self.tn("{n} stamp", "{n} stamps", n)
            case Unit.POINTS:
                return self.tn("{n} point", "{n} points", n)

    def number(self, n: int | Decimal) -> str:
        """Write a number: "1,234"."""
        if isinstance(n, int) and n >= 0:  # what is counted at a till, at a fraction of Babel's time
            return f"{n:,}".replace(",", self._thousands)
        return format_decimal(n, locale=self._locale)

    def money(self, minor: int, currency: str) -> str:
        """Write an amount of minor units with its currency: "€12.50", "HUF 1,250"."""
        digits = minor_digits(currency)
        standard = self._locale.currency_formats["standard"].pattern
        # CLDR's own digits differ from ours: it counts fillér, and Babel would write them.
        pattern = re.sub(r"\.0+", "." + "0" * digits if digits else "", standard)
        if get_currency_symbol(currency, self._locale)[-1].isalpha():
            pattern = pattern.replace("¤#", "¤\u00a0#")  # CLDR's spacing between letters and digits
        amount = Decimal(minor).scaleb(-digits)
        return format_currency(amount, currency, pattern, locale=self._locale, currency_digits=False)

    def percent(self, permille: int) -> str:
        """Write a share in thousandths: "62.5%"."""
        return format_percent(Decimal(permille).scaleb(-3), "#,##0.#%", self._locale)

    def plain_amount(self, minor: int, currency: str) -> str:
        """Write an amount as a spreadsheet reads it: "1234.50", without sign and groups."""
        digits = minor_digits(currency)
        pattern = "0" + "." * bool(digits) + "0" * digits
        return format_decimal(Decimal(minor).scaleb(-digits), pattern, self._locale)

    def amount_example(self, currency: str) -> str:
        """Write an amount as somebody would type it: "12.50", or "1250" where money is smaller and has no cents."""
        return self.plain_amount(minor_per_unit(currency) * unit_size(currency) * 25 // 2, currency)

    def date(
        self, when: dt.date | dt.datetime, zone: ZoneInfo | None = None, *, today: dt.date | None = None
    ) -> str:
        """Write a day, or a moment's day in `zone`: "12 March", with its year when `today` is in another one."""
        day = when
        if isinstance(when, dt.datetime):
            if zone is None:
                raise ValueError("a moment's day depends on the zone")
            day = when.astimezone(zone).date()
        if today is None or today.year == day.year:
            return format_skeleton("MMMMd", _noon(day), locale=self._locale)
        return format_date(day, "long", locale=self._locale)

    def days(self, first: dt.date, last: dt.date) -> str:
        """Write days in a row with their year: "1–24 Dec 2026"; one day alone likewise."""
        return str(format_interval(first, last, "yMMMd", locale=self._locale))

    def time(self, moment: dt.datetime, zone: ZoneInfo) -> str:
        """Write a moment's time of day in `zone`: "14:02"."""
        return format_time(moment.astimezone(zone).time(), "short", locale=self._locale)

    def clock(self, time: dt.time) -> str:
        """Write a time of day by a shop's clock: "14:00"."""
        return format_time(time, "short", locale=self._locale)

    def day_and_time(self, moment: dt.datetime, zone: ZoneInfo, *, today: dt.date | None = None) -> str:
        """Write a moment in `zone`: "12 March, 14:02"."""
        pattern = str(get_datetime_format("medium", locale=self._locale))
        day, time = self.date(moment, zone, today=today), self.time(moment, zone)
        return pattern.replace("'", "").replace("{0}", time).replace("{1}", day)

    def weekday(self, i: int, *, short: bool = True) -> str:
        """Name a day of the week, 0 is Monday: "Mon", or "Monday"."""
        return str(get_day_names(_width(short=short), "stand-alone", self._locale)[i])

    def month(self, i: int, *, short: bool = False) -> str:
        """Name a month, 1 is January: "March", or "Mar"."""
        return str(get_month_names(_width(short=short), "stand-alone", self._locale)[i])

    def name(self, name: str) -> str:
        """Return a person's name, or a neutral word where it was erased."""
        return set_apart(name) or self.t("somebody")

    def first_name(self, name: str) -> str:
        """Return what customers call a person, or a neutral word where the name was erased."""
        return set_apart(first_name(name)) or self.t("somebody")

    def listing(self, items: Iterable[str]) -> str:
        """Join items as the language does: "a, b and c"."""
        return format_list(list(items), locale=self._locale)

    def _filled(self, said: str, english: str, values: Mapping[str, object]) -> str:
        values = {place: set_apart(one) if isinstance(one, str) else one for place, one in values.items()}
        try:
            return one_stop(said, values).format(**values)
        except (LookupError, ValueError, AttributeError):
            if said == english:
                raise
        if english not in self._broken:
            self._broken.add(english)
            _LOG.error("broken translation in %s of %r", self.language, english)
        return english.format(**values)


def one_stop(text: str, values: Mapping[str, object]) -> str:
    """Take the full stop off a text behind each place whose value brings its own: "április 11.", "Luna B.V."."""
    for place, one in values.items():
        if isinstance(one, str) and one.endswith("."):
            text = re.sub(rf"\{{{place}\}}\.(?![\w.])", f"{{{place}}}", text)
    return text


def as_sentence(text: str) -> str:
    """Begin with a large letter what begins with words that are filled in: a weekday, or "nog 2 bezoeken"."""
    return text[:1].upper() + text[1:]


def words(language: str | None) -> Words:
    """Return the best we have for a BCP-47 tag: "nl-BE" speaks Dutch, an unknown one English."""
    known = {code.lower(): code for code in LANGUAGES}
    tag = (language or "")[:_LONGEST_TAG].replace("_", "-").lower()
    while tag and tag not in known:
        tag = tag.rpartition("-")[0]
    return _load(known.get(tag, ENGLISH))


def spoken(tags: Iterable[str]) -> list[str]:
    """Return in which of our languages people with these BCP-47 tags are spoken to, in our order."""
    found = {words(tag).language for tag in tags}
    return [code for code in LANGUAGES if code in found]


@cache
def _load(code: str) -> Words:
    if code == ENGLISH:  # a British one: day before month, 24 hours, as our shops write
        locale, texts = Locale("en", "GB"), gettext.NullTranslations()
    else:
        locale = Locale.parse(code, sep="-")
        texts = _compiled(CATALOGUES / f"{code.replace('-', '_')}.po")
    return Words(code, locale, texts, get_group_symbol(locale))


def _compiled(path: Path) -> gettext.GNUTranslations:
    with path.open("rb") as source:
        catalogue = read_po(source, locale=path.stem)
    compiled = BytesIO()
    write_mo(compiled, catalogue)  # leaves fuzzy entries out
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _own_name(code: str) -> str:
    name = Locale.parse(code, sep="-").get_display_name() or code
    return as_sentence(name)


def _width(*, short: bool) -> Literal["abbreviated", "wide"]:
    return "abbreviated" if short else "wide"


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - Babel's skeletons want a moment


_CODES = (ENGLISH, *sorted(path.stem.replace("_", "-") for path in CATALOGUES.glob("*.po")))
LANGUAGES: Mapping[str, str] = {code: _own_name(code) for code in _CODES}
