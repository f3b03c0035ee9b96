"""What happened on a card, a page at a time, for its customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from actions.cards.card_state import CardState, load_every
from actions.cards.own_cards import NoCard
from storage.cards import accounts, history, ledger, vouchers
from storage.cards.history import HistoryLine
from storage.engine.statements import Tx

__all__ = ["HistoryLine", "HistoryPage", "card_history"]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some lines, newest first; `older` says where the next page starts."""

    states: tuple[CardState, ...]  # of each counter of the card
    lines: tuple[HistoryLine, ...]
    older: int | None


def card_history(
    tx: Tx, person_id: int, account_id: int, *, before: int | None, most: int, now: datetime
) -> HistoryPage | NoCard:
    """Return up to `most` lines of one of a person's cards, those before line `before`; what ran out is written down by now."""
    own = next((one for one in accounts.of_person(tx, person_id) if one.id == account_id), None)
    if own is None:
        return NoCard()
    states = load_every(tx, own, now=now)
    lines = history.lines(tx, own, before=before, most=most + 1)
    shown, more = lines[:most], len(lines) > most
    newer = ledger.line(tx, before).at if before else None
    ended = [
        line
        for line in _ended(tx, states, now=now)
        if (newer is None or line.at <= newer) and not (more and line.at <= shown[-1].at)
    ]
    story = sorted([*shown, *ended], key=lambda line: line.at, reverse=True)
    return HistoryPage(states, tuple(story), shown[-1].id if more else None)


def _ended(tx: Tx, states: Sequence[CardState], *, now: datetime) -> list[HistoryLine]:
    """Tell of rewards that ran out: nothing was booked then, so the ledger has no line of it."""
    programmes = {state.counter.id: state.counter.programme_id for state in states}
    return [
        HistoryLine(
            0,
            voucher.expires_at,
            "ended",
            0,
            None,
            None,
            voucher.reward,
            programmes.get(voucher.counter_id) if voucher.counter_id else None,
        )
        for voucher in vouchers.ran_out(tx, states[0].account, now=now)
        if voucher.expires_at
    ]
