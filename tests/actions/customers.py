"""Customers of Café Luna over the weeks: what they agreed to, and what they are told."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select, update

from actions.campaigns import find_due
from actions.campaigns import settings as campaign_settings
from actions.campaigns.consents import give_consent
from actions.campaigns.dispatch import dispatch
from actions.campaigns.settings import Campaign
from actions.people.profile import set_birthday
from loyalty.actor import ActingPerson
from loyalty.campaigns.frequency_cap import MessageKind, Purpose
from loyalty.cards.programme import Programme
from loyalty.dates import Birthday
from storage.campaigns.settings import change, ensure, of_shop
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.tables import addresses, occurrences, outbox
from tests.actions.places import DAY, MINUTE, NOW, Luna, join, meet, open_luna
from tests.kinds import BROADCAST

NOON = datetime(
    2026, 3, 2, 11, 0, tzinfo=UTC
)  # a Monday, 12:00 in Amsterdam: no quiet hours, whatever the season

_OCCURRENCES = Statement(
    select(occurrences.c.kind, occurrences.c.step, occurrences.c.state, occurrences.c.why).order_by(
        occurrences.c.id
    )
)
_QUEUED = Statement(select(outbox.c.dedup_key).where(outbox.c.kind == "campaign").order_by(outbox.c.id))


@dataclass(frozen=True)
class Told:
    """What was found and what became of it."""

    kind: str
    step: str
    state: str
    why: str | None


def agree(tx: Tx, person_id: int, *, now: datetime = NOW) -> None:
    """Let somebody agree to everything."""
    for purpose in (Purpose.REMINDERS, Purpose.OFFERS):
        give_consent(tx, person_id, purpose, channel="telegram", wording="1:en", now=now)


def hold_nobody_out(tx: Tx, shop_id: int) -> None:
    """Let every campaign reach everybody, so that an example doesn't hang on a draw."""
    for kind in (*campaign_settings.KINDS, BROADCAST):
        ensure(tx, shop_id, kind, holdout_percent=0)
        row = of_shop(tx, shop_id)[kind]
        change(
            tx,
            row.id,
            on=row.on,
            holdout_percent=0,
            settings=row.settings,
            wording=row.wording,
            filter_id=row.filter_id,
        )


def only(tx: Tx, shop_id: int, *kinds: MessageKind) -> None:
    """Switch all other campaigns off, and let these reach everybody."""
    hold_nobody_out(tx, shop_id)
    for row in of_shop(tx, shop_id).values():
        on = row.kind in kinds
        change(
            tx,
            row.id,
            on=on,
            holdout_percent=0,
            settings=row.settings,
            wording=row.wording,
            filter_id=row.filter_id,
        )


async def luna_with(db: Database, programme: Programme, *kinds: MessageKind) -> Luna:
    """Open Café Luna with these campaigns on; Ana agreed to everything."""
    luna = await open_luna(db, programme)
    await db.write(only, luna.cafe.shop.id, *kinds)
    await db.write(agree, luna.cafe.ana)
    return luna


async def setting(luna: Luna, kind: MessageKind, name: str, value: str) -> None:
    """Let Cleo change a setting."""
    cafe = luna.cafe
    changed = await luna.db.write(
        campaign_settings.change_setting, ActingPerson(cafe.cleo), cafe.shop.id, kind, name, value, now=NOW
    )
    assert isinstance(changed, Campaign), changed


async def tick(luna: Luna, now: datetime) -> int:
    """Do what the clock does, and return how much was found."""
    return await luna.db.write(ticked, luna.cafe.shop.id, now)


def ticked(tx: Tx, shop_id: int, now: datetime) -> int:
    """Find what is due and settle all of it, in one transaction."""
    found = find_due.find_due(tx, shop_id, now=now)
    while dispatch(tx, now=now, most=20):
        pass
    return found


async def days_told(luna: Luna, first: datetime, days: int) -> dict[int, list[str]]:
    """Tick once a day and a minute later, and say on which day what was found."""
    return await luna.db.write(_days_told, luna.cafe.shop.id, [first + day * DAY for day in range(days)])


def _days_told(tx: Tx, shop_id: int, days: list[datetime]) -> dict[int, list[str]]:
    seen: dict[int, list[str]] = {}
    for day, now in enumerate(days):
        found = ticked(tx, shop_id, now) + ticked(tx, shop_id, now + MINUTE)
        if found:
            seen[day] = [_name(kind, step) for kind, step, *_ in _OCCURRENCES.all(tx)][-found:]
    return seen


async def told(luna: Luna) -> list[Told]:
    """List what was ever due to anybody."""
    return [Told(*row) for row in await luna.db.read(_OCCURRENCES.all)]


async def kinds_told(luna: Luna) -> list[str]:
    """List what was ever due to anybody, by kind and step."""
    return [_name(one.kind, one.step) for one in await told(luna)]


def _name(kind: str, step: str) -> str:
    return f"{kind}:{step}" if step else kind


async def queued(luna: Luna) -> list[str]:
    """List the keys of what went into the outbox."""
    return [row[0] for row in await luna.db.read(_QUEUED.all)]


def newcomer(tx: Tx, luna: Luna, name: str, *, now: datetime = NOW) -> tuple[int, int]:
    """Let somebody join and agree to everything; return their id and their card's."""
    person_id = meet(tx, name, now=now)
    agree(tx, person_id, now=now)
    return person_id, join(tx, luna.cafe.shop, person_id, now=now)


def wrote(tx: Tx, person_id: int, now: datetime) -> None:
    """Let somebody write to us."""
    tx.execute(update(addresses).where(addresses.c.person_id == person_id).values(seen_at=now))


async def birthday(luna: Luna, month: int, day: int, now: datetime = NOW) -> None:
    """Let Ana say when her birthday is."""
    await luna.db.write(set_birthday, luna.cafe.ana, Birthday(month, day), now=now)
