"""The facts behind a message in the outbox, read when it is sent: what it says is true at that moment."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from actions.cards.card_state import CardState, load_every
from actions.tell import URGENT
from loyalty.records import Member, Person, Shop, Visit, Voucher
from loyalty.roles import Role, highest
from loyalty.values import dataclass
from storage.cards import accounts, visits, vouchers
from storage.delivery import outbox
from storage.delivery.outbox import NewMessage
from storage.engine.statements import Tx
from storage.people import chat_state, persons
from storage.people.chat_state import View
from storage.people.known_addresses import KnownAddress
from storage.shop import shops, staff

IN_WORDS = "in_words"  # in a message's data: its picture or file was refused after it was taken
_LATE = "late"
_ANSWER_LIVES = timedelta(hours=2)  # later nobody knows what it is about
_BEING_GIVEN = timedelta(minutes=5)  # longer than an answer is tried for at once


@dataclass(frozen=True, slots=True)
class Notice:
    """Who is told, where, and about what."""

    reach: KnownAddress
    person: Person
    data: Mapping[str, Any]
    state: CardState | None  # of the counter that it is about
    states: tuple[CardState, ...]  # of every counter on that account
    visit: Visit | None
    voucher: Voucher | None
    view: View | None
    member: Member | None
    shop: Shop | None  # of the member
    serves: bool  # whether the member is still on the staff
    role: Role | None  # the highest that the person has anywhere, where it is about a member
    place: str = ""  # of the visit, where several shops have one card


def load_notice(tx: Tx, address_id: int, data: Mapping[str, Any], *, now: datetime) -> Notice | None:
    """Read the facts for one message; None when the person shut us out or was erased."""
    reach, person = persons.reached_at(tx, address_id)
    if person.erased_at or reach.unreachable_at:
        return None
    visit = visits.by_id(tx, data["visit_id"]) if "visit_id" in data else None
    voucher = vouchers.by_id(tx, data["voucher_id"]) if "voucher_id" in data else None
    account_id = data.get("card_id") or (
        visit.account_id if visit else voucher.account_id if voucher else None
    )
    account = accounts.locked(tx, account_id) if account_id else None
    open_ = account if account and not account.closed_at else None
    states = load_every(tx, open_, now=now) if open_ else ()
    member = staff.by_id(tx, data["member_id"]) if data.get("member_id") else None
    return Notice(
        reach=reach,
        person=person,
        data=data,
        state=_meant(states, visit, voucher, data),
        states=states,
        visit=visit,
        voucher=voucher,
        # Somebody else's card is never shown: staff are told in words.
        view=chat_state.view(tx, address_id, account.id)
        if account and account.person_id == person.id
        else None,
        member=member,
        shop=shops.by_id(tx, member.shop_id) if member else None,
        serves=bool(member and staff.in_service(tx, member)),
        place=_place(tx, visit, states),
        role=highest([Role(place.role) for place in staff.of_person(tx, person.id)]) if member else None,
    )


def _place(tx: Tx, visit: Visit | None, states: tuple[CardState, ...]) -> str:
    if visit is None or not states or not states[0].shop.is_coalition:
        return ""
    every = (*shops.branches_of(tx, visit.shop_id), *shops.closed_branches(tx, visit.shop_id))
    return next((one.name for one in every if one.id == visit.branch_id), "")


def _meant(
    states: tuple[CardState, ...], visit: Visit | None, voucher: Voucher | None, data: Mapping[str, Any]
) -> CardState | None:
    """Return how the counter stands that a visit, a voucher or a reward is of, or that is named; else the first."""
    counter_id = visit.counter_id if visit else voucher.counter_id if voucher else data.get("counter_id")
    key = data.get("reward_key")
    of_it = (one for one in states if one.counter.id == counter_id or _offers(one, key))
    return next(of_it, states[0] if states else None)


def _offers(state: CardState, key: str | None) -> bool:
    return bool(key and state.standing.version.programme.reward(key))


def promise_answer(tx: Tx, address_id: int, key: str, about: Mapping[str, int], *, now: datetime) -> None:
    """Owe an answer that is being given, in case whoever gives it dies before."""
    _owe(tx, address_id, _dedup_key(key), _data(tx, key, about), lent_until=now + _BEING_GIVEN, now=now)


def promised(tx: Tx, key: str) -> dict[str, Any] | None:
    """Return what an answer is about that was promised, and is not known to have been given."""
    return outbox.lent(tx, _dedup_key(key))


def keep_promise(tx: Tx, key: str) -> None:
    """Forget an answer that was promised: it has been given."""
    outbox.forget(tx, _dedup_key(key))


def owe_answer(
    tx: Tx, address_id: int, key: str, about: Mapping[str, int], *, replaces: str | None, now: datetime
) -> None:
    """Owe an answer that an update did not get: how what it was `about` is now, or, without that, that we are back.

    `about` names a visit, a voucher or a card by its id, `replaces` the message that shows what was so before. What is owed
    to the same address about the same thing is said once.
    """
    data = _data(tx, key, about)
    for waiting in _waiting(tx, address_id, data):
        outbox.settle(tx, waiting.id, "dropped", now=now, error="asked again since")
    outbox.forget(tx, _dedup_key(key))  # what was promised is what is owed
    shown = {"replaces": replaces} if replaces else {}
    _owe(tx, address_id, _dedup_key(key), data | shown, lent_until=None, now=now)


def owe_in_words(tx: Tx, address_id: int, key: str, about: Mapping[str, int], *, now: datetime) -> None:
    """Say in words, once, what an answer showed: the platform took it at first, and refused it later."""
    chat_state.forget_media(tx, before=now)  # a copy that is refused is not trusted any more
    data = _data(tx, key, about) | {IN_WORDS: 1}
    if not _waiting(tx, address_id, data):  # a poster is a picture and a file: each of them may be refused
        _owe(tx, address_id, f"words:{key}", data, lent_until=None, now=now)


def put_in_words(tx: Tx, message: outbox.OutboxMessage, why: str, *, now: datetime) -> bool:
    """Let a message go again in words, since its picture was refused after all; False where it went so already."""
    if IN_WORDS in message.data:
        return False
    chat_state.forget_media(tx, before=now)
    outbox.reword(tx, message.id, message.data | {IN_WORDS: 1})
    outbox.put_back(tx, message.id, due_at=now, error=why, attempts=message.attempts)
    return True


def _waiting(tx: Tx, address_id: int, data: Mapping[str, Any]) -> list[outbox.OutboxMessage]:
    """Return the answers about the same thing that are owed there already."""
    owed = outbox.waiting_for(tx, address_id)
    return [one for one in owed if one.kind == _LATE and _about(one.data) == data]


def _owe(
    tx: Tx,
    address_id: int,
    dedup_key: str,
    data: dict[str, Any],
    *,
    lent_until: datetime | None,
    now: datetime,
) -> None:
    new = NewMessage(dedup_key, _LATE, data, URGENT, expires_at=now + _ANSWER_LIVES, lent_until=lent_until)
    outbox.add(tx, address_id, new, now=now)


def _data(tx: Tx, key: str, about: Mapping[str, int]) -> dict[str, Any]:
    visit = visits.by_key(tx, key)
    return {"visit_id": visit.id} if visit else dict(about)


def _about(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "replaces"}


def _dedup_key(key: str) -> str:
    return f"late:{key}"
