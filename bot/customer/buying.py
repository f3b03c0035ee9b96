"""Getting a reward for points: asked first, spent at a yes, and given back while it is unused."""

from actions.cards import buy_reward
from actions.cards.buy_reward import (
    Bought,
    KeptForLevel,
    NotHad,
    Offer,
    PointsMissing,
    Returned,
    SoldOut,
    TooLate,
)
from actions.cards.card_state import CardState
from actions.cards.held_reward import NotAvailable
from bot.bygone import bygone
from bot.customer.rewards import get_button, show_rewards
from bot.turn import Choice, Reply, Turn
from loyalty.cards.counter_state import affordable
from loyalty.cards.endings import last_day
from loyalty.names import first_name
from loyalty.records import Voucher
from words.cards.card import balance
from words.cards.rewards import not_had
from words.cards.worth import named
from words.language import Words
from words.units import buying_question, returned


def ask(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say what a reward costs, and ask whether to spend it."""
    card_id, key = arg.split(":")[:2]
    match buy_reward.offer_reward(turn.tx, turn.person_id, int(card_id), key, now=turn.now):
        case Offer(reward, state, had):
            yes = Choice(turn.t("Yes, get it"), "get", f"{card_id}:{key}:{had}")
            turn.wait_for("get", yes=yes)
            unit, have = state.standing.version.programme.unit, balance(state, turn.words)
            what = named(reward, state.shop.currency, turn.words)
            question = buying_question(unit, reward.at, turn.words, reward=what, have=have)
            return Reply(question, ((yes, Choice(turn.t("Not now"), "rewards", card_id)),))
        case SoldOut() | KeptForLevel() | PointsMissing() as refusal:
            return _not_had(turn, refusal)
        case NotAvailable():
            return _gone(turn)


def get(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Turn points into a reward that waits until the customer wants it."""
    card_id, key, had = arg.split(":")
    match buy_reward.buy_reward(turn.tx, turn.person_id, int(card_id), key, had=int(had), now=turn.now):
        case Bought(voucher, state):
            turn.stop_waiting()
            use = Choice(turn.t("Use: {reward}", reward=voucher.reward), "show", str(voucher.id))
            back = Choice(turn.t("↩ Give it back"), "giveback", str(voucher.id))
            more = [reward for reward in affordable(state.standing) if reward.key == key]
            return Reply(
                _yours(state, voucher, turn.words),
                ((use,), (back,), *((get_button(turn.words, state, reward),) for reward in more)),
            )
        case SoldOut() | KeptForLevel() | PointsMissing() as refusal:
            return _not_had(turn, refusal)
        case NotAvailable():
            return [Reply(turn.t("That button is out of date. Here is what you can do now:")), *_all(turn)]


def _not_had(turn: Turn, refusal: NotHad) -> Reply:
    """Say why a reward can't be had; who has not its level is shown the way there."""
    way = ((Choice(turn.t("🏅 My level"), "level"),),) if isinstance(refusal, KeptForLevel) else ()
    return Reply(not_had(refusal, turn.words), way)


def _yours(state: CardState, voucher: Voucher, words: Words) -> str:
    """Say that a reward is the customer's, how long it waits, and how long it can be given back."""
    if voucher.expires_at is None:
        return words.tn(
            "“{reward}” is yours. Use it whenever you like; unused, it can be given back for {n} hour.",
            "“{reward}” is yours. Use it whenever you like; unused, it can be given back for {n} hours.",
            buy_reward.RETURN_HOURS,
            reward=voucher.reward,
        )
    return words.tn(
        "“{reward}” is yours. Use it until {day}; unused, it can be given back for {n} hour.",
        "“{reward}” is yours. Use it until {day}; unused, it can be given back for {n} hours.",
        buy_reward.RETURN_HOURS,
        reward=voucher.reward,
        day=words.date(last_day(voucher.expires_at, state.shop.zone), today=state.today),
    )


def give_back(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take a reward back that was bought and is unused, for the points that it cost."""
    match buy_reward.return_reward(turn.tx, turn.person_id, int(arg), now=turn.now):
        case Returned(voucher, paid, state):
            unit, now_on_it = state.standing.version.programme.unit, balance(state, turn.words)
            text = returned(unit, paid, turn.words, reward=voucher.reward, balance=now_on_it)
            return Reply(text, ((Choice(turn.t("🎁 Rewards"), "rewards", str(state.account.id)),),))
        case TooLate(voucher):
            text = turn.t("“{reward}” can't be given back any more. It waits for you.", reward=voucher.reward)
            use = Choice(turn.t("Use: {reward}", reward=voucher.reward), "show", str(voucher.id))
            return Reply(text, ((use,),))
        case NotAvailable(voucher, used_by):
            return Reply(bygone(turn, voucher, first_name(used_by)))


def _gone(turn: Turn) -> Reply:
    return Reply(turn.t("This reward is not there any more."))


def _all(turn: Turn) -> list[Reply]:
    rewards = show_rewards(turn, "")
    return rewards if isinstance(rewards, list) else [rewards]
