"""Good causes of a shop: what visits gave to each, and which one the holder of a card chose."""

from datetime import UTC, datetime

from sqlalchemy import and_, bindparam, case, delete, exists, func, select, update

from loyalty.cards.giving import KnownCause
from loyalty.records import Account, Counter, Visit
from loyalty.values import dataclass
from storage.engine.statements import Statement, Tx, insert
from storage.tables import donations, favourites, good_causes, new_row, row_of


@dataclass(frozen=True, slots=True)
class Donation:
    """What a customer gave to a cause of their own stamps or points."""

    id: int
    account_id: int
    counter_id: int
    cause_id: int
    cause: str
    amount: int
    entry_id: int
    at: datetime
    undone_at: datetime | None


_EVER_SINCE = datetime(1970, 1, 1, tzinfo=UTC)
_g, _d, _f = good_causes.c, donations.c, favourites.c
_own = (
    select(func.coalesce(func.sum(_d.amount), 0))
    .where(
        _d.shop_id == _g.shop_id,
        _d.account_id == bindparam("account_id"),
        _d.cause_id == _g.id,
        _d.undone_at.is_(None),
    )
    .correlate(good_causes)
    .scalar_subquery()
)
_KNOWN = Statement(
    select(_g.name, _g.given, _own.label("own"), case((_f.cause_id.is_not(None), 1), else_=0).label("chosen"))
    .outerjoin(favourites, and_(row_of(good_causes, _f.cause_id), _f.account_id == bindparam("account_id")))
    .where(_g.shop_id == bindparam("shop_id"))
    .order_by(_g.id),
    into=KnownCause,
)
_NEW = insert(good_causes).values(
    {name: bindparam(name, type_=_g[name].type) for name in ("shop_id", "name", "given")}
)
_GIVE = Statement(
    _NEW.on_conflict_do_update(
        index_elements=[_g.shop_id, _g.name], set_={"given": _g.given + _NEW.excluded.given}
    ).returning(_g.id)
)
_ADD = Statement(
    new_row(
        donations, "shop_id", "cause_id", "account_id", "counter_id", "visit_id", "entry_id", "amount", "at"
    )
)
_OWN = Statement(
    select(
        _d.id, _d.account_id, _d.counter_id, _d.cause_id, _g.name.label("cause"), _d.amount, _d.entry_id, _d.at,
        _d.undone_at,
    )
    .join(good_causes, row_of(good_causes, _d.cause_id))
    .where(_d.shop_id == bindparam("shop_id"), _d.id == bindparam("id"), _d.entry_id.is_not(None)),
    into=Donation,
)  # fmt: skip
_SHOP = Statement(select(_d.shop_id).where(_d.id == bindparam("id")))
_GAVE_OWN = Statement(
    select(func.count()).where(
        _d.shop_id == bindparam("shop_id"),
        _d.account_id == bindparam("account_id"),
        _d.entry_id.is_not(None),
        _d.undone_at.is_(None),
        _d.at >= bindparam("since", type_=_d.at.type),
    )
)
_GAVE_TO = Statement(
    select(func.count()).where(
        _d.shop_id == bindparam("shop_id"),
        _d.account_id == bindparam("account_id"),
        _d.cause_id == bindparam("cause_id"),
        _d.undone_at.is_(None),
        _d.at >= bindparam("since", type_=_d.at.type),
        _d.at < bindparam("until", type_=_d.at.type),
    )
)
_UNDO_OWN = Statement(
    update(donations)
    .where(_d.id == bindparam("this"), _d.undone_at.is_(None))
    .values(undone_at=bindparam("when"))
)
_OF_VISIT = _d.shop_id == bindparam("of_shop"), _d.visit_id == bindparam("visit"), _d.undone_at.is_(None)
_UNDO = Statement(
    update(donations).where(*_OF_VISIT).values(undone_at=bindparam("when")).returning(_d.cause_id, _d.amount)
)
_LESS = Statement(
    update(good_causes).where(_g.id == bindparam("this")).values(given=_g.given - bindparam("less"))
)
_CAUSE_OF = Statement(
    select(_g.name)
    .join(donations, row_of(good_causes, _d.cause_id))
    .where(_d.shop_id == bindparam("shop_id"), _d.visit_id == bindparam("visit_id"))
)
_EVER = Statement(select(_d.id).where(_d.shop_id == bindparam("shop_id")).limit(1))
_CHOOSE = Statement(new_row(favourites, "shop_id", "account_id", "cause_id", "at"))
_FORGET = Statement(
    delete(favourites).where(_f.shop_id == bindparam("shop_id"), _f.account_id == bindparam("account_id"))
)
_theirs = favourites.alias()
_TAKE_ON = Statement(
    insert(favourites).from_select(
        ["shop_id", "account_id", "cause_id", "at"],
        select(_f.shop_id, bindparam("taker", type_=_f.account_id.type), _f.cause_id, _f.at).where(
            _f.shop_id == bindparam("shop_id"),
            _f.account_id == bindparam("giver"),
            ~exists().where(_theirs.c.shop_id == _f.shop_id, _theirs.c.account_id == bindparam("taker")),
        ),
    )
)


def known(tx: Tx, account: Account) -> list[KnownCause]:
    """Return the causes that a shop ever gave to or that were chosen there, and what one card has to do with each."""
    return _KNOWN.all(tx, shop_id=account.shop_id, account_id=account.id)


def give(tx: Tx, visit: Visit, name: str, amount: int) -> None:
    """Let a visit give to a cause; what is given in all is written last, as other tills wait for it."""
    cause_id = _GIVE.value(tx, shop_id=visit.shop_id, name=name, given=amount)
    of = {"shop_id": visit.shop_id, "account_id": visit.account_id, "counter_id": visit.counter_id}
    _ADD.value(tx, cause_id=cause_id, visit_id=visit.id, entry_id=None, amount=amount, at=visit.at, **of)


def give_own(tx: Tx, counter: Counter, entry_id: int, name: str, amount: int, *, now: datetime) -> int:
    """Let a customer give to a cause what a line took off their counter, and return the donation's id."""
    cause_id = _GIVE.value(tx, shop_id=counter.shop_id, name=name, given=amount)
    of = {"shop_id": counter.shop_id, "account_id": counter.account_id, "counter_id": counter.id}
    return int(
        _ADD.value(tx, cause_id=cause_id, visit_id=None, entry_id=entry_id, amount=amount, at=now, **of)
    )


def own(tx: Tx, donation_id: int) -> Donation | None:
    """Return what a customer gave of their own."""
    shop_id = _SHOP.value(tx, id=donation_id)  # first: the rest lies with the shop
    return None if shop_id is None else _OWN.one(tx, shop_id=shop_id, id=donation_id)


def gave_own(tx: Tx, account: Account, *, since: datetime) -> bool:
    """Say whether the holder of a card gave of their own since a moment, and did not take it back."""
    return bool(_GAVE_OWN.value(tx, shop_id=account.shop_id, account_id=account.id, since=since))


def gave_to(
    tx: Tx, account: Account, cause_id: int, *, since: datetime | None = None, until: datetime
) -> bool:
    """Say whether something that a card gave to a cause from one moment (None: ever) to another counts still."""
    of = {"shop_id": account.shop_id, "account_id": account.id, "cause_id": cause_id}
    return bool(_GAVE_TO.value(tx, since=since or _EVER_SINCE, until=until, **of))


def given_ever(tx: Tx, shop_id: int) -> bool:
    """Say whether anything was ever given to a cause of a shop."""
    return _EVER.one(tx, shop_id=shop_id) is not None


def take_back_own(tx: Tx, donation: Donation, *, now: datetime) -> bool:
    """Let what a customer gave of their own not count any more; False where it does not already."""
    if not _UNDO_OWN.run(tx, this=donation.id, when=now):
        return False
    _LESS.run(tx, this=donation.cause_id, less=donation.amount)
    return True


def take_back(tx: Tx, visit: Visit, *, now: datetime) -> None:
    """Let what a visit gave not count any more."""
    for cause_id, amount in _UNDO.all(tx, of_shop=visit.shop_id, visit=visit.id, when=now):
        _LESS.run(tx, this=cause_id, less=amount)


def of_visit(tx: Tx, visit: Visit) -> str:
    """Name the cause that a visit gave to, taken back or not; "" where it gave to none."""
    found = _CAUSE_OF.one(tx, shop_id=visit.shop_id, visit_id=visit.id)
    return found[0] if found else ""


def choose(tx: Tx, account: Account, name: str, *, now: datetime) -> None:
    """Remember which cause the holder of a card chose."""
    forget_choice(tx, account)
    cause_id = _GIVE.value(tx, shop_id=account.shop_id, name=name, given=0)
    _CHOOSE.value(tx, shop_id=account.shop_id, account_id=account.id, cause_id=cause_id, at=now)


def forget_choice(tx: Tx, account: Account) -> None:
    """Remember no choice of a card."""
    _FORGET.run(tx, shop_id=account.shop_id, account_id=account.id)


def take_choice_on(tx: Tx, giver: Account, taker: Account) -> None:
    """Let a card that is joined with another one have its choice, where it has none of its own."""
    _TAKE_ON.run(tx, shop_id=giver.shop_id, giver=giver.id, taker=taker.id)
