"""Good causes in words: what a card's visits give to, how much that is by now, and what was chosen."""

from collections.abc import Iterator

from actions.cards.card_state import CardState
from loyalty.cards.giving import Giving, KnownCause, told_minor
from loyalty.records import Visit
from words.cards.part_words import of_state
from words.cards.parts.cause import gift, own_worth
from words.language import Words


def cause_on_card(state: CardState, words: Words) -> Iterator[str]:
    """Say what the visits of a card give to, and how much that is by now."""
    giving = state.giving
    if giving is None:
        return
    if giving.lost:
        yield _lost(giving, words)
    yield _stands(state, giving.own_cause, words)


def _lost(giving: Giving, words: Words) -> str:
    return words.t(
        "“{lost}” is supported no more: your visits give to “{cause}” now.",
        lost=words.known(giving.lost),
        cause=words.known(giving.cause.name),
    )


def _stands(state: CardState, one: KnownCause, words: Words) -> str:
    """Say how much was given to a cause: "Food bank: €312.40 together, €4.20 by you"."""
    given, own = told_minor(one.given), told_minor(one.own)
    facts = {"cause": words.known(one.name), "sum": words.money(given, state.shop.currency)}
    if own:
        return words.t(
            "{cause}: {sum} together, {own} by you", own=words.money(own, state.shop.currency), **facts
        )
    if given:
        return words.t("{cause}: {sum} together", **facts)
    return words.t("Each visit gives to {cause}", cause=facts["cause"])


def cause_at_till(state: CardState, visit: Visit, words: Words) -> Iterator[str]:
    """Say to the cashier what a visit gives, and to what."""
    giving = state.giving
    if giving is None:
        return
    name, minor = words.known(giving.cause.name), told_minor(giving.part.gives(visit.spent_minor))
    money = words.money(minor, state.shop.currency)
    yield words.t("❤ {money} for {cause}", money=money, cause=name) if minor else f"❤ {name}"


def causes_of(state: CardState, giving: Giving, words: Words) -> str:
    """Say what a shop gives, to what, how much that is by now, and which of them this card is for."""
    lines = [
        words.t("❤ {shop} gives {gift}", shop=state.shop.name, gift=gift(giving.part, of_state(state, words)))
    ]
    for one, stands in zip(giving.part.causes, giving.stand, strict=True):
        if one.name == giving.cause.name:
            lines.append(f"☑ {_stands(state, stands, words)}")
        elif stands.given:
            lines.append(f"☐ {_stands(state, stands, words)}")
        else:
            lines.append(words.t("☐ {cause}: nothing yet", cause=words.known(one.name)))
        if one.about:
            lines.append(words.known(one.about))
    if giving.lost:
        lines.append(_lost(giving, words))
    if giving.part.lots(giving.part.units):
        lines.append(f"🤲 {own_worth(giving.part, of_state(state, words))}")
    if len(giving.part.causes) > 1:
        lines.append(words.t("You choose: tap the one that your visits shall give to from now on."))
    return "\n".join(lines)
