"""Campaigns as their owners changed them, and a shop's dose."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import bindparam, select, text, update

from loyalty.records import UnreadableRowError
from storage.engine.statements import Statement, Tx, insert
from storage.tables import campaigns, doses, new_row


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign as it is kept: `settings` holds only what the owner changed."""

    id: int
    shop_id: int
    kind: str
    on: bool
    holdout_percent: int
    settings: Mapping[str, int | str]
    wording: Mapping[str, str]
    rule: str | None
    looked_at: datetime | None
    verdict: str | None = None
    judged_from: datetime | None = None
    paused_at: datetime | None = None
    filter_id: int | None = None


@dataclass(frozen=True, slots=True)
class DoseRow:
    """How much a shop writes, at most, and when it keeps quiet."""

    gap_days: int
    most_in_30_days: int
    quiet_from: time
    quiet_until: time


_ROW = select(
    campaigns.c.id,
    campaigns.c.shop_id,
    campaigns.c.kind,
    campaigns.c.active,
    campaigns.c.holdout_percent,
    campaigns.c.settings,
    campaigns.c.wording,
    campaigns.c.rule,
    campaigns.c.looked_at,
    campaigns.c.verdict,
    campaigns.c.judged_from,
    campaigns.c.paused_at,
    campaigns.c.filter_id,
)
_OF_SHOP = Statement(_ROW.where(campaigns.c.shop_id == bindparam("shop_id")))
_OF_KIND = Statement(
    _ROW.where(campaigns.c.shop_id == bindparam("shop_id"), campaigns.c.kind == bindparam("kind"))
)
_NOT_LOOKED = Statement(
    select(campaigns.c.shop_id, campaigns.c.kind).where(text("active = 1 AND looked_at IS NULL"))
)
_BY_ID = Statement(_ROW.where(campaigns.c.id == bindparam("id")))
_ENSURE = Statement(
    insert(campaigns)
    .values(shop_id=bindparam("of_shop"), kind=bindparam("of_kind"), holdout_percent=bindparam("percent"))
    .on_conflict_do_nothing()
)
_THIS = update(campaigns).where(campaigns.c.id == bindparam("this"))
_CHANGE = Statement(
    _THIS.values(
        active=bindparam("is_on"),
        holdout_percent=bindparam("percent"),
        settings=bindparam("chosen"),
        wording=bindparam("words"),
        filter_id=bindparam("whom"),
        looked_at=None,  # what was not due before may be now
    )
)
_LOOKED = Statement(_THIS.values(looked_at=bindparam("at")))
_KEEP_RULE = Statement(_THIS.values(rule=bindparam("learned")))
_KEEP_VERDICT = Statement(_THIS.values(verdict=bindparam("said")))
_PAUSE = Statement(_THIS.values(active=0, paused_at=bindparam("at"), looked_at=None))
_RESUME = Statement(
    _THIS.values(active=1, paused_at=None, judged_from=bindparam("at"), verdict=None, looked_at=None)
)
_DOSE = Statement(
    select(doses.c.gap_days, doses.c.most_in_30_days, doses.c.quiet_from, doses.c.quiet_until).where(
        doses.c.shop_id == bindparam("shop_id")
    )
)
_ADD_DOSE = Statement(new_row(doses, "shop_id", "gap_days", "most_in_30_days", "quiet_from", "quiet_until"))
_SET_DOSE = Statement(
    update(doses)
    .where(doses.c.shop_id == bindparam("of_shop"))
    .values(
        gap_days=bindparam("gap"),
        most_in_30_days=bindparam("most"),
        quiet_from=bindparam("starts"),
        quiet_until=bindparam("ends"),
    )
)


def of_shop(tx: Tx, shop_id: int) -> dict[str, CampaignRow]:
    """Return the campaigns of a shop that have a row, by kind."""
    return {row.kind: row for row in map(_read, _OF_SHOP.all(tx, shop_id=shop_id))}


def of_kind(tx: Tx, shop_id: int, kind: str) -> CampaignRow | None:
    """Return one campaign of a shop, if it has a row."""
    row = _OF_KIND.one(tx, shop_id=shop_id, kind=kind)
    return _read(row) if row else None


def not_looked(tx: Tx) -> list[tuple[int, str]]:
    """Return the shop and the kind of each campaign that runs and was not looked through since it was set."""
    return [(row[0], row[1]) for row in _NOT_LOOKED.all(tx)]


def by_id(tx: Tx, campaign_id: int) -> CampaignRow:
    """Return a campaign that surely has a row; raises `LookupError` otherwise."""
    row = _BY_ID.one(tx, id=campaign_id)
    if row is None:
        raise LookupError(f"campaign {campaign_id}")
    return _read(row)


def _read(row: tuple[Any, ...]) -> CampaignRow:
    campaign_id, shop_id, kind, active, percent, settings, wording, *rest = row
    try:
        chosen, words = _parsed(settings), _parsed(wording)
    except (ValueError, TypeError) as error:
        raise UnreadableRowError(shop_id, f"campaign {kind}") from error
    return CampaignRow(campaign_id, shop_id, kind, bool(active), percent, chosen, words, *rest)


@lru_cache(maxsize=1024)  # a shop's campaigns are read for each of its customers
def _parsed(text: str) -> Mapping[str, Any]:
    return MappingProxyType(dict(json.loads(text)))


def gift_of(stored: str) -> str | int:
    """Return what the settings of a campaign give: in words, or so much on a card; "" where nothing can be told."""
    try:
        chosen = _parsed(stored)
    except (ValueError, TypeError):
        return ""
    amount = chosen.get("gift_amount", 0)
    return str(chosen.get("gift", "")) or (amount if isinstance(amount, int) and amount > 0 else "")


def ensure(tx: Tx, shop_id: int, kind: str, *, holdout_percent: int) -> None:
    """Give a campaign a row, unless it has one."""
    _ENSURE.run(tx, of_shop=shop_id, of_kind=kind, percent=holdout_percent)


def change(
    tx: Tx,
    campaign_id: int,
    *,
    on: bool,
    holdout_percent: int,
    settings: Mapping[str, int | str],
    wording: Mapping[str, str],
    filter_id: int | None,
) -> None:
    """Keep a campaign as its owner wants it; everybody is looked through again."""
    _CHANGE.run(
        tx,
        this=campaign_id,
        is_on=int(on),
        percent=holdout_percent,
        chosen=json.dumps(dict(settings), ensure_ascii=False),
        words=json.dumps(dict(wording), ensure_ascii=False),
        whom=filter_id,
    )


def look_again(tx: Tx, campaign_id: int) -> None:
    """Look through all customers again, as something may be due to them now."""
    _LOOKED.run(tx, this=campaign_id, at=None)


def looked(tx: Tx, campaign_id: int, *, now: datetime) -> None:
    """Note that everybody was looked through for a campaign."""
    _LOOKED.run(tx, this=campaign_id, at=now)


def keep_rule(tx: Tx, campaign_id: int, rule: str | None) -> None:
    """Keep what was learned about who lapses; None where nothing was."""
    _KEEP_RULE.run(tx, this=campaign_id, learned=rule)


def keep_verdict(tx: Tx, campaign_id: int, verdict: str) -> None:
    """Keep what was found out about whether a campaign works."""
    _KEEP_VERDICT.run(tx, this=campaign_id, said=verdict)


def pause(tx: Tx, campaign_id: int, *, now: datetime) -> None:
    """Stop a campaign that is of no use."""
    _PAUSE.run(tx, this=campaign_id, at=now)


def resume(tx: Tx, campaign_id: int, *, now: datetime) -> None:
    """Start a paused campaign again; whoever was due before says nothing about it any more."""
    _RESUME.run(tx, this=campaign_id, at=now)


def dose(tx: Tx, shop_id: int) -> DoseRow | None:
    """Return the dose that a shop chose; raises `UnreadableRowError` for hours that are none."""
    row = _DOSE.one(tx, shop_id=shop_id)
    if row is None:
        return None
    gap, most, starts, ends = row
    try:
        return DoseRow(gap, most, time.fromisoformat(starts), time.fromisoformat(ends))
    except ValueError as error:
        raise UnreadableRowError(shop_id, "quiet hours") from error


def set_dose(tx: Tx, shop_id: int, row: DoseRow) -> None:
    """Keep the dose that a shop chose."""
    starts, ends = (f"{moment:%H:%M}" for moment in (row.quiet_from, row.quiet_until))
    most = row.most_in_30_days
    if _SET_DOSE.run(tx, of_shop=shop_id, gap=row.gap_days, most=most, starts=starts, ends=ends):
        return
    _ADD_DOSE.value(
        tx,
        shop_id=shop_id,
        gap_days=row.gap_days,
        most_in_30_days=most,
        quiet_from=starts,
        quiet_until=ends,
    )
