"""Challenges for customers: what they are at, what there is to take on, and the tap that does."""

from actions.cards import challenges as actions
from actions.cards.card_state import CardState
from actions.cards.own_cards import own_counters
from bot.customer.cards import show_no_card
from bot.turn import Choice, Reply, Turn
from words.cards.challenges import begun, listed, no_challenge, take_it


def show_challenges(turn: Turn, arg: str) -> Reply | list[Reply]:
    """List the challenges of the shops where somebody has a card, the one in `arg` first."""
    cards = own_counters(turn.tx, turn.person_id, only_shop=turn.only_shop, now=turn.now)
    if not cards:
        return show_no_card(turn)
    cards.sort(key=lambda states: str(states[0].account.id) != arg)
    found = [reply for states in cards if (reply := _list(turn, states))]
    return found or Reply(
        turn.t("No shop of yours has challenges at the moment. They are shown here once there are any.")
    )


def _list(turn: Turn, states: tuple[CardState, ...]) -> Reply | None:
    offers = actions.offers(turn.tx, turn.person_id, states)
    if not offers and not any(state.running for state in states):
        return None
    rows = tuple(
        (
            Choice(
                take_it(one, turn.words),
                "takeon",
                f"{one.state.account.id}:{one.state.current.id}:{one.place}",
            ),
        )
        for one in offers
        if not one.why
    )
    return Reply(listed(states, offers, turn.words), rows)


def take(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take a challenge on."""
    account_id, version_id, place = (int(part) for part in arg.split(":"))
    match actions.take_on(turn.tx, turn.person_id, account_id, version_id, place, now=turn.now):
        case actions.TakenOn(state, running):
            card = Choice(turn.t("💳 My card"), "card", str(account_id))
            return Reply(begun(running, state, turn.words), ((card,),), about={"card_id": account_id})
        case why:
            shown = show_challenges(turn, str(account_id))
            return [Reply(no_challenge(why, turn.words)), *(shown if isinstance(shown, list) else [shown])]
