"""What happened on a card, line by line, in words."""

from collections.abc import Callable, Sequence

from actions.cards.card_state import CardState
from actions.cards.history import HistoryLine
from loyalty.cards.endings import last_day
from words.language import Words
from words.units import programme_name


def history_line(
    line: HistoryLine, states: Sequence[CardState], words: Words, source: Callable[[str, Words], str]
) -> str:
    """Say one thing that happened: when, how much, on which of several programmes, what it was, and who did it."""
    state, zone = states[0], states[0].shop.zone
    if line.kind == "ended":
        day = words.date(last_day(line.at, zone), today=state.today)
        return words.t("{day} · “{reward}” ran out", day=day, reward=line.reward)
    if line.kind == "expired":  # the day that was told as its last, not the midnight after it
        when = words.date(last_day(line.at, zone), today=state.today)
    else:
        when = words.day_and_time(line.at, zone, today=state.today)
    sign = "+" if line.amount > 0 else "−"
    parts = [
        when,
        f"{sign}{words.number(abs(line.amount))}",
        _on(line, states, words),
        _what(line, words, source),
    ]
    if line.who is not None:
        parts.append(words.first_name(line.who))
    return " · ".join(filter(None, parts))


def _on(line: HistoryLine, states: Sequence[CardState], words: Words) -> str:
    """Name the programme of a line beside another one."""
    of_it = [state.current for state in states if state.counter.programme_id == line.programme_id]
    return programme_name(of_it[0], words) if of_it and len(states) > 1 else ""


def _what(line: HistoryLine, words: Words, source: Callable[[str, Words], str]) -> str:
    match line.kind:
        case "head_start":
            return words.t("a gift to begin with")
        case "extra":
            return words.t("one more")
        case "gift" | "reward" if line.reward or line.kind == "reward":
            return line.reward or words.t("card filled")
        case "expired":
            return words.t("ran out")
        case "moved":
            return words.t("moved from one card to another")
        case "reversal" if line.reward:
            return words.t("given back: {reward}", reward=line.reward)
        case "reversal":
            return (
                words.t("taken back: {reason}", reason=line.reason) if line.reason else words.t("taken back")
            )
        case _:
            return source(line.part, words) if line.part else ""
