"""The lines that owners draw between their customers, in place of the shop's own middles."""

from dataclasses import asdict

from sqlalchemy import bindparam, select

from loyalty.people.portrait import ChosenLines
from storage.engine.statements import Statement, Tx, insert
from storage.tables import chosen_lines

_c = chosen_lines.c
_OF_SHOP = Statement(
    select(_c.months, _c.margin_minor).where(_c.shop_id == bindparam("shop_id")), into=ChosenLines
)
_NEW = insert(chosen_lines)
_PUT = Statement(
    _NEW.values(
        {name: bindparam(name) for name in ("shop_id", "months", "margin_minor")}
    ).on_conflict_do_update(
        index_elements=[_c.shop_id], set_={name: _NEW.excluded[name] for name in ("months", "margin_minor")}
    )
)


def of_shop(tx: Tx, shop_id: int) -> ChosenLines:
    """Return what a shop's owner drew."""
    return _OF_SHOP.one(tx, shop_id=shop_id) or ChosenLines()


def put(tx: Tx, shop_id: int, lines: ChosenLines) -> None:
    """Keep what a shop's owner drew."""
    _PUT.run(tx, shop_id=shop_id, **asdict(lines))
