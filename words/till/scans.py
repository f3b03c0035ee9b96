"""What a scan came to, in words for the cashier."""

from actions.cards.card_state import CardState
from actions.till.scan import Booked
from bot.turn import Turn
from words.cards.card import balance, name_of
from words.cards.rewards import by_reward, times


def _stamped(turn: Turn, outcome: Booked) -> str:
    state, visit, name = outcome.state, outcome.visit, name_of(turn, outcome.state)
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
