"""Where a rehearsal takes its rules and its past from: the shop, a file of visits, a file of rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from actions.rehearsal.recorded_past import (
    Past,
    ShopRules,
    everybody_agreeing,
    past_of,
    programmes_of,
    rules_of,
)
from actions.shop import open_shop
from app.side_door import BadOptionError
from loyalty.cards.programme import Programme, ProgrammeVersion
from loyalty.records import Shop
from scheduler.rehearsal.rules import read_rules
from scheduler.rehearsal.visits_as_past import past_of_visits
from scheduler.rehearsal.visits_file import Read, read_visits
from scheduler.rehearsal.visits_sheet import decoded
from storage.engine.database import read_database
from storage.engine.statements import Tx
from words.language import ENGLISH, words
from words.units import programme_name


@dataclass(frozen=True, slots=True)
class Source:
    """What was named at the command line."""

    shop_id: int | None = None
    visits: Path | None = None
    rules: Path | None = None
    all_agree: bool = False
    programme_id: int | None = None

    @property
    def needs_no_shop(self) -> bool:
        """Say whether the files alone are enough."""
        return self.visits is not None and self.rules is not None and self.shop_id is None


@dataclass(frozen=True, slots=True)
class Material:
    """What a rehearsal is made of: the rules, the past, the shop's own programme of today, and what is to be said."""

    rules: ShopRules
    past: Past
    today: Programme | None
    said: Sequence[str]


async def read_source(url: str, source: Source) -> Material:
    """Read what a rehearsal is made of; raises `BadOptionError`, `BadRules` or `BadVisits`, which name the place."""
    written = _text(source.rules) if source.rules else ""
    said: Sequence[str] = ()
    if source.needs_no_shop:
        rules, own, today = read_rules(written, None), None, None
    else:
        async with read_database(url) as db:
            rules, own, said = await db.read(_of_shop, source)
        rules, today = read_rules(written, rules), rules.programme
    if source.visits:
        lines = decoded(_content(source.visits), rules.currency).splitlines(keepends=True)
        read = read_visits(lines, rules.currency)
        own, said = past_of_visits(read.visits, zone=rules.zone, currency=rules.currency), _said(read)
    if own is None or not any(own.visits()):
        raise BadOptionError("The shop has no visits yet. With --visits a file of visits is rehearsed.")
    if rules.programme.needs_amount and not any(own.spendings()):
        raise BadOptionError("These visits tell no amounts, and a points card needs them.")
    return Material(rules, everybody_agreeing(own) if source.all_agree else own, today, said)


def _said(read: Read) -> list[str]:
    """Say which lines of a file are no visits of their own."""
    notes = {
        "Lines without a customer, left out": read.nameless,
        "Lines without a date, left out": read.dateless,
        "Lines of money given back, left out": read.given_back,
        "Lines that belong to the receipt of another, added to its visit": read.joined,
    }
    return [f"{what}: {number}." for what, number in notes.items() if number]


def _of_shop(tx: Tx, source: Source) -> tuple[ShopRules, Past | None, Sequence[str]]:
    shop = _chosen(open_shop.all_shops(tx), source.shop_id)
    every = programmes_of(tx, shop.id)
    this = _card(every, source.programme_id)
    others = [f"{one.programme_id} {programme_name(one, words(ENGLISH))}" for one in every if one is not this]
    said = [f"One card is rehearsed; --programme takes another: {', '.join(others)}."] if others else []
    past = None if source.visits else past_of(tx, shop.id, this.programme_id)
    return rules_of(tx, shop.id, this.programme_id), past, said


def _card(every: Sequence[ProgrammeVersion], programme_id: int | None) -> ProgrammeVersion:
    """Return the programme that was asked for, or a shop's first."""
    found = next((one for one in every if programme_id in (None, one.programme_id)), None)
    if found is None:
        known = ", ".join(f"{one.programme_id} {programme_name(one, words(ENGLISH))}" for one in every)
        raise BadOptionError(f"--programme: the shop has no card {programme_id}. It has: {known}.")
    return found


def _chosen(known: list[Shop], shop_id: int | None) -> Shop:
    if not known:
        raise BadOptionError("No shop yet. `stempel shop create` opens one.")
    if shop_id is None and len(known) > 1:
        names = ", ".join(f"{shop.id} {shop.name}" for shop in known[:10])
        raise BadOptionError(f"Say with --shop which one: {names}{', …' if len(known) > 10 else ''}.")
    chosen = next((shop for shop in known if shop_id in (None, shop.id)), None)
    if chosen is None:
        raise BadOptionError(f"There is no shop {shop_id}. `stempel shop list` shows them.")
    return chosen


def _text(path: Path) -> str:
    try:
        return _content(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadOptionError(f"{path} is not UTF-8 text; save it as such.") from None


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadOptionError(f"{path} can't be read: {error.strerror}.") from None
