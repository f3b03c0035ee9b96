"""What one visit earns: the rules that say yes, or which rule says no and until when."""

from datetime import datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from loyalty.amounts import MOST_POINTS
from loyalty.cards.counter_state import CounterState, LastVisit, in_force
from loyalty.cards.part import Bonus, VisitFacts
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.programme import (
    Automatic,
    Limits,
    OnRequest,
    PerMoney,
    PerVisit,
    Programme,
    ProgrammeVersion,
    Reward,
)
from loyalty.dates import next_day_starts
from loyalty.values import dataclass, replace

# Two scans of one card within this time are one visit, seen twice: a double tap, or a second till. Whatever is scanned:
# the customer's picture is drawn anew after the first, and is on the screen when the second till looks.
SAME_VISIT_S = 60
LIMITED = frozenset({"visit", "extra"})  # what a programme's limits are of


@dataclass(frozen=True, slots=True)
class Claim:
    """What the cashier asks for; `shown_at` is when the code was made, None for one that never changes."""

    stamps: int = 1
    spent_minor: int | None = None
    shown_at: datetime | None = None
    scanned_at: datetime | None = None  # when the card was scanned, if the amount was typed after it
    again: int | None = None  # the visit that the cashier has seen as "already booked", and means one more


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A line for the ledger; `part` is what brought it beside the visit itself."""

    kind: str
    amount: int
    round: int
    version_id: int
    part: str | None = None


@dataclass(frozen=True, slots=True)
class NewVoucher:
    """A reward that was reached; `slot` is its place on a card, which is paid once."""

    reward: Reward
    slot: str | None
    valid_days: int | None


@dataclass(frozen=True, slots=True)
class Earned:
    """The visit counts, its bonuses included; the counter then stands as `standing` says."""

    amount: int
    entries: tuple[NewEntry, ...]
    vouchers: tuple[NewVoucher, ...]
    standing: CounterState
    bonuses: tuple[Bonus, ...] = ()

    @property
    def bonus(self) -> int:
        """Count what came on top."""
        return sum(bonus.amount for bonus in self.bonuses)


@dataclass(frozen=True, slots=True)
class SameVisit:
    """The visit was booked already."""

    last: LastVisit


@dataclass(frozen=True, slots=True)
class TooSoon:
    """The shop's pause between two visits is still running."""

    until: datetime
    last: LastVisit


@dataclass(frozen=True, slots=True)
class DayFull:
    """The card has had what a day may give."""

    most: int
    until: datetime


@dataclass(frozen=True, slots=True)
class VisitFull:
    """One visit may not give so much."""

    most: int


@dataclass(frozen=True, slots=True)
class SpentTooLittle:
    """The amount is under the programme's minimum, or earns nothing."""

    least_minor: int


@dataclass(frozen=True, slots=True)
class AmountNeeded:
    """The programme needs to know what was spent."""


Refusal = SameVisit | TooSoon | DayFull | VisitFull | SpentTooLittle | AmountNeeded


def decide(
    standing: CounterState,
    claim: Claim,
    *,
    current: ProgrammeVersion,
    now: datetime,
    zone: ZoneInfo,
    minor_per_unit: int,
) -> Earned | Refusal:
    """Say what a visit earns, or which rule stands in the way."""
    standing = in_force(standing, current)
    programme = standing.version.programme
    blocked = _too_close(standing, claim, programme.limits, now)
    if blocked:
        return blocked
    amount = _amount(programme, claim, minor_per_unit)
    if not isinstance(amount, int):
        return amount
    came = (claim.scanned_at or now).astimezone(zone)  # an amount is typed later, and may be put right
    facts = VisitFacts(came, amount, claim.spent_minor, usual_minor=standing.usual_minor, past=standing.past)
    return _full(standing, amount, already=0, now=now, zone=zone) or _with_bonuses(
        standing, "visit", facts, current
    )


def decide_extra(
    standing: CounterState,
    *,
    came: datetime,
    already: int,
    current: ProgrammeVersion,
    now: datetime,
    zone: ZoneInfo,
) -> Earned | Refusal:
    """Say what one more stamp earns in the visit of somebody who `came` before."""
    standing = in_force(standing, current)
    facts = VisitFacts(came.astimezone(zone), 1, already=already, past=standing.past)
    return _full(standing, 1, already=already, now=now, zone=zone) or _with_bonuses(
        standing, "extra", facts, current
    )


def decide_item(standing: CounterState, item: BonusItem, *, current: ProgrammeVersion) -> Earned:
    """Say what something that a shop gives more for brings on top of its visit."""
    earned = earn(in_force(standing, current), item.plus, "bonus", current=current, part=item.name)
    return replace(earned, bonuses=(Bonus(item.name, item.plus),))


def may_add(
    standing: CounterState, *, already: int, current: ProgrammeVersion, now: datetime, zone: ZoneInfo
) -> bool:
    """Say whether there is room for one more stamp in the same visit."""
    return _full(in_force(standing, current), 1, already=already, now=now, zone=zone) is None


def _too_close(
    standing: CounterState, claim: Claim, limits: Limits, now: datetime
) -> SameVisit | TooSoon | None:
    last = standing.last
    if last is None:
        return None
    if claim.again != last.id and _same_visit(last, claim, now):
        return SameVisit(last)
    until = last.at + timedelta(minutes=limits.cooldown_minutes)
    return TooSoon(until, last) if limits.cooldown_minutes and now < until else None


def _same_visit(last: LastVisit, claim: Claim, now: datetime) -> bool:
    """Say whether a scan is of the visit that was booked last."""
    # A code made before that visit has done its work, and so has a "stamp again" that was answered.
    done = claim.shown_at is not None and claim.shown_at <= last.at
    answered = claim.again is not None and claim.again < last.id
    scanned_at = claim.scanned_at or now
    return done or answered or scanned_at - last.at < timedelta(seconds=SAME_VISIT_S)


def _amount(
    programme: Programme, claim: Claim, minor_per_unit: int
) -> int | VisitFull | SpentTooLittle | AmountNeeded:
    match programme.earn:
        case PerVisit():
            return claim.stamps
        case PerMoney() as money:
            return _for_money(money, claim.spent_minor, minor_per_unit)
        case _:
            assert_never(programme.earn)


def _for_money(
    money: PerMoney, spent_minor: int | None, minor_per_unit: int
) -> int | VisitFull | SpentTooLittle | AmountNeeded:
    if spent_minor is None:
        return AmountNeeded()
    earned = money.earned(spent_minor, minor_per_unit=minor_per_unit)
    if earned == 0:
        return SpentTooLittle(money.least_minor(minor_per_unit=minor_per_unit))
    return VisitFull(MOST_POINTS) if earned > MOST_POINTS else earned


def _full(
    standing: CounterState, amount: int, *, already: int, now: datetime, zone: ZoneInfo
) -> VisitFull | DayFull | None:
    """Say which limit an amount would pass."""
    limits = standing.version.programme.limits
    if limits.max_per_visit is not None and already + amount > limits.max_per_visit:
        return VisitFull(limits.max_per_visit)
    if limits.max_per_day is not None and standing.given_today + amount > limits.max_per_day:
        return DayFull(limits.max_per_day, next_day_starts(now, zone))
    return None


def _with_bonuses(
    standing: CounterState, kind: str, visit: VisitFacts, current: ProgrammeVersion
) -> Earned | VisitFull:
    """Add what comes on top: by the rules a card was begun under, or by today's where they give more."""
    begun, today = (version.programme.bonuses(visit) for version in (standing.version, current))
    bonuses = max(begun, today, key=lambda found: sum(bonus.amount for bonus in found))
    earned = earn(standing, visit.earned, kind, current=current, bonuses=bonuses)
    return VisitFull(MOST_POINTS) if earned.amount > MOST_POINTS else earned


def earn(
    standing: CounterState,
    amount: int,
    kind: str,
    *,
    current: ProgrammeVersion,
    bonuses: tuple[Bonus, ...] = (),
    part: str | None = None,
) -> Earned:
    """Add to a counter, pay the rewards that it reaches, and carry what is over into the next round."""
    entries = [NewEntry(kind, amount, standing.round, standing.version.id, part)]
    entries += [
        NewEntry("bonus", bonus.amount, standing.round, standing.version.id, bonus.part) for bonus in bonuses
    ]
    vouchers: list[NewVoucher] = []
    before, version, number = standing.balance, standing.version, standing.round
    gained = sum(entry.amount for entry in entries)
    balance = before + gained
    while True:
        vouchers += _reached(version.programme, number, before, balance)
        places = version.programme.places
        if not places or balance < places:
            break
        entries.append(NewEntry("reward", -places, number, version.id))
        before, balance, number, version = 0, balance - places, number + 1, current
    today = standing.given_today + (amount if kind in LIMITED else 0)
    after = replace(standing, balance=balance, round=number, version=version, given_today=today)
    return Earned(gained, tuple(entries), tuple(vouchers), after, bonuses)


def given(standing: CounterState, amount: int, part: str | None, *, current: ProgrammeVersion) -> Earned:
    """Add what is given without a visit, by a part of the programme or by a reward; what a day may give is not of gifts."""
    earned = earn(in_force(standing, current), amount, "gift", current=current, part=part)
    return replace(earned, standing=replace(earned.standing, given_today=standing.given_today))


def _reached(programme: Programme, number: int, before: int, balance: int) -> list[NewVoucher]:
    """List what is paid by itself between two balances of one card."""
    match programme.pays:
        case Automatic():
            return [
                NewVoucher(reward, f"{number}:{reward.at}", programme.waits_days(reward))
                for reward in programme.rewards
                if before < reward.at <= balance
            ]
        case OnRequest():
            return []
        case _:
            assert_never(programme.pays)
