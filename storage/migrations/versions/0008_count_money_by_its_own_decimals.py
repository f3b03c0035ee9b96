"""Count money by the decimals it has: what was kept in hundredths that nobody pays is kept whole."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Currencies that were counted with two decimals until now and have none, and the one that had three.
_TWO = """
    AFN ALL AMD BIF COP CRC DJF GNF GYD IDR IRR KMF KPW LAK LBP MGA MMK MNT RWF SOS SYP TWD TZS UZS VUV XPF YER
"""
_SCALES = dict.fromkeys(_TWO.split(), 100) | {"IQD": 1000}


def upgrade() -> None:
    tx = op.get_bind()
    for shop_id, currency in tx.execute(sa.text("SELECT id, currency FROM shops")).all():
        if currency in _SCALES:
            _rescale(tx, shop_id, _SCALES[currency])


def _rescale(tx: sa.Connection, shop_id: int, scale: int) -> None:
    facts = {"shop": shop_id, "scale": scale, "half": scale // 2}
    for table, column in (("visits", "spent_minor"), ("vouchers", "cost_minor")):
        tx.execute(
            sa.text(f"UPDATE {table} SET {column} = ({column} + :half) / :scale WHERE shop_id = :shop"),  # noqa: S608
            facts,
        )
    for table, column in (("programmes", "rules"), ("campaigns", "settings")):
        rows = tx.execute(sa.text(f"SELECT id, {column} FROM {table} WHERE shop_id = :shop"), facts).all()  # noqa: S608
        for row_id, text in rows:
            written = json.dumps(_whole(json.loads(text), scale), ensure_ascii=False, sort_keys=True)
            tx.execute(
                sa.text(f"UPDATE {table} SET {column} = :text WHERE id = :id"),  # noqa: S608
                {"text": written, "id": row_id},
            )

    changes = sa.text("SELECT id, old, new FROM audit WHERE shop_id = :shop AND subject LIKE '%_minor'")
    for row_id, *sides in tx.execute(changes, facts).all():
        old, new = (str(_half_up(int(side), scale)) if side.isdecimal() else side for side in sides)
        tx.execute(
            sa.text("UPDATE audit SET old = :old, new = :new WHERE id = :id"),
            {"old": old, "new": new, "id": row_id},
        )


def _whole(value: Any, scale: int, name: str = "") -> Any:
    """Return the same facts with every amount, whose name ends in `_minor`, in whole units."""
    if isinstance(value, dict):
        return {key: _whole(inner, scale, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_whole(inner, scale) for inner in value]
    return _half_up(value, scale) if name.endswith("_minor") and isinstance(value, int) else value


def _half_up(minor: int, scale: int) -> int:
    return (minor + scale // 2) // scale
