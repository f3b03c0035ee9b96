"""Draws from the shop's side: opened by its owner with all that it promises, and drawn by the clock, once."""

from datetime import datetime, timedelta
from typing import Literal

from actions.access import NotAllowed, may
from actions.cards.draws import count_tickets, give_prize, numbers
from actions.tell import tell
from loyalty.actor import Actor, Clock
from loyalty.cards.draws import (
    SETTLES,
    BadPlan,
    Draw,
    DrawForm,
    DrawPlan,
    TooGenerous,
    foretold,
    listing,
    problem,
    winners,
)
from loyalty.cards.endings import lasts
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.values import dataclass
from storage.cards import draw_players, draws, shop_vouchers
from storage.cards.draw_players import Player
from storage.cards.draws import NewDraw, Result
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, shops, staff
from storage.shop.audit import Act

_NEWS = timedelta(days=7)
_PAST = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a draw is: who takes part, with how many tickets, and how many prizes are won."""

    draw: Draw
    players: int
    tickets: int
    won: int


@dataclass(frozen=True, slots=True)
class ShopDraws:
    """The draw that runs in a shop, if any, and those before it."""

    shop: Shop
    running: Standing | None
    past: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class ReckonedDraw:
    """What a plan comes to: until when, for about how many tickets (0: not known yet), and how many prizes they win."""

    shop: Shop
    plan: DrawPlan
    ends_at: datetime
    tickets: int
    fewest: int
    most: int


@dataclass(frozen=True, slots=True)
class RunsAlready:
    """One at a time: customers are not to ask which."""

    draw: Draw


WhyNotOpened = BadPlan | TooGenerous | RunsAlready | NotAllowed


def see_shop_draws(tx: Tx, actor: Actor, shop_id: int) -> ShopDraws | NotAllowed:
    """Show an owner how a shop's draws stand."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    every = [_standing(tx, draw) for draw in draws.of_shop(tx, shop_id, most=_PAST)]
    running = next((one for one in every if one.draw.drawn_at is None), None)
    past = tuple(one for one in every if one.draw.drawn_at)
    return ShopDraws(shops.by_id(tx, shop_id), running, past)


def standing_of(tx: Tx, actor: Actor, draw_id: int) -> tuple[Shop, Standing] | None:
    """Return how a draw stands, to an owner of its shop; None to others, or where it was taken away."""
    draw = draws.by_id(tx, draw_id)
    if draw is None or may(tx, actor, draw.shop_id, Role.OWNER) is None:
        return None
    return shops.by_id(tx, draw.shop_id), _standing(tx, draw)


def _standing(tx: Tx, draw: Draw) -> Standing:
    won = shop_vouchers.given(tx, draw.shop_id, draw.reward_key)
    return Standing(draw, draw_players.count_players(tx, draw), count_tickets(tx, draw), won)


def reckon_draw(
    tx: Tx, actor: Actor, shop_id: int, plan: DrawPlan, *, now: datetime
) -> ReckonedDraw | WhyNotOpened:
    """Say what a plan would come to, or why it can't be: by as many visits as came lately in as many days."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    running = next((one for one in draws.of_shop(tx, shop_id, most=1) if one.drawn_at is None), None)
    if running:
        return RunsAlready(running)
    visits, customers = draw_players.lately(tx, shop_id, since=now - timedelta(days=plan.days))
    tickets = visits + (customers if plan.free else 0)
    wrong = problem(plan, tickets=tickets)
    if wrong:
        return wrong
    shop = shops.by_id(tx, shop_id)
    ends_at = lasts(plan.days, since=now, zone=shop.zone)
    return ReckonedDraw(shop, plan, ends_at, tickets, *foretold(plan, tickets=tickets))


def open_draw(
    tx: Tx, actor: Actor, shop_id: int, plan: DrawPlan, *, seed: str, now: datetime
) -> ReckonedDraw | WhyNotOpened:
    """Open a draw: from here on nothing of it changes, and the SHA-256 of its `seed` is everybody's."""
    hold_shop(tx, shop_id)
    member = may(tx, actor, shop_id, Role.OWNER)
    reckoned = reckon_draw(tx, actor, shop_id, plan, now=now)
    if member is None or not isinstance(reckoned, ReckonedDraw):
        return reckoned
    this = draws.add(tx, NewDraw(shop_id, plan, member.id, now, reckoned.ends_at, seed))
    shops.run_draw(tx, shop_id, this)
    audit.add(tx, actor, shop_id, Act("draw_opened", subject=plan.prize, new=str(plan.prizes)), now=now)
    return reckoned


def drop_draw(
    tx: Tx, actor: Actor, draw_id: int, *, now: datetime
) -> Draw | Literal["played", "gone"] | NotAllowed:
    """Take a draw away that nobody takes part in yet; what somebody was promised stays."""
    known = draws.by_id(tx, draw_id)
    if known is None:
        return "gone"
    hold_shop(tx, known.shop_id)
    if may(tx, actor, known.shop_id, Role.OWNER) is None:
        return NotAllowed()
    if draw_players.count_players(tx, known):
        return "played"
    if not draws.drop(tx, known):
        return "gone"
    shops.run_draw(tx, known.shop_id, None)
    audit.add(tx, actor, known.shop_id, Act("draw_dropped", subject=known.prize), now=now)
    return known


def draw_when_due(tx: Tx, shop: Shop, *, now: datetime) -> datetime | None:
    """Draw who wins in a shop where it is time for it; return when it will be, where a draw still runs."""
    draw = draws.by_id(tx, shop.draw_id) if shop.draw_id else None
    if draw is None or draw_winners(tx, draw.id, now=now) is not None:
        return None
    return draw.ends_at + SETTLES


def draw_winners(tx: Tx, draw_id: int, *, now: datetime) -> int | None:
    """Fix the list of tickets, then let the seed say who wins, and tell them: once. None where it is not the time for it.

    The shop is held alone: what was being booked there is booked, what comes later has no ticket.
    """
    known = draws.by_id(tx, draw_id)
    if known is None:
        return None
    hold_shop(tx, known.shop_id)
    draw = draws.by_id(tx, draw_id)  # read again: another process may have drawn it
    if draw is None or not draw.due(now=now):
        return None
    won = _draw(tx, draw, now=now) if draw.form is DrawForm.TICKETS else _close(tx, draw, now=now)
    shops.run_draw(tx, draw.shop_id, None)
    audit.add(tx, Clock(), draw.shop_id, Act("draw_over", subject=draw.prize, new=str(won)), now=now)
    owners = staff.owners(tx, draw.shop_id)
    tell(tx, owners, "draw_over", f"{draw.id}", of_shop=draw.shop_id, now=now, lives=_NEWS, draw_id=draw.id)
    return won


def _draw(tx: Tx, draw: Draw, *, now: datetime) -> int:
    holders = {
        draw.ticket(player.public_id, number): player
        for player in draw_players.players(tx, draw)
        for number in numbers(draw, player.visits)
    }
    draws.drawn(tx, draw, listed=len(holders), tickets=listing(holders), now=now)
    won: dict[Player, list[int]] = {}
    drawn = winners(draw.seed, holders, draw.prizes)
    shop = shops.by_id(tx, draw.shop_id)
    for ticket in drawn:
        player = holders[ticket]
        voucher_id = give_prize(tx, shop, draw, player.account_id, visit_id=None, now=now)
        draws.note_result(tx, draw, Result(ticket, player.account_id, None, now, voucher_id, stands=True))
        won.setdefault(player, []).append(voucher_id)
    for player, prizes in won.items():
        _tell_won(tx, draw, player, prizes, now=now)
    return len(drawn)


def _close(tx: Tx, draw: Draw, *, now: datetime) -> int:
    """End a draw whose tickets were scratched one by one."""
    opened = [one for one in draws.results(tx, draw) if one.stands]
    tickets = listing(one.ticket for one in opened)
    draws.drawn(tx, draw, listed=len(opened), tickets=tickets, now=now)
    return sum(one.voucher_id is not None for one in opened)


def _tell_won(tx: Tx, draw: Draw, player: Player, prizes: list[int], *, now: datetime) -> None:
    about = {"card_id": player.account_id, "voucher_id": prizes[0], "prizes": len(prizes)}
    key = f"{draw.id}:{player.account_id}"
    tell(tx, [player.person_id], "won", key, of_shop=draw.shop_id, now=now, lives=_NEWS, **about)
