"""Good causes for customers: what their visits give to, how much it is by now, and another one chosen."""

from actions.cards import own_donations
from actions.cards.card_state import CardState
from actions.cards.good_causes import choose_cause
from actions.cards.own_cards import NoCard, own_card, own_counters
from actions.cards.own_donations import OwnGiven
from actions.shop.cause_payments import paid_in, see_payment
from bot.customer.cards import show_no_card
from bot.customer.unclear import instead_of_an_answer
from bot.pictures.specs import ProofPicture
from bot.turn import Choice, Reply, Turn
from loyalty.cards.giving import Giving
from loyalty.counted import parse_counted
from loyalty.dates import day_of
from words.cards.good_causes import causes_of
from words.cards.own_donations import how_many, lot, not_own, own_offer, word_own
from words.shop.cause_payments import paid_line, word_payment

STEP = "own_given"


def own_causes(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show what the cards of a customer give to, the one in `arg` first."""
    cards = own_counters(turn.tx, turn.person_id, only_shop=turn.only_shop, now=turn.now)
    if not cards:
        return show_no_card(turn)
    every = [state for card in cards for state in card]
    found = sorted(
        ((state, state.giving) for state in every if state.giving),
        key=lambda one: str(one[0].account.id) != arg,
    )
    if not found:
        return Reply(turn.t("No shop of yours gives to a good cause at the moment."))
    return [_shown(turn, state, giving) for state, giving in found]


def _shown(turn: Turn, state: CardState, giving: Giving) -> Reply:
    rows = tuple(
        (
            Choice(
                f"❤ {turn.words.known(one.name)}",
                "causefor",
                f"{state.account.id}:{state.current.id}:{place}",
            ),
        )
        for place, one in enumerate(giving.part.causes)
        if one.name != giving.cause.name or giving.lost
    )
    every = paid_in(turn.tx, state.shop.id)
    paid = [every[one.name] for one in giving.part.causes if one.name in every and every[one.name].payments]
    proofs = tuple(
        (Choice(f"📄 {turn.words.known(one.name)}", "causeproof", str(one.payments[0].id)),) for one in paid
    )
    lines = [paid_line(one, state.shop, turn.words, today=state.today) for one in paid]
    own = _own_row(turn, state, giving)
    return Reply("\n".join([causes_of(state, giving, turn.words), *lines]), (*rows, *own, *proofs))


def _own_row(turn: Turn, state: CardState, giving: Giving) -> tuple[tuple[Choice, ...], ...]:
    if not giving.part.lots(state.counter.balance):
        return ()
    return ((Choice(turn.t("🤲 Give of my own"), "causeown", f"{state.account.id}:{state.counter.id}"),),)


def ask_own(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask how many of their own somebody gives."""
    account_id, counter_id = (int(part) for part in arg.split(":"))
    state = own_card(turn.tx, turn.person_id, account_id, counter_id=counter_id, now=turn.now)
    if isinstance(state, NoCard) or state.giving is None or not _own_row(turn, state, state.giving):
        return own_causes(turn, str(account_id))
    return _ask_how_many(turn, state, state.giving, own_offer(state, state.giving, turn.words))


def _ask_how_many(turn: Turn, state: CardState, giving: Giving, text: str) -> Reply:
    most = giving.part.lots(state.counter.balance)
    turn.wait_for(STEP, card=state.account.id, counter=state.counter.id)
    rows = tuple(
        (Choice(lot(state, giving, lots, turn.words), "causegive", _lots(state, lots)),)
        for lots in sorted({1, (most + 1) // 2, most})
    )
    return Reply(text, (*rows, (Choice(turn.t("✖ Cancel"), "cancel"),)))


def _lots(state: CardState, lots: int) -> str:
    return f"{state.account.id}:{state.current.id}:{state.counter.balance}:{lots}"


def own_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Give as many of their own as somebody types."""
    card, counter = int(turn.data["card"]), int(turn.data["counter"])
    state = own_card(turn.tx, turn.person_id, card, counter_id=counter, now=turn.now)
    if isinstance(state, NoCard) or state.giving is None or not _own_row(turn, state, state.giving):
        turn.stop_waiting()
        return own_causes(turn, str(card))
    units = parse_counted(text)
    if units is None and (said := instead_of_an_answer(turn, text)):
        return said
    giving = state.giving
    lots, rest = divmod(units or 0, giving.part.units)
    if rest or not 0 < lots <= giving.part.lots(state.counter.balance):
        return _ask_how_many(turn, state, giving, how_many(state, giving, turn.words))
    turn.stop_waiting()
    return give_own(turn, _lots(state, lots))


def give_own(turn: Turn, arg: str) -> Reply:
    """Give so many of their own to the cause of a card."""
    account_id, version_id, balance, lots = (int(part) for part in arg.split(":"))
    done = own_donations.give_own(
        turn.tx, turn.person_id, account_id, (version_id, balance), lots, now=turn.now
    )
    if not isinstance(done, OwnGiven):
        return Reply(not_own(done, turn.words))
    back = Choice(turn.t("↩ Take it back"), "causemine", str(done.donation.id))
    return Reply(word_own(done, turn.words), ((back,),))


def take_back_own(turn: Turn, arg: str) -> Reply:
    """Take back what was given of one's own."""
    done = own_donations.take_back_own(turn.tx, turn.person_id, int(arg), now=turn.now)
    return Reply(word_own(done, turn.words) if isinstance(done, OwnGiven) else not_own(done, turn.words))


def choose(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Let a card give to another cause from now on."""
    account_id, version_id, place = (int(part) for part in arg.split(":"))
    state = choose_cause(turn.tx, turn.person_id, account_id, version_id, place, now=turn.now)
    if state == "changed" or state.giving is None:
        shown = own_causes(turn, str(account_id))
        changed = Reply(turn.t("This was changed meanwhile. Here is what there is now:"))
        return [changed, *(shown if isinstance(shown, list) else [shown])]
    name = turn.words.known(state.giving.cause.name)
    said = turn.t(
        "✔ From now on your visits give to {cause}. What they gave before stays where it is.", cause=name
    )
    return [Reply(said), _shown(turn, state, state.giving)]


def show_proof(turn: Turn, arg: str) -> Reply:
    """Show what was paid to a cause, and the picture of it where there is one."""
    shown = see_payment(turn.tx, turn.person_id, int(arg))
    if shown is None:
        return Reply(turn.t("This is not shown any more. /cause shows what was paid."))
    text = word_payment(shown, turn.words, today=day_of(turn.now, shown.shop.zone))
    return Reply(text, picture=ProofPicture(shown.payment.id, "cause") if shown.payment.pictured else None)
