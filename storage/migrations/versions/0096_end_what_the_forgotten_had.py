"""Let what is on the cards of people who were forgotten run out, for then: until now it counted as still to be spent."""

from alembic import op

revision = "0096"
down_revision = "0095"
branch_labels = None
depends_on = None

_GONE = "a.person_id IS NULL AND a.closed_at IS NOT NULL"
_WITHDRAWN = f"v.shop_id = a.shop_id AND v.account_id = a.id AND v.state = 'withdrawn' AND {_GONE}"
# What was paid for a reward that waited goes back first: points that nobody used are not spent.
_PAY_BACK = f"""
    INSERT INTO entries (shop_id, counter_id, voucher_id, version_id, kind, amount, round, at, reverses_id)
    SELECT e.shop_id, e.counter_id, e.voucher_id, e.version_id, 'reversal', -e.amount, e.round, a.closed_at, e.id
    FROM accounts a
    JOIN vouchers v ON {_WITHDRAWN} AND (v.expires_at IS NULL OR v.expires_at > a.closed_at)
    JOIN entries e ON e.shop_id = v.shop_id AND e.voucher_id = v.id AND e.kind = 'reward'
    WHERE NOT EXISTS (SELECT 1 FROM entries r WHERE r.shop_id = e.shop_id AND r.reverses_id = e.id)
    ORDER BY e.id
"""  # noqa: S608 - names of our own
# One that had run out before was no reward of theirs any more, and stands as what it was.
_RAN_OUT_BEFORE = f"""
    UPDATE vouchers SET state = 'available' WHERE id IN (
        SELECT v.id FROM accounts a JOIN vouchers v ON {_WITHDRAWN} AND v.expires_at <= a.closed_at
        JOIN entries e ON e.shop_id = v.shop_id AND e.voucher_id = v.id AND e.kind = 'reward'
        WHERE NOT EXISTS (SELECT 1 FROM entries r WHERE r.shop_id = e.shop_id AND r.reverses_id = e.id)
    )
"""  # noqa: S608 - names of our own
_RUN_OUT = f"""
    INSERT INTO entries (shop_id, counter_id, version_id, kind, amount, round, at)
    SELECT c.shop_id, c.id, c.version_id, 'expired', -SUM(e.amount), c.round, a.closed_at
    FROM accounts a
    JOIN counters c ON c.shop_id = a.shop_id AND c.account_id = a.id
    JOIN entries e ON e.shop_id = a.shop_id AND e.counter_id = c.id
    WHERE {_GONE}
    GROUP BY c.id, a.closed_at
    HAVING SUM(e.amount) > 0
    ORDER BY c.id
"""  # noqa: S608 - names of our own
_EMPTY = f"""
    UPDATE counters SET balance = 0, round = round + 1
    WHERE balance > 0 AND account_id IN (SELECT a.id FROM accounts a WHERE {_GONE})
"""  # noqa: S608 - names of our own


def upgrade() -> None:
    for step in (_PAY_BACK, _RAN_OUT_BEFORE, _RUN_OUT, _EMPTY):
        op.execute(step)
