"""A reward that somebody holds, as it is now, or what became of it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from loyalty.records import Account, Voucher
from storage.cards import vouchers
from storage.engine.statements import Tx
from storage.shop import shops, staff


@dataclass(frozen=True, slots=True)
class NotAvailable:
    """The voucher was used, has run out, or was taken back."""

    voucher: Voucher | None
    used_by: str = ""


def not_available(tx: Tx, voucher: Voucher | None) -> NotAvailable:
    """Say why a voucher can't be had: when it was used, and by whom."""
    if voucher is None:
        return NotAvailable(None)
    voucher = held(tx, voucher.id)
    return NotAvailable(voucher, staff.by_id(tx, voucher.used_by).name if voucher.used_by else "")


def gone_since(tx: Tx, account: Account, since: datetime, *, now: datetime) -> NotAvailable | None:
    """Say what became of the reward that a card lost last, by use or by its end, if that was since a moment."""
    kept = (voucher for voucher in vouchers.of_account(tx, account) if voucher.state != "withdrawn")
    ended = [(voucher.used_at or voucher.expires_at, voucher.id) for voucher in kept]
    gone = max(((at, this) for at, this in ended if at and since <= at <= now), default=None)
    return not_available(tx, held(tx, gone[1])) if gone else None


def held(tx: Tx, voucher_id: int) -> Voucher:
    """Return a voucher that surely exists, as it is now."""
    voucher = vouchers.by_id(tx, voucher_id)
    if voucher is None:
        raise LookupError(f"voucher {voucher_id}")
    return voucher


def zone_of(tx: Tx, voucher: Voucher) -> ZoneInfo:
    """Return the zone of a voucher's shop."""
    return shops.by_id(tx, voucher.shop_id).zone
