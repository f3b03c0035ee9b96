"""What a shop once gave without a visit, given again as far as the rules that are tried have it."""

from datetime import datetime

from actions.cards.own_cards import NoCard, own_card
from actions.cards.tasks import Offered, offered, send_proof, take_on
from actions.till.proofs import approve
from actions.till.redeem import redeemable
from actions.till.surprise import Budget, SurpriseGift, budget, give_surprise
from actions.tx import Tx
from loyalty.actor import Actor
from loyalty.cards.proofs import Proof

_REASON = "rehearsal"


def surprise(tx: Tx, owner: Actor, card_id: int, amount: int, *, now: datetime) -> None:
    """Give as many again as the budget of these rules leaves."""
    every = redeemable(tx, owner, card_id, now=now)
    if not isinstance(every, tuple):
        return
    programme_id = every[0].counter.programme_id
    found = budget(tx, owner, card_id, programme_id, now=now)
    if isinstance(found, Budget) and found.left:
        gift = SurpriseGift(card_id, programme_id, min(amount, found.left), found.seen, _REASON)
        give_surprise(tx, owner, gift, now=now)


def do_task(tx: Tx, owner: Actor, person_id: int, card_id: int, label: str, *, now: datetime) -> None:
    """Take on the task that is called so, show that it is done, and say yes to it."""
    found = own_card(tx, person_id, card_id, now=now)
    if isinstance(found, NoCard):
        return
    version_id = found.current.id
    every = offered(tx, person_id, found.account, now=now)
    place = next((one.place for one in every if one.part.label == label), None)
    taken = take_on(tx, person_id, card_id, version_id, place, now=now) if place is not None else None
    if isinstance(taken, Offered) and taken.errand:
        errand_id = taken.errand.id
        send_proof(tx, person_id, errand_id, Proof(key=f"{_REASON}:{errand_id}"), now=now)
        approve(tx, owner, errand_id, now=now)
