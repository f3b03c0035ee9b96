"""Balances that ran out: written down for when it happened, by whoever looks at the card first, or in the shop's night.

What is on the card of who is forgotten runs out in that moment: nobody can spend it any more.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from loyalty.cards.endings import balance_ends, days_begin
from loyalty.cards.programme import ProgrammeVersion
from loyalty.cards.visits import NewEntry
from loyalty.dates import day_of, day_starts
from loyalty.records import Account, Counter, Shop, Voucher
from storage.cards import accounts, counters, ledger, vouchers
from storage.cards.ledger import Cause
from storage.engine.statements import Tx
from storage.shop import programmes, shops

PAGE = 50  # counters in one transaction: a till never waits longer than for these


def run_out(tx: Tx, counter: Counter, begun: ProgrammeVersion, shop: Shop, *, now: datetime) -> Counter:
    """Empty a counter whose days are over by the rules that it was begun under, and return it as it is now."""
    ends = balance_ends(counter, begun.programme, shop.zone)
    if ends is None or now < ends:
        return counter
    accounts.locked(tx, counter.account_id)
    if (held := counters.by_id(tx, counter.id)) != counter:  # somebody else was here first
        return held
    return _empty(tx, counter, at=ends)  # noticed only now, it is written down for when it happened


def _empty(tx: Tx, counter: Counter, *, at: datetime) -> Counter:
    line = NewEntry("expired", -counter.balance, counter.round, counter.version_id)
    ledger.append(tx, counter, [line], Cause(at))
    # A new round, so that a milestone can be earned again.
    empty = replace(counter, balance=0, round=counter.round + 1)
    counters.move(tx, empty)
    return empty


def last_until(tx: Tx, counter_id: int, told: datetime | None, shop: Shop) -> None:
    """Let a counter last as long as was told of what came onto it, None for ever, where its own rules end it sooner."""
    counter = counters.by_id(tx, counter_id)
    programme = programmes.version(tx, shop.id, counter.version_id).programme
    ends = balance_ends(counter, programme, shop.zone)
    if ends and programme.idle_days and (told is None or ends < told):
        later = days_begin(programme.idle_days, until=told, zone=shop.zone)
        counters.move(tx, replace(counter, refreshed_at=later))


def end_with_holder(tx: Tx, account: Account, *, now: datetime) -> None:
    """Let all that is on a card run out, and what was paid for rewards that wait on it; they are withdrawn."""
    left = {one.id for one in counters.of_account(tx, account)}
    for voucher in vouchers.usable(tx, account, now=now):
        left |= _pay_back(tx, voucher, now=now)
    vouchers.withdraw_all(tx, account, now=now)
    for counter_id in sorted(left):
        counter = counters.by_id(tx, counter_id)
        if counter.balance:
            _empty(tx, counter, at=now)


def _pay_back(tx: Tx, voucher: Voucher, *, now: datetime) -> set[int]:
    """Put what was paid for a reward back where it came from: on the card itself, or on one that was joined with it."""
    paid = ledger.bought_with(tx, voucher)
    if paid is None:
        return set()
    counter = counters.by_id(tx, paid.counter_id)
    accounts.locked(tx, counter.account_id)
    ledger.reverse(tx, paid, staff_id=None, reason=None, at=now)
    counters.move(tx, replace(counter, balance=counter.balance - paid.amount))
    return {counter.id}


def over(tx: Tx, shop_id: int, *, now: datetime) -> list[int]:
    """Find counters whose balance ran out while nobody looked, a page of them; it only reads, beside the writer."""
    found, shop = list[int](), shops.by_id(tx, shop_id)
    today = day_of(now, shop.zone)
    for version in programmes.open_versions(tx, shop_id):
        days = version.programme.idle_days
        if days is not None and len(found) < PAGE:
            before = day_starts(today - timedelta(days=days), shop.zone)
            found += counters.resting(tx, shop_id, version.id, before=before, most=PAGE - len(found))
    return sorted(found)  # in the order in which all lock


def write_down(tx: Tx, shop_id: int, found: list[int], *, now: datetime) -> int:
    """Write down that these ran out, as far as they still have, and count them."""
    shop, emptied = shops.by_id(tx, shop_id), 0
    for counter_id in found:
        counter = counters.by_id(tx, counter_id)
        begun = programmes.version(tx, shop_id, counter.version_id)
        emptied += run_out(tx, counter, begun, shop, now=now).balance == 0
    return emptied
