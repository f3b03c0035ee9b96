"""The dose: whether a message may go to a person now, later or never."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Literal, Self
from zoneinfo import ZoneInfo

from loyalty.campaigns.hours import next_at

GAP_DAYS = 3  # a person hears from all shops together at most once in so many days
MOST_IN_30_DAYS = 4
LONGEST_GAP_DAYS = 60  # contacts older than this never matter
IGNORED_IN_A_ROW = 3  # with every so many ignored messages the gap doubles


class Purpose(StrEnum):
    """What a person agrees to, each by itself."""

    SERVICE = "service"
    REMINDERS = "reminders"
    OFFERS = "offers"
    GOALS = "goals"  # reminders of goals and no others: what setting one is a yes to


class Frequency(StrEnum):
    """How often a person wants to hear about something, the seldomer the later."""

    ALWAYS = "always"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    NEVER = "never"


_RHYTHM_DAYS = {Frequency.ALWAYS: 0, Frequency.WEEKLY: 7, Frequency.MONTHLY: 30}
_UNLESS_CHOSEN: Mapping[str, Frequency] = {
    Purpose.REMINDERS: Frequency.WEEKLY,
    Purpose.OFFERS: Frequency.MONTHLY,
}


class Gift(StrEnum):
    """How a kind gives what its shop gives away."""

    NONE = ""
    ON_THE_DAY = "on_the_day"  # heard of or not: consent is for the message, not for the gift
    FOR_THE_VISIT = "for_the_visit"  # that made it due: heard of or not, and it goes with that visit
    WITH_MESSAGE = "with_message"  # worth nothing to who doesn't hear of it


@dataclass(frozen=True, slots=True)
class MessagePolicy:
    """How a kind behaves: what it needs consent for, what becomes of it when another goes first, what it holds."""

    purpose: Purpose
    rank: int  # of several that are due, the one with the lowest goes; no two kinds have the same
    waits: bool = True  # False: dropped, because it comes again by itself or is worth nothing later
    dated: bool = False  # a date times it, so that the customer's rhythm doesn't; the cap still does
    alone: Purpose | None = None  # a yes to this kind and no other, which serves as well
    patient: bool = False  # as good tomorrow: where free words must wait for the person to write, it does
    gift: Gift = Gift.NONE
    places: frozenset[str] = frozenset()  # {placeholders} for an owner's words, besides {name} and {shop}


class MessageKind(str):
    """What a message is about: its name, which is how it is stored, and how such messages behave.

    Each campaign's is made in its own file (`actions/campaigns/kinds/`), so that no list of all kinds stands anywhere.
    """

    __slots__ = ("policy",)
    policy: MessagePolicy

    def __new__(cls, name: str, policy: MessagePolicy) -> Self:
        """Name a kind, and say how it behaves."""
        kind = super().__new__(cls, name)
        kind.policy = policy
        return kind


# What no campaign sends.
DIGEST = MessageKind("digest", MessagePolicy(Purpose.SERVICE, rank=20))


@dataclass(frozen=True, slots=True)
class Cap:
    """A shop's cap over what a person hears from all shops; raises `ValueError` for one above the default."""

    gap_days: int = GAP_DAYS
    most_in_30_days: int = MOST_IN_30_DAYS

    def __post_init__(self) -> None:
        """Let a shop ask for less, never for more."""
        if not GAP_DAYS <= self.gap_days <= LONGEST_GAP_DAYS:
            raise ValueError(f"gap_days: {self.gap_days}")
        if not 0 <= self.most_in_30_days <= MOST_IN_30_DAYS:
            raise ValueError(f"most_in_30_days: {self.most_in_30_days}")

    @classmethod
    def nearest(cls, gap_days: int, most_in_30_days: int) -> Self:
        """Return the cap that comes nearest to what is kept: it may be older than today's bounds."""
        gap = min(max(gap_days, GAP_DAYS), LONGEST_GAP_DAYS)
        return cls(gap, min(max(most_in_30_days, 0), MOST_IN_30_DAYS))


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When a person's phone stays silent, by the clock on their wall; the same time twice is no silence."""

    starts: time = time(21)
    ends: time = time(9)

    def hold(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Say whether a moment lies in the quiet hours."""
        clock = moment.astimezone(zone).time()
        if self.starts <= self.ends:
            return self.starts <= clock < self.ends
        return clock >= self.starts or clock < self.ends

    def over_at(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """Return the moment itself, or when the quiet hours that it lies in are over, in UTC."""
        if not self.hold(moment, zone):
            return moment
        today = moment.astimezone(zone).date()
        # An hour that the clock skips or repeats makes one of the two readings wrong; the other is right.
        ends = sorted(
            datetime.combine(today + timedelta(days=days), self.ends, zone).replace(fold=fold).astimezone(UTC)
            for days in range(3)
            for fold in (0, 1)
        )
        return next(end for end in ends if end > moment and not self.hold(end, zone))


@dataclass(frozen=True, slots=True)
class Contact:
    """A reminder or offer that went to a person, from whichever shop, on whichever channel."""

    kind: MessageKind
    at: datetime


@dataclass(frozen=True, slots=True)
class Listener:
    """All that decides how much a person is written to; `often` holds their choices by kind or by purpose."""

    zone: ZoneInfo
    consents: frozenset[Purpose]
    often: Mapping[str, Frequency] = field(default_factory=dict)
    contacts: tuple[Contact, ...] = ()  # of the last `LONGEST_GAP_DAYS`, all shops
    ignored: int = 0  # newest reminders and offers in a row that nothing followed: no tap, no word, no visit
    cap: Cap = Cap()
    quiet: QuietHours = QuietHours()


Why = Literal["consent", "unwanted", "stale", "cap", "ignored", "rhythm", "quiet_hours", "hour", "outranked"]


@dataclass(frozen=True, slots=True)
class Send:
    """It may go now."""


@dataclass(frozen=True, slots=True)
class Later:
    """It may go at `until` at the earliest; then it is asked again."""

    until: datetime
    why: Why


@dataclass(frozen=True, slots=True)
class Never:
    """It will not go."""

    why: Why


Answer = Send | Later | Never


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A message that is due: `key` makes it happen once, and from `expires_at` on it is worth nothing."""

    kind: MessageKind
    key: str
    expires_at: datetime
    step: str = ""  # which of several messages of its kind: "first", "last", "ask", …
    hour: int | None = None  # of the shop's day at which it goes, if it then still may
    rests_until: datetime | None = None  # its shop lets some days pass between two such messages


def may_contact(occurrence: Occurrence, listener: Listener, *, now: datetime) -> Answer:
    """Say whether a message may go now; an answer `Later` names a moment at which, all else equal, it may."""
    if not agreed(occurrence.kind, listener.consents):
        return Never("consent")
    if now >= occurrence.expires_at:
        return Never("stale")
    if how_often(occurrence.kind, listener.often) is Frequency.NEVER:
        return Never("unwanted")
    if rationed(occurrence.kind) and listener.cap.most_in_30_days == 0:
        return Never("cap")
    holds = [*_holds(occurrence.kind, listener)]
    if occurrence.rests_until:
        holds.append((occurrence.rests_until, "rhythm"))
    until, why = max(holds, default=(now, "quiet_hours"), key=lambda hold: hold[0])
    earliest = max(now, until)
    until = listener.quiet.over_at(earliest, listener.zone)
    at = _at_its_hour(occurrence, listener, until)
    if at > until:
        return Later(at, "hour")
    if until == now:
        return Send()
    if until >= occurrence.expires_at:
        return Never("stale")
    return Later(until, why if earliest > now else "quiet_hours")


def _at_its_hour(occurrence: Occurrence, listener: Listener, moment: datetime) -> datetime:
    """Return when a message goes that may go at a moment: at its hour outside the quiet hours, unless that is too late for it."""
    if occurrence.hour is None:
        return moment
    at = listener.quiet.over_at(next_at(occurrence.hour, moment, listener.zone), listener.zone)
    return at if at < occurrence.expires_at else moment


def agreed(kind: MessageKind, consents: Collection[Purpose]) -> bool:
    """Say whether what a person agreed to covers a kind of message."""
    return kind.policy.purpose in consents or kind.policy.alone in consents


def gap(listener: Listener) -> timedelta:
    """Return the least time between two messages: who ignores three in a row hears half as often, and so on."""
    days = listener.cap.gap_days * 2 ** min(listener.ignored // IGNORED_IN_A_ROW, 8)
    return timedelta(days=min(days, LONGEST_GAP_DAYS))


def how_often(kind: MessageKind, chosen: Mapping[str, str]) -> Frequency:
    """Return how often a kind may come: as seldom as its person chose for it or for its purpose."""
    return max(_wanted(kind, chosen).values(), key=list(Frequency).index)


def rationed(kind: MessageKind) -> bool:
    """Say whether the dose counts a kind: reminders and offers, not what answers or serves."""
    return kind.policy.purpose is not Purpose.SERVICE


def _wanted(kind: MessageKind, chosen: Mapping[str, str]) -> dict[str, Frequency]:
    names = (kind, kind.policy.purpose)
    return {name: Frequency(chosen.get(name, _UNLESS_CHOSEN.get(name, Frequency.ALWAYS))) for name in names}


def _holds(kind: MessageKind, listener: Listener) -> Iterable[tuple[datetime, Why]]:
    """Yield what holds a message back, and until when; what is over already holds nothing."""
    newest_first = sorted((contact.at for contact in listener.contacts), reverse=True)
    if not newest_first or not rationed(kind):
        return
    stretched = gap(listener)
    usual = timedelta(days=listener.cap.gap_days)
    yield newest_first[0] + stretched, "ignored" if stretched > usual else "cap"
    if len(newest_first) >= listener.cap.most_in_30_days:
        yield newest_first[listener.cap.most_in_30_days - 1] + timedelta(days=30), "cap"
    if kind.policy.dated:
        return
    for name, frequency in _wanted(kind, listener.often).items():
        heard = [contact.at for contact in listener.contacts if name in _names(contact.kind)]
        if heard:
            yield max(heard) + timedelta(days=_RHYTHM_DAYS[frequency]), "rhythm"


def _names(kind: MessageKind) -> tuple[str, str]:
    return kind, kind.policy.purpose
