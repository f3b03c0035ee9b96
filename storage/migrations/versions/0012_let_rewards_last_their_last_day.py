"""Let a reward that waits last to the end of the day that its holder was told, by the shop's calendar."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# Gifts of campaigns ended with a day always.
_ENDING = """
    FROM vouchers v JOIN shops s ON s.id = v.shop_id
    WHERE v.state = 'available' AND v.expires_at IS NOT NULL AND v.reward_key <> 'campaign:gift'
"""


def upgrade() -> None:
    tx = op.get_bind()
    for shop_id, timezone in tx.execute(sa.text(f"SELECT DISTINCT s.id, s.timezone {_ENDING}")).all():
        _lengthen(tx, shop_id, ZoneInfo(timezone))


def _lengthen(tx: sa.Connection, shop_id: int, zone: ZoneInfo) -> None:
    ending = sa.text(f"SELECT v.id, v.expires_at {_ENDING} AND v.shop_id = :shop")
    later = [
        {"id": voucher_id, "ends": _day_over(ends, zone)}
        for voucher_id, ends in tx.execute(ending, {"shop": shop_id}).all()
    ]
    tx.execute(sa.text("UPDATE vouchers SET expires_at = :ends WHERE id = :id"), later)


def _day_over(moment: int, zone: ZoneInfo) -> int:
    told = (_EPOCH + moment * _MICROSECOND).astimezone(zone).date()
    over = datetime.combine(told + timedelta(days=1), time.min, zone)
    return (over.astimezone(UTC) - _EPOCH) // _MICROSECOND
