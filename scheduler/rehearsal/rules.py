"""Reads rules to rehearse by from TOML; what it does not say is as in the shop, or as usual."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from actions.campaigns.dose import Dose
from actions.campaigns.kinds import BY_KIND, kind_named
from actions.campaigns.settings import KINDS
from actions.rehearsal.recorded_past import ShopRules
from actions.shop.written_programme import UnreadableRules, read_programme
from loyalty.amounts import NoAmount, minor_per_unit, parse_amount
from loyalty.campaigns.frequency_cap import Cap, MessageKind, QuietHours
from loyalty.cards.parts import PARTS
from loyalty.cards.programme import Programme
from loyalty.shop.basis import BadFigure, Told, check_told, parse_margin
from scheduler.rehearsal.stage import BadRules

_Table = Mapping[str, Any]
_SALES = ("average_sale", "margin")
_DOSE = ("gap_days", "most_in_30_days", "quiet_from", "quiet_until")


def read_rules(text: str, base: ShopRules | None) -> ShopRules:
    """Read a rules file over a shop's own rules, or by itself; raises `BadRules` that name the place."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadRules(f"{error}.") from None
    _check_keys(found, "", ("shop", "programme", "dose", "campaigns"))
    tables = {name: _table(found, name) for name in ("shop", "programme", "dose", "campaigns")}
    shop = _shop(tables["shop"])
    currency = shop.get("currency", base.currency if base else "EUR")
    shop["told"] = _told(tables["shop"], base.told if base else Told(), currency)
    if tables["programme"]:
        shop["programme"] = _programme(tables["programme"], currency)
    elif base is None:
        raise BadRules("programme: needed here, unless --shop names a shop whose programme is to be tried.")
    rules = replace(base, **shop) if base else ShopRules(**{"name": "The shop"} | shop)
    return replace(
        rules, dose=_dose(tables["dose"], rules.dose), campaigns=_campaigns(tables["campaigns"], rules)
    )


def _check_keys(table: _Table, place: str, known: Iterable[str]) -> None:
    for key in table:
        if key not in known:
            raise BadRules(f"{place}{key}: unknown. Known here: {', '.join(known)}.")


def _table(parent: _Table, key: str, place: str = "") -> _Table:
    value = parent.get(key, {})
    if not isinstance(value, dict):
        raise BadRules(f"{place}{key}: a table is needed, written as [{place}{key}].")
    return value


def _shop(table: _Table) -> dict[str, Any]:
    _check_keys(table, "shop.", ("name", "timezone", "currency", *_SALES))
    found = {key: _text(table, key, "shop.") for key in table if key not in _SALES}
    if "timezone" in found:
        try:
            ZoneInfo(found["timezone"])
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise BadRules(
                f"shop.timezone: “{found['timezone']}” is no time zone; write it like Europe/Amsterdam."
            ) from None
    return found


def _told(table: _Table, base: Told, currency: str) -> Told:
    """Read what a visit brings, and what of it is left in percent."""
    sale, share = _money(table, "average_sale", "shop.", currency), table.get("margin")
    margin = None if share is None else parse_margin(str(share))
    if isinstance(margin, BadFigure):
        raise BadRules("shop.margin: a share from 0 to 100 is needed, in percent.")
    told = replace(
        base,
        average_sale_minor=base.average_sale_minor if sale is None else sale,
        margin_permille=base.margin_permille if margin is None else margin,
    )
    if check_told(told, currency):
        raise BadRules("shop.average_sale: an amount above nothing is needed.")
    return told


def _text(table: _Table, key: str, place: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BadRules(f"{place}{key}: a text is needed.")
    return value.strip()


def _whole(table: _Table, key: str, place: str) -> int | None:
    value = table.get(key)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise BadRules(f"{place}{key}: a whole number is needed.")
    return value


def _money(table: _Table, key: str, place: str, currency: str) -> int | None:
    value = table.get(key)
    if value is None:
        return None
    amount = parse_amount(str(value), currency)
    if isinstance(amount, NoAmount):
        raise BadRules(f"{place}{key}: {_amount_needed(currency)}")
    return amount


def _programme(table: _Table, currency: str) -> Programme:
    read = read_programme(table, currency)
    if isinstance(read, UnreadableRules):
        raise BadRules(f"{_place(read)}: {_unreadable(read, currency)}")
    return read


def _place(bad: UnreadableRules) -> str:
    steps = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in bad.place)
    return "programme" + "".join(steps)


def _unreadable(bad: UnreadableRules, currency: str) -> str:
    return {
        "unknown": f"unknown. Known here: {', '.join(bad.known)}.",
        "kind": '"stamps" or "points" is needed.',
        "rewards": "write each as [[programme.rewards]] with text, at and cost.",
        "text": "a text is needed.",
        "place": "which stamp it stands on, or how many points it takes, is needed.",
        "amount": _amount_needed(currency),
        "rate": 'a number such as 2, 0.01 or "1/100" is needed.',
        "whole": "a whole number is needed.",
        "part": f"write each as [[programme.parts]] with part (one of: {', '.join(PARTS)}) and what it has.",
    }[bad.why]


def _amount_needed(currency: str) -> str:
    return f"an amount such as {1.5 if minor_per_unit(currency) > 1 else 150} is needed."


def _dose(table: _Table, base: Dose) -> Dose:
    _check_keys(table, "dose.", _DOSE)
    gap, most = _whole(table, "gap_days", "dose."), _whole(table, "most_in_30_days", "dose.")
    cap, quiet = base.cap, base.quiet
    try:
        cap = Cap(cap.gap_days if gap is None else gap, cap.most_in_30_days if most is None else most)
    except ValueError as error:
        raise BadRules(f"dose.{error} can't be: a shop may write less than usual, never more.") from None
    starts, ends = _clock(table, "quiet_from"), _clock(table, "quiet_until")
    return Dose(cap, QuietHours(starts or quiet.starts, ends or quiet.ends))


def _clock(table: _Table, key: str) -> time | None:
    value = table.get(key)
    if value is None or isinstance(value, time):
        return value
    try:
        return time.fromisoformat(value if len(value) == 5 else "")
    except (TypeError, ValueError):
        raise BadRules(f'dose.{key}: a time such as "21:00" is needed.') from None


def _campaigns(table: _Table, base: ShopRules) -> Mapping[MessageKind, Mapping[str, int | str]]:
    _check_keys(table, "campaigns.", tuple(map(str, KINDS)))
    merged = {kind: dict(base.campaigns.get(kind, {})) for kind in KINDS}
    for name in table:
        place = f"campaigns.{name}."
        for key, value in _table(table, name, "campaigns.").items():
            if key == "on" and not isinstance(value, bool):
                raise BadRules(f"{place}on: true or false is needed.")
            minor = f"{key}_minor"  # in a file money is written as people write it
            if minor in BY_KIND[name].settings:
                merged[kind_named(name)][minor] = _money({key: value}, key, place, base.currency) or 0
            elif isinstance(value, int | str):
                merged[kind_named(name)][key] = value
            else:
                raise BadRules(f"{place}{key}: a whole number or a text is needed.")
    return merged
