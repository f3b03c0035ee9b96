"""Making one person of two, and two of one again: rows change hands by id, cards by lines of the ledger."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from actions.cards.transfer_balance import Missing, Poured, Stood, carry_all, pour, pour_back
from actions.people.merge_preferences import Wishes, join_wishes, part_wishes
from actions.shop.audit import subject_of
from actions.shop.event_seats import awaited_in, join_seats
from loyalty.actor import ActingPerson
from loyalty.records import Member
from loyalty.roles import Role, highest
from storage.cards import accounts, counters, good_causes, ledger
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.people import letters, likes, merges
from storage.people.merges import Merge
from storage.shop import audit, guests, staff
from storage.shop.audit import Act


@dataclass(frozen=True, slots=True)
class JoinedCards:
    """What went from one card onto another, its lines and what hangs on it."""

    poured: list[Poured]  # one for each counter; a single one stands alone where it was written down before
    visits: list[int]
    occurrences: list[int]
    errands: list[int]
    draws: list[int]
    tickets: list[int]
    challenges: list[int]
    donations: list[int]
    memberships: list[int]
    purchases: list[int]
    opinions: list[int]
    facts: list[int]
    seats: list[int]


@dataclass(frozen=True, slots=True)
class _Job:
    """A second place on one shop's staff that ended, and what it did to the first."""

    ended_id: int
    member_id: int
    before: str
    after: str


def join_persons(tx: Tx, kept_id: int, gone_id: int, *, now: datetime) -> int:
    """Let one person have all that two had, and return the id under which it can be undone; both are held."""
    _hold(tx, kept_id, gone_id, now=now)
    guests.no_more(tx, gone_id, now=now)
    moved = {
        "cards": [asdict(account) for account in _join_cards(tx, kept_id, gone_id, now=now)],
        "jobs": [asdict(job) for job in _join_jobs(tx, kept_id, gone_id, now=now)],
        "wishes": asdict(join_wishes(tx, kept_id, gone_id, now=now)),
        "rows": {what: _give_all(tx, what, gone_id, kept_id) for what in _GIVEN},
    }
    accounts.follow_name(tx, kept_id)
    _note_jobs(tx, "linked", kept_id, now=now)
    return merges.add(tx, kept_id, gone_id, moved, now=now)


def _hold(tx: Tx, *person_ids: int, now: datetime) -> None:
    """Hold where persons work or have a seat, and their cards: what one of them loses another one has."""
    cards = [account for one in person_ids for account in accounts.of_person(tx, one)]
    work_at = {member.shop_id for one in person_ids for member in staff.of_person(tx, one)}
    for shop_id in sorted(work_at | awaited_in(tx, cards, now=now)):
        hold_shop(tx, shop_id)
    for account_id in sorted({account.id for account in cards}):
        accounts.locked(tx, account_id)


_CARRIED = (
    "visits",
    "occurrences",
    "errands",
    "draws",
    "tickets",
    "challenges",
    "donations",
    "memberships",
    "purchases",
    "opinions",
    "facts",
    "seats",
)
# Of cards and jobs, those that the person who stays has none of in the same shop: the others went before.
_GIVEN = ("addresses", "cards", "staff", "occurrences", "letters", "invites")


def _give_all(tx: Tx, what: str, giver: int, taker: int) -> list[int]:
    rows = merges.belongings(tx, what, giver)
    return [row for row in rows if merges.give(tx, what, row, giver=giver, taker=taker)]


def _join_cards(tx: Tx, kept_id: int, gone_id: int, *, now: datetime) -> list[JoinedCards]:
    pairs = [
        (account.id, accounts.in_shop(tx, kept_id, account.shop_id))
        for account in accounts.of_person(tx, gone_id)
    ]
    return [join_card(tx, account_id, own.id, now=now) for account_id, own in pairs if own]


def join_card(tx: Tx, source_id: int, target_id: int, *, now: datetime) -> JoinedCards:
    """Empty one card of a shop onto another of one and the same person."""
    source, target = accounts.locked_both(tx, source_id, target_id)
    # A head start is given once to a person.
    spared = [
        counter.programme_id
        for counter in counters.of_account(tx, target)
        if ledger.head_start(tx, counter) is None
    ]
    poured = pour(tx, source, target, spared=spared, now=now)
    if source.start_held_at is None:  # they have had one, and bring it along
        accounts.release_start(tx, target_id)
    good_causes.take_choice_on(tx, source, target)
    likes.take_on(tx, source, target, now=now)
    carried = {what: carry_all(tx, what, source, target) for what in _CARRIED}
    join_seats(tx, source, target, now=now)
    return JoinedCards(poured, **carried)


def _join_jobs(tx: Tx, kept_id: int, gone_id: int, *, now: datetime) -> list[_Job]:
    joined = []
    for member in staff.of_person(tx, gone_id):
        own = staff.in_shop(tx, kept_id, member.shop_id)
        if own is None:
            continue
        after = str(highest((Role(own.role), Role(member.role))))
        staff.remove(tx, member.id, now=now)
        letters.are_about(tx, member.shop_id, this=member.id, also=own.id)
        _set_role(tx, kept_id, own, after, now=now)
        joined.append(_Job(member.id, own.id, own.role, after))
    return joined


def _note_jobs(tx: Tx, what: str, person_id: int, *, now: datetime) -> None:
    """Let owners see who may do something in their shop from another chat than the one they invited."""
    for member in staff.of_person(tx, person_id):
        audit.add(tx, ActingPerson(person_id), member.shop_id, Act(what), now=now)


def _set_role(tx: Tx, person_id: int, member: Member, role: str, *, now: datetime) -> None:
    if member.role == role:
        return
    staff.set_role(tx, member.id, role)
    facts = {"subject": subject_of(member), "old": member.role, "new": role}
    audit.add(tx, ActingPerson(person_id), member.shop_id, Act("role_changed", **facts), now=now)


def part_persons(tx: Tx, merge: Merge, *, now: datetime) -> list[Missing]:
    """Give each of two persons back what was theirs, as far as it is still there; what came since stays."""
    kept_id, gone_id, moved = merge.kept_id, merge.gone_id, merge.moved
    _hold(tx, kept_id, gone_id, now=now)
    guests.no_more(tx, kept_id, now=now)
    for what, rows in moved["rows"].items():
        for row in rows:
            merges.give(tx, what, row, giver=kept_id, taker=gone_id)
    missing = [one for account in moved["cards"] for one in part_card(tx, account, now=now)]
    for job in moved["jobs"]:
        _part_job(tx, kept_id, _Job(**job), now=now)
    for person_id in (kept_id, gone_id):
        accounts.follow_name(tx, person_id)
        _note_jobs(tx, "unlinked", person_id, now=now)
    part_wishes(tx, kept_id, gone_id, Wishes(**moved["wishes"]), since=merge.at, now=now)
    return missing


def part_card(tx: Tx, data: Mapping[str, Any], *, now: datetime) -> list[Missing]:
    """Fill a card that was emptied again, as far as it is still there; `data` is what `JoinedCards` was written down as."""
    written = data["poured"] if isinstance(data["poured"], list) else [data["poured"]]
    poured = [_poured(one) for one in written]
    source, target = accounts.locked_both(tx, poured[0].source_id, poured[0].target_id)
    for what in _CARRIED:
        for row in data.get(what, ()):  # what was written down earlier knows less
            merges.carry(tx, what, row, giver=target, taker=source)
    return pour_back(tx, poured, now=now)


def _poured(data: Mapping[str, Any]) -> Poured:
    stood = {name: Stood(**data[name]) for name in ("source", "target", "left")}
    return Poured(**{**data, **stood})


def _part_job(tx: Tx, kept_id: int, job: _Job, *, now: datetime) -> None:
    own = staff.by_id(tx, job.member_id)
    serving = staff.in_service(tx, own)
    # What the owner decided since holds: who was dismissed or has another role now gets no second place back.
    if serving is None or serving.id != own.id or own.role != job.after:
        return
    _set_role(tx, kept_id, own, job.before, now=now)
    staff.take_back(tx, job.ended_id)
