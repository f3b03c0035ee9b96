"""Draws from the customer's side: taking part, one's own tickets, a scratch, and the list by which anybody checks them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from loyalty.cards.draws import PRIZE_DAYS, Draw, DrawForm
from loyalty.cards.endings import lasts
from loyalty.records import Account, Shop
from loyalty.values import dataclass
from storage.cards import accounts, draw_players, draws, shop_vouchers, vouchers
from storage.cards.draws import Result
from storage.cards.vouchers import VoucherRow
from storage.engine.statements import Tx
from storage.locks import line_up
from storage.shop import shops, staff

SHOWN = timedelta(days=60)  # after its end: as long as a prize waits
_NEWEST = 3

# Why not: it is over, they work there, it is not theirs or there is none, they did not say that they are of age, no ticket
# is left to scratch, or no prize.
NoDraw = Literal["over", "staff", "gone", "age", "none", "out"]


@dataclass(frozen=True, slots=True)
class DrawSeen:
    """A draw as one customer sees it."""

    shop: Shop
    account: Account
    draw: Draw
    plays: bool
    tickets: tuple[str, ...]  # their own: those of the list once that is fixed
    results: tuple[Result, ...]  # of their own that were opened
    left: int  # that they can scratch now
    prizes_left: int
    waits: bool = False  # something that they won was not fetched yet
    all_tickets: int | None = None  # of everybody, where that was counted

    @property
    def won(self) -> tuple[Result, ...]:
        """Return their tickets that won."""
        return tuple(one for one in self.results if one.voucher_id)


@dataclass(frozen=True, slots=True)
class Scratched:
    """A ticket is open; `voucher_id` is what it won."""

    seen: DrawSeen
    ticket: str
    voucher_id: int | None


@dataclass(frozen=True, slots=True)
class DrawList:
    """All that somebody needs who checks a draw: the seed, and the tickets that took part."""

    shop: Shop
    draw: Draw
    tickets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeedSecret:
    """Whoever knew the seed now would know who wins."""

    shop: Shop
    draw: Draw


def numbers(draw: Draw, visits: int) -> range:
    """Return the numbers of a card's tickets: 0 is the one that needs no purchase."""
    return range(0 if draw.free else 1, visits + 1)


def see_draws(tx: Tx, account: Account, *, now: datetime) -> list[DrawSeen]:
    """Return the draw that runs where somebody has a card, and those that ended not long ago; the newest first."""
    shop = shops.by_id(tx, account.shop_id)
    newest = draws.of_shop(tx, account.shop_id, most=_NEWEST)
    shown = (draw for draw in newest if now < draw.ends_at + SHOWN)
    return [replace(_seen(tx, shop, account, draw), all_tickets=count_tickets(tx, draw)) for draw in shown]


def count_tickets(tx: Tx, draw: Draw) -> int:
    """Count the tickets that take part in a draw, as it stands now."""
    if draw.drawn_at:
        return draw.listed
    return sum(len(numbers(draw, one.visits)) for one in draw_players.players(tx, draw))


def running(tx: Tx, shop: Shop, account: Account, *, now: datetime) -> DrawSeen | None:
    """Return the draw that runs in a shop; where there is none, nothing is asked."""
    draw = draws.by_id(tx, shop.draw_id) if shop.draw_id else None
    return _seen(tx, shop, account, draw) if draw and draw.runs(now=now) else None


def _seen(tx: Tx, shop: Shop, account: Account, draw: Draw) -> DrawSeen:
    plays = draw_players.plays(tx, draw, account)
    visits = draw_players.visits_of(tx, draw, account) if plays else []
    results = [one for one in draws.results_of(tx, draw, account) if one.stands]
    own = [draw.ticket(account.public_id, number) for number in numbers(draw, len(visits))] if plays else []
    if draw.drawn_at:
        fixed = set(draws.listed(tx, draw))
        own = [ticket for ticket in own if ticket in fixed]
    given = shop_vouchers.given(tx, shop.id, draw.reward_key)
    left = 0 if draw.drawn_at or draw.form is DrawForm.TICKETS else _unopened(draw, visits, results)
    return DrawSeen(
        shop,
        account,
        draw,
        plays,
        tuple(own),
        tuple(results),
        left if plays else 0,
        max(0, draw.prizes - given),
        any(_waits(tx, one) for one in results),
    )


def _waits(tx: Tx, result: Result) -> bool:
    """Say whether what a ticket won can still be had."""
    voucher = vouchers.by_id(tx, result.voucher_id) if result.voucher_id else None
    return voucher is not None and voucher.state == "available"


def _unopened(draw: Draw, visits: Sequence[int], results: Sequence[Result]) -> int:
    used = {one.visit_id for one in results}
    return sum(visit not in used for visit in visits) + (draw.free and None not in used)


def take_part(tx: Tx, person_id: int, account_id: int, draw_id: int, *, now: datetime) -> DrawSeen | NoDraw:
    """Let a customer take part who says that they are of age: what they came for since it began counts too."""
    found = _held(tx, person_id, account_id, draw_id, now=now)
    if isinstance(found, str):
        return found
    account, draw = found
    draw_players.join(tx, draw, account, now=now)
    return _seen(tx, shops.by_id(tx, account.shop_id), account, draw)


def _held(
    tx: Tx, person_id: int, account_id: int, draw_id: int, *, now: datetime
) -> tuple[Account, Draw] | NoDraw:
    """Hold a customer's card and find the draw, read after that; or say why they don't take part in it."""
    account = accounts.locked(tx, account_id)
    draw = draws.by_id(tx, draw_id)
    if draw is None or draw.shop_id != account.shop_id or account.closed_at or account.person_id != person_id:
        return "gone"
    if not draw.runs(now=now):
        return "over"
    return "staff" if draw_players.served(tx, draw, person_id) else (account, draw)


def scratch(tx: Tx, person_id: int, account_id: int, draw_id: int, *, now: datetime) -> Scratched | NoDraw:
    """Open a customer's next ticket; what it wins waits on the card, and goes with the visit that brought the ticket."""
    line_up(tx, accounts.by_id(tx, account_id).shop_id)  # two customers share the last prize
    found = _held(tx, person_id, account_id, draw_id, now=now)
    if isinstance(found, str):
        return found
    account, draw = found
    if draw.form is not DrawForm.SCRATCH:
        return "none"
    if not draw_players.plays(tx, draw, account):
        return "age"
    if shop_vouchers.given(tx, draw.shop_id, draw.reward_key) >= draw.prizes:
        return "out"
    shop = shops.by_id(tx, account.shop_id)
    next_one = _next(
        draw, account, draw_players.visits_of(tx, draw, account), draws.results_of(tx, draw, account)
    )
    if next_one is None:
        return "none"
    ticket, visit_id = next_one
    won = give_prize(tx, shop, draw, account.id, visit_id=visit_id, now=now) if draw.wins(ticket) else None
    draws.note_result(tx, draw, Result(ticket, account.id, visit_id, now, won, stands=True))
    return Scratched(_seen(tx, shop, account, draw), ticket, won)


def _next(
    draw: Draw, account: Account, visits: Sequence[int], results: Sequence[Result]
) -> tuple[str, int | None] | None:
    """Return the ticket that is opened next, and the visit that brought it.

    Of a visit that was taken back the ticket is free again, and what it says is what it said: nobody is scanned anew for luck.
    """
    opened = {one.ticket for one in results if one.stands}
    used = {one.visit_id for one in results if one.stands}
    fresh = [visit for visit in visits if visit not in used]
    if fresh:
        own = (draw.ticket(account.public_id, number) for number in range(1, len(visits) + 1))
        return next(ticket for ticket in own if ticket not in opened), fresh[0]
    return (draw.ticket(account.public_id, 0), None) if draw.free and None not in used else None


def give_prize(
    tx: Tx, shop: Shop, draw: Draw, account_id: int, *, visit_id: int | None, now: datetime
) -> int:
    """Put a prize on a card, and return its voucher."""
    return vouchers.add(
        tx,
        VoucherRow(
            account_id=account_id,
            counter_id=None,
            shop_id=draw.shop_id,
            visit_id=visit_id,
            slot=None,
            reward_key=draw.reward_key,
            reward=draw.prize,
            cost_minor=draw.cost_minor,
            created_at=now,
            expires_at=lasts(PRIZE_DAYS, since=now, zone=shop.zone),
        ),
    )


def draw_list(
    tx: Tx, person_id: int, draw_id: int, *, only_shop: int | None = None
) -> DrawList | SeedSecret | None:
    """Give seed and tickets to whoever has a card in the shop, or works there; None to others."""
    draw = draws.by_id(tx, draw_id)
    if draw is None or only_shop not in (None, draw.shop_id):
        return None
    known = accounts.in_shop(tx, person_id, draw.shop_id) or staff.in_shop(tx, person_id, draw.shop_id)
    if known is None:
        return None
    shop = shops.by_id(tx, draw.shop_id)
    return DrawList(shop, draw, tuple(draws.listed(tx, draw))) if draw.drawn_at else SeedSecret(shop, draw)
