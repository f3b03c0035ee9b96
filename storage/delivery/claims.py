"""Who sends what of the outbox, and when: a row is claimed for a while, with the slot in which it leaves.

Who claims for an account locks its row of `paces` first, so that all processes together keep one pace there, and one
gap in each chat.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Exists, FromClause, Text, bindparam, func, or_, select, update

from loyalty.delivery.slots import AHEAD, AT_ONCE, Tempo, first_slot
from storage.delivery.outbox import ARRIVED, READY, ROW, SENDING, WAITING, OutboxMessage, message_of, settle
from storage.delivery.pauses import WHOLE_ACCOUNT
from storage.engine.statements import Statement, Tx, insert
from storage.tables import Time, addresses, closures, outbox, paces, pauses


@dataclass(frozen=True, slots=True)
class Share:
    """What a sender asks for: at most so many messages, at this tempo, after answers took so much of it."""

    most: int
    tempo: Tempo = AT_ONCE
    answered: timedelta = timedelta(0)


@dataclass(slots=True)
class ClaimedMessages:
    """Messages to send, and those that were settled instead; what had to be put off may go at `opens_at`.

    `expired`, `lost` with the process that had them, or `arrived` by what the platform reported since. `more` says that
    others may be due beside these.
    """

    messages: list[OutboxMessage] = field(default_factory=list)
    expired: list[OutboxMessage] = field(default_factory=list)
    lost: list[OutboxMessage] = field(default_factory=list)
    arrived: list[OutboxMessage] = field(default_factory=list)
    opens_at: datetime | None = None
    more: bool = False


_DIED = "the process that had it died"
_NOW = bindparam("now", type_=Time())
_OURS = {"channel": bindparam("of_channel", type_=Text()), "account": bindparam("of_account", type_=Text())}


def _of_account(table: FromClause) -> tuple[Any, ...]:
    return tuple(table.c[name] == value for name, value in _OURS.items())


def _in_force(table: FromClause, *more: Any) -> Exists:
    return select(table.c.until).where(*_of_account(table), table.c.until > _NOW, *more).exists()


_IS_DUE = (outbox.c.due_at <= _NOW, WAITING, or_(READY, outbox.c.lease_until <= _NOW))
_DUE = (*_of_account(outbox), *_IS_DUE)
_IS_PAUSED = _in_force(pauses, pauses.c.chat == WHOLE_ACCOUNT)
_NEW_PACE = insert(paces).from_select(
    ["channel", "account", "free_at"],
    select(*_OURS.values(), _NOW).where(
        select(outbox.c.id).where(*_DUE).exists(), ~_IS_PAUSED, ~_in_force(closures)
    ),
)
_LOCK_PACE = Statement(  # where anything may leave: a claim in vain writes nothing, and waits for nobody
    _NEW_PACE.on_conflict_do_update(
        index_elements=["channel", "account"], set_={"free_at": paces.c.free_at}
    ).returning(paces.c.free_at)
)
_SET_PACE = Statement(update(paces).where(*_of_account(paces)).values(free_at=bindparam("free")))

_IDLE = Statement(
    select(paces.c.channel, paces.c.account).where(
        ~select(outbox.c.id)
        .where(outbox.c.channel == paces.c.channel, outbox.c.account == paces.c.account, *_IS_DUE)
        .exists()
    )
)
_others = outbox.alias()
_WROTE_AT = (  # of slots that lie further ahead than any was given out, a clock that was wrong made them
    select(func.max(_others.c.slot_at))
    .where(
        _others.c.address_id == outbox.c.address_id, _others.c.slot_at <= bindparam("latest", type_=Time())
    )
    .scalar_subquery()
)
_CHAT_OPENS_AT = (
    select(pauses.c.until)
    .join(addresses, addresses.c.external_id == pauses.c.chat)
    .where(addresses.c.id == outbox.c.address_id, *_of_account(pauses), pauses.c.until > _NOW)
    .correlate(outbox)
    .scalar_subquery()
)
_DUE_ROWS = Statement(
    ROW.add_columns(_WROTE_AT.label("wrote_at"), _CHAT_OPENS_AT.label("chat_opens_at"))
    .where(*_DUE)
    .order_by(outbox.c.urgency, outbox.c.due_at, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=outbox)
)
_IN_HAND = Statement(ROW.where(*_of_account(outbox), WAITING, SENDING).order_by(outbox.c.id))
_THIS = outbox.c.id == bindparam("this")
_LEASE = Statement(
    update(outbox)
    .where(_THIS)
    .values(
        state="sending",
        lease_until=bindparam("until"),
        slot_at=bindparam("slot"),
        attempts=outbox.c.attempts + 1,
        reached=None,
        departed=0,
    )
)
_IS_OURS = (_THIS, SENDING, outbox.c.attempts == bindparam("tries"))
_DEPARTS = Statement(update(outbox).where(*_IS_OURS).values(departed=1))
_DEPARTS_LATE = Statement(  # a statement of its own: the index on slots is left alone where nothing is late
    update(outbox).where(*_IS_OURS).values(departed=1, slot_at=bindparam("left_at", type_=Time()))
)
_HELD = Statement(select(outbox.c.id).where(*_IS_OURS).with_for_update())
_GIVE_BACK = Statement(
    update(outbox).where(_THIS).values(state="ready", lease_until=None, due_at=bindparam("due"))
)


def claim(
    tx: Tx, channel: str, account: str, share: Share, *, lease_until: datetime, now: datetime
) -> ClaimedMessages:
    """Take due messages of an account out of the queue, each with its slot; a claim that is not settled ends by itself."""
    ours = {"of_channel": channel, "of_account": account}
    free_at = _LOCK_PACE.value(tx, **ours, now=now)
    if free_at is None:
        return ClaimedMessages()
    slot = first_slot(free_at, share.tempo, answered=share.answered, now=now)
    claiming = _Claiming(tx, share.tempo, slot, lease_until, now)
    while not (claiming.claimed.messages or claiming.claimed.opens_at):
        rows = _DUE_ROWS.all(tx, **ours, now=now, latest=now + AHEAD, most=share.most)
        if not rows:
            break
        for row in rows:
            claiming.take(row)
        claiming.claimed.more = len(rows) == share.most
    _SET_PACE.later(tx, **ours, free=claiming.free_at)
    return claiming.claimed


@dataclass(slots=True)
class _Claiming:
    tx: Tx
    tempo: Tempo
    free_at: datetime
    lease_until: datetime
    now: datetime
    claimed: ClaimedMessages = field(default_factory=ClaimedMessages)
    wrote_at: dict[int, datetime] = field(default_factory=dict)  # by address, in this claim

    def take(self, row: Sequence[Any]) -> None:
        """Settle a row whose end is known, put it off where its chat is closed, or give it the next slot."""
        *facts, state, expires_at, reached, departed, wrote_at, chat_opens_at = row
        message, claimed = message_of(facts), self.claimed
        if state == "sending" and reached in ARRIVED:
            settle(self.tx, message.id, "sent", now=self.now)
            claimed.arrived.append(message)
        elif state == "sending" and departed and message.at_most_once:
            settle(self.tx, message.id, "unknown", now=self.now, error=_DIED)
            claimed.lost.append(message)
        elif expires_at and expires_at <= self.now:
            settle(self.tx, message.id, "dropped", now=self.now, error="expired")
            claimed.expired.append(message)
        else:
            self._lease(message, wrote_at, chat_opens_at)

    def _lease(
        self, message: OutboxMessage, wrote_at: datetime | None, chat_opens_at: datetime | None
    ) -> None:
        slot = max(self.free_at, self.now)
        if chat_opens_at:
            _GIVE_BACK.run(self.tx, this=message.id, due=chat_opens_at)
            return
        wrote_at = self.wrote_at.get(message.address_id, wrote_at)
        may_at = wrote_at + self.tempo.gap if wrote_at else slot
        if may_at > slot:
            _GIVE_BACK.run(self.tx, this=message.id, due=may_at)
            self._opens(may_at)
        elif slot > self.now + AHEAD:
            self._opens(slot - AHEAD)
        else:
            tries = message.attempts + 1
            _LEASE.later(self.tx, this=message.id, until=self.lease_until, slot=slot)
            self.claimed.messages.append(replace(message, attempts=tries, slot_at=slot))
            self.wrote_at[message.address_id] = slot
            self.free_at += self.tempo.interval

    def _opens(self, moment: datetime) -> None:
        self.claimed.opens_at = max(self.claimed.opens_at or moment, moment)


def idle(tx: Tx, *, now: datetime) -> list[tuple[str, str]]:
    """Return the accounts of which something was sent before, and for which nothing is due."""
    return [(row[0], row[1]) for row in _IDLE.all(tx, now=now)]


def departs(tx: Tx, outbox_id: int, *, attempts: int, late_at: datetime | None = None) -> bool:
    """Note that a message is on its way from here on: a process that dies before has not sent it.

    Where it is late, its chat's gap counts from then. False when somebody else claimed it since.
    """
    if late_at is None:
        return _DEPARTS.run(tx, this=outbox_id, tries=attempts) == 1
    return _DEPARTS_LATE.run(tx, this=outbox_id, tries=attempts, left_at=late_at) == 1


def is_held(tx: Tx, outbox_id: int, *, attempts: int) -> bool:
    """Say whether a message is still in the hand that claimed it, and let nobody else have it before the commit."""
    return _HELD.value(tx, this=outbox_id, tries=attempts) is not None


def reclaim(tx: Tx, channel: str, account: str, *, now: datetime) -> list[OutboxMessage]:
    """Take back all of an account that is in anybody's hand, and return what went, or may have gone and must not go again."""
    gone = []
    for *row, _, _, reached, departed in _IN_HAND.all(tx, of_channel=channel, of_account=account):
        message = message_of(row)
        if reached in ARRIVED:
            settle(tx, message.id, "sent", now=now)
            gone.append(message)
        elif departed and message.at_most_once:
            settle(tx, message.id, "unknown", now=now, error=_DIED)
            gone.append(message)
        else:
            _GIVE_BACK.run(tx, this=message.id, due=now)
    return gone
