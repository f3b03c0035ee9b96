"""What must hold in every shop at every moment, asked of the tables themselves."""

from typing import Any

from sqlalchemy import text

from storage.engine.statements import Tx

# Each query finds what breaks a promise.
PROMISES = {
    "a balance is what its lines add up to": """
        SELECT c.id FROM counters c LEFT JOIN entries e ON e.counter_id = c.id WHERE c.shop_id = :shop
        GROUP BY c.id, c.balance HAVING c.balance < 0 OR c.balance <> COALESCE(SUM(e.amount), 0)""",
    "a reversal is the opposite of its line, on its counter": """
        SELECT r.id FROM entries r JOIN entries e ON e.id = r.reverses_id
        WHERE r.shop_id = :shop AND (r.amount <> -e.amount OR r.counter_id <> e.counter_id OR r.round <> e.round)""",
    "a visit that was taken back leaves nothing": """
        SELECT v.id FROM visits v JOIN entries e ON e.visit_id = v.id
        WHERE v.shop_id = :shop AND v.undone_at IS NOT NULL GROUP BY v.id HAVING SUM(e.amount) <> 0""",
    "and no voucher": """
        SELECT w.id FROM vouchers w JOIN visits v ON v.id = w.visit_id
        WHERE v.shop_id = :shop AND v.undone_at IS NOT NULL AND w.state <> 'withdrawn'""",
    "a visit gave what its lines say": """
        SELECT v.id FROM visits v JOIN entries e ON e.visit_id = v.id
        WHERE v.shop_id = :shop AND e.kind IN ('visit', 'extra')
        GROUP BY v.id, v.amount HAVING SUM(e.amount) <> v.amount""",
    "what left one card came onto another": """
        SELECT SUM(e.amount) FROM entries e
        WHERE e.shop_id = :shop AND e.kind = 'moved' HAVING SUM(e.amount) <> 0""",
    "a closed card is empty and holds no reward": """
        SELECT a.id FROM accounts a JOIN counters c ON c.account_id = a.id
        WHERE a.shop_id = :shop AND a.closed_at IS NOT NULL AND (c.balance <> 0
        OR EXISTS (SELECT 1 FROM vouchers w WHERE w.account_id = a.id AND w.state <> 'withdrawn'))""",
    "an account was last visited when its counters were": """
        SELECT a.id FROM accounts a JOIN counters c ON c.account_id = a.id WHERE a.shop_id = :shop
        GROUP BY a.id, a.last_visit_at HAVING COALESCE(a.last_visit_at, 0) <> COALESCE(MAX(c.last_visit_at), 0)""",
    "a visit, a goal and what was collected are of a counter of their account": """
        SELECT v.id FROM visits v JOIN counters c ON c.id = v.counter_id
        WHERE v.shop_id = :shop AND c.account_id <> v.account_id""",
    "a place is paid once": """
        SELECT counter_id FROM vouchers WHERE shop_id = :shop AND slot IS NOT NULL AND state <> 'withdrawn'
        GROUP BY counter_id, slot HAVING COUNT(*) > 1""",
    "what was paid for rewards is held as vouchers, one for one": """
        SELECT paid, held FROM (SELECT
        (SELECT COUNT(*) FROM entries e
            WHERE e.shop_id = :shop AND e.kind = 'reward'
            AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_id = e.id)) AS paid,
        (SELECT COUNT(*) FROM vouchers WHERE shop_id = :shop AND state <> 'withdrawn'
            AND reward_key NOT IN ('milestone', 'other milestone', 'campaign:gift')) AS held) AS counted WHERE paid <> held""",
    "a head start is given once on a card": """
        SELECT e.counter_id FROM entries e
        WHERE e.shop_id = :shop AND e.kind = 'head_start' GROUP BY e.counter_id HAVING COUNT(*) > 1""",
}  # fmt: skip


def breaches(tx: Tx, shop_id: int) -> dict[str, list[Any]]:
    """Find the promises that do not hold in a shop."""
    found = {promise: list(tx.execute(text(query), {"shop": shop_id})) for promise, query in PROMISES.items()}
    return {promise: rows for promise, rows in found.items() if rows}


def used_vouchers(tx: Tx, card_id: int) -> list[int]:
    """List a card's used vouchers."""
    query = text("SELECT id FROM vouchers WHERE account_id = :card AND state = 'used' ORDER BY id")
    return list(tx.execute(query, {"card": card_id}).scalars())


def count_used(tx: Tx, shop_id: int) -> int:
    """Count a shop's used vouchers."""
    query = text("SELECT COUNT(*) FROM vouchers WHERE shop_id = :shop AND state = 'used'")
    used: int = tx.execute(query, {"shop": shop_id}).scalar_one()
    return used
