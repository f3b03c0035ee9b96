"""What a new shop is asked for its sums: what a reward costs, what a visit brings, what of it is left; each may be skipped."""

from collections.abc import Mapping

from bot.owner.questions import FoundingAnswers, Question, Suggestions
from bot.short_answers import means_skip
from bot.turn import Turn
from loyalty.amounts import NoAmount, parse_amount
from loyalty.shop.basis import TRADES, BadFigure, Told, check_told, parse_margin
from loyalty.shop.presets import PRESETS
from words.amounts import bad_amount
from words.shop.basis import bad_figure, told_question

_SKIPPED = ""


def cost_of(answers: FoundingAnswers) -> int | None:
    """Return what the reward costs, as far as it was said."""
    return _number(answers, "cost")


def told_by(answers: FoundingAnswers) -> Told:
    """Return what was said of sales, and the trade that tells what is usual."""
    trade = str(answers["preset"])
    return Told(
        _number(answers, "average_sale"), _number(answers, "margin"), trade if trade in TRADES else None
    )


def _number(answers: FoundingAnswers, name: str) -> int | None:
    value = answers.get(name)
    return value if isinstance(value, int) else None


def _ask_cost(turn: Turn, answers: FoundingAnswers) -> tuple[str, Suggestions]:
    text = turn.t(
        "What does “{reward}” cost you, roughly? Type an amount, for example {example}. Only you see it.",
        reward=answers["reward"],
        example=turn.words.amount_example(str(answers["currency"])),
    )
    return text, [(turn.t("Skip"), _SKIPPED)]


def _ask_average_sale(turn: Turn, answers: FoundingAnswers) -> tuple[str, Suggestions]:
    currency = str(answers["currency"])
    usual = PRESETS[str(answers["preset"])].sale_minor(currency)
    label = turn.words.money(usual, currency) if usual else ""
    return told_question("average_sale", currency, turn.words), [(_skip(turn, label), _SKIPPED)]


def _ask_margin(turn: Turn, answers: FoundingAnswers) -> tuple[str, Suggestions]:
    usual = PRESETS[str(answers["preset"])].margin_permille
    label = "" if usual is None else turn.words.percent(usual)
    return told_question("margin", str(answers["currency"]), turn.words), [(_skip(turn, label), _SKIPPED)]


def _skip(turn: Turn, usual: str) -> str:
    """Offer to go on with what is usual, or with nothing."""
    return turn.t("Skip: about {usual}", usual=usual) if usual else turn.t("Skip")


def _read_cost(text: str, answers: FoundingAnswers) -> int | str | None:
    return _of(_amount(text, answers))


def _read_average_sale(text: str, answers: FoundingAnswers) -> int | str | None:
    return _of(_sale(text, answers))


def _read_margin(text: str, _answers: FoundingAnswers) -> int | str | None:
    return _of(_margin(text))


def _amount(text: str, answers: FoundingAnswers) -> int | str | NoAmount:
    return _SKIPPED if _skips(text) else parse_amount(text, str(answers["currency"]))


def _sale(text: str, answers: FoundingAnswers) -> int | str | NoAmount | BadFigure:
    amount = _amount(text, answers)
    bad = (
        check_told(Told(average_sale_minor=amount), str(answers["currency"]))
        if isinstance(amount, int)
        else None
    )
    return bad or amount


def _margin(text: str) -> int | str | BadFigure:
    return _SKIPPED if _skips(text) else parse_margin(text)


def _skips(text: str) -> bool:
    return text == _SKIPPED or means_skip(text)


def _of(read: int | str | NoAmount | BadFigure) -> int | str | None:
    return read if isinstance(read, int | str) else None


def _why(turn: Turn, read: int | str | NoAmount | BadFigure, answers: FoundingAnswers) -> str:
    currency = str(answers["currency"])
    if isinstance(read, NoAmount):
        return bad_amount(read, currency, turn.words)
    return bad_figure(read, currency, turn.words) if isinstance(read, BadFigure) else ""


FOR_SUMS: Mapping[str, Question] = {
    "cost": Question(
        _ask_cost, _read_cost, why=lambda turn, text, answers: _why(turn, _amount(text, answers), answers)
    ),
    "average_sale": Question(
        _ask_average_sale,
        _read_average_sale,
        why=lambda turn, text, answers: _why(turn, _sale(text, answers), answers),
    ),
    "margin": Question(
        _ask_margin, _read_margin, why=lambda turn, text, answers: _why(turn, _margin(text), answers)
    ),
}
