"""Shops together in words: what one of them agrees to, what it gave, who owes whom."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from fractions import Fraction

from actions.shop.coalitions import OtherCurrency, Together, TwoCoalitions, WhatJoiningMeans
from actions.shop.settlement import CoalitionBooks, LeftOpen, Owing
from actions.shop.sums import Reckoned
from loyalty.amounts import minor_per_unit, unit_size
from loyalty.cards.programme import Programme
from loyalty.dates import day_of
from loyalty.records import Shop
from loyalty.shop.changes import figures
from loyalty.shop.coalition_rules import share_back
from loyalty.shop.settlement import read_month
from words.cards.rules import ProgrammeWording
from words.language import Words
from words.shop.calculations import new_lines


def rules_of(programme: Programme, currency: str, words: Words) -> list[str]:
    """Write the rules of a coalition, a line each; of what it leaves open nothing is said."""
    write = ProgrammeWording(words, programme.unit, currency)
    rewards = [f"🎁 {write.reward(reward)}" for reward in programme.rewards]
    set_ = [f"· {write.figure(name, value)}" for name, value in figures(programme).items() if value]
    share = _share(share_back(programme, currency), words)
    back = words.t("At most {share} of what is spent comes back to customers.", share=share)
    return [*rewards, *set_, f"· {back}"]


def _share(share: Fraction, words: Words) -> str:
    return words.percent(round(share * 1000))


def more_than_spent(share: Fraction, words: Words) -> str:
    """Say why rules can't be that give back more than is spent."""
    return words.t(
        "{share} of what is spent would come back: more than customers pay. Give fewer points, or take less off a bill.",
        share=_share(share, words),
    )


def word_alone(shop: Shop, words: Words) -> str:
    """Say what it is to be together, to the owner of a shop that is not."""
    return words.t(
        "{shop} is in no coalition. In one, several shops have one card: customers collect and spend in all of them, and on "
        "the third of each month I say who owes whom. You can found one, or another shop sends you its link.",
        shop=shop.name,
    )


def sums_of(reckoned: Reckoned, rules: Programme, currency: str, words: Words) -> list[str]:
    """Write the sums of the rules for one shop, by what its visits bring, and who pays for what comes back."""
    hundred = 100 * unit_size(currency) * minor_per_unit(currency)
    back = round(share_back(rules, currency) * hundred)
    return [
        *new_lines(reckoned, rules.unit, currency, words),
        "🤝 " + words.t(
            "Of {hundred} spent with you up to {amount} comes back, at your till or at another one: that is what it costs you.",
            hundred=words.money(hundred, currency),
            amount=words.money(back, currency),
        ),
        "🤝 " + words.t("What you take off bills for points of the others, they pay you: customers whom they send cost you nothing."),
    ]  # fmt: skip


def word_asked(asked: WhatJoiningMeans, shop: Shop, reckoned: Reckoned, words: Words) -> str:
    """Say what a shop agrees to by joining, with its sums."""
    lines = [
        words.t(
            "{coalition} is one card for several shops: {partners}.",
            coalition=asked.coalition.name,
            partners=words.listing(one.name for one in asked.partners),
        ),
        *rules_of(asked.rules.programme, asked.coalition.currency, words),
        *sums_of(reckoned, asked.rules.programme, asked.coalition.currency, words),
        *what_it_means(asked.notice_days, words),
        words.t("Shall {shop} join?", shop=shop.name),
    ]
    return "\n".join(lines)


def what_it_means(notice_days: int, words: Words) -> list[str]:
    """Say what all agree on beside the rules of the card."""
    return [
        "· " + words.t("Its card stands beside your own: your customers can have both."),
        "· " + words.t(
            "Who gave a point pays for it when it is spent: on the third of each month I say who owes whom for the month "
            "before. You pay each other; I move no money."
        ),
        "· " + words.t("A till reads that a card is good, and never whose it is or what was bought elsewhere."),
        "· " + words.t("Other rules need everybody's yes."),
        "· " + words.tn(
            "You can leave with {n} day's notice. What you gave before stays yours to pay, until it is spent or ran out.",
            "You can leave with {n} days' notice. What you gave before stays yours to pay, until it is spent or ran out.",
            notice_days,
        ),
    ]  # fmt: skip


def word_settled(seen: CoalitionBooks, own: Shop, words: Words) -> str:
    """Show an owner a coalition: who is in it, its rules, what the own shop gave and had, and what is owed."""
    together = seen.together
    lines = [
        together.shop.name,
        *(f"· {_partner(one, together, words)}" for one in together.partners),
        *(
            []
            if together.gives
            else [words.t("One shop alone is no coalition yet: it begins with the second one.")]
        ),
        *rules_of(together.rules.programme, together.shop.currency, words),
        "",
        *_own(seen, own, words),
        *_proposal(together, words),
        *still_owed(seen.owing, words),
    ]
    return "\n".join(lines)


def good_at(places: Sequence[tuple[Shop, datetime | None]], coalition: Shop, words: Words) -> str:
    """Tell a customer which shops take a coalition's card, and which of them leaves."""
    if not places:
        return words.t(
            "No shop takes this card any more: all of {coalition} have left.", coalition=coalition.name
        )
    named = (
        words.t("{shop} (leaves on {day})", shop=shop.name, day=words.date(leaves_at, coalition.zone))
        if leaves_at
        else shop.name
        for shop, leaves_at in places
    )
    return words.t("🤝 Good at {shops}.", shops=words.listing(named))


def _partner(one: tuple, together: Together, words: Words) -> str:  # type: ignore[type-arg]
    partner, shop = one
    if partner.leaves_at is None:
        return str(shop.name)
    day = words.date(partner.leaves_at, together.shop.zone)
    return words.t("{shop}, leaves on {day}", shop=shop.name, day=day)


def _own(seen: CoalitionBooks, own: Shop, words: Words) -> Iterator[str]:
    ledger, currency = seen.ledger, seen.together.shop.currency
    unit = seen.together.rules.programme.unit
    yield words.t(
        "This month {shop} gave {points} and took {amount} off bills.",
        shop=own.name,
        points=words.counted(unit, ledger.given),
        amount=words.money(ledger.handed_out_minor, currency),
    )
    yield words.t(
        "For points of yours others took {amount} off bills. {points} of yours can still be spent.",
        amount=words.money(ledger.owes_minor, currency),
        points=words.counted(unit, ledger.open),
    )


def _proposal(together: Together, words: Words) -> Iterator[str]:
    if together.proposal is None:
        return
    by = together.shop_of(together.terms.proposed_by or 0)
    yield ""
    yield words.t("{shop} proposes other rules:", shop=by.name if by else together.shop.name)
    yield from rules_of(together.proposal, together.shop.currency, words)
    said = sum(one.agreed_at is not None for one, _ in together.partners)
    yield words.tn(
        "{n} of {all} said yes. They hold for cards that begin once all did.",
        "{n} of {all} said yes. They hold for cards that begin once all did.",
        said,
        all=words.number(len(together.partners)),
    )


def still_owed(owing: Sequence[Owing], words: Words) -> Iterator[str]:
    """List what is not paid yet."""
    waiting = [one for one in owing if one.debt.paid_at is None]
    if owing:
        yield ""
    if owing and not waiting:
        yield words.t("All months are paid.")
    yield from (owed(one, words) for one in waiting)


def still_spent(left: Sequence[LeftOpen], words: Words) -> Iterator[str]:
    """Say what a shop may still have to pay in coalitions that it left."""
    for one in left:
        yield words.t(
            "{points} of yours can still be spent in {coalition}, which you left: what comes off bills for them you pay.",
            points=words.counted(one.unit, one.points),
            coalition=one.coalition.name,
        )


def owed(one: Owing, words: Words) -> str:
    """Say who owes whom how much, and for when."""
    return words.t(
        "{month}: {debtor} owes {creditor} {amount}",
        month=month_said(one.debt.month, words),
        debtor=one.debtor.name,
        creditor=one.creditor.name,
        amount=words.money(one.debt.minor, one.coalition.currency),
    )


def month_said(month: str, words: Words) -> str:
    """Name a month: "March 2026"."""
    first = read_month(month).first
    return f"{words.month(first.month)} {first.year}"


def settlement_rows(owing: Sequence[Owing], currency: str, words: Words) -> Iterator[Sequence[str]]:
    """Write all debts as a table, its head in words."""
    head = (words.t("month"), words.t("who owes"), words.t("to whom"))
    yield (*head, words.t("amount ({currency})", currency=currency), words.t("paid on"))
    for one in owing:
        paid = day_of(one.debt.paid_at, one.coalition.zone).isoformat() if one.debt.paid_at else ""
        amount = words.plain_amount(one.debt.minor, currency)
        yield (one.debt.month, one.debtor.name, one.creditor.name, amount, paid)


def word_two(refused: TwoCoalitions, words: Words) -> str:
    """Say that a shop is in a coalition already."""
    return words.t(
        "A shop is in one coalition at most, and this one is in {coalition}. To change, it leaves there first.",
        coalition=refused.other.name,
    )


def word_currency(refused: OtherCurrency, words: Words) -> str:
    """Say why other money can't join."""
    return words.t(
        "{coalition} settles in {money}, and {shop} takes {other}: what it gives could not be settled to the cent, so it can't join.",
        coalition=refused.coalition.name,
        money=refused.coalition.currency,
        shop=refused.shop.name,
        other=refused.shop.currency,
    )
