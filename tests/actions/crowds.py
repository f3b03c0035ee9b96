"""Crowds for whom a campaign was due one after the other: told or left out, and on which days around it they came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from actions.campaigns import settings as campaign_settings
from actions.campaigns.gifts import REWARD_KEY
from loyalty.campaigns.frequency_cap import MessageKind, Occurrence
from loyalty.records import Shop
from storage.campaigns import occurrences
from storage.campaigns.occurrences import NewOccurrence
from storage.cards import accounts, counters, visits, vouchers
from storage.cards.visits import NewVisit
from storage.cards.vouchers import VoucherRow
from storage.engine.statements import Tx
from storage.shop import staff
from tests.actions.places import DAY, HOUR, join, meet

_numbers = count(1)


@dataclass(frozen=True)
class Somebody:
    """`came` counts days from the first time that it was due; `used_minor` is what a gift that was used cost."""

    held_out: bool
    came: tuple[float, ...] = ()
    used_minor: int | None = None
    due_again: bool = False  # the day after


TOLD_AND_CAME = Somebody(held_out=False, came=(3,))
LEFT_OUT_AND_AWAY = Somebody(held_out=True)


def crowd(
    tx: Tx, shop: Shop, people: Sequence[Somebody], *, kind: MessageKind, by: int, since: datetime
) -> datetime:
    """Let a campaign be due to these people, one an hour, and return when the last four weeks are over."""
    at = since
    for number, somebody in enumerate(people):
        at = since + number * HOUR
        _lives(tx, shop, somebody, kind, by, at)
    return at + timedelta(days=28)


def _lives(tx: Tx, shop: Shop, somebody: Somebody, kind: MessageKind, by: int, at: datetime) -> None:
    member = staff.in_shop(tx, by, shop.id)
    assert member
    person_id = meet(tx, "Somebody", now=at)
    card_id = join(tx, shop, person_id, now=at)
    voucher_id = None
    if somebody.used_minor is not None:
        voucher_id = vouchers.add(
            tx,
            VoucherRow(
                card_id, None, shop.id, visit_id=None, slot=None, reward_key=REWARD_KEY, reward="Cake",
                cost_minor=somebody.used_minor, created_at=at, expires_at=None,
            ),
        )  # fmt: skip
        vouchers.use(tx, voucher_id, by=member.id, branch_id=None, at=at + DAY)
    for again in range(1 + somebody.due_again):
        key = f"crowd:{next(_numbers)}"
        new = NewOccurrence(
            Occurrence(kind, key, at + 7 * DAY), campaign_id=campaign_settings.kept(tx, shop.id, kind).id,
            shop_id=shop.id, account_id=card_id, counter_id=None, person_id=person_id, voucher_id=voucher_id,
            broadcast_id=None,
            held_out=somebody.held_out, holdout_percent=50,
        )  # fmt: skip
        occurrences.add(tx, new, now=at + again * DAY)
    counter = counters.of_account(tx, accounts.by_id(tx, card_id))[0]
    for days in somebody.came:
        key, on = f"crowd:{next(_numbers)}", at + days * DAY
        visits.add(tx, counter, member, NewVisit(key, on, 1))
