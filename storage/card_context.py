"""What stands around an account, in one query: its counters and their newest visits, its shop, today's rules, its holder."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Integer, ScalarSelect, and_, bindparam, func, literal, or_, select, type_coerce

from loyalty.campaigns.asking import MOST_TIMES
from loyalty.campaigns.frequency_cap import Purpose
from loyalty.cards.counter_state import LastVisit
from loyalty.cards.goals import Goal
from loyalty.cards.programme import ProgrammeVersion
from loyalty.records import Account, Counter, Member, Person, Shop
from loyalty.values import dataclass
from storage.campaigns import settings, treatments
from storage.cards import accounts, challenges, counters, goals, vouchers
from storage.engine.statements import Statement, Tx, together
from storage.locks import HOLDS_ACCOUNT
from storage.people import persons
from storage.shop import programmes, shops, staff
from storage.tables import accounts as account_rows
from storage.tables import (
    by_the_way,
    campaigns,
    consent_questions,
    consents,
    portraits,
    programme_versions,
    row_of,
)
from storage.tables import counters as counter_rows
from storage.tables import goals as goal_rows
from storage.tables import memberships as membership_rows
from storage.tables import persons as person_rows
from storage.tables import programmes as programme_rows
from storage.tables import shops as shop_rows
from storage.tables import staff as staff_rows
from storage.tables import visits as visit_rows


@dataclass(frozen=True, slots=True)
class Around:
    """What a screen or a rule asks of a counter besides its vouchers."""

    account: Account
    counter: Counter
    shop: Shop
    current: ProgrammeVersion
    holder: Person | None
    goal: Goal | None
    last: LastVisit | None
    last_gave: int  # without what came on top, as limits count
    before_last_at: datetime | None  # of the visit before it
    challenged_until: datetime | None  # until when its holder is at something that was taken on
    member: bool  # whether the account ever bought a membership
    holds: bool  # whether a reward waits on it, be it one whose days are over
    tally: int  # of the rewards that the account ever got (`vouchers.tally`)
    stands_as: str | None  # "quadrant:phase", by the last night
    own_cue: str | None  # what the owner wants staff to be told of such a customer
    asked_for_offers: int  # how often its holder was; as often as anybody is, where they answered
    birthday_gift: str | int  # what the shop gives on a birthday: in words, or so much on the card


@dataclass(frozen=True, slots=True)
class _Version:
    id: int
    rules: str
    programme_id: int
    name: str


_last, _staff, _server = visit_rows.alias(), staff_rows.alias(), person_rows.alias()


def _newest_visit(column: Column[Any], *, before: int = 0) -> ScalarSelect[Any]:
    """Ask a column of a counter's newest visit that stands, or of one so many before it."""
    return (
        select(column)
        .where(
            visit_rows.c.shop_id == counter_rows.c.shop_id,
            visit_rows.c.account_id == counter_rows.c.account_id,  # too: the index begins with it
            visit_rows.c.counter_id == counter_rows.c.id,
            visit_rows.c.undone_at.is_(None),
        )
        .order_by(visit_rows.c.at.desc(), by_the_way(visit_rows.c.id).desc())  # not by the shop's index
        .limit(1)
        .offset(before or None)
        .correlate(counter_rows)
        .scalar_subquery()
    )


# Who never bought one, nearly everybody, is asked for no more.
_BOUGHT = (
    select(membership_rows.c.id)
    .where(
        membership_rows.c.shop_id == account_rows.c.shop_id,
        membership_rows.c.account_id == account_rows.c.id,
    )
    .limit(1)
    .correlate(account_rows)
    .scalar_subquery()
)
_ANSWERED_OFFERS = (
    select(literal(MOST_TIMES))
    .where(consents.c.person_id == account_rows.c.person_id, consents.c.purpose == Purpose.OFFERS.value)
    .limit(1)
    .correlate(account_rows)
    .scalar_subquery()
)
_ASKED_FOR_OFFERS = (
    select(func.count())
    .where(
        consent_questions.c.person_id == account_rows.c.person_id,
        consent_questions.c.purpose == Purpose.OFFERS.value,
    )
    .correlate(account_rows)
    .scalar_subquery()
)
_BIRTHDAYS = (
    select(campaigns.c.settings)
    .where(
        campaigns.c.shop_id == account_rows.c.shop_id, campaigns.c.kind == "birthday", campaigns.c.active == 1
    )
    .correlate(account_rows)
    .scalar_subquery()
)
_QUERY = (
    select(
        *accounts.COLUMNS,
        *counters.COLUMNS,
        *shops.COLUMNS,
        *programmes.COLUMNS,
        *persons.COLUMNS,
        *goals.COLUMNS,
        _last.c.id,
        _last.c.at,
        func.coalesce(_server.c.name, _staff.c.name),
        type_coerce(func.coalesce(_last.c.amount - _last.c.bonus, 0), Integer),
        _newest_visit(visit_rows.c.at, before=1),
        challenges.UNTIL.label("challenged_until"),
        _BOUGHT,
        vouchers.WAITING,
        vouchers.TALLY.label("tally"),
        treatments.STANDS_AS.label("stands_as"),
        treatments.OWN_CUE.label("own_cue"),
        type_coerce(func.coalesce(_ANSWERED_OFFERS, _ASKED_FOR_OFFERS), Integer),
        _BIRTHDAYS,
    )
    .select_from(account_rows)
    .join(counter_rows, row_of(account_rows, counter_rows.c.account_id))
    .join(shop_rows, shop_rows.c.id == account_rows.c.shop_id)
    .join(programme_rows, row_of(programme_rows, counter_rows.c.programme_id))
    .join(
        programme_versions,
        and_(
            programme_versions.c.shop_id == programme_rows.c.shop_id,
            programme_versions.c.id == programmes.NEWEST,
        ),
    )
    .outerjoin(person_rows, person_rows.c.id == account_rows.c.person_id)
    .outerjoin(goal_rows, row_of(counter_rows, goal_rows.c.counter_id))
    .outerjoin(portraits, treatments.PORTRAIT)
    .outerjoin(
        _last, and_(_last.c.shop_id == counter_rows.c.shop_id, _last.c.id == _newest_visit(visit_rows.c.id))
    )
    .outerjoin(_staff, row_of(_staff, _last.c.staff_id))
    .outerjoin(_server, _server.c.id == _staff.c.person_id)
    .where(account_rows.c.id == bindparam("account"), programme_rows.c.closed_at.is_(None))
    .order_by(programme_rows.c.position)
)
_RECORDS = together(Account, Counter, Shop, _Version, Person, goals.GoalRow, LastVisit)


_BESIDE = 10  # columns that are of none of these


def _around(*row: Any) -> Around:
    account, counter, shop, version, holder, saved, last = _RECORDS(*row)
    gave, before_at, challenged_until, bought, waiting, tally, stands_as, own_cue, asked, birthdays = row[
        -_BESIDE:
    ]
    current = programmes.read(version.id, version.rules, version.programme_id, version.name)
    goal = saved.goal if saved else None
    gift = settings.gift_of(birthdays) if birthdays else ""
    known = (holder, goal, last, gave, before_at, challenged_until, bought is not None, waiting is not None)
    return Around(account, counter, shop, current, *known, tally, stands_as, own_cue, asked, gift)


_OF_ACCOUNT = Statement(_QUERY, into=_around)
_acts = or_(
    staff_rows.c.person_id == bindparam("person"),
    and_(staff_rows.c.id == bindparam("till"), staff_rows.c.person_id.is_(None)),
)
_FOR = (
    select(*accounts.COLUMNS, *staff.COLUMNS)
    .select_from(account_rows)
    .join(shop_rows, shop_rows.c.id == account_rows.c.shop_id)
    .outerjoin(
        staff_rows,
        and_(staff_rows.c.shop_id == account_rows.c.shop_id, staff_rows.c.removed_at.is_(None), _acts),
    )
    .outerjoin(person_rows, person_rows.c.id == staff_rows.c.person_id)
    .suffix_with(HOLDS_ACCOUNT, dialect="postgresql")
)
_LOCKED_FOR = Statement(_FOR.where(account_rows.c.id == bindparam("account")), into=together(Account, Member))
_LOCKED_SHOWN = Statement(
    _FOR.where(account_rows.c.public_id == bindparam("public_id"), account_rows.c.closed_at.is_(None)),
    into=together(Account, Member),
)


def of_account(tx: Tx, account_id: int) -> list[Around]:
    """Return what stands around each counter of an account, in the order of the shop's programmes.

    Raises `LookupError` where there is no such account, or its shop has no rules.
    """
    found = _OF_ACCOUNT.all(tx, account=account_id)
    if not found:
        raise LookupError(f"what stands around account {account_id}")
    return found


def locked_for(
    tx: Tx, account_id: int, *, person_id: int | None, till_id: int | None
) -> tuple[Account, Member | None]:
    """Lock an account as `accounts.locked` does, and return it with the place that who acts has on its shop's staff."""
    found = _LOCKED_FOR.one(tx, account=account_id, person=person_id, till=till_id)
    if found is None:
        raise LookupError(f"account {account_id}")
    account, member = found
    return account, member


def locked_shown(
    tx: Tx, public_id: int, *, person_id: int | None, till_id: int | None
) -> tuple[Account, Member | None] | None:
    """Lock the open account that a QR code names, and return it as `locked_for` does; None where there is none."""
    found: tuple[Account, Member | None] | None = _LOCKED_SHOWN.one(
        tx, public_id=public_id, person=person_id, till=till_id
    )
    return found
