"""Opening a shop in chat: a few questions, each answered by a tap or a word, and a summary at the end."""

from typing import Any

from actions.access import NotAllowed
from actions.shop.open_shop import BadShop, NewShop, found_shop, may_found
from actions.shop.sums import SecondYes
from bot.owner.answers import QUESTIONS, drawn_notes
from bot.owner.questions import FoundingAnswers, asks_which_words, offered, one_back, open_question
from bot.owner.sums_questions import cost_of, told_by
from bot.staff.hiring import owner_start
from bot.turn import Choice, Reply, Turn
from loyalty.cards.programme import Programme
from loyalty.cards.programme_check import MAX_REWARD_TEXT, Invalid
from loyalty.cards.rates import stored_rate
from loyalty.names import MAX_NAME
from loyalty.shop.presets import PRESETS
from words.cards.rules import ProgrammeWording
from words.language import LANGUAGES
from words.shop.calculations import new_lines
from words.shop.figures import invalid
from words.shop.risks import all_the_same, second_yes_lines
from words.shop.trades import labelled

BARE = "bare"  # answered where a trade's bonuses are not wanted
_DRAWN = {"name": MAX_NAME, "reward": MAX_REWARD_TEXT}  # stand on cards and posters, in so many letters
asks_words = asks_which_words(QUESTIONS)


def newshop(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """Answer /newshop: begin the questions for somebody whom the operator invited."""
    if not may_found(turn.tx, turn.actor):
        return _uninvited(turn)
    return _next(turn, {})


def _uninvited(turn: Turn) -> Reply:
    return Reply(
        turn.t("To open a shop you need an invitation from whoever runs this bot. Each one opens one shop.")
    )


def answered(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take a tapped suggestion "question:number"; "back" forgets the last answer."""
    answers = _answers(turn.data)
    question, _, number = arg.partition(":")
    if question == "back" and answers:
        return _next(turn, one_back(QUESTIONS, answers))
    if question == BARE and not open_question(QUESTIONS, answers):
        return _next(turn, bare_after_all(answers))
    # A button of an earlier question answers that one anew, and what followed from it.
    if question not in (*answers, open_question(QUESTIONS, answers)):
        return _again(turn)
    answers = {key: answers[key] for key in list(answers)[: _place(answers, question)]}
    return _take(turn, answers, question, QUESTIONS[question].ask(turn, answers)[1][int(number)][1])


def _again(turn: Turn) -> Reply | list[Reply]:
    if not may_found(turn.tx, turn.actor):
        return _uninvited(turn)
    return [Reply(turn.t("We had stopped there. Let's begin again.")), *_listed(newshop(turn, ""))]


def typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Take a typed answer to the question that is open."""
    answers = _answers(turn.data)
    question = open_question(QUESTIONS, answers)
    return _take(turn, answers, question, text) if question else _summary(turn, answers)


def _take(turn: Turn, answers: FoundingAnswers, question: str, text: str) -> Reply | list[Reply]:
    text, more = QUESTIONS[question].parts(text, answers)
    value = QUESTIONS[question].read(text, answers)
    if value is None:
        why = QUESTIONS[question].why(turn, text, answers)
        return _next(turn, answers, f"{why}\n" if why else turn.t("I did not understand that.") + " ")
    drawn = isinstance(value, str) and question in _DRAWN
    notes = drawn_notes(turn, text, str(value), most=_DRAWN[question]) if drawn else ""
    return _next(turn, {**answers, question: value, **more}, notes)


def _answers(data: dict[str, Any]) -> FoundingAnswers:
    return {key: data[key] for key in (*QUESTIONS, BARE) if key in data}


def _place(answers: FoundingAnswers, question: str) -> int:
    return list(answers).index(question) if question in answers else len(answers)


def _next(turn: Turn, answers: FoundingAnswers, note: str = "") -> Reply:
    question = open_question(QUESTIONS, answers)
    turn.wait_for("newshop", yes=None if question else _create(turn), **answers)
    if not question:
        return _summary(turn, answers, note)
    text, suggestions = QUESTIONS[question].ask(turn, answers)
    rows = offered(suggestions, "found", question)
    if answers:
        rows.append((Choice(turn.t("← Back"), "found", "back:"),))
    return Reply(note + text, tuple(rows))


def _summary(turn: Turn, answers: FoundingAnswers, note: str = "") -> Reply:
    new = _shop(turn, answers)
    lines = [
        turn.t("Shall I open it like this?"),
        "",
        new.name,
        *ProgrammeWording(turn.words, new.programme.unit, new.currency).rules(new.programme),
        *new_lines(new.reckoned, new.programme.unit, new.currency, turn.words),
        f"🌍 {new.timezone} · {new.currency} · {LANGUAGES.get(new.language, new.language)}",
        "",
        turn.t("You can change the rules later with /programme."),
    ]
    rows = ((_create(turn), Choice(turn.t("← Back"), "found", "back:")),)
    return Reply(note + "\n".join(lines), (*rows, *bare_or_not(turn, answers, "found", BARE)))


def bare_or_not(turn: Turn, answers: FoundingAnswers, verb: str, key: str) -> tuple[tuple[Choice, ...], ...]:
    """Offer to leave a trade's bonuses out, or to have them after all; nothing where it has none."""
    if not PRESETS[str(answers["preset"])].parts:
        return ()
    label = turn.t("With bonuses") if BARE in answers else turn.t("Without bonuses")
    return ((Choice(label, verb, f"{key}:"),),)


def bare_after_all(answers: FoundingAnswers) -> FoundingAnswers:
    """Leave bonuses out, or take them in again."""
    rest = {key: value for key, value in answers.items() if key != BARE}
    return rest if BARE in answers else {**answers, BARE: 1}


def _create(turn: Turn) -> Choice:
    return Choice(turn.t("✔ Create"), "create")


def create(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """Open the shop as it was summed up; its founder is its owner."""
    return _open(turn, knowing=False)


def create_knowing(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """Open it although it loses money or gives too early, for somebody who read so."""
    return _open(turn, knowing=True)


def _open(turn: Turn, *, knowing: bool) -> Reply | list[Reply]:
    answers = _answers(turn.data)
    if not answers or open_question(QUESTIONS, answers):
        return _again(turn)
    new = _shop(turn, answers)
    match found_shop(turn.tx, turn.actor, new, now=turn.now, knowing=knowing):
        case NotAllowed():
            return _uninvited(turn)
        case SecondYes(risks):
            yes = Choice(all_the_same(turn.words), "createknow")
            turn.wait_for("newshop", yes=yes, **answers)
            lines = second_yes_lines(risks, new.programme.unit, new.currency, turn.words)
            return Reply("\n".join(lines), ((yes, Choice(turn.t("← Back"), "found", "back:")),))
        case BadShop(why, what, rules):
            for wrong in ("at", "price") if why == "rules" else (what if why == "figure" else why,):
                answers.pop(wrong, None)
            return _next(turn, answers, f"{_unfit(turn, answers, rules)} ")
        case shop:
            turn.menu_changed = True
            opened = turn.t(
                "{shop} is open, and you are its owner. Customers join with this link:\n{link}",
                shop=shop.name,
                link=turn.links.join(shop),
            )
            return [Reply(opened), owner_start(turn, shop.id)]


def _unfit(turn: Turn, answers: FoundingAnswers, rules: Invalid | None) -> str:
    if rules is None:
        return turn.t("That does not fit.")
    return invalid(
        rules, ProgrammeWording(turn.words, first_programme(turn, answers).unit, str(answers["currency"]))
    )


def _shop(turn: Turn, answers: FoundingAnswers) -> NewShop:
    return NewShop(
        name=str(answers["name"]),
        programme=first_programme(turn, answers),
        timezone=str(answers["timezone"]),
        currency=str(answers["currency"]),
        language=str(answers["language"]),
        told=told_by(answers),
    )


def first_programme(turn: Turn, answers: FoundingAnswers) -> Programme:
    """Return the rules that were answered, with one reward to begin with and the trade's bonuses, unless they are to be bare."""
    chosen = PRESETS[str(answers["preset"])]
    at = int(answers.get("at") or answers.get("price") or 0)
    rate = stored_rate(str(answers.get("per_unit", 1)))
    usual = () if BARE in answers else chosen.bonuses(rate, str(answers["currency"]))
    return chosen.programme(
        str(answers["reward"]),
        at,
        points_per_unit=rate,
        cost_minor=cost_of(answers),
        parts=labelled(usual, turn.words),
    )


def _listed(answer: Reply | list[Reply]) -> list[Reply]:
    return answer if isinstance(answer, list) else [answer]
