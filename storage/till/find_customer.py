"""Cards by their holders' names: all is read from one index, however many customers a shop has."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from storage.engine.statements import Statement, Tx
from storage.tables import accounts

_MOST_WORDS = 4
_WORDS = and_(*(accounts.c.found_by.like(bindparam(f"word_{place}")) for place in range(_MOST_WORDS)))
_RUN_TOGETHER = func.replace(accounts.c.found_by, " ", "").like(bindparam("together"))


def _found(matches: ColumnElement[bool]) -> Statement[tuple[int, int]]:
    return Statement(
        select(accounts.c.id, func.count().over())
        .where(accounts.c.shop_id == bindparam("shop_id"), accounts.c.found_by.is_not(None), matches)
        .order_by(accounts.c.last_visit_at.desc().nulls_last(), accounts.c.id.desc())
        .limit(bindparam("most"))
    )


_BEGINNING_SO = _found(_WORDS)
_HOLDING_THEM = _found(or_(_WORDS, _RUN_TOGETHER))


def cards_named(tx: Tx, shop_id: int, words: Sequence[str], *, most: int) -> tuple[list[int], int]:
    """Return cards whose holder's name has words that begin so, those used last first, and how many there are in all.

    Where there is none, parts within words count too, and words that are written as one. `words` are letters and digits,
    as `loyalty.names.name_words` gives them.
    """
    if not words:
        return [], 0
    looked_for = [*words[:_MOST_WORDS], *([""] * (_MOST_WORDS - len(words)))]
    begin = {f"word_{place}": f"% {word}%" for place, word in enumerate(looked_for)}
    rows = _BEGINNING_SO.all(tx, shop_id=shop_id, most=most, **begin)
    if not rows:
        hold = {f"word_{place}": f"%{word}%" for place, word in enumerate(looked_for)}
        rows = _HOLDING_THEM.all(tx, shop_id=shop_id, most=most, together=f"%{''.join(words)}%", **hold)
    return [row[0] for row in rows], rows[0][1] if rows else 0
