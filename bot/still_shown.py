"""What was shown for a yes goes on waiting for it where what is typed is no answer: "maybe", in the place of another figure."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.beside import Beside
from bot.turn import Choice, Reply, Turn

Answer = Reply | list[Reply] | Beside[Any]
_Question = tuple[str, Mapping[str, Any]]


def still_shown(turn: Turn, yes: Choice | None, answer: Callable[[], Answer]) -> Answer:
    """Give the open question's answer to what was typed; below one that asks again stands what was shown before."""
    question, found = turn.waiting(), answer()
    if yes is None or question is None:
        return found
    if isinstance(found, Beside):
        then = found.then
        return replace(found, then=lambda turn, read: _with_it(turn, yes, question, then(turn, read)))
    return _with_it(turn, yes, question, found)


def _with_it(turn: Turn, yes: Choice, question: _Question, answer: Reply | list[Reply]) -> list[Reply]:
    replies = answer if isinstance(answer, list) else [answer]
    if not replies or not _is_asked_again(turn, question):
        return replies
    step, known = question
    turn.wait_for(step, yes=yes, **known)
    last = replies[-1]
    text = f"{last.text}\n{turn.t('What I showed before is not done yet: it waits for your yes.')}"
    return [*replies[:-1], replace(last, text=text, choices=((yes,), *last.choices))]


def _is_asked_again(turn: Turn, question: _Question) -> bool:
    """Say whether the same question is open, knows nothing more, and waits for no other yes."""
    now = turn.waiting()
    return bool(now and now[0] == question[0] and now[1].items() <= question[1].items() and not turn.asked())
