"""The questions that open a draw: how each is asked, what is suggested, and how an answer is read."""

from collections.abc import Callable, Mapping

from bot.owner.questions import FoundingAnswers, Question, Suggestions, why_no_name
from bot.short_answers import means_no, means_yes
from bot.turn import Turn
from loyalty.amounts import NoAmount, parse_amount
from loyalty.cards.draws import (
    LONGEST_PRIZE,
    MOST_DAYS,
    MOST_PRIZES,
    MOST_RARE,
    BadPlan,
    DrawForm,
    DrawPlan,
)
from loyalty.counted import parse_counted
from loyalty.names import read_name
from words.amounts import bad_amount
from words.shop.draws import bad_plan


def plan_of(answers: FoundingAnswers) -> DrawPlan:
    """Return the draw that was answered for."""
    one_in = answers.get("one_in")
    return DrawPlan(
        DrawForm(str(answers["form"])),
        str(answers["prize"]),
        int(answers["cost"] or 0),
        int(answers["prizes"] or 0),
        int(answers["days"] or 0),
        int(one_in) if one_in else None,
        free=answers["free"] == "yes",
    )


def _ask_form(turn: Turn, _answers: FoundingAnswers) -> tuple[str, Suggestions]:
    text = turn.t("A ticket a visit, with winners drawn at the end? Or a ticket to scratch after each visit?")
    return text, [
        (turn.t("🎟 Drawn at the end"), DrawForm.TICKETS),
        (turn.t("🪙 Scratched"), DrawForm.SCRATCH),
    ]


def _ask_prize(turn: Turn, _answers: FoundingAnswers) -> tuple[str, Suggestions]:
    return turn.t("What can be won? Type it as customers shall read it."), []


def _ask_cost(turn: Turn, answers: FoundingAnswers) -> tuple[str, Suggestions]:
    example = turn.words.amount_example(str(answers["currency"]))
    text = turn.t(
        "What does one such prize cost you? Type an amount, for example {example}.", example=example
    )
    return text, []


def _ask_prizes(turn: Turn, _answers: FoundingAnswers) -> tuple[str, Suggestions]:
    return turn.t("How many of them can be won in all? Tap, or type a number."), _numbers(turn, 1, 3, 10, 20)


def _ask_one_in(turn: Turn, _answers: FoundingAnswers) -> tuple[str, Suggestions]:
    text = turn.t("How rare is a win? Tap, or type a number: 20 means that one ticket in 20 wins.")
    return text, _numbers(turn, 10, 20, 50, 100)


def _ask_days(turn: Turn, _answers: FoundingAnswers) -> tuple[str, Suggestions]:
    text = turn.t("For how many days, after today? Tap, or type a number.")
    return text, _numbers(turn, 7, 14, 30)


def _ask_free(turn: Turn, _answers: FoundingAnswers) -> tuple[str, Suggestions]:
    text = turn.t(
        "Shall everybody who takes part have one ticket without a purchase? In many places the law wants it."
    )
    return text, [(turn.t("Yes, one is free"), "yes"), (turn.t("No, only visits"), "no")]


def _numbers(turn: Turn, *them: int) -> Suggestions:
    return [(turn.words.number(n), str(n)) for n in them]


def _read_form(text: str, _answers: FoundingAnswers) -> str | None:
    return text if text in tuple(DrawForm) else None


def _read_free(text: str, _answers: FoundingAnswers) -> str | None:
    """Read a yes or a no in anybody's language."""
    return "yes" if means_yes(text) else "no" if means_no(text) else None


def _read_prize(text: str, _answers: FoundingAnswers) -> str | None:
    return read_name(text, most=LONGEST_PRIZE) or None


def _read_cost(text: str, answers: FoundingAnswers) -> int | None:
    amount = parse_amount(text, str(answers["currency"]))
    return None if isinstance(amount, NoAmount) else amount


def _why_no_cost(turn: Turn, text: str, answers: FoundingAnswers) -> str:
    currency = str(answers["currency"])
    amount = parse_amount(text, currency)
    return bad_amount(amount, currency, turn.words) if isinstance(amount, NoAmount) else ""


def _whole(
    what: str, ask: Callable[[Turn, FoundingAnswers], tuple[str, Suggestions]], least: int, most: int
) -> Question:
    def read(text: str, _answers: FoundingAnswers) -> int | None:
        n = parse_counted(text, what)
        return n if n is not None and least <= n <= most else None

    def why(turn: Turn, _text: str, _answers: FoundingAnswers) -> str:
        return bad_plan(BadPlan(what, least, most), turn.words)

    return Question(ask, read, _scratched if what == "one_in" else _always, why, words=False)


def _always(_answers: FoundingAnswers) -> bool:
    return True


def _scratched(answers: FoundingAnswers) -> bool:
    return answers.get("form") == DrawForm.SCRATCH


# In the order in which they are asked.
QUESTIONS: Mapping[str, Question] = {
    "form": Question(_ask_form, _read_form, words=False),
    "prize": Question(_ask_prize, _read_prize, why=why_no_name),
    "cost": Question(_ask_cost, _read_cost, why=_why_no_cost, words=False),
    "prizes": _whole("prizes", _ask_prizes, 1, MOST_PRIZES),
    "one_in": _whole("one_in", _ask_one_in, 2, MOST_RARE),
    "days": _whole("days", _ask_days, 1, MOST_DAYS),
    "free": Question(_ask_free, _read_free, words=False),
}
