"""A reward that somebody holds, as it is now, or what became of it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from loyalty.records import Voucher
from storage import shops, staff, vouchers
from storage.statements import Tx


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


def held(tx: Tx, voucher_id: int) -> Voucher:
    """Return a voucher that surely exists, as it is now."""
    voucher = vouchers.by_id(tx, voucher_id)
    if voucher is None:
        raise LookupError(f"voucher {voucher_id}")
    return voucher


def zone_of(tx: Tx, voucher: Voucher) -> ZoneInfo:
    """Return the zone of a voucher's shop."""
    return shops.by_id(tx, voucher.shop_id).zone
