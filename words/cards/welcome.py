"""The first words on a new card: what it earns, what is on it already, and what is kept about its holder."""

from collections.abc import Iterator, Sequence

from actions.cards.card_state import CardState
from loyalty.amounts import minor_per_unit
from loyalty.cards.programme import Programme
from loyalty.names import first_name
from words.language import Words
from words.units import buys, earned_for_money, fills, programme_name, to_begin_with


def word_welcome(
    states: Sequence[CardState], words: Words, *, where_good: str = "", knows_number: bool
) -> str:
    """Welcome somebody to a shop, in a line each; `knows_number` says that their number is kept with their name.

    A card of several shops says in the words of `where_good` which take it.
    """
    kept = _kept(words, knows_number=knows_number)
    return "\n".join(line for line in (*_lines(states, words), where_good, kept) if line) + "\n"


def _lines(states: Sequence[CardState], words: Words) -> Iterator[str]:
    state = states[0]
    if state.name:
        yield words.t("Welcome to {shop}, {name}!", shop=state.shop.name, name=first_name(state.name))
    else:
        yield words.t("Here is your card:")
    for each in states:
        promise = _promise(each.standing.version.programme, each.shop.currency, words)
        yield f"{programme_name(each.current, words)}: {promise}" if len(states) > 1 else promise
        if each.standing.balance:
            yield to_begin_with(each.standing.version.programme.unit, each.standing.balance, words)
    if state.account.start_held_at and any(each.current.programme.head_start for each in states):
        yield words.t("Very many join just now: what a new card begins with is added at your first visit.")


def _kept(words: Words, *, knows_number: bool) -> str:
    if knows_number:
        return words.t(
            "I keep your name, number and language, nothing else: /mydata shows it, /forget erases it."
        )
    return words.t("I keep your name and language, nothing else: /mydata shows it, /forget erases it.")


def _promise(programme: Programme, currency: str, words: Words) -> str:
    if programme.starts_over:
        pays = fills(programme.unit, programme.places, programme.rewards[-1].text, words)
    else:
        first = min(programme.for_all, key=lambda one: one.at)
        pays = buys(programme.unit, first.at, first.text, words)
    if programme.rate is None:
        return pays
    counted, units = programme.rate.as_integer_ratio()
    amount = words.money(units * minor_per_unit(currency), currency)
    return f"{earned_for_money(programme.unit, counted, amount, words)} {pays}"
