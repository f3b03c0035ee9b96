"""What somebody is at on a counter: challenges that they took on, each by the rules of then, and how far they are."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.challenge import Aim, Challenge, ChallengeDays, ChallengeFacts, TriedItem, Way
from loyalty.records import Counter
from loyalty.values import dataclass
from storage.cards import challenges, ledger, visit_patterns
from storage.cards.challenges import BegunChallenge
from storage.engine.statements import Tx
from storage.shop import programmes

_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Running:
    """A challenge whose days are not over: won, lost or under way; `items` are what counts for it at the till."""

    row: BegunChallenge
    part: Challenge
    way: Way
    in_reach: bool  # it is not done, and can be
    items: tuple[BonusItem, ...] = ()

    @property
    def won(self) -> bool:
        """Say whether it was given."""
        return self.row.won_visit_id is not None

    @property
    def due(self) -> bool:
        """Say whether it is done and not given yet."""
        return not self.won and not self.way.lost and self.way.done >= self.part.times

    @property
    def over(self) -> bool:
        """Say whether another one of its kind may be taken on before its days are over: nothing can come of it."""
        return self.way.lost and not self.won


def running_on(tx: Tx, counter: Counter, zone: ZoneInfo, *, now: datetime) -> tuple[Running, ...]:
    """Return what was taken on for a counter and whose days are not over, and how far it is now."""
    every = challenges.of_counter(tx, counter)
    found = [(row, *promised) for row in every if now < row.ends_at and (promised := _promised(tx, row))]
    if not found:
        return ()
    seen = _seen_for(tx, counter, zone, [(row, part) for row, part, _ in found])
    paid = {row.id: _paid_until(tx, row, part, every) for row, part, _ in found}
    return tuple(
        _stands(row, part, items, paid[row.id], seen, now.astimezone(zone)) for row, part, items in found
    )


def _paid_until(
    tx: Tx, row: BegunChallenge, part: Challenge, every: Sequence[BegunChallenge]
) -> datetime | None:
    """Return when another one of its kind was won beside it, as on two cards that were joined: no visit is paid for twice."""
    own = (row.won_at or row.ends_at, row.id)
    return max(
        (
            other.won_at
            for other in every
            if other.won_at
            and other.id != row.id
            and row.begun_at <= other.won_at
            and (other.won_at, other.id) < own
            and _aim(tx, other) == part.aim
        ),
        default=None,
    )


def _aim(tx: Tx, row: BegunChallenge) -> Aim | None:
    promised = _promised(tx, row)
    return promised[0].aim if promised else None


def _stands(
    row: BegunChallenge,
    part: Challenge,
    items: tuple[BonusItem, ...],
    paid: datetime | None,
    seen: ChallengeFacts,
    at: datetime,
) -> Running:
    begun, ends = row.begun_at.astimezone(at.tzinfo), row.ends_at.astimezone(at.tzinfo)
    span = ChallengeDays(begun, ends, paid.astimezone(at.tzinfo) if paid else None)
    return Running(row, part, part.way(span, seen, at), part.in_reach(span, seen, at), items)


def _promised(tx: Tx, row: BegunChallenge) -> tuple[Challenge, tuple[BonusItem, ...]] | None:
    """Return the challenge as it was taken on, and what can be tapped for it, however the rules changed since."""
    parts = programmes.version(tx, row.shop_id, row.version_id).programme.parts
    part = parts[row.place] if row.place < len(parts) else None
    if not isinstance(part, Challenge):
        return None
    return part, tuple(one for one in parts if isinstance(one, BonusItem) and part.aim == "items")


def _seen_for(
    tx: Tx, counter: Counter, zone: ZoneInfo, asking: Iterable[tuple[BegunChallenge, Challenge]]
) -> ChallengeFacts:
    """Read as much of a card as these challenges ask for: what is new to somebody hangs on all that was before."""
    begun = {part.aim: row.begun_at for row, part in reversed(list(asking))}
    since = _EVER if "weekdays" in begun else min(begun.values())
    return seen_on(tx, counter, zone, since=since, taps="items" in begun)


def seen_on(
    tx: Tx, counter: Counter, zone: ZoneInfo, *, since: datetime = _EVER, taps: bool = True
) -> ChallengeFacts:
    """Return when somebody came, from a moment on, and all that was ever tapped for them, by the shop's clock."""
    came = visit_patterns.counted_since(tx, counter, since=since)
    tapped = ledger.labelled(tx, counter, BonusItem.name) if taps else []
    return ChallengeFacts(
        tuple(one.at.astimezone(zone) for one in came),
        tuple(
            TriedItem(at.astimezone(zone), label, came.astimezone(zone) if came else None)
            for at, label, came in tapped
        ),
    )


def ending_first(running: Sequence[Running]) -> Running | None:
    """Return what ends first of all that can still be done."""
    return min((one for one in running if one.in_reach), key=lambda one: one.row.ends_at, default=None)
