"""A question of a dialog that opens a shop or adds to one: how it is asked and read, and which comes next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.turn import Choice, Turn
from words.names import no_name

FoundingAnswers = dict[str, str | int | None]
Suggestions = list[tuple[str, str]]  # label and value


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `read` returns None for what is no answer, `needed` says whether it is asked at all.

    `why` says what is wrong with what is no answer; "" has it that it was not understood. `words` may be any, a
    command's too: beside a figure or a choice a command's word is the command. `parts` takes apart what answers a later
    question too: the text that is left, and that answer.
    """

    ask: Callable[[Turn, FoundingAnswers], tuple[str, Suggestions]]
    read: Callable[[str, FoundingAnswers], str | int | None]
    needed: Callable[[FoundingAnswers], bool] = lambda _answers: True
    why: Callable[[Turn, str, FoundingAnswers], str] = lambda _turn, _text, _answers: ""
    words: bool = True
    parts: Callable[[str, FoundingAnswers], tuple[str, FoundingAnswers]] = lambda text, _answers: (text, {})


def open_question(questions: Mapping[str, Question], answers: FoundingAnswers) -> str:
    """Name the first question that is needed and not answered yet; "" when all are."""
    return next((key for key, one in questions.items() if key not in answers and one.needed(answers)), "")


def one_back(questions: Mapping[str, Question], answers: FoundingAnswers) -> FoundingAnswers:
    """Forget the last answers, until another question is open: one that was answered along with an earlier one was never asked."""
    kept, asked = dict(answers), open_question(questions, answers)
    while kept and open_question(questions, kept) == asked:
        kept.popitem()
    return kept


def asks_which_words(questions: Mapping[str, Question]) -> Callable[[FoundingAnswers], bool]:
    """Return what says of answers whether the question that is open then takes any words."""

    def asks_words(answers: FoundingAnswers) -> bool:
        question = open_question(questions, answers)
        return bool(question) and questions[question].words

    return asks_words


def offered(suggestions: Suggestions, verb: str, key: str) -> list[tuple[Choice, ...]]:
    """Make buttons of suggestions, two in a row; each says as "key:number" which one it is."""
    choices = [Choice(label, verb, f"{key}:{i}") for i, (label, _) in enumerate(suggestions)]
    return [tuple(choices[i : i + 2]) for i in range(0, len(choices), 2)]


def why_no_name(turn: Turn, _text: str, _answers: FoundingAnswers) -> str:
    """Say why what was typed names nothing."""
    return no_name(turn.words)
