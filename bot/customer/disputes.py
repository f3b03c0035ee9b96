"""A customer asks about a line of their card: which one, and what is wrong with it; the answer stands beneath it in /history."""

from actions.cards.history import HistoryPage, card_history
from actions.cards.own_cards import NoCard
from actions.people import letters as actions
from actions.people.disputes import own_line
from actions.people.letters import LetterSent, SendOutcome
from bot.customer.letters import WORDS_LIVE, had_already, offer_to_pass_on, told
from bot.turn import Choice, Reply, Turn
from words.campaigns.line_sources import line_source
from words.cards.history import history_line
from words.people.letters import shortened

STEP = "line_question"
LINES = 15
_MOST_OF_A_LABEL = 60


def which(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask which line it is about."""
    card, _, before = arg.partition(":")
    page = _page(turn, int(card), int(before) if before else None)
    if page is None:
        return _gone(turn)
    lines = [line for line in page.lines if line.id]
    rows = [
        (Choice(shortened(said, _MOST_OF_A_LABEL), "askline", f"{card}:{line.id}"),)
        for line in lines
        for said in [history_line(line, page.states, turn.words, line_source)]
    ]
    if lines and not before:
        rows.append((Choice(turn.t("Something is missing"), "askline", f"{card}:{lines[0].id}:missing"),))
    rows.append((Choice(turn.t("← History"), "history", card),))
    return Reply(turn.t("Which line is it about?"), tuple(rows))


def what(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask what is wrong with a line; what is typed next says it."""
    card, entry, missing = _parts(arg)
    found = own_line(turn.tx, turn.person_id, card, entry, now=turn.now)
    if found is None:
        return _gone(turn)
    turn.wait_for(STEP, card=card, entry=entry, missing=bool(missing))
    back = (Choice(turn.t("← History"), "history", str(card)),)
    if missing:
        text = turn.t("What is missing, and from when? Tap, or type it.")
        return Reply(text, ((Choice(turn.t("A stamp is missing"), "asksend", arg),), back))
    text = turn.t("What is wrong with it? Tap, or type it.")
    rows = (
        (Choice(turn.t("This wasn't me"), "asksend", f"{card}:{entry}:not_me"),),
        (Choice(turn.t("It should be more"), "asksend", f"{card}:{entry}:more"),),
        back,
    )
    line, states = found
    return Reply(f"{history_line(line, states, turn.words, line_source)}\n{text}", rows)


def send(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask the shop in the words of the button, once however often it is tapped."""
    if turn.kept(f"{STEP}:{arg}"):
        return had_already(turn)
    card, entry, about = _parts(arg)
    words = {
        "not_me": turn.t("This wasn't me"),
        "more": turn.t("It should be more"),
        "missing": turn.t("A stamp is missing"),
    }
    if offered := _offered_to_partners(turn, card, entry, words[about], missing=about == "missing"):
        return offered
    sent = _send(turn, card, entry, words[about])
    if isinstance(sent, LetterSent):
        turn.keep(f"{STEP}:{arg}", what=True, lives=WORDS_LIVE)
    return _gone(turn) if sent is None else told(turn, sent)


def typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Ask the shop in the words that were typed."""
    card, entry = int(turn.data["card"]), int(turn.data["entry"])
    missing = bool(turn.data.get("missing"))
    if offered := _offered_to_partners(turn, card, entry, text, missing=missing):
        return offered
    sent = _send(turn, card, entry, text)
    return _gone(turn) if sent is None else told(turn, sent)


def _offered_to_partners(turn: Turn, card: int, entry: int, text: str, *, missing: bool) -> Reply | None:
    """Offer what is asked about a line of a coalition's card to the partner where it was booked; None of other cards.

    The partner has no such card, and knows no name: the line goes along in words, by a yes of its customer's. Where a line
    is missing nobody knows whose.
    """
    found = own_line(turn.tx, turn.person_id, card, entry, now=turn.now)
    if found is None or not found[1][0].shop.is_coalition:
        return None
    line, states = found
    about = [] if missing else [history_line(line, states, turn.words, line_source)]
    asked = None if missing else entry
    readers = actions.who_answers(turn.tx, turn.person_id, states[0].shop.id, asked)
    if not readers:
        return None
    turn.stop_waiting()
    head = ": ".join([states[0].shop.name, *about])
    return offer_to_pass_on(turn, f"{head}\n{text}", readers)


def _send(turn: Turn, card: int, entry: int, text: str) -> SendOutcome | None:
    """Ask the shop; None where the line is on no card of theirs."""
    found = own_line(turn.tx, turn.person_id, card, entry, now=turn.now)
    if found is None:
        return None
    shop = found[1][0].shop
    return actions.send_letter(turn.tx, turn.person_id, shop.id, text, entry_id=entry, now=turn.now)


def _parts(arg: str) -> tuple[int, int, str]:
    card, entry, *rest = arg.split(":")
    return int(card), int(entry), rest[0] if rest else ""


def _page(turn: Turn, card: int, before: int | None) -> HistoryPage | None:
    page = card_history(turn.tx, turn.person_id, card, before=before, most=LINES, now=turn.now)
    return None if isinstance(page, NoCard) else page


def _gone(turn: Turn) -> Reply:
    return Reply(turn.t("That line is not on a card of yours any more. /history shows what is."))
