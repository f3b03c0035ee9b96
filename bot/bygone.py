"""What became of a reward that can't be had any more: used, taken back or run out, and when."""

from actions.cards.held_reward import zone_of
from bot.turn import Turn
from loyalty.cards.endings import last_day
from loyalty.dates import day_of
from loyalty.records import Voucher


def bygone(turn: Turn, voucher: Voucher | None, used_by: str) -> str:
    """Say why a reward is not to be had; of one that nobody knows there is nothing to say but that."""
    if voucher is None:
        return turn.t("This reward is not there any more.")
    zone = zone_of(turn.tx, voucher)
    today = day_of(turn.now, zone)
    if voucher.used_at:
        return turn.t(
            "“{reward}” was used already: {when} by {name}.",
            reward=voucher.reward,
            when=turn.words.day_and_time(voucher.used_at, zone, today=today),
            name=turn.words.name(used_by),
        )
    if voucher.expires_at and voucher.expires_at <= turn.now:
        day = turn.words.date(last_day(voucher.expires_at, zone), today=today)
        return turn.t("“{reward}” has run out: {day} was its last day.", reward=voucher.reward, day=day)
    return turn.t("“{reward}” was taken back: it is not on the card any more.", reward=voucher.reward)
