"""The words of each kind of message: one file a kind, one row here; who wants less of them reads them in this order."""

from collections.abc import Mapping

from bot.campaigns import (
    almost_there,
    anniversary,
    balance_expiring,
    birthday,
    broadcast,
    digest,
    goal,
    voucher_expiring,
    voucher_waiting,
    welcome,
    win_back,
)
from bot.campaigns.kind_words import KindWords
from loyalty.campaigns.frequency_cap import MessageKind

WORDING: Mapping[MessageKind, KindWords] = {
    one.WORDS.kind: one.WORDS
    for one in (
        welcome,
        digest,
        voucher_expiring,
        balance_expiring,
        birthday,
        anniversary,
        goal,
        almost_there,
        voucher_waiting,
        win_back,
        broadcast,
    )
}
