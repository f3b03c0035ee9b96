"""At the till: a code comes in, a stamp is booked, and the next tap is under the thumb."""

from collections.abc import Mapping
from datetime import datetime

from actions import guesses, scan
from actions.scan import (
    AlreadyBooked,
    Booked,
    CodeExpired,
    NotAdded,
    NotStaff,
    OwnCard,
    Refused,
    Scan,
    ScanOutcome,
    UnknownCode,
)
from actions.sight import look
from actions.state import CardState
from actions.wallet import tally
from bot.amounts import bad_amount
from bot.corrections import corrected
from bot.customer.cards import balance
from bot.customer.rewards import by_reward, times
from bot.staff.refusals import not_added, refusal
from bot.staff.strange import of_another_shop, unknown
from bot.turn import Choice, Reply, Turn
from loyalty.amounts import NoAmount, parse_amount
from loyalty.codes import meant_as_code, read_code
from loyalty.programme import StampProgramme
from loyalty.records import Visit
from loyalty.tokens import CardShown, Forged, read_card_token
from loyalty.visits import (
    AmountNeeded,
    Claim,
    DayFull,
    LastVisit,
    SameVisit,
    SpentTooLittle,
    VisitFull,
    affordable,
)


def scan_shown(turn: Turn, token: str) -> Reply | list[Reply]:
    """Follow the code on a customer's picture."""
    shown = read_card_token(turn.links.secret, token)
    if isinstance(shown, Forged):
        return unknown(turn)
    return _scan_public(turn, shown)


def _scan_public(turn: Turn, shown: CardShown) -> Reply | list[Reply]:
    card = scan.find_shown(turn.tx, shown.public_id)
    if card is None:
        return unknown(turn)
    return book(turn, card.id, Claim(shown_at=shown.shown_at), how="s")


def scan_printed(turn: Turn, public_id: int) -> Reply | list[Reply]:
    """Follow the code on a printed card."""
    card = scan.find_shown(turn.tx, public_id)
    return book(turn, card.id, Claim(), how="n") if card else unknown(turn)


def scan_typed(turn: Turn, code: str) -> Reply | list[Reply] | None:
    """Stamp the card with a typed short code; None when no card of this person's shops has it."""
    card = scan.find_typed(turn.tx, turn.person_id, code)
    return book(turn, card.id, Claim(), how="n") if card else None


def stamp_found(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Stamp a card that was found by name, or stamp once more though it was just stamped."""
    card_id, _, seen = arg.partition(":")
    return book(turn, int(card_id), Claim(again=int(seen) if seen else None), how="n")


def book(turn: Turn, card_id: int, claim: Claim, *, how: str) -> Reply | list[Reply]:
    """Book a visit, or ask first what was spent; `how` is "s" for a card that was shown, "n" for one named."""
    outcome = scan.scan_card(
        turn.tx, Scan(turn.person_id, card_id, claim), key=turn.incoming.key, now=turn.now
    )
    if isinstance(outcome, Refused) and isinstance(outcome.why, AmountNeeded):
        return _ask_amount(turn, outcome.state, claim, how)
    return say_outcome(turn, outcome, how)


def add_stamp(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Give one stamp more in the same visit; the button knows how many it saw."""
    visit_id, seen, how = arg.split(":")
    outcome = scan.add_stamp(turn.tx, turn.person_id, int(visit_id), int(seen), now=turn.now)
    return _card_gone(turn) if isinstance(outcome, UnknownCode) else say_outcome(turn, outcome, how)


def _ask_amount(turn: Turn, state: CardState, claim: Claim, how: str) -> Reply:
    left = _left_without_amount(turn, state.card.id)
    shown = claim.shown_at.isoformat() if claim.shown_at else None
    turn.wait_for("amount", card_id=state.card.id, shown_at=shown, how=how, again=claim.again,
                  scanned_at=turn.now.isoformat())  # fmt: skip
    name = _name(turn, state)
    return Reply(
        left + turn.t("{name} has {balance}. What was spent? Type it, for example {example}", name=name,
               example=turn.words.amount_example(state.shop.currency),
               balance=balance(state, turn.words)),
        ((Choice(turn.t("✖ Cancel"), "cancel"), *_redeem_choice(turn, state, how)),),
    )  # fmt: skip


def _left_without_amount(turn: Turn, card_id: int) -> str:
    """Say whose amount was never typed, as the next customer's card was shown meanwhile; "" where none was open."""
    step, known = turn.dropped or ("", {})
    if step != "amount" or known["card_id"] == card_id:
        return ""
    before = look(turn.tx, turn.person_id, int(known["card_id"]), now=turn.now)
    if before is None:
        return ""
    return turn.t("Nothing was booked for {name}: no amount was typed.", name=_name(turn, before)) + "\n"


def amount_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Book what the cashier typed after the scan."""
    state_shop = scan.shop_of(turn.tx, int(turn.data["card_id"]))
    amount = parse_amount(text, state_shop.currency)
    if isinstance(amount, NoAmount):
        amount = corrected(text, state_shop.currency) or amount
    if isinstance(amount, NoAmount):
        return _next_customer(turn, text) or _not_taken(turn, amount, state_shop.currency)
    claim, card_id = _claim(turn, amount), int(turn.data["card_id"])
    doubted = scan.doubted(turn.tx, Scan(turn.person_id, card_id, claim), now=turn.now)
    if doubted:
        return _ask_again(turn, amount, state_shop.currency)
    turn.stop_waiting()
    return book(turn, card_id, claim, how=str(turn.data["how"]))


def awaited(visit: Visit, *, how: str) -> dict[str, str | int | None]:
    """Say what the open question for an amount knows, where a visit is to be booked anew."""
    return {
        "card_id": visit.card_id,
        "shown_at": None,
        "how": how,
        "again": None,
        "scanned_at": visit.at.isoformat(),
    }


def _claim(turn: Turn, amount: int) -> Claim:
    shown_at = turn.data["shown_at"]
    return Claim(
        spent_minor=amount,
        shown_at=datetime.fromisoformat(shown_at) if shown_at else None,
        scanned_at=datetime.fromisoformat(turn.data["scanned_at"]),
        again=turn.data["again"],
    )


def _not_taken(turn: Turn, bad: NoAmount, currency: str) -> Reply:
    """Say why an amount can't be taken, or let the cashier tap the one of two that was meant."""
    if bad.readings:
        text = turn.t("Is that thousands or cents? Tap what you mean, or type it again.")
        return _offer(turn, text, {minor: turn.words.money(minor, currency) for minor in bad.readings})
    undo = f" {turn.t('To take a visit back, use /undo.')}" if bad.why == "negative" else ""
    return Reply(bad_amount(turn, bad, currency) + undo)


def _ask_again(turn: Turn, amount: int, currency: str) -> Reply:
    """Doubt an amount that is most likely a slip; another one may still be typed."""
    said = turn.words.money(amount, currency)
    text = turn.t("{amount} — really? If not, type it again.", amount=said)
    return _offer(turn, text, {amount: turn.t("Yes, book it")})


def _offer(turn: Turn, text: str, labels: Mapping[int, str]) -> Reply:
    offers = [Choice(label, "sure", f"{turn.data['card_id']}:{amount}") for amount, label in labels.items()]
    yes = offers[0] if len(offers) == 1 else None
    turn.wait_for("amount", yes=yes, **{**turn.data, "offered": ",".join(map(str, labels))})
    return Reply(text, (*((offer,) for offer in offers), (Choice(turn.t("✖ Cancel"), "cancel"),)))


def sure(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Book the amount that was asked about, unless another one was typed since."""
    card_id, _, amount = arg.partition(":")
    offered = str(turn.data.get("offered", "")).split(",")
    if turn.data.get("card_id") != int(card_id) or amount not in offered:
        return Reply(turn.t("That button is out of date: nothing was booked."))
    return book(turn, int(card_id), _claim(turn, int(amount)), how=str(turn.data["how"]))


def _next_customer(turn: Turn, text: str) -> Reply | list[Reply] | None:
    """Go on with the next customer's short code where the last one's amount was forgotten."""
    code = read_code(text)
    if code is None or guesses.waits_until(turn.tx, turn.person_id, now=turn.now):
        return None
    if scan.find_typed(turn.tx, turn.person_id, code) is None:
        if meant_as_code(text):
            guesses.note_wrong(turn.tx, turn.person_id, now=turn.now)
        return None
    turn.move_on()
    return scan_typed(turn, code)


def say_outcome(turn: Turn, outcome: ScanOutcome, how: str) -> Reply | list[Reply]:
    """Word what a scan came to, for the cashier."""
    match outcome:
        case Booked():
            return _booked(turn, outcome, how)
        case NotAdded():
            return _not_added(turn, outcome, how)
        case Refused(state, why):
            return _refused(turn, state, why, how)
        case AlreadyBooked(state, visit):
            return _refused(turn, state, SameVisit(LastVisit(visit.id, visit.at, visit.staff)), how)
        case CodeExpired(state):
            return Reply(
                turn.t("This code has run out. {name} is getting a new one now: scan again.",
                       name=_name(turn, state))
            )  # fmt: skip
        case OwnCard():
            return Reply(turn.t("You can't stamp your own card. A colleague can."))
        case NotStaff():
            return of_another_shop(turn)
        case UnknownCode():
            return unknown(turn) if how == "s" else _card_gone(turn)


def _booked(turn: Turn, outcome: Booked, how: str) -> Reply:
    state, visit = outcome.state, outcome.visit
    lines = [_stamped(turn, outcome)]
    if visit.spent_minor is not None:  # as it was read, for who typed it
        lines.append(turn.words.money(visit.spent_minor, state.shop.currency))
    lines += [turn.t("🎉 Earned: {reward}", reward=new.reward.text) for new in outcome.vouchers]
    lines += _hints(turn, state, told=len(outcome.vouchers))
    row = _next_taps(turn, outcome, how)
    in_place = visit.amount > 1 and visit.spent_minor is None
    return Reply("\n".join(lines), (row,), in_place=in_place, about={"visit_id": visit.id})


def _next_taps(turn: Turn, outcome: Booked | NotAdded, how: str) -> tuple[Choice, ...]:
    visit = outcome.visit
    row = [Choice(turn.t("↩ Undo"), "undo", str(visit.id))]
    if outcome.may_add:
        row.append(Choice(turn.t("+1"), "more", f"{visit.id}:{visit.amount}:{how}"))
    return (*row, *_redeem_choice(turn, outcome.state, how))


def _not_added(turn: Turn, outcome: NotAdded, how: str) -> Reply:
    text = f"{_name(turn, outcome.state)}, {balance(outcome.state, turn.words)}\n" + not_added(turn, outcome)
    if outcome.why == "counted":  # a double tap: the message goes on as the first one left it
        taps, about = _next_taps(turn, outcome, how), {"visit_id": outcome.visit.id}
        return Reply(text, (taps,), in_place=True, about=about)
    return Reply(text)


def _card_gone(turn: Turn) -> Reply:
    return Reply(turn.t("Nothing was stamped: this card is not in use any more. Scan the customer's card."))


def _stamped(turn: Turn, outcome: Booked) -> str:
    state, visit, name = outcome.state, outcome.visit, _name(turn, outcome.state)
    if visit.spent_minor is not None:
        return turn.tn(
            "{name}: +{n} point ✔ now {balance}",
            "{name}: +{n} points ✔ now {balance}",
            visit.amount,
            name=name,
            balance=balance(state, turn.words),
        )
    if outcome.vouchers and state.standing.balance == 0:
        return turn.t("{name}, card full ✔ stamped", name=name)
    return turn.t("{name}, {balance} ✔ stamped", name=name, balance=balance(state, turn.words))


def _refused(turn: Turn, state: CardState, why: object, how: str) -> Reply:
    name = _name(turn, state)
    row: list[Choice] = []
    if isinstance(why, SameVisit):
        row.append(Choice(turn.t("↩ Undo"), "undo", str(why.last.id)))
        stamps = isinstance(state.standing.terms.programme, StampProgramme)
        again = turn.t("Stamp again") if stamps else turn.t("Book again")
        row.append(Choice(again, "stamp", f"{state.card.id}:{why.last.id}"))
    if isinstance(why, SpentTooLittle | VisitFull | DayFull) and "card_id" in turn.data:
        turn.wait_for("amount", **turn.data)  # the next amount is for the same customer
    row += _redeem_choice(turn, state, how)
    text = f"{name}, {balance(state, turn.words)}\n" + refusal(turn, state, why)
    return Reply(text, (tuple(row),))


def _redeem_choice(turn: Turn, state: CardState, how: str) -> list[Choice]:
    if not state.card.registered or not (state.vouchers or affordable(state.standing)):
        return []
    seen = tally(turn.tx, state.card.id)
    return [Choice(turn.t("🎁 Redeem"), "redeem", f"{state.card.id}:{how}:{seen}")]


def _hints(turn: Turn, state: CardState, *, told: int) -> list[str]:
    """Say what the cashier might say aloud."""
    hints = []
    if not state.card.registered:
        hints.append(turn.t("Printed card: it collects, and can be claimed by scanning it with a phone."))
    if state.birthday_near:
        hints.append(turn.t("🎂 Birthday this week"))
    if len(state.vouchers) > told:
        waiting = turn.words.listing(times(held.reward, count) for held, count in by_reward(state.vouchers))
        hints.append("🎁 " + turn.t("Waiting: {rewards}", rewards=waiting))
    if state.progress.to_go == 1:
        hints.append(turn.t("☝ Only one to go: {reward}", reward=state.progress.next_reward.text))
    return hints


def _name(turn: Turn, state: CardState) -> str:
    return state.name or turn.t("Card {code}", code=state.card.code)
