"""Shops together, as an owner meets them: joined by a link, looked at, settled, left."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from actions.access import NotAllowed
from actions.shop import coalition_terms, coalitions
from actions.shop.coalitions import (
    Alone,
    LinkGone,
    NothingProposed,
    OtherCurrency,
    OtherRules,
    Together,
    TwoCoalitions,
)
from actions.shop.settlement import (
    CoalitionBooks,
    NotTheCreditor,
    Owing,
    PaidBefore,
    left_open,
    mark_paid,
    owing_of,
    see_account,
)
from bot.beside import Beside, beside, reading
from bot.owner.places import not_allowed, place_for, split
from bot.spreadsheets import spreadsheet
from bot.turn import Choice, Reply, Turn
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.tokens import digest
from words.shop.coalition import (
    owed,
    settlement_rows,
    still_owed,
    still_spent,
    word_alone,
    word_asked,
    word_currency,
    word_settled,
    word_two,
)

Answer = Reply | list[Reply] | Beside[Any]


@beside
def coalition(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /coalition: the shop's own, or how to come to one."""
    place = place_for(turn, Role.OWNER, "coalition", arg)
    return place if isinstance(place, Reply) else _view(turn, place.shop.id)


def show(shop_id: int, note: str = "") -> Answer:
    """Show a shop's coalition, after what was done."""
    return reading(lambda turn: _view(turn, shop_id, note))


def _view(turn: Turn, shop_id: int, note: str = "") -> Reply:
    open_still = left_open(turn.tx, turn.actor, shop_id, now=turn.now)
    elsewhere = [] if isinstance(open_still, NotAllowed) else still_spent(open_still, turn.words)
    match see_account(turn.tx, turn.actor, shop_id, now=turn.now):
        case NotAllowed():
            return not_allowed(turn)
        case Alone(shop):
            begin = Choice(turn.t("➕ Found a coalition"), "cofound", str(shop_id))
            left = owing_of(turn.tx, turn.actor, shop_id)  # of one that the shop left
            text = "\n".join([word_alone(shop, turn.words), *elsewhere, *still_owed(left, turn.words)])
            return Reply(_after(note, text), (*_paid(turn, shop_id, left), (begin,)))
        case seen:
            own = seen.together.shop_of(shop_id)
            text = "\n".join([word_settled(seen, own or seen.together.shop, turn.words), *elsewhere])
            return Reply(_after(note, text), tuple(_rows(turn, shop_id, seen)))


def _after(note: str, text: str) -> str:
    return f"{note}\n\n{text}" if note else text


def _rows(turn: Turn, shop_id: int, seen: CoalitionBooks) -> Iterator[tuple[Choice, ...]]:
    together, about = seen.together, f"{shop_id}:{seen.together.asked}"
    yield from _paid(turn, shop_id, seen.owing)
    if together.proposal and together.own.agreed_at is None:
        yield Choice(turn.t("Yes, I agree"), "coyes", about), Choice(turn.t("No"), "cono", about)
    yield Choice(turn.t("➕ Invite a shop"), "coinvite", str(shop_id)), Choice(turn.t("✏ Other rules"), "corules", str(shop_id))  # fmt: skip
    if together.gives:
        yield Choice(turn.t("🔗 For customers"), "cojoin", str(shop_id)), Choice(turn.t("📄 As a file"), "cofile", str(shop_id))  # fmt: skip
    leaving = together.own.leaves_at is not None
    label = turn.t("Stay after all") if leaving else turn.t("Leave")
    yield (Choice(label, "costay" if leaving else "coleave", str(shop_id)),)


def _paid(turn: Turn, shop_id: int, owing: Sequence[Owing]) -> Iterator[tuple[Choice, ...]]:
    """Offer to say that money came, for each debt to the shop that is open."""
    for one in owing:
        if one.debt.creditor_id == shop_id and one.debt.paid_at is None:
            amount = turn.words.money(one.debt.minor, one.coalition.currency)
            label = turn.t("✔ {shop} paid {amount}", shop=one.debtor.name, amount=amount)
            yield (Choice(label, "copaid", f"{shop_id}:{one.debt.id}"),)


def invite(turn: Turn, arg: str) -> Answer:
    """Make a link for one shop more."""
    shop_id, _ = split(arg)
    made = coalitions.invite_shop(turn.tx, turn.actor, shop_id, now=turn.now)
    if not isinstance(made, str):
        return show(shop_id)
    text = turn.t(
        "Send this link to the owner of the shop that you want beside you. It lets one shop in, once, {days}; they read the "
        "rules first:\n{link}",
        days=turn.tn("within {n} day", "within {n} days", coalitions.INVITE_DAYS),
        link=turn.links.coalition(made),
    )
    return Reply(text, ((Choice(turn.t("← Coalition"), "coalition", str(shop_id)),),))


def customers(turn: Turn, arg: str) -> Answer:
    """Give the link by which customers get the card, for a poster or a window."""
    shop_id, _ = split(arg)
    seen = coalitions.see_coalition(turn.tx, turn.actor, shop_id)
    if not isinstance(seen, Together) or not seen.gives:
        return show(shop_id)
    text = turn.t("With this link customers get the card of {coalition}:\n{link}",
                  coalition=seen.shop.name, link=turn.links.join(seen.shop))  # fmt: skip
    return Reply(text, ((Choice(turn.t("← Coalition"), "coalition", str(shop_id)),),))


def follow(turn: Turn, token: str) -> Reply | list[Reply]:
    """Follow the link of a coalition: an owner reads what it means, and says for which shop."""
    own = [place.shop for place in turn.workplaces(Role.OWNER)]
    if not own:
        return Reply(turn.t("This link is for the owner of a shop."))
    mark = digest(token)
    if len(own) == 1:
        return _ask(turn, own[0], mark)
    turn.wait_for("coalition", mark=mark)
    rows = tuple((Choice(shop.name, "coask", str(shop.id)),) for shop in own)
    return Reply(turn.t("Which shop?"), rows)


def ask(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask for the shop that was tapped."""
    place = place_for(turn, Role.OWNER, "coask", arg)
    return place if isinstance(place, Reply) else _ask(turn, place.shop, str(turn.data.get("mark", "")))


def _ask(turn: Turn, shop: Shop, mark: str) -> Reply:
    asked = coalitions.read_invitation(turn.tx, mark, now=turn.now)
    if isinstance(asked, LinkGone):
        return _gone(turn)
    yes = Choice(turn.t("Yes, join"), "coaccept", f"{shop.id}:{asked.rules.id}")
    turn.wait_for("coalition", yes=yes, mark=mark)
    reckoned = coalitions.reckoned_for(turn.tx, shop, asked.rules.programme)
    return Reply(
        word_asked(asked, shop, reckoned, turn.words), ((yes, Choice(turn.t("✖ Cancel"), "cancel")),)
    )


def _gone(turn: Turn) -> Reply:
    return Reply(turn.t("This link was used or has run out. Ask the shop that sent it for a new one."))


def accept(turn: Turn, arg: str) -> Answer:
    """Join with the shop whose owner read what it means."""
    shop_id, version_id = split(arg)
    mark = str(turn.data.get("mark", ""))
    match coalitions.accept(turn.tx, turn.actor, shop_id, mark, version_id=int(version_id), now=turn.now):
        case OtherRules(_, shop):
            return _ask(turn, shop, mark)
        case NotAllowed():
            return not_allowed(turn)
        case LinkGone():
            return _gone(turn)
        case TwoCoalitions() as refused:
            return Reply(word_two(refused, turn.words))
        case OtherCurrency() as refused:
            return Reply(word_currency(refused, turn.words))
        case Together():
            turn.stop_waiting()
            return show(shop_id, turn.t("✔ You are in."))


def agree(turn: Turn, arg: str) -> Answer:
    """Say yes to other rules."""
    shop_id, asked = split(arg)
    done = coalition_terms.agree(turn.tx, turn.actor, shop_id, asked, now=turn.now)
    return show(shop_id, _answered(turn, done, turn.t("✔ You said yes.")))


def disagree(turn: Turn, arg: str) -> Answer:
    """Say no to other rules."""
    shop_id, asked = split(arg)
    done = coalition_terms.disagree(turn.tx, turn.actor, shop_id, asked, now=turn.now)
    return show(shop_id, _answered(turn, done, turn.t("You said no: the rules stay as they are.")))


def _answered(turn: Turn, done: object, said: str) -> str:
    if isinstance(done, NothingProposed):
        return turn.t("That is not proposed any more.")
    return said if isinstance(done, Together) else ""


def paid(turn: Turn, arg: str) -> Answer:
    """Note that a debt came."""
    shop_id, debt_id = split(arg)
    match mark_paid(turn.tx, turn.actor, int(debt_id), now=turn.now):
        case NotAllowed():
            return not_allowed(turn)
        case PaidBefore(one):
            day = turn.words.date(one.debt.paid_at, one.creditor.zone) if one.debt.paid_at else ""
            return show(shop_id, turn.t("That was marked as paid already, on {day}.", day=day))
        case NotTheCreditor(one):
            return show(shop_id, turn.t("Only {shop} can say that it came.", shop=one.creditor.name))
        case Owing() as one:
            amount = turn.words.money(one.debt.minor, one.coalition.currency)
            return show(shop_id, turn.t("✔ {shop} paid {amount}", shop=one.debtor.name, amount=amount))


@beside
def as_file(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Give all months as a table."""
    shop_id, _ = split(arg)
    seen = see_account(turn.tx, turn.actor, shop_id, now=turn.now)
    if not isinstance(seen, CoalitionBooks):
        return _view(turn, shop_id)
    rows = list(settlement_rows(seen.owing, seen.together.shop.currency, turn.words))
    between = ";" if "," in turn.words.number(Decimal("0.5")) else ","
    file = spreadsheet("settlement", rows, between=between, many=False)
    return Reply(turn.t("Who owed whom, month by month."), document=file)


def leave(turn: Turn, arg: str) -> Answer:
    """Give notice, once the owner has read what that means."""
    shop_id, sure = split(arg)
    if sure:
        coalition_terms.give_notice(turn.tx, turn.actor, shop_id, now=turn.now)
        turn.stop_waiting()
        return show(shop_id, turn.t("You gave notice. Until then everything goes on."))
    return Beside(
        lambda turn: see_account(turn.tx, turn.actor, shop_id, now=turn.now),
        lambda turn, seen: _sure(turn, shop_id, seen),
    )


def _sure(turn: Turn, shop_id: int, seen: CoalitionBooks | Alone | NotAllowed) -> Reply | list[Reply]:
    if not isinstance(seen, CoalitionBooks):
        return _view(turn, shop_id)
    yes = Choice(turn.t("Yes, leave"), "coleave", f"{shop_id}:yes")
    turn.wait_for("yes", yes=yes)
    unit = seen.together.rules.programme.unit
    debts = [owed(one, turn.words) for one in seen.owing if _own_debt(one, shop_id)]
    lines = [
        _whose_cards_then(turn, seen.together),
        turn.t(
            "{points} of yours can still be spent there: you stay on the list until they are, or ran out.",
            points=turn.words.counted(unit, seen.ledger.open),
        ),
        *([turn.t("Still to pay:"), *debts] if debts else []),
    ]
    return Reply("\n".join(lines), ((yes, Choice(turn.t("No, keep"), "coalition", str(shop_id))),))


def _whose_cards_then(turn: Turn, seen: Together) -> str:
    """Ask whether a shop shall leave, with what that means to customers: where no other stays, they lose what they have."""
    about = {"coalition": seen.shop.name}
    if all(one.leaves_at or one.id == seen.own.id for one, _ in seen.partners):
        return turn.tn(
            "Leave {coalition} in {n} day? No other shop stays: then customers can't spend what is on their cards any more.",
            "Leave {coalition} in {n} days? No other shop stays: then customers can't spend what is on their cards any more.",
            seen.terms.notice_days,
            **about,
        )
    return turn.tn(
        "Leave {coalition} in {n} day? Customers keep their card and what is on it, for the others.",
        "Leave {coalition} in {n} days? Customers keep their card and what is on it, for the others.",
        seen.terms.notice_days,
        **about,
    )


def _own_debt(one: Owing, shop_id: int) -> bool:
    return one.debt.debtor_id == shop_id and one.debt.paid_at is None


def stay(turn: Turn, arg: str) -> Answer:
    """Take a notice back."""
    shop_id, _ = split(arg)
    coalition_terms.stay(turn.tx, turn.actor, shop_id, now=turn.now)
    return show(shop_id, turn.t("✔ You stay."))
