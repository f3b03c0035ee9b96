"""Memberships at the till: sold for a sum, used, and taken back."""

from actions.access import NotAllowed
from actions.cards.memberships import OnSale
from actions.till import give_benefit as benefits
from actions.till import sell_membership as sales
from actions.till.give_benefit import BenefitBack, BenefitGiven, BenefitStays, NotGiven, WantedBenefit
from actions.till.scan import shop_of
from actions.till.scan_outcome import NotStaff, OwnCard, UnknownCode
from actions.till.sell_membership import MembershipOffer, NotSold, Refundable, Refunded, Sale, Sold
from bot.corrections import corrected
from bot.staff import asking_amount, scanning
from bot.staff.outcomes import card_gone
from bot.staff.strange import of_another_shop
from bot.turn import Choice, Reply, Turn
from loyalty.amounts import NoAmount, parse_amount
from loyalty.cards.memberships import Benefit
from loyalty.roles import Role
from words.amounts import bad_amount
from words.till.memberships import (
    offer_rule,
    offered,
    refundable,
    take_money,
    word_benefit,
    word_benefit_back,
    word_refund,
    word_sale,
)
from words.till.scans import word_scan

_Refusal = NotStaff | OwnCard | UnknownCode


def offer(turn: Turn, arg: str) -> Reply:
    """List what can be sold to the customer whose card was scanned, and what who leads the shop can end."""
    found = sales.offer(turn.tx, turn.actor, int(arg), now=turn.now)
    if not isinstance(found, MembershipOffer):
        return _refused(turn, found)
    rows = [(_to_sell(turn, one, found),) for one in found.every]
    if any(place.shop.id == found.state.shop.id for place in turn.workplaces(Role.MANAGER)):
        rows += [
            (Choice(turn.t("Pay back: {name}", name=turn.words.known(one.name)), "refund", str(one.id)),)
            for one in found.state.memberships
        ]
    return Reply(offered(found, turn.words), (*rows, (Choice(turn.t("✖ Cancel"), "cancel"),)))


def _to_sell(turn: Turn, one: OnSale, found: MembershipOffer) -> Choice:
    arg = f"{found.state.account.id}:{one.state.current.id}:{one.place}:{found.seen}"
    return Choice(turn.words.known(one.part.label), "sellthis", arg)


def ask_money(turn: Turn, arg: str) -> Reply:
    """Say which sum to take, with a tap for it."""
    account_id, version_id, place, seen = (int(part) for part in arg.split(":"))
    found = sales.offer(turn.tx, turn.actor, account_id, now=turn.now)
    if not isinstance(found, MembershipOffer):
        return _refused(turn, found)
    one = next((one for one in found.every if (one.state.current.id, one.place) == (version_id, place)), None)
    if one is None:
        return Reply(word_sale(NotSold(found.state, "changed"), turn.words))
    price = turn.words.money(one.part.price_minor, one.state.shop.currency)
    yes = Choice(turn.t("✔ {price} taken", price=price), "sold", f"{account_id}:{version_id}:{place}:{seen}")
    text = f"{offer_rule(one, turn.words)}\n{take_money(one, turn.words)}"
    return Reply(text, ((yes,), (Choice(turn.t("✖ Cancel"), "cancel"),)))


def sell(turn: Turn, arg: str) -> Reply:
    """Sell what was paid for."""
    outcome = sales.sell(turn.tx, turn.actor, Sale(*(int(part) for part in arg.split(":"))), now=turn.now)
    if isinstance(outcome, NotStaff | OwnCard | UnknownCode):
        return _refused(turn, outcome)
    said, about = word_sale(outcome, turn.words), {"card_id": outcome.state.account.id}
    if not isinstance(outcome, Sold):
        return Reply(said, about=about)
    undo = Choice(turn.t("↩ Undo"), "unsell", str(outcome.held.id))
    return Reply(said, ((undo,),), about=about, promised=True)


def undo_sale(turn: Turn, arg: str) -> Reply:
    """Take back a sale that was a slip."""
    return _ended(turn, sales.undo_sale(turn.tx, turn.actor, int(arg), now=turn.now))


def ask_refund(turn: Turn, arg: str) -> Reply:
    """Show who leads the shop what was had of a membership, and ask how much is paid back."""
    found = sales.see_refund(turn.tx, turn.actor, int(arg), now=turn.now)
    if not isinstance(found, Refundable):
        return _not_allowed(turn)
    held, currency = found.held, found.state.shop.currency
    amounts = dict.fromkeys((found.left_minor, held.price_minor, 0))
    rows = tuple(
        (Choice(turn.words.money(minor, currency), "refunded", f"{held.id}:{minor}:{held.had}"),)
        for minor in amounts
    )
    return Reply(refundable(found, turn.words), (*rows, (Choice(turn.t("✖ Cancel"), "cancel"),)))


def refund(turn: Turn, arg: str) -> Reply:
    """End a membership, and say what to pay back; where more was had of it since, ask anew."""
    this, minor, had = (int(part) for part in arg.split(":"))
    outcome = sales.refund(turn.tx, turn.actor, this, minor, had, now=turn.now)
    if outcome == sales.NotRefunded("used"):
        return ask_refund(turn, str(this))
    return _ended(turn, outcome)


def _ended(turn: Turn, outcome: Refunded | sales.NotRefunded | NotAllowed) -> Reply:
    if isinstance(outcome, NotAllowed):
        return _not_allowed(turn)
    done = isinstance(outcome, Refunded)
    about = {"card_id": outcome.state.account.id} if isinstance(outcome, Refunded) else {}
    return Reply(word_refund(outcome, turn.words), about=about, promised=done)


def give(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Give what a membership brings."""
    this, seen, account_id = (int(part) for part in arg.split(":"))
    asking_amount.keep_amount(turn, account_id)
    return _given(turn, WantedBenefit(this, seen), account_id)


def ask_bill(turn: Turn, arg: str) -> Reply:
    """Ask for the bill of which a membership takes a share off."""
    this, seen, account_id = (int(part) for part in arg.split(":"))
    asking_amount.keep_amount(turn, account_id)
    unbooked = asking_amount.unbooked(turn, account_id)
    turn.wait_for("member_bill", **{**unbooked, "membership": this, "seen": seen, "card_id": account_id})
    example = turn.words.amount_example(shop_of(turn.tx, account_id).currency)
    text = turn.t(
        "What is the bill? Type it, for example {example}, and I say what to deduct.", example=example
    )
    return Reply(text, ((Choice(turn.t("Skip"), "benefit", arg),),))


def bill_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Say what to deduct from the bill that was typed."""
    account_id = int(turn.data["card_id"])
    currency = shop_of(turn.tx, account_id).currency
    amount = parse_amount(text, currency)
    if isinstance(amount, NoAmount):
        amount = corrected(text, currency) or amount
    if isinstance(amount, NoAmount):
        return scanning.next_customer(turn, text) or Reply(bad_amount(amount, currency, turn.words))
    return _given(
        turn, WantedBenefit(int(turn.data["membership"]), int(turn.data["seen"]), amount), account_id
    )


def _given(turn: Turn, wanted: WantedBenefit, account_id: int) -> Reply | list[Reply]:
    unbooked = asking_amount.unbooked(turn, account_id)  # it is asked for anew, below
    turn.stop_waiting()
    outcome = benefits.give_benefit(turn.tx, turn.actor, wanted, now=turn.now)
    match outcome:
        case BenefitGiven(state, _, benefit):
            undo = Choice(turn.t("↩ Undo"), "unbenefit", str(benefit.id))
            about = {"card_id": state.account.id}
            told = Reply(word_benefit(outcome, turn.words), ((undo,),), about=about, promised=True)
            return asking_amount.and_ask(turn, told, unbooked, _to_pay(benefit))
        case NotGiven():
            return asking_amount.and_ask(turn, Reply(word_benefit(outcome, turn.words)), unbooked)
        case _:
            return _refused(turn, outcome)


def _to_pay(benefit: Benefit) -> list[int]:
    """Return what is left of a bill, which may be what was spent."""
    bill, off = benefit.bill_minor, benefit.off_minor
    return [] if bill is None or off is None or bill == off else [bill - off]


def take_back(turn: Turn, arg: str) -> Reply:
    """Take back what a membership gave by a slip."""
    outcome = benefits.take_back(turn.tx, turn.actor, int(arg), now=turn.now)
    match outcome:
        case BenefitBack(state) as back:
            about = {"card_id": state.account.id}
            return Reply(word_benefit_back(back, turn.words), about=about, promised=True)
        case BenefitStays() as stays:
            return Reply(word_benefit_back(stays, turn.words))
        case _:
            return _refused(turn, outcome)


def _refused(turn: Turn, outcome: _Refusal) -> Reply:
    match outcome:
        case NotStaff():
            return of_another_shop(turn)
        case OwnCard():
            return Reply(word_scan(outcome, turn.words))
        case UnknownCode():
            return card_gone(turn)


def _not_allowed(turn: Turn) -> Reply:
    return Reply(turn.t("Only the shop's staff can do this."))
