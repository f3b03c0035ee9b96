"""What became of a reward that can't be had any more, in words: used, taken back or run out, and when."""

from datetime import datetime
from zoneinfo import ZoneInfo

from loyalty.cards.endings import last_day
from loyalty.dates import day_of
from loyalty.records import Voucher
from words.language import Words


def word_gone(voucher: Voucher, used_by: str, zone: ZoneInfo, words: Words, *, now: datetime) -> str:
    """Say why a reward is not to be had; `used_by` names who handed it out."""
    today = day_of(now, zone)
    if voucher.used_at:
        return words.t(
            "“{reward}” was used already: {when} by {name}.",
            reward=voucher.reward,
            when=words.day_and_time(voucher.used_at, zone, today=today),
            name=words.name(used_by),
        )
    if voucher.expires_at and voucher.expires_at <= now:
        day = words.date(last_day(voucher.expires_at, zone), today=today)
        return words.t("“{reward}” has run out: {day} was its last day.", reward=voucher.reward, day=day)
    return words.t("“{reward}” was taken back: it is not on the card any more.", reward=voucher.reward)
