"""Accounts: a customer in a shop, found by what their card shows, and by their name."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, func, or_, select, update

from loyalty.records import Account, Counter
from storage.engine.statements import Statement, Tx
from storage.locks import HOLDS_ACCOUNT
from storage.tables import accounts, counters, merges, new_row, persons, shops


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an account begins as."""

    shop_id: int
    person_id: int | None
    public_id: int
    code: str
    origin: str
    created_at: datetime
    start_held_at: datetime | None = None


# An account as `Account` wants it, for every query that gives one.
COLUMNS = (
    accounts.c.id,
    accounts.c.shop_id,
    accounts.c.person_id,
    accounts.c.public_id,
    accounts.c.code,
    accounts.c.origin,
    accounts.c.created_at,
    accounts.c.last_visit_at,
    accounts.c.closed_at,
    accounts.c.start_held_at,
)
_ACCOUNT = select(*COLUMNS)
_OPEN = _ACCOUNT.where(accounts.c.closed_at.is_(None))
_LOCKED = Statement(
    _ACCOUNT.join(shops, shops.c.id == accounts.c.shop_id)
    .where(accounts.c.id == bindparam("id"))
    .suffix_with(HOLDS_ACCOUNT, dialect="postgresql"),
    into=Account,
)
_BY_PUBLIC_ID = Statement(_OPEN.where(accounts.c.public_id == bindparam("public_id")), into=Account)
_CLOSED = Statement(
    _ACCOUNT.where(accounts.c.public_id == bindparam("public_id"), accounts.c.closed_at.is_not(None)),
    into=Account,
)
_BY_CODE = Statement(_OPEN.where(accounts.c.code == bindparam("code")), into=Account)
_CLOSED_CODE = Statement(
    _ACCOUNT.where(accounts.c.code == bindparam("code"), accounts.c.closed_at.is_not(None)), into=Account
)
_BECAME = Statement(
    select(merges.c.kept_id).where(merges.c.gone_id == bindparam("person_id"), merges.c.undone_at.is_(None))
)
_OF_PERSON = Statement(
    _OPEN.where(accounts.c.person_id == bindparam("person_id")).order_by(
        func.coalesce(accounts.c.last_visit_at, accounts.c.created_at).desc(), accounts.c.id.desc()
    ),
    into=Account,
)
_IN_SHOP = Statement(
    _OPEN.where(accounts.c.person_id == bindparam("person_id"), accounts.c.shop_id == bindparam("shop_id")),
    into=Account,
)
_BY_ID = Statement(_ACCOUNT.where(accounts.c.id == bindparam("id")), into=Account)
_NAME = (
    select(" " + func.nullif(persons.c.folded_name, ""))
    .where(persons.c.id == accounts.c.person_id, accounts.c.closed_at.is_(None))
    .scalar_subquery()
)
_NAME_ONE = Statement(update(accounts).where(accounts.c.id == bindparam("this")).values(found_by=_NAME))
_NAME_ALL = Statement(
    update(accounts).where(accounts.c.person_id == bindparam("holder")).values(found_by=_NAME)
)
_ADD = Statement(
    new_row(accounts, "shop_id", "person_id", "public_id", "code", "origin", "created_at", "start_held_at")
)
# The oldest of the newest so many who joined: while it is young, all of them are.
_JOINED = Statement(
    select(accounts.c.created_at)
    .where(accounts.c.shop_id == bindparam("shop_id"), accounts.c.origin == "joined")
    .order_by(accounts.c.created_at.desc())
    .limit(1)
    .offset(bindparam("newer"))
)
_NEWEST_JOINED = Statement(
    _ACCOUNT.where(accounts.c.shop_id == bindparam("shop_id"), accounts.c.origin == "joined")
    .order_by(accounts.c.created_at.desc(), accounts.c.id.desc())
    .limit(1),
    into=Account,
)
_JOINED_SINCE = Statement(
    select(func.count())
    .select_from(accounts)
    .where(
        accounts.c.shop_id == bindparam("shop_id"),
        accounts.c.created_at >= bindparam("since", type_=accounts.c.created_at.type),
        accounts.c.origin == "joined",
        or_(bindparam("all") == 1, accounts.c.start_held_at.is_not(None)),
    )
)
_RELEASE = Statement(
    update(accounts)
    .where(accounts.c.id == bindparam("this"), accounts.c.start_held_at.is_not(None))
    .values(start_held_at=None)
)
# Whether the counter that moved stands there as it was or as it is now: it may wait to be written together with this.
_VISITED = case(
    (counters.c.id == bindparam("moved"), bindparam("visited_at", type_=counters.c.last_visit_at.type)),
    else_=counters.c.last_visit_at,
)
_FOLLOW_VISITS = Statement(
    update(accounts)
    .where(accounts.c.id == bindparam("this"), accounts.c.shop_id == bindparam("of_shop"))
    .values(
        last_visit_at=select(func.max(_VISITED))
        .where(counters.c.shop_id == accounts.c.shop_id, counters.c.account_id == accounts.c.id)
        .scalar_subquery()
    ),
    beside=[counters],
)
_GIVE = Statement(
    update(accounts)
    .where(accounts.c.id == bindparam("this"), accounts.c.person_id.is_(None))
    .values(person_id=bindparam("holder"))
)
_CLOSE = Statement(
    update(accounts)
    .where(accounts.c.id == bindparam("this"))
    .values(closed_at=bindparam("at"), found_by=None)
)
_REOPEN = Statement(update(accounts).where(accounts.c.id == bindparam("this")).values(closed_at=None))
_EVER_OF = Statement(
    _ACCOUNT.where(accounts.c.person_id == bindparam("person_id")).order_by(accounts.c.id), into=Account
)
_LET_GO = Statement(
    update(accounts)
    .where(accounts.c.id == bindparam("this"))
    .values(
        person_id=None,
        found_by=None,
        closed_at=func.coalesce(accounts.c.closed_at, bindparam("at", type_=accounts.c.closed_at.type)),
    )
)


def locked(tx: Tx, account_id: int) -> Account:
    """Return an account that surely exists, and keep others from changing it, its counters and its shop until the end."""
    account = _LOCKED.one(tx, id=account_id)
    if account is None:
        raise LookupError(f"account {account_id}")
    return account


def locked_both(tx: Tx, one_id: int, other_id: int) -> tuple[Account, Account]:
    """Lock two accounts in the one order that all keep, and return them as they were named."""
    held = {this: locked(tx, this) for this in sorted({one_id, other_id})}
    return held[one_id], held[other_id]


def by_public_id(tx: Tx, public_id: int) -> Account | None:
    """Return the open account that a QR code names, or the one that it became when its holder linked two chats."""
    return _BY_PUBLIC_ID.one(tx, public_id=public_id) or _successor(tx, closed(tx, public_id))


def closed(tx: Tx, public_id: int) -> Account | None:
    """Return the closed account that a QR code named."""
    return _CLOSED.one(tx, public_id=public_id)


def by_code(tx: Tx, code: str) -> Account | None:
    """Return the open account with this short code, or the one that it became when its holder linked two chats."""
    return _BY_CODE.one(tx, code=code) or _successor(tx, _CLOSED_CODE.one(tx, code=code))


def ever_by_code(tx: Tx, code: str) -> Account | None:
    """Return the account with this short code, or what it became; a closed one where it became nothing."""
    return by_code(tx, code) or _CLOSED_CODE.one(tx, code=code)


def _successor(tx: Tx, account: Account | None) -> Account | None:
    """Return the account there of who its holder became by linking two chats: a printed card works on."""
    holder = account.person_id if account else None
    while account and holder:
        holder = _BECAME.value(tx, person_id=holder)
        found = in_shop(tx, holder, account.shop_id) if holder else None
        if found:
            return found
    return None


def of_person(tx: Tx, person_id: int, *, only_shop: int | None = None) -> list[Account]:
    """Return a person's open accounts, or the one in a shop whose own chat it is about; the one used last first."""
    return [one for one in _OF_PERSON.all(tx, person_id=person_id) if only_shop in (None, one.shop_id)]


def in_shop(tx: Tx, person_id: int, shop_id: int) -> Account | None:
    """Return a person's open account in one shop."""
    return _IN_SHOP.one(tx, person_id=person_id, shop_id=shop_id)


def by_id(tx: Tx, account_id: int) -> Account:
    """Return an account that surely exists, to look at it; raises `LookupError` otherwise."""
    account = _BY_ID.one(tx, id=account_id)
    if account is None:
        raise LookupError(f"account {account_id}")
    return account


def follow_name(tx: Tx, person_id: int) -> None:
    """Let a person's open accounts be found by the name that the person has now."""
    _NAME_ALL.run(tx, holder=person_id)


def add(tx: Tx, new: NewAccount) -> int:
    """Remember a new account, without counters yet, and return its id."""
    account_id = int(_ADD.value(tx, **asdict(new)))
    _NAME_ONE.run(tx, this=account_id)
    return account_id


def joined_before(tx: Tx, shop_id: int, *, newer: int) -> datetime | None:
    """Return when somebody joined a shop whom so many have followed since."""
    at: datetime | None = _JOINED.value(tx, shop_id=shop_id, newer=newer)
    return at


def newest_joined(tx: Tx, shop_id: int) -> Account | None:
    """Return the account of who joined a shop last."""
    return _NEWEST_JOINED.one(tx, shop_id=shop_id)


def count_joined(tx: Tx, shop_id: int, *, held: bool, since: datetime) -> int:
    """Count who joined a shop since then; with `held` those for whom what a card starts with still waits."""
    return int(_JOINED_SINCE.value(tx, shop_id=shop_id, since=since, all=int(not held)))


def release_start(tx: Tx, account_id: int) -> bool:
    """Let nothing that an account starts with wait any more; False where nothing did."""
    return _RELEASE.run(tx, this=account_id) == 1


def follow_visits(tx: Tx, counter: Counter) -> None:
    """Let the last visit of a counter's account be the newest of its counters', of which this one stands like this now."""
    _FOLLOW_VISITS.later(
        tx,
        this=counter.account_id,
        of_shop=counter.shop_id,
        moved=counter.id,
        visited_at=counter.last_visit_at,
    )


def give(tx: Tx, account_id: int, person_id: int) -> bool:
    """Make an unregistered account somebody's; False when it is somebody's already."""
    given = _GIVE.run(tx, this=account_id, holder=person_id) == 1
    _NAME_ONE.run(tx, this=account_id)
    return given


def close(tx: Tx, account_id: int, *, now: datetime) -> None:
    """Retire an account: it is found no more, its ledger stays."""
    _CLOSE.run(tx, this=account_id, at=now)


def reopen(tx: Tx, account_id: int) -> None:
    """Take a retired account into use again."""
    _REOPEN.run(tx, this=account_id)
    _NAME_ONE.run(tx, this=account_id)


def ever_of(tx: Tx, person_id: int) -> list[Account]:
    """Return a person's accounts, closed ones included."""
    return _EVER_OF.all(tx, person_id=person_id)


def let_go(tx: Tx, account_id: int, *, now: datetime) -> None:
    """Part an account from its person for ever; its ledger stays."""
    _LET_GO.run(tx, this=account_id, at=now)
