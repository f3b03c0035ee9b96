"""What became of a reward that can't be had any more."""

from actions.cards.held_reward import zone_of
from bot.turn import Turn
from loyalty.records import Voucher
from words.cards.gone import word_gone


def bygone(turn: Turn, voucher: Voucher | None, used_by: str) -> str:
    """Say why a reward is not to be had; of one that nobody knows there is nothing to say but that."""
    if voucher is None:
        return turn.t("This reward is not there any more.")
    return word_gone(voucher, used_by, zone_of(turn.tx, voucher), turn.words, now=turn.now)
