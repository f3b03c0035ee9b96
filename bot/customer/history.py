"""What happened on a card, line by line, in words."""

from actions.cards.card_state import CardState
from actions.cards.history import HistoryLine, card_history
from actions.cards.own_cards import NoCard, own_cards
from actions.people import identify
from bot.customer import linking
from bot.customer.cards import show_no_card
from bot.turn import Choice, Reply, Turn
from loyalty.cards.endings import last_day
from words.cards.card import balance

_LINES = 15


def show_history(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /history: the card used last, with buttons for what is older and for the other cards."""
    own = identify.cards_of(turn.tx, turn.person_id)
    if not own:
        return linking.story_alone(turn) or show_no_card(turn)
    asked, _, before = arg.partition(":") if turn.shown_at else ("", "", "")
    card_id = int(asked) if asked else own[0].id
    page = card_history(
        turn.tx, turn.person_id, card_id, before=int(before) if before else None, most=_LINES, now=turn.now
    )
    if isinstance(page, NoCard):
        return Reply(turn.t("This card is not yours any more. /card shows those you have."))
    state = page.state
    head = f"{state.shop.name} · {balance(state, turn.words)}"
    lines = [_line(turn, state, line) for line in page.lines] or [turn.t("Nothing happened yet.")]
    rows: list[tuple[Choice, ...]] = []
    if page.older:
        rows.append((Choice(turn.t("Older"), "history", f"{card_id}:{page.older}"),))
    joined, undo = linking.story(turn, state.shop.zone) if not before else ([], ())
    rows += [*_others(turn, card_id), *undo]
    return Reply("\n".join([head, *joined, *lines]), tuple(rows), in_place=bool(arg))


def _others(turn: Turn, card_id: int) -> list[tuple[Choice, ...]]:
    return [
        (Choice(state.shop.name, "history", str(state.account.id)),)
        for state in own_cards(turn.tx, turn.person_id, now=turn.now)
        if state.account.id != card_id
    ]


def _line(turn: Turn, state: CardState, line: HistoryLine) -> str:
    say, zone = turn.words, state.shop.zone
    if line.kind == "ended":
        day = say.date(last_day(line.at, zone), today=state.today)
        return say.t("{day} · “{reward}” ran out", day=day, reward=line.reward)
    if line.kind == "expired":  # the day that was told as its last, not the midnight after it
        when = say.date(last_day(line.at, zone), today=state.today)
    else:
        when = say.day_and_time(line.at, zone, today=state.today)
    sign = "+" if line.amount > 0 else "−"
    parts = [when, f"{sign}{say.number(abs(line.amount))}", _what(turn, line)]
    if line.who is not None:
        parts.append(say.first_name(line.who))
    return " · ".join(filter(None, parts))


def _what(turn: Turn, line: HistoryLine) -> str:
    match line.kind:
        case "head_start":
            return turn.t("a gift to begin with")
        case "extra":
            return turn.t("one more")
        case "reward":
            return line.reward or turn.t("card filled")
        case "expired":
            return turn.t("ran out")
        case "moved":
            return turn.t("moved from one card to another")
        case "reversal" if line.reward:
            return turn.t("given back: {reward}", reward=line.reward)
        case "reversal":
            return turn.t("taken back: {reason}", reason=line.reason) if line.reason else turn.t("taken back")
        case _:
            return ""
