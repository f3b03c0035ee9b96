"""What a scan came to, in words for the cashier."""

from collections.abc import Iterator, Sequence

from actions.cards.card_state import CardState
from actions.till.challenge_gifts import won_with
from actions.till.scan_outcome import (
    AlreadyBooked,
    Booked,
    CodeExpired,
    NotAdded,
    OwnCard,
    Refused,
    WhichProgramme,
)
from loyalty.cards.counter_state import LastVisit
from loyalty.cards.visits import SameVisit
from words.campaigns.treatments import cue
from words.cards.card import at_till, balance, name_of, named_balance, on_which
from words.cards.challenges import challenges_won
from words.cards.good_causes import cause_at_till
from words.cards.levels import level_at_till
from words.cards.part_words import part_name
from words.cards.rewards import by_reward, times
from words.cards.worth import named
from words.language import Words
from words.till.memberships import memberships_at_till
from words.till.refusals import not_added, refusal
from words.till.suggestions import suggested_sentence


def word_scan(
    outcome: Booked | NotAdded | Refused | AlreadyBooked | WhichProgramme | CodeExpired | OwnCard,
    words: Words,
) -> str:
    """Say what became of the visit, and what the cashier might say aloud."""
    match outcome:
        case Booked():
            return "\n".join(_booked(outcome, words))
        case NotAdded(state):
            return f"{_card(state, words)}\n{not_added(outcome, words)}"
        case Refused(state, why):
            return "\n".join((_card(state, words), refusal(state, why, words), *_waiting(state, words)))
        case AlreadyBooked(state, visit):
            same = SameVisit(LastVisit(visit.id, visit.at, visit.staff))
            return "\n".join((_card(state, words), refusal(state, same, words), *_waiting(state, words)))
        case WhichProgramme(choices):
            return "\n".join(_which(choices, words))
        case CodeExpired(state):
            return words.t(
                "This code has run out. {name} is getting a new one now: scan again.",
                name=name_of(state, words),
            )
        case OwnCard():
            return words.t("You can't stamp your own card. A colleague can.")


def _card(state: CardState, words: Words) -> str:
    return "\n".join([at_till(state, words), *memberships_at_till(state, words)])


def _which(choices: Sequence[CardState], words: Words) -> Iterator[str]:
    yield words.t("{name}: which card shall I book on?", name=name_of(choices[0], words))
    for state in choices:
        yield named_balance(state, words)
    yield from memberships_at_till(choices[0], words)


def _booked(outcome: Booked, words: Words) -> Iterator[str]:
    visit, state = outcome.visit, outcome.state
    yield _stamped(outcome, words)
    if visit.spent_minor is not None:  # as it was read, for who typed it
        yield words.money(visit.spent_minor, state.shop.currency)
    for bonus in outcome.bonuses:
        yield f"✨ +{words.number(bonus.amount)} · {part_name(bonus.part, words)}"
    yield from level_at_till(state, words)
    yield from cause_at_till(state, visit, words)
    yield from memberships_at_till(state, words)
    if outcome.gift:
        yield words.t("👋 +{n} · first visit, brought by a friend", n=words.number(outcome.gift.amount))
    yield from challenges_won(won_with(state, visit), words)
    for new in outcome.vouchers:
        yield words.t("🎉 Earned: {reward}", reward=named(new.reward, state.shop.currency, words))
    yield from _hints(state, words, told=len(outcome.vouchers))
    yield from suggested_sentence(state, visit, words)


def _stamped(outcome: Booked, words: Words) -> str:
    state, visit, name = outcome.state, outcome.visit, on_which(outcome.state, words)
    if state.veiled:
        return words.tn("{name}: +{n} point ✔", "{name}: +{n} points ✔", visit.amount, name=name)
    if state.by_amount:
        return words.tn(
            "{name}: +{n} point ✔ now {balance}",
            "{name}: +{n} points ✔ now {balance}",
            visit.amount,
            name=name,
            balance=balance(state, words),
        )
    if outcome.vouchers and state.standing.balance == 0:
        return words.t("{name}, card full ✔ stamped", name=name)
    return words.t("{name}, {balance} ✔ stamped", name=name, balance=balance(state, words))


def _hints(state: CardState, words: Words, *, told: int) -> Iterator[str]:
    """Say what the cashier had better know; of a coalition's card nothing but that it collects."""
    if not state.account.registered:
        yield words.t("Printed card: it collects, and can be claimed by scanning it with a phone.")
    elif state.shop.draw_id:
        yield words.t("🎟 A draw runs: customers take part by /draw")
    if state.veiled:
        return
    yield from cue(state, words)
    if state.birthday_near:
        yield words.t("🎂 Birthday this week")
    yield from _waiting(state, words, told=told)


def _waiting(state: CardState, words: Words, *, told: int = 0) -> Iterator[str]:
    """Name what waits on a card, where that is more than was just said: a card that got full is empty beside it."""
    to_name = [one for one in state.vouchers if one.id not in state.unnamed]
    if len(to_name) > told and not state.veiled:
        waiting = words.listing(
            times(named(held, state.shop.currency, words), count) for held, count in by_reward(to_name)
        )
        yield "🎁 " + words.t("Waiting: {rewards}", rewards=waiting)
