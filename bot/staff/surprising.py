"""A surprise at the till: how many, why, given."""

from actions.till.scan_outcome import NotStaff, OwnCard, UnknownCode
from actions.till.surprise import (
    MOST_REASON,
    Budget,
    NoSurprises,
    Refusal,
    Surprised,
    SurpriseGift,
    budget,
    give_surprise,
    gives_surprises,
)
from bot.staff.outcomes import card_gone
from bot.staff.strange import of_another_shop
from bot.turn import Choice, Reply, Turn
from loyalty.names import clean_name
from loyalty.roles import Role
from words.cards.card import on_which
from words.till.scans import word_scan
from words.till.surprises import REASONS, word_surprise

_MOST_TAPS = 5


def surprise(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /surprise: say how it is done; from a card that was scanned, ask how many."""
    if not arg:
        works = [place.shop for place in turn.workplaces(Role.CASHIER)]
        if not works:
            return Reply(turn.t("That is for the shop's staff. Ask the owner to invite you."))
        if not gives_surprises(turn.tx, works):
            return Reply(turn.t("Nothing is set aside for surprises yet: /programme, then ✨ Bonuses."))
        return Reply(turn.t("Scan the customer's card or /find them first; then tap 🎁 Surprise."))
    account_id, programme_id = (int(part) for part in arg.split(":"))
    found = budget(turn.tx, turn.actor, account_id, programme_id, now=turn.now)
    return _ask_how_many(turn, found) if isinstance(found, Budget) else _refused(turn, found)


def _ask_how_many(turn: Turn, found: Budget) -> Reply:
    state, words = found.state, turn.words
    unit, key = state.current.programme.unit, f"{state.account.id}:{state.counter.programme_id}"
    left = words.counted(unit, found.this_month)
    if not found.left:
        return Reply(
            turn.t(
                "Nothing is left for surprises: {left} this month, and a day has its own limit.", left=left
            )
        )
    taps = [
        Choice(words.counted(unit, n), "surprisen", f"{key}:{n}:{found.seen}") for n in _offered(found.left)
    ]
    text = turn.t(
        "A surprise for {name}: how many? {left} left this month.", name=on_which(state, words), left=left
    )
    return Reply(text, (tuple(taps), (Choice(turn.t("✖ Cancel"), "cancel"),)))


def _offered(left: int) -> list[int]:
    """Spread the taps up to all that may be given: a few points are nothing where a reward costs hundreds."""
    return sorted({max(1, left * tap // _MOST_TAPS) for tap in range(1, _MOST_TAPS + 1)})


def ask_why(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask for the reason, which the customer reads and the owner too."""
    account_id, programme_id, amount, seen = (int(part) for part in arg.split(":"))
    turn.wait_for("surprise", card=account_id, programme=programme_id, amount=amount, seen=seen)
    taps = tuple((Choice(turn.t(reason), "surprisewhy", f"{arg}:{n}"),) for n, reason in enumerate(REASONS))
    text = turn.t("Why? Tap one, or type it in a few words: the customer reads it.")
    return Reply(text, (*taps, (Choice(turn.t("✖ Cancel"), "cancel"),)))


def why_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Give it for the reason that was typed."""
    reason, data = clean_name(text)[:MOST_REASON], turn.data
    if not reason:
        return Reply(turn.t("Why? Tap one, or type it in a few words: the customer reads it."))
    return _give(
        turn,
        SurpriseGift(
            int(data["card"]),
            int(data["programme"]),
            int(data["amount"]),
            int(data["seen"]),
            reason,
            typed=True,
        ),
    )


def why_tapped(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Give it for the reason that was tapped; each reads it in their own language."""
    account_id, programme_id, amount, seen, number = (int(part) for part in arg.split(":"))
    return _give(turn, SurpriseGift(account_id, programme_id, amount, seen, REASONS[number]))


def _give(turn: Turn, gift: SurpriseGift) -> Reply | list[Reply]:
    turn.stop_waiting()
    outcome = give_surprise(turn.tx, turn.actor, gift, now=turn.now)
    if isinstance(outcome, NotStaff | UnknownCode | OwnCard | NoSurprises):
        return _refused(turn, outcome)
    about = {"card_id": outcome.state.account.id}
    said = word_surprise(outcome, turn.words)
    if not isinstance(outcome, Surprised):
        return Reply(said, about=about)
    undo = Choice(turn.t("↩ Undo"), "unsurprise", str(outcome.entry_id))
    return Reply(said, ((undo,),), about=about, promised=True)


def _refused(turn: Turn, outcome: Refusal) -> Reply:
    match outcome:
        case NotStaff():
            return of_another_shop(turn)
        case OwnCard():
            return Reply(word_scan(outcome, turn.words))
        case UnknownCode():
            return card_gone(turn)
        case NoSurprises():
            return Reply(word_surprise(outcome, turn.words))
