"""Vouchers: the rewards that customers hold, handed out and taken back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, func, literal_column, not_, or_, select, type_coerce, update

from loyalty.cards.worth import ITEM, Worth, cost_ahead
from loyalty.records import Account, Visit, Voucher
from storage.cards import spend_codes
from storage.engine.statements import Statement, Tx
from storage.tables import accounts, by_the_way, new_row, vouchers


@dataclass(frozen=True, slots=True)
class VoucherRow:
    """What a reward begins as; a gift is of no counter."""

    account_id: int
    counter_id: int | None
    shop_id: int
    visit_id: int | None
    slot: str | None
    reward_key: str
    reward: str
    cost_minor: int | None
    created_at: datetime
    expires_at: datetime | None
    worth: Worth = ITEM


# In the words of the partial indexes. A parameter there would have SQLite prepare a statement anew at each execution.
AVAILABLE = vouchers.c.state == literal_column("'available'")
STANDS = vouchers.c.state != literal_column("'withdrawn'")
_NOT_OVER = or_(
    vouchers.c.expires_at.is_(None),
    vouchers.c.expires_at > bindparam("now", type_=vouchers.c.expires_at.type),
)
_IN_SHOP = vouchers.c.shop_id == bindparam("shop_id")
_ON_ACCOUNT = _IN_SHOP, vouchers.c.account_id == bindparam("account_id")
_ON_COUNTER = _IN_SHOP, vouchers.c.counter_id == bindparam("counter_id")
_VOUCHER = select(
    vouchers.c.id,
    vouchers.c.account_id,
    vouchers.c.counter_id,
    vouchers.c.shop_id,
    vouchers.c.visit_id,
    vouchers.c.reward_key,
    vouchers.c.reward,
    vouchers.c.cost_minor,
    vouchers.c.state,
    vouchers.c.created_at,
    vouchers.c.expires_at,
    vouchers.c.used_at,
    vouchers.c.used_by,
    vouchers.c.worth.label("promised"),
    vouchers.c.bill_minor,
    vouchers.c.used_branch_id,
)
_ADD = Statement(
    new_row(
        vouchers,
        "account_id",
        "counter_id",
        "shop_id",
        "visit_id",
        "slot",
        "reward_key",
        "reward",
        "cost_minor",
        "state",
        "created_at",
        "expires_at",
        "worth",
    )
)
_BY_ID = Statement(_VOUCHER.where(vouchers.c.id == bindparam("id")), into=Voucher)
_USABLE = Statement(
    _VOUCHER.where(
        *_ON_ACCOUNT,
        AVAILABLE,
        _NOT_OVER,
    ).order_by(by_the_way(vouchers.c.created_at), vouchers.c.id),
    into=Voucher,
)
# One that is there, for the query that gives its account: who has none, nearly everybody, is asked for no more.
WAITING = (
    select(vouchers.c.id)
    .where(vouchers.c.shop_id == accounts.c.shop_id, vouchers.c.account_id == accounts.c.id, AVAILABLE)
    .limit(1)
    .correlate(accounts)
    .scalar_subquery()
)
# What an account ever got, and what of it was used once more: a number that changes with each of them.
_TALLIED = select(type_coerce(func.count() + func.count(vouchers.c.used_at), Integer)).where(STANDS)
TALLY = (
    _TALLIED.where(vouchers.c.shop_id == accounts.c.shop_id, vouchers.c.account_id == accounts.c.id)
    .correlate(accounts)
    .scalar_subquery()
)
_TALLY = Statement(_TALLIED.where(*_ON_ACCOUNT))
_OF_ACCOUNT = Statement(
    _VOUCHER.where(*_ON_ACCOUNT, STANDS).order_by(vouchers.c.created_at.desc(), vouchers.c.id.desc()),
    into=Voucher,
)
_EVER = Statement(select(func.count()).where(*_ON_ACCOUNT, vouchers.c.reward_key == bindparam("reward_key")))
_USED_LAST = Statement(select(func.max(vouchers.c.used_at)).where(*_ON_ACCOUNT, vouchers.c.state == "used"))
_RAN_OUT = Statement(
    _VOUCHER.where(
        *_ON_ACCOUNT,
        AVAILABLE,
        by_the_way(vouchers.c.expires_at) <= bindparam("now", type_=vouchers.c.expires_at.type),
    ).order_by(by_the_way(vouchers.c.expires_at).desc(), vouchers.c.id.desc()),
    into=Voucher,
)
_OF_VISIT = Statement(
    _VOUCHER.where(_IN_SHOP, vouchers.c.visit_id == bindparam("visit_id"), STANDS),
    into=Voucher,
)
_GONE_WITH = Statement(
    _VOUCHER.where(_IN_SHOP, vouchers.c.visit_id == bindparam("visit_id"), not_(STANDS)), into=Voucher
)
_USE = Statement(
    update(vouchers)
    .where(vouchers.c.id == bindparam("this"), AVAILABLE)
    .values(
        state="used", used_at=bindparam("at"), used_by=bindparam("by"), used_branch_id=bindparam("branch")
    )
)
_NOTE_BILL = Statement(
    update(vouchers)
    .where(vouchers.c.id == bindparam("this"), vouchers.c.state == "used")
    .values(
        bill_minor=bindparam("bill", type_=vouchers.c.bill_minor.type),
        cost_minor=bindparam("cost", type_=vouchers.c.cost_minor.type),
    )
)
_UNUSE = Statement(
    update(vouchers)
    .where(vouchers.c.id == bindparam("this"), vouchers.c.state == "used")
    .values(
        state="available",
        used_at=None,
        used_by=None,
        used_branch_id=None,
        bill_minor=None,
        cost_minor=bindparam("cost", type_=vouchers.c.cost_minor.type),
        expires_at=bindparam("ends", type_=vouchers.c.expires_at.type),
    )
)
_WITHDRAW = Statement(
    update(vouchers).where(vouchers.c.id == bindparam("this"), AVAILABLE).values(state="withdrawn")
)
_RESTORE = Statement(
    update(vouchers)
    .where(vouchers.c.id == bindparam("this"), vouchers.c.state == "withdrawn")
    .values(state="available")
)
_WITHDRAW_ALL = Statement(
    update(vouchers)
    .where(
        vouchers.c.shop_id == bindparam("of_shop"),
        vouchers.c.account_id == bindparam("account"),
        AVAILABLE,
        _NOT_OVER,
    )
    .values(state="withdrawn")
)


def add(tx: Tx, new: VoucherRow) -> int:
    """Remember a reward that a customer now holds, and return its id."""
    return int(
        _ADD.value(
            tx,
            account_id=new.account_id,
            counter_id=new.counter_id,
            shop_id=new.shop_id,
            visit_id=new.visit_id,
            slot=new.slot,
            reward_key=new.reward_key,
            reward=new.reward,
            cost_minor=new.cost_minor,
            state="available",
            created_at=new.created_at,
            expires_at=new.expires_at,
            worth=new.worth,
        )
    )


def by_id(tx: Tx, voucher_id: int) -> Voucher | None:
    """Return a voucher."""
    return _BY_ID.one(tx, id=voucher_id)


def usable(tx: Tx, account: Account, *, now: datetime) -> list[Voucher]:
    """Return the vouchers that an account can use today, oldest first."""
    return _USABLE.all(tx, shop_id=account.shop_id, account_id=account.id, now=now)


def ever_held(tx: Tx, account: Account, reward_key: str) -> int:
    """Count the vouchers that an account ever got of a reward, those taken back included: it never falls."""
    return int(_EVER.value(tx, shop_id=account.shop_id, account_id=account.id, reward_key=reward_key))


def used_last_at(tx: Tx, account: Account) -> datetime | None:
    """Return when somebody last had a reward."""
    at: datetime | None = _USED_LAST.value(tx, shop_id=account.shop_id, account_id=account.id)
    return at


def ran_out(tx: Tx, account: Account, *, now: datetime) -> list[Voucher]:
    """Return the vouchers that an account held unused until they ended, the last to end first."""
    return _RAN_OUT.all(tx, shop_id=account.shop_id, account_id=account.id, now=now)


def of_account(tx: Tx, account: Account) -> list[Voucher]:
    """Return all vouchers an account ever held, newest first."""
    return _OF_ACCOUNT.all(tx, shop_id=account.shop_id, account_id=account.id)


def tally(tx: Tx, account: Account) -> int:
    """Count the vouchers that an account ever held, those that were used twice."""
    return int(_TALLY.value(tx, shop_id=account.shop_id, account_id=account.id))


def of_visit(tx: Tx, visit: Visit) -> list[Voucher]:
    """Return the vouchers that a visit earned."""
    return _OF_VISIT.all(tx, shop_id=visit.shop_id, visit_id=visit.id)


def gone_with(tx: Tx, visit: Visit) -> list[Voucher]:
    """Return the vouchers that a visit had earned and that were withdrawn when it was taken back."""
    return _GONE_WITH.all(tx, shop_id=visit.shop_id, visit_id=visit.id)


def use(tx: Tx, voucher_id: int, *, by: int, branch_id: int | None, at: datetime) -> bool:
    """Spend a voucher; False when it is not there to be spent."""
    return _USE.run(tx, this=voucher_id, by=by, branch=branch_id, at=at) == 1


def note_bill(tx: Tx, voucher_id: int, bill_minor: int | None, *, cost_minor: int | None) -> bool:
    """Note of which bill a spent voucher took something off, if any, and what it costs; False when it was not spent."""
    return _NOTE_BILL.run(tx, this=voucher_id, bill=bill_minor, cost=cost_minor) == 1


def unuse(tx: Tx, voucher: Voucher, *, expires_at: datetime | None) -> bool:
    """Give a spent voucher back, as it was promised; False when it was not spent."""
    cost = cost_ahead(voucher.worth, voucher.cost_minor)
    return _UNUSE.run(tx, this=voucher.id, ends=expires_at, cost=cost) == 1


def withdraw(tx: Tx, voucher_id: int) -> bool:
    """Take an unused voucher away."""
    return _WITHDRAW.run(tx, this=voucher_id) == 1


def restore(tx: Tx, voucher_id: int) -> None:
    """Give a voucher back that was taken away."""
    _RESTORE.run(tx, this=voucher_id)


def withdraw_all(tx: Tx, account: Account, *, now: datetime) -> None:
    """Take away whatever an account could still use, and every code shown for it; what ran out before did so."""
    _WITHDRAW_ALL.run(tx, of_shop=account.shop_id, account=account.id, now=now)
    spend_codes.drop_all(tx, account)
