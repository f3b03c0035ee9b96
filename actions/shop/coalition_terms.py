"""What shops together agree on: other rules, which hold once all said yes, and who leaves, with notice."""

from datetime import datetime, timedelta

from actions.access import NotAllowed
from actions.shop.coalition_news import ask_partners, spread
from actions.shop.coalitions import Alone, NothingProposed, Together, see_coalition, seen_by
from loyalty.actor import Actor, Clock
from loyalty.cards.programme import Programme
from loyalty.cards.programme_check import Invalid
from loyalty.shop.coalition_rules import MoreThanSpent, NoMoneyOff, check_together
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, coalitions, guests, programmes, shops
from storage.shop.audit import Act
from storage.shop.coalitions import Partner
from storage.shop.programme_form import from_json, to_json


def propose(
    tx: Tx, actor: Actor, shop_id: int, rules: Programme, *, now: datetime
) -> Together | Alone | Invalid | NoMoneyOff | MoreThanSpent | NotAllowed:
    """Ask every partner about other rules, in the place of what was asked before; who asks says yes."""
    seen = see_coalition(tx, actor, shop_id)
    if not isinstance(seen, Together):
        return seen
    hold_shop(tx, seen.shop.id)
    wrong = check_together(rules, seen.shop.currency)
    if wrong:
        return wrong
    coalitions.propose(tx, seen.shop.id, to_json(rules), by=shop_id)
    audit.add(tx, actor, shop_id, Act("coalition_proposed", new=seen.shop.name), now=now)
    after = _say_yes(tx, actor, seen.own, now=now)
    ask_partners(tx, actor, seen.shop.id, after.asked, now=now)
    return after


def agree(
    tx: Tx, actor: Actor, shop_id: int, asked: str, *, now: datetime
) -> Together | Alone | NothingProposed | NotAllowed:
    """Say yes to the rules that were read, by their mark; they hold for cards that begin once every partner did."""
    seen = _held(tx, actor, shop_id)
    if not isinstance(seen, Together):
        return seen
    if asked != seen.asked:
        return NothingProposed()
    return _say_yes(tx, actor, seen.own, now=now)


def disagree(
    tx: Tx, actor: Actor, shop_id: int, asked: str, *, now: datetime
) -> Together | Alone | NothingProposed | NotAllowed:
    """Say no: what was proposed is off, and the rules stay as they are."""
    seen = _held(tx, actor, shop_id)
    if not isinstance(seen, Together):
        return seen
    if asked != seen.asked:
        return NothingProposed()
    coalitions.propose(tx, seen.shop.id, None, by=None)
    audit.add(tx, actor, shop_id, Act("coalition_declined", new=seen.shop.name), now=now)
    spread(tx, actor, seen.shop.id, "declined", of=shop_id, now=now)
    return seen_by(tx, seen.own)


def _held(tx: Tx, actor: Actor, shop_id: int) -> Together | Alone | NotAllowed:
    """Return a shop's coalition, which nobody else changes until the commit."""
    seen = see_coalition(tx, actor, shop_id)
    if not isinstance(seen, Together):
        return seen
    hold_shop(tx, seen.shop.id)
    return see_coalition(tx, actor, shop_id)


def _say_yes(tx: Tx, actor: Actor, own: Partner, *, now: datetime) -> Together:
    coalitions.agrees(tx, own, now=now)
    _adopt(tx, actor, own.shop_id, by=own.partner_id, now=now)
    return seen_by(tx, own)


def _adopt(tx: Tx, actor: Actor, coalition_id: int, *, by: int | None = None, now: datetime) -> None:
    """Let what is proposed hold, if every partner said yes; one that gave notice may still stay."""
    there = [one for one, _ in coalitions.partners_of(tx, coalition_id) if one.left_at is None]
    rules = coalitions.by_id(tx, coalition_id).proposal
    if rules is None or not all(one.agreed_at for one in there):
        return
    today, name = programmes.first(tx, coalition_id), shops.by_id(tx, coalition_id).name
    programmes.change(tx, coalition_id, today.programme_id, from_json(rules), by=actor.person_id, now=now)
    coalitions.propose(tx, coalition_id, None, by=None)
    for one in there:
        audit.add(tx, actor, one.partner_id, Act("coalition_changed", new=name), now=now)
    spread(tx, actor, coalition_id, "agreed", of=by, now=now)


def give_notice(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> Together | Alone | NotAllowed:
    """Let a shop leave after the days that all agreed on; a second notice changes nothing."""
    seen = _held(tx, actor, shop_id)
    if not isinstance(seen, Together) or seen.own.leaves_at:
        return seen
    coalitions.gives_notice(tx, seen.own, leaves_at=now + timedelta(days=seen.terms.notice_days))
    audit.add(tx, actor, shop_id, Act("coalition_notice", new=seen.shop.name), now=now)
    spread(tx, actor, seen.shop.id, "notice", of=shop_id, now=now)
    return see_coalition(tx, actor, shop_id)


def stay(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> Together | Alone | NotAllowed:
    """Take a notice back, as long as the shop is there."""
    seen = _held(tx, actor, shop_id)
    if not isinstance(seen, Together) or not seen.own.leaves_at:
        return seen
    coalitions.gives_notice(tx, seen.own, leaves_at=None)
    audit.add(tx, actor, shop_id, Act("coalition_stays", new=seen.shop.name), now=now)
    spread(tx, actor, seen.shop.id, "stays", of=shop_id, now=now)
    return see_coalition(tx, actor, shop_id)


def end_notices(tx: Tx, coalition_id: int, *, now: datetime) -> None:
    """Let partners leave whose notice is over: their tills serve the card no more, what is on it stays.

    What is proposed then holds, if those who are left said yes.
    """
    hold_shop(tx, coalition_id)  # before reading: one may say meanwhile that it stays
    name = shops.by_id(tx, coalition_id).name
    for partner, _ in coalitions.partners_of(tx, coalition_id):
        if partner.left_at or partner.leaves_at is None or now < partner.leaves_at:
            continue
        coalitions.leaves(tx, partner, now=now)
        guests.of_partner_go(tx, coalition_id, partner.partner_id, now=now)
        shops.close_branch(tx, partner.branch_id, now=now)
        audit.add(tx, Clock(), partner.partner_id, Act("coalition_left", new=name), now=now)
        spread(tx, Clock(), coalition_id, "left", of=partner.partner_id, now=now)
    _adopt(tx, Clock(), coalition_id, now=now)
