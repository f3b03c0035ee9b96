"""Days as people live them: the shop's own midnight, birthdays, 29 February."""

import re
from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BIRTHDAY_PAID_AGAIN_AFTER_DAYS = 330  # one birthday a year, and no second one by changing the date
BIRTHDAY_LEAD_DAYS = 7  # a date given this late is kept from next year on


@dataclass(frozen=True, slots=True)
class Birthday:
    """A day of the year; the year of birth is not asked."""

    month: int
    day: int

    def kept_in(self, year: int) -> date:
        """Return the day it is kept: 29 February on the 28th in common years."""
        if (self.month, self.day) == (2, 29) and not isleap(year):
            return date(year, 2, 28)
        return date(year, self.month, self.day)

    def __str__(self) -> str:
        """Write it as it is stored, MM-DD."""
        return f"{self.month:02}-{self.day:02}"


def birthday(text: str) -> Birthday:
    """Read a stored MM-DD; raises `ValueError` for anything else."""
    match = re.fullmatch(r"(\d\d)-(\d\d)", text)
    if not match:
        raise ValueError(f"not MM-DD: {text!r}")
    month, day = int(match[1]), int(match[2])
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(2000, month)[1]:  # 2000 has its 29 February
        raise ValueError(f"no such day: {text!r}")
    return Birthday(month, day)


def may_pay_birthday(*, kept_on: date, set_on: date, last_paid_on: date | None) -> bool:
    """Say whether a birthday earns its reward: known a week ahead, and not paid for within 330 days."""
    if kept_on - set_on < timedelta(days=BIRTHDAY_LEAD_DAYS):
        return False
    return last_paid_on is None or kept_on - last_paid_on >= timedelta(days=BIRTHDAY_PAID_AGAIN_AFTER_DAYS)


def counts_from(day: Birthday, *, set_on: date) -> date:
    """Return the first day on which a birthday given on `set_on` can earn its reward."""
    first = next_kept(day, today=set_on)
    if first - set_on < timedelta(days=BIRTHDAY_LEAD_DAYS):
        return day.kept_in(first.year + 1)
    return first


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last of a month that has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def next_kept(day: Birthday, *, today: date) -> date:
    """Return the next day on which a birthday is kept, today included."""
    this_year = day.kept_in(today.year)
    return this_year if this_year >= today else day.kept_in(today.year + 1)


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """Return the day it is in the shop."""
    return moment.astimezone(zone).date()


def day_starts(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment of a day in the shop, in UTC."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def next_day_starts(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return when the shop's next day begins, in UTC: 23, 24 or 25 hours after this one did."""
    return day_starts(day_of(moment, zone) + timedelta(days=1), zone)


def week_starts(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return when this week's Monday began in the shop, in UTC."""
    today = day_of(moment, zone)
    return day_starts(today - timedelta(days=today.weekday()), zone)
