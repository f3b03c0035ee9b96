"""Where a rehearsal takes its rules and its past from: the shop, a file of visits, a file of rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from actions.rehearsal.recorded_past import (
    Past,
    ShopRules,
    everybody_agreeing,
    not_rehearsed,
    past_of,
    rules_of,
)
from actions.shop import open_shop
from app.side_door import BadOptionError
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

    @property
    def needs_no_shop(self) -> bool:
        """Say whether the files alone are enough."""
        return self.visits is not None and self.rules is not None and self.shop_id is None


async def read_source(url: str, source: Source) -> tuple[ShopRules, Past, Sequence[str]]:
    """Read the rules, the past, and what is to be said of a file; raises `BadOptionError`, `BadRules` or `BadVisits`, which name the place."""
    written = _text(source.rules) if source.rules else ""
    said: Sequence[str] = ()
    if source.needs_no_shop:
        rules, own = read_rules(written, None), None
    else:
        async with read_database(url) as db:
            rules, own, said = await db.read(_of_shop, source.shop_id, past_too=source.visits is None)
        rules = read_rules(written, rules)
    if source.visits:
        lines = decoded(_content(source.visits), rules.currency).splitlines(keepends=True)
        read = read_visits(lines, rules.currency)
        own, said = past_of_visits(read.visits, zone=rules.zone, currency=rules.currency), _said(read)
    if own is None or not any(own.visits()):
        raise BadOptionError("The shop has no visits yet. With --visits a file of visits is rehearsed.")
    if rules.programme.needs_amount and not any(own.spendings()):
        raise BadOptionError("These visits tell no amounts, and a points card needs them.")
    return rules, everybody_agreeing(own) if source.all_agree else own, said


def _said(read: Read) -> list[str]:
    """Say which lines of a file are no visits of their own."""
    notes = {
        "Lines without a customer, left out": read.nameless,
        "Lines without a date, left out": read.dateless,
        "Lines of money given back, left out": read.given_back,
        "Lines that belong to the receipt of another, added to its visit": read.joined,
    }
    return [f"{what}: {number}." for what, number in notes.items() if number]


def _of_shop(tx: Tx, shop_id: int | None, *, past_too: bool) -> tuple[ShopRules, Past | None, Sequence[str]]:
    shop = _chosen(open_shop.all_shops(tx), shop_id)
    names = [programme_name(one, words(ENGLISH)) for one in not_rehearsed(tx, shop.id)]
    said = [f"Only the shop's first card is rehearsed; left out: {', '.join(names)}."] if names else []
    return rules_of(tx, shop.id), past_of(tx, shop.id) if past_too else None, said


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
