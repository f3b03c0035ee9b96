"""Once a week at most, one customer of whom the owner should hear: looked for at night, told with the week's figures."""

from datetime import datetime, timedelta

from actions.campaigns.gifts import REWARD_KEY
from loyalty.dates import day_of
from loyalty.people.alerts import AGAIN_DAYS, EVERY_DAYS, Alert, only_with_offers
from loyalty.people.shop_days import day_number
from storage.cards import accounts
from storage.engine.statements import Tx
from storage.people import alerts, portraits
from storage.shop import shops

_A_YEAR = timedelta(days=365)


def find_alert(tx: Tx, shop_id: int, *, now: datetime) -> Alert | None:
    """Look for somebody of whom the owner should hear; nobody where she heard of one within a week."""
    if alerts.any_since(tx, shop_id, now - timedelta(days=EVERY_DAYS)):
        return None
    told_since = now - timedelta(days=AGAIN_DAYS)
    return _overdue(tx, shop_id, told_since, now=now) or _on_discounts(tx, shop_id, told_since, now=now)


def _overdue(tx: Tx, shop_id: int, told_since: datetime, *, now: datetime) -> Alert | None:
    night = portraits.last_night(tx, shop_id)
    if night is None or night[1].top_from_minor is None:
        return None
    today = day_number(day_of(now, shops.by_id(tx, shop_id).zone))
    asked = {"today": today, "top_from_minor": night[1].top_from_minor, "told_since": told_since}
    found = alerts.overdue_at_top(tx, shop_id, **asked)  # type: ignore[arg-type] # each its own
    return Alert("overdue", found) if found else None


def _on_discounts(tx: Tx, shop_id: int, told_since: datetime, *, now: datetime) -> Alert | None:
    found = alerts.with_offers(tx, shop_id, REWARD_KEY, since=now - _A_YEAR, told_since=told_since)
    return next((Alert("discounts", card) for card, visits, n in found if only_with_offers(visits, n)), None)


def keep_alert(tx: Tx, shop_id: int, alert: Alert, *, now: datetime) -> None:
    """Remember of whom the owner shall hear, unless they are gone by now."""
    account = accounts.locked(tx, alert.account_id)
    if account.closed_at is None and account.person_id is not None:
        alerts.add(tx, shop_id, alert, now=now)
