"""Good causes for a shop's owner: what is owed to each, and what was paid, noted with its day and a picture."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions.access import NotAllowed
from actions.people.identify import Workplace
from actions.shop import cause_payments as actions
from actions.shop.cause_payments import CauseBooks, NewPayment, PaymentNoted, PaymentNotNoted
from bot.customer.days import TypedDay, read_day
from bot.customer.good_causes import own_causes
from bot.owner.places import not_allowed, split
from bot.pictures.specs import ProofPicture
from bot.turn import Choice, Reply, Turn, in_shop
from loyalty.amounts import NoAmount, parse_amount
from loyalty.dates import day_of
from loyalty.roles import Role
from words.amounts import bad_amount
from words.language import N_
from words.shop.cause_payments import ask_sum, not_noted, word_books, word_noted

SUM, DAY, PROOF = "cause_sum", "cause_day", "cause_proof"
_UNFIT: Mapping[str, str] = {
    "too_big": N_(
        "This picture is too large for me. Send it as a photo: then it is made smaller on its way."
    ),
    "no_image": N_("I can't open this as a picture. Send a photo, or a JPEG or PNG file."),
    "moves": N_("A picture that stands still, please: a screenshot does as well."),
}


def causes(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /cause: to an owner how each cause of the shop stands, to anybody else what their visits give to."""
    owned = turn.workplaces(Role.OWNER)
    if arg or not owned:
        return own_causes(turn, arg)
    own = Choice(turn.t("❤ For myself"), "mycauses")
    found = [(place, _books(turn, place.shop.id)) for place in owned]
    shown = [_shown(turn, place, every) for place, every in found if every]
    if not shown:
        text = turn.t(
            "Your shop has given to no good cause yet. You set one up in /programme under ✨ Bonuses; once visits give, "
            "what is owed and what you paid stands here."
        )
        return Reply(text, ((own,),))
    return [*shown[:-1], Reply(shown[-1].text, (*shown[-1].choices, (own,)))]


def _books(turn: Turn, shop_id: int) -> list[CauseBooks]:
    every = actions.books_of(turn.tx, turn.actor, shop_id)
    return [] if isinstance(every, NotAllowed) else every


def _shown(turn: Turn, place: Workplace, every: list[CauseBooks]) -> Reply:
    key, words = place.shop.id, turn.words
    pay = [
        (Choice(turn.t("💶 Paid: {cause}", cause=words.known(one.name)), "causepay", f"{key}:{one.id}"),)
        for one in every
    ]
    backs = [
        (Choice(_back(turn, place, one), "causeback", str(one.payments[0].id)),)
        for one in every
        if one.payments
    ]
    return Reply(word_books(place.shop, every, words), (*pay, *backs))


def _back(turn: Turn, place: Workplace, one: CauseBooks) -> str:
    newest = one.payments[0]
    money = turn.words.money(newest.amount_minor, place.shop.currency)
    return turn.t("↩ {sum}, {day}", sum=money, day=turn.words.date(newest.day))


def ask(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask what was paid to a cause: "shop:cause"."""
    shop_id, cause_id = split(arg)
    found = _found(turn, shop_id, int(cause_id))
    if isinstance(found, Reply):
        return found
    place, one = found
    turn.wait_for(SUM, shop=place.shop.id, cause=one.id)
    text = ask_sum(one, place.shop, turn.words)
    if not one.owed_minor:
        return Reply(text)
    whole = turn.words.money(one.owed_minor, place.shop.currency)
    return Reply(text, ((Choice(whole, "causesum", str(one.owed_minor)),),))


def _found(turn: Turn, shop_id: int, cause_id: int) -> tuple[Workplace, CauseBooks] | Reply:
    place = in_shop(turn, Role.OWNER, "cause", str(shop_id))
    if isinstance(place, Reply):
        return place
    one = next((one for one in _books(turn, shop_id) if one.id == cause_id), None)
    return (place, one) if one else Reply(not_noted(PaymentNotNoted("gone"), place.shop, turn.words))


def _asked(turn: Turn, *known: str) -> tuple[Workplace, CauseBooks] | Reply:
    """Find what the open question is about, which knows this much already."""
    if {"cause", *known} - turn.data.keys():
        return Reply(turn.t("That question is over. /cause shows how each good cause stands."))
    return _found(turn, int(turn.data["shop"]), int(turn.data["cause"]))


def sum_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Take the amount that was typed."""
    found = _asked(turn)
    if isinstance(found, Reply):
        return found
    place, _ = found
    amount = parse_amount(text, place.shop.currency)
    if isinstance(amount, NoAmount):
        return Reply(bad_amount(amount, place.shop.currency, turn.words))
    return _sum(turn, found, amount)


def sum_tapped(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take the amount that is owed."""
    found = _asked(turn)
    return found if isinstance(found, Reply) else _sum(turn, found, int(arg))


def _sum(turn: Turn, found: tuple[Workplace, CauseBooks], minor: int) -> Reply | list[Reply]:
    place, one = found
    today = day_of(turn.now, place.shop.zone)
    why = actions.hinders(one, place.shop, minor, today, now=turn.now)
    if why is None:
        return _ask_day(turn, found, minor)
    return _again(turn, place, one.id, minor, why)


def _again(turn: Turn, place: Workplace, cause_id: int, minor: int, why: PaymentNotNoted) -> Reply:
    """Say why a sum is not noted, and wait for another one, or for a yes to it."""
    yes = Choice(turn.t("Yes, note it"), "causeahead", str(minor)) if why.why == "ahead" else None
    turn.wait_for(SUM, yes=yes, shop=place.shop.id, cause=cause_id)
    return Reply(not_noted(why, place.shop, turn.words), ((yes,),) if yes else ())


def go_ahead(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take an amount that is more than is owed, from who knows that it is."""
    found = _asked(turn)
    return found if isinstance(found, Reply) else _ask_day(turn, found, int(arg), ahead=1)


def _ask_day(turn: Turn, found: tuple[Workplace, CauseBooks], minor: int, *, ahead: int = 0) -> Reply:
    place, one = found
    turn.wait_for(DAY, shop=place.shop.id, cause=one.id, minor=minor, ahead=ahead)
    today = Choice(turn.t("Today"), "causeday", day_of(turn.now, place.shop.zone).isoformat())
    return Reply(
        turn.t("When did you pay it? Type the day, like “{example}”.", example=_example(turn)), ((today,),)
    )


def _example(turn: Turn) -> str:
    return turn.words.date(date(2026, 3, 14))


def day_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Take the day that was typed: the newest one of that name until today."""
    found = _asked(turn, "minor", "ahead")
    if isinstance(found, Reply):
        return found
    today = day_of(turn.now, found[0].shop.zone)
    typed = next(iter(read_day(text, turn.words, today=today)), None)
    day = _settled(typed, today) if typed else None
    if day is None:
        return Reply(turn.t("I can't read that as a day. Type it like “{example}”.", example=_example(turn)))
    return _day(turn, found, day)


def _settled(typed: TypedDay, today: date) -> date | None:
    if typed.year is not None:
        return typed.within()
    this = typed.day.kept_in(today.year)
    return this if this <= today else typed.day.kept_in(today.year - 1)


def day_tapped(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take today."""
    found = _asked(turn, "minor", "ahead")
    return found if isinstance(found, Reply) else _day(turn, found, date.fromisoformat(arg))


def _day(turn: Turn, found: tuple[Workplace, CauseBooks], day: date) -> Reply:
    place, one = found
    facts: dict[str, Any] = {name: turn.data[name] for name in ("minor", "ahead")}
    facts |= {"shop": place.shop.id, "cause": one.id}
    if day > day_of(turn.now, place.shop.zone):
        turn.wait_for(DAY, **facts)
        return Reply(not_noted(PaymentNotNoted("future"), place.shop, turn.words))
    turn.wait_for(PROOF, day=day.isoformat(), **facts)
    text = turn.t(
        "Send a picture that shows it, such as the receipt of the transfer: customers will see it. Cover what is nobody's "
        "business, as account numbers. I keep it small, and neither where nor when it was taken."
    )
    return Reply(text, ((Choice(turn.t("Without a picture"), "causebare"),),))


def picture_sent(turn: Turn, jpeg: bytes, why: str) -> Reply:
    """Note the payment with its picture, or say why that can't be opened; then another one may be sent."""
    if why:
        return Reply(turn.t(_UNFIT[why]), ((Choice(turn.t("Without a picture"), "causebare"),),))
    return _note(turn, jpeg)


def without(turn: Turn, _arg: str) -> Reply:
    """Note the payment in words alone."""
    return _note(turn, b"")


def picture_typed(turn: Turn, _text: str) -> Reply:
    """Answer words where a picture is waited for."""
    return Reply(
        turn.t("I wait for a picture that shows the payment."),
        ((Choice(turn.t("Without a picture"), "causebare"),),),
    )


def _note(turn: Turn, jpeg: bytes) -> Reply:
    found = _asked(turn, "minor", "ahead", "day")
    if isinstance(found, Reply):
        return found
    place, one = found
    day, minor = date.fromisoformat(str(turn.data["day"])), int(turn.data["minor"])
    turn.stop_waiting()
    new, knowing = NewPayment(one.id, minor, day, jpeg), bool(turn.data["ahead"])
    outcome = actions.note_payment(turn.tx, turn.actor, place.shop.id, new, knowing=knowing, now=turn.now)
    if isinstance(
        outcome, PaymentNotNoted
    ):  # another visit was taken back, or another owner noted it, meanwhile
        return _again(turn, place, one.id, minor, outcome)
    return _said(turn, outcome)


def take_back(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take back a payment that was noted by mistake."""
    match actions.take_payment_back(turn.tx, turn.actor, int(arg), now=turn.now):
        case PaymentNoted(shop) as done:
            return Reply(word_noted(done, turn.words, today=day_of(turn.now, shop.zone)))
        case PaymentNotNoted():
            return Reply(turn.t("That was taken back already."))
        case NotAllowed():
            return not_allowed(turn)


def _said(turn: Turn, outcome: PaymentNoted | NotAllowed) -> Reply:
    match outcome:
        case PaymentNoted(shop, payment) as done:
            text = word_noted(done, turn.words, today=day_of(turn.now, shop.zone))
            picture = ProofPicture(payment.id, "cause") if payment.pictured else None
            back = Choice(turn.t("↩ Take it back"), "causeback", str(payment.id))
            return Reply(text, ((back,),), picture=picture)
        case NotAllowed():
            return not_allowed(turn)
