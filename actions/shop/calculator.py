"""The calculator: the sums of a shop's programme for its owner, and what the owner says for them."""

from dataclasses import dataclass
from datetime import datetime

from actions.access import NotAllowed, may
from actions.shop.coalitions import Together, reckoned_for, together_of
from actions.shop.level_counts import LevelCounts, level_counts
from actions.shop.programme import CurrentRules, see_rules
from actions.shop.side_by_side import NoSuchProgramme
from actions.shop.sums import Noted, Reckoned, What, lately_of, note_told, reckon
from loyalty.actor import Actor, Operator
from loyalty.roles import Role
from loyalty.shop.basis import BadFigure, Told, check_told
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import business, programmes, shops


@dataclass(frozen=True, slots=True)
class Calculation:
    """The sums of one programme as its rules are today."""

    rules: CurrentRules
    told: Told
    reckoned: Reckoned
    levels: LevelCounts | None = None
    together: tuple[Together, Reckoned] | None = None  # of the card with other shops


def calculate(
    tx: Tx, actor: Actor, shop_id: int, programme_id: int | None = None, *, now: datetime
) -> Calculation | NoSuchProgramme | NotAllowed:
    """Do the sums of one of a shop's programmes for its owner; None: of its first."""
    rules = see_rules(tx, actor, shop_id, programme_id)
    return _calculated(tx, rules, now=now) if isinstance(rules, CurrentRules) else rules


def calculate_for_operator(
    tx: Tx,
    actor: Operator,  # noqa: ARG001 - says who may
    shop_id: int,
    *,
    now: datetime,
) -> tuple[Calculation, ...]:
    """Do the sums of each of a shop's programmes for whoever runs the server."""
    shop, every = shops.by_id(tx, shop_id), tuple(programmes.today(tx, shop_id))
    return tuple(_calculated(tx, CurrentRules(shop, version, every), now=now) for version in every)


def _calculated(tx: Tx, rules: CurrentRules, *, now: datetime) -> Calculation:
    shop, version = rules.shop, rules.version
    lately, beside = lately_of(tx, shop, version.programme_id, now=now), together_of(tx, shop.id)
    return Calculation(
        rules,
        business.told(tx, shop.id),
        reckon(tx, shop, version.programme, lately),
        level_counts(tx, shop, version, now=now),
        (beside, reckoned_for(tx, shop, beside.rules.programme)) if beside else None,
    )


def tell(
    tx: Tx, actor: Actor, shop_id: int, what: What, value: int | str | None, *, now: datetime
) -> Noted | BadFigure | NotAllowed:
    """Keep what an owner says of their sales; None takes it back, and what is usual holds again."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    return note_told(tx, actor, shops.by_id(tx, shop_id), what, value, now=now)


def tell_by_operator(tx: Tx, actor: Operator, shop_id: int, new: Told, *, now: datetime) -> Told | BadFigure:
    """Keep what the operator was told of a shop's sales, all of it or nothing; what is None stays as it is."""
    hold_shop(tx, shop_id)
    shop = shops.by_id(tx, shop_id)
    bad = check_told(new, shop.currency)
    if bad:
        return bad
    figures: tuple[tuple[What, int | None], ...] = (
        ("average_sale", new.average_sale_minor),
        ("margin", new.margin_permille),
    )
    for what, value in figures:
        if value is not None:
            note_told(tx, actor, shop, what, value, now=now)
    return business.told(tx, shop_id)
