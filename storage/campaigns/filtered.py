"""Who passes a saved filter: asked of many in the query that finds them, and of one before a message goes."""

from sqlalchemy import ColumnElement, Text, and_, bindparam, cast, exists, func, literal, or_, select

from loyalty.campaigns.filters import BOUGHT, ITEM, MOST_NOTED, NEVER, OFTEN, TAG, Filter
from loyalty.people.likes import INFERRED_FROM, USUAL_FROM
from loyalty.records import Account
from storage.engine.statements import Statement, Tx
from storage.tables import (
    accounts,
    counters,
    customer_facts,
    item_tags,
    likes,
    portraits,
    purchases,
    row_of,
    shared_cards,
    visits,
)
from storage.tables.columns import Big

_NOTHING = ("", "")


def asked(asks: Filter) -> dict[str, str | int]:
    """Return what a query is asked with to find who passes a filter."""
    noted = [*asks.noted, *[_NOTHING] * (MOST_NOTED - len(asks.noted))]
    return {
        "in_quadrant": asks.quadrant,
        "in_phase": asks.phase,
        "in_branch": asks.branch_id,
        "in_programme": asks.programme_id,
        **{f"what_{place}": what for place, (what, _) in enumerate(noted)},
        **{f"value_{place}": value for place, (_, value) in enumerate(noted)},
    }


def _text(name: str) -> ColumnElement[str]:
    return bindparam(name, type_=Text())


def _id(name: str) -> ColumnElement[int]:
    return bindparam(name, type_=Big)


def _any_or(
    asked: ColumnElement[str] | ColumnElement[int], nothing: str | int, *passes: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Let everybody pass where a filter asks for nothing, else those of whom there is such a row."""
    return or_(asked == nothing, _there_is(*passes))


def _there_is(*passes: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(*passes).correlate(accounts)


def _noted(place: int) -> ColumnElement[bool]:
    """Ask for something that is known: noted by the shop, said by the customer, or told by what they bought."""
    what, value = _text(f"what_{place}"), _text(f"value_{place}")
    written = (
        row_of(accounts, customer_facts.c.account_id),
        customer_facts.c.what == what,
        customer_facts.c.value == value,
    )
    return or_(what == "", _there_is(*written), _said(what, value), _bought(what, value))


def _said(what: ColumnElement[str], value: ColumnElement[str]) -> ColumnElement[bool]:
    named = _key(TAG, likes.c.tag_id) == what
    return _there_is(row_of(accounts, likes.c.account_id), named, likes.c.answer == value)


def _bought(what: ColumnElement[str], value: ColumnElement[str]) -> ColumnElement[bool]:
    """Ask how often something was bought; of who bought too little, or shares a card, nothing is inferred."""
    this = or_(_key(ITEM, purchases.c.item_id) == what, _carries(_key(TAG, item_tags.c.tag_id) == what))
    tells = or_(what.like(f"{ITEM}%"), _carries())
    own = ~_there_is(row_of(accounts, shared_cards.c.account_id))
    never = (_visits_with(this) == 0, _visits_with(tells) >= INFERRED_FROM, own, ~_refused(what))
    return or_(
        and_(value == BOUGHT, _visits_with(this) > 0),
        and_(value == OFTEN, _visits_with(this) >= USUAL_FROM, own),
        and_(value == NEVER, *never),
    )


def _visits_with(this: ColumnElement[bool]) -> ColumnElement[int]:
    """Count the visits that stand at which something of this was bought."""
    counted = (
        select(func.count(func.distinct(purchases.c.visit_id)))
        .select_from(purchases)
        .join(visits, row_of(visits, purchases.c.visit_id))
        .where(row_of(accounts, purchases.c.account_id), visits.c.undone_at.is_(None), this)
    )
    return counted.correlate(accounts).scalar_subquery()


def _carries(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say that what was bought carries a tag."""
    of_item = (item_tags.c.shop_id == purchases.c.shop_id, item_tags.c.item_id == purchases.c.item_id)
    return exists().where(*of_item, *which).correlate(purchases)


def _refused(what: ColumnElement[str]) -> ColumnElement[bool]:
    """Say that somebody said no to a tag, or to one that an item carries."""
    of_item = exists().where(
        item_tags.c.shop_id == likes.c.shop_id,
        item_tags.c.tag_id == likes.c.tag_id,
        _key(ITEM, item_tags.c.item_id) == what,
    )
    named = or_(_key(TAG, likes.c.tag_id) == what, of_item.correlate(likes))
    return _there_is(row_of(accounts, likes.c.account_id), likes.c.answer == "no", named)


def _key(letter: str, of: ColumnElement[int]) -> ColumnElement[str]:
    return literal(letter) + cast(of, Text)


_of_them = (portraits.c.shop_id == accounts.c.shop_id, portraits.c.account_id == accounts.c.id)
PASSES = (
    _any_or(_text("in_quadrant"), "", *_of_them, portraits.c.quadrant == _text("in_quadrant")),
    _any_or(_text("in_phase"), "", *_of_them, portraits.c.phase == _text("in_phase")),
    _any_or(
        _id("in_branch"),
        0,
        row_of(accounts, visits.c.account_id),
        visits.c.branch_id == _id("in_branch"),
        visits.c.undone_at.is_(None),
    ),
    _any_or(
        _id("in_programme"),
        0,
        row_of(accounts, counters.c.account_id),
        counters.c.programme_id == _id("in_programme"),
        counters.c.last_visit_at.is_not(None),
    ),
    *(_noted(place) for place in range(MOST_NOTED)),
)
_ONE = Statement(
    select(accounts.c.id).where(
        accounts.c.shop_id == bindparam("shop_id"), accounts.c.id == bindparam("account_id"), *PASSES
    )
)


def passes(tx: Tx, account: Account, asks: Filter) -> bool:
    """Say whether the holder of a card passes a filter now."""
    return _ONE.one(tx, shop_id=account.shop_id, account_id=account.id, **asked(asks)) is not None
