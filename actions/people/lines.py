"""Where an owner draws the two lines between their customers, in place of the shop's own middles."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from actions.access import NotAllowed, may
from loyalty.actor import Actor
from loyalty.amounts import most_minor
from loyalty.people.portrait import ChosenLines, Lines
from loyalty.people.shop_days import YEAR_MONTHS
from loyalty.records import Shop
from loyalty.roles import Role
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.people import chosen_lines, portraits
from storage.shop import audit, shops
from storage.shop.audit import Act

LineName = Literal["months", "margin"]


@dataclass(frozen=True, slots=True)
class BothLines:
    """The lines that an owner drew, and those of the last night; None before the first one."""

    shop: Shop
    chosen: ChosenLines
    last: Lines | None


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line can't be there: it lies from `least` to `most`."""

    least: int
    most: int


def see_lines(tx: Tx, actor: Actor, shop_id: int) -> BothLines | NotAllowed:
    """Show an owner where the lines are."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    night = portraits.last_night(tx, shop_id)
    return BothLines(shops.by_id(tx, shop_id), chosen_lines.of_shop(tx, shop_id), night[1] if night else None)


def draw_line(
    tx: Tx, actor: Actor, shop_id: int, line: LineName, value: int | None, *, now: datetime
) -> ChosenLines | BadLine | NotAllowed:
    """Let an owner draw a line, or leave it to the shop's own middle (None); it holds from the next night on."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    most = YEAR_MONTHS if line == "months" else most_minor(shops.by_id(tx, shop_id).currency)
    if value is not None and not 1 <= value <= most:
        return BadLine(1, most)
    before = chosen_lines.of_shop(tx, shop_id)
    after = replace(before, months=value) if line == "months" else replace(before, margin_minor=value)
    if before != after:
        chosen_lines.put(tx, shop_id, after)
        act = Act("line_drawn", subject=line, new="" if value is None else str(value))
        audit.add(tx, actor, shop_id, act, now=now)
    return after
