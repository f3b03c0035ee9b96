"""One more programme beside the others: a few questions, what it means for whom, and a confirmation."""

from collections.abc import Sequence

from actions.access import NotAllowed
from actions.shop.side_by_side import (
    BadProgrammeName,
    TooManyProgrammes,
    WhyNotAdded,
    add_programme,
    bad_name,
    propose_programme,
    see_programmes,
)
from actions.shop.sums import Reckoned, SecondYes
from bot.owner import side_by_side
from bot.owner.answers import QUESTIONS, drawn_notes
from bot.owner.founding import BARE, bare_after_all, bare_or_not, first_programme
from bot.owner.places import not_allowed, place_for, rules_for, split
from bot.owner.questions import (
    FoundingAnswers,
    Question,
    Suggestions,
    asks_which_words,
    offered,
    one_back,
    open_question,
)
from bot.turn import Choice, Reply, Turn
from loyalty.cards.programme import ProgrammeVersion
from loyalty.cards.programme_check import MAX_REWARD_TEXT, Invalid
from loyalty.names import MAX_NAME, clean_name
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.presets import PRESETS
from loyalty.units import Unit
from words.cards.rules import ProgrammeWording
from words.shop.calculations import new_lines
from words.shop.figures import invalid
from words.shop.risks import all_the_same, second_yes_lines
from words.shop.side_by_side import bad_programme_name, too_many_programmes
from words.units import card_name, programme_name

_KNOWN = ("shop", "currency")
_DRAWN = {"title": MAX_NAME, "reward": MAX_REWARD_TEXT}


def _ask_preset(turn: Turn, _answers: FoundingAnswers) -> tuple[str, Suggestions]:
    return turn.t("Which card shall stand beside it? Every customer has both, under one code."), [
        (turn.t("Stamps: one for a visit"), "stamps"),
        (turn.t("Points: for what is spent"), "points"),
    ]


def _unit(answers: FoundingAnswers) -> Unit:
    return PRESETS[str(answers["preset"])].programme("", 1).unit


def _ask_title(turn: Turn, answers: FoundingAnswers) -> tuple[str, Suggestions]:
    """Ask for a name; a card that is alone in what it counts may go by that, in everybody's own language."""
    text = turn.t(
        "What shall this card be called? Cashiers and customers tell it from the other one by its name."
    )
    unit, reward = _unit(answers), clean_name(str(answers["reward"]))
    alone = bad_name(_beside(turn, answers), unit, "") is None
    return text, [*([(card_name(unit, turn.words), "")] if alone else []), (reward, reward)]


def _beside(turn: Turn, answers: FoundingAnswers) -> Sequence[ProgrammeVersion]:
    found = see_programmes(turn.tx, turn.actor, int(answers["shop"] or 0))
    return () if isinstance(found, NotAllowed) else found


def _read_title(text: str, _answers: FoundingAnswers) -> str | None:
    return clean_name(text) or None


# In the order in which they are asked; the shop's money, zone and language are known.
_QUESTIONS = {
    "preset": Question(_ask_preset, QUESTIONS["preset"].read),
    **{name: QUESTIONS[name] for name in ("reward", "at", "per_unit", "price", "cost")},
    "title": Question(_ask_title, _read_title),
}
asks_words = asks_which_words(_QUESTIONS)


def one_more(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Begin the questions for one more programme in a shop."""
    place = place_for(turn, Role.OWNER, "onemore", arg)
    if isinstance(place, Reply):
        return place
    return _next(turn, {"shop": place.shop.id, "currency": place.shop.currency})


def one_more_like(turn: Turn, shop: Shop, trade: str) -> Reply | list[Reply]:
    """Begin them for a card with the usual rules of a trade."""
    return _next(turn, {"shop": shop.id, "currency": shop.currency, "preset": trade})


def answered(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take a tapped suggestion "shop:question:number"; "back" forgets the last answer."""
    shop_id, rest = split(arg)
    question, _, number = rest.partition(":")
    answers = _answers(turn)
    if answers.get("shop") != shop_id:
        return one_more(turn, str(shop_id))
    if question == "back":
        if len(answers) == len(_KNOWN):
            return _stopped(turn, shop_id)
        return _next(turn, one_back(_QUESTIONS, answers))
    if question == BARE and not open_question(_QUESTIONS, answers):
        return _next(turn, bare_after_all(answers))
    if question not in (*answers, open_question(_QUESTIONS, answers)) or question not in _QUESTIONS:
        return one_more(turn, str(shop_id))
    # A button of an earlier question answers that one anew, and what followed from it.
    known = list(answers)
    kept = known[: known.index(question)] if question in answers else known
    answers = {name: answers[name] for name in kept}
    label, value = _QUESTIONS[question].ask(turn, answers)[1][int(number)]
    return _take(turn, answers, question, label, value)


def typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Take a typed answer to the question that is open."""
    answers = _answers(turn)
    question = open_question(_QUESTIONS, answers)
    if not question:
        return _summary(turn, answers)
    text, more = _QUESTIONS[question].parts(text, answers)
    value = _QUESTIONS[question].read(text, answers)
    if question == "title" and value is not None:
        named = side_by_side.name_of(turn, _beside(turn, answers), _unit(answers), text)
        if isinstance(named, BadProgrammeName):
            return _again(turn, answers, named)
        value = named
    return _take(turn, {**answers, **more}, question, text, value)


def _take(
    turn: Turn, answers: FoundingAnswers, question: str, said: str, value: str | int | None
) -> Reply | list[Reply]:
    if value is None:
        why = _QUESTIONS[question].why(turn, said, answers)
        return _next(turn, answers, f"{why}\n" if why else turn.t("I did not understand that.") + " ")
    drawn = isinstance(value, str) and question in _DRAWN
    notes = drawn_notes(turn, said, str(value), most=_DRAWN[question]) if drawn else ""
    return _next(turn, {**answers, question: value}, notes)


def _answers(turn: Turn) -> FoundingAnswers:
    return {key: turn.data[key] for key in (*_KNOWN, *_QUESTIONS, BARE) if key in turn.data}


def _next(turn: Turn, answers: FoundingAnswers, note: str = "") -> Reply | list[Reply]:
    question = open_question(_QUESTIONS, answers)
    if not question:
        return _summary(turn, answers, note)
    turn.wait_for("one_more", yes=None, **answers)
    text, suggestions = _QUESTIONS[question].ask(turn, answers)
    shop_id = answers["shop"]
    rows = offered(suggestions, "onemoreset", f"{shop_id}:{question}")
    return Reply(note + text, (*rows, (_back(turn, answers),)))


def _back(turn: Turn, answers: FoundingAnswers) -> Choice:
    return Choice(turn.t("← Back"), "onemoreset", f"{answers['shop']}:back:")


def _stopped(turn: Turn, shop_id: int) -> Reply:
    turn.stop_waiting()
    return Reply(turn.t("Nothing was added."), ((Choice(turn.t("← Rules"), "programme", str(shop_id)),),))


def _summary(turn: Turn, answers: FoundingAnswers, note: str = "") -> Reply | list[Reply]:
    """Show the new rules, and for whom they hold; what can't be is asked again."""
    shop_id, new = int(answers["shop"] or 0), first_programme(turn, answers)
    found = propose_programme(turn.tx, turn.actor, shop_id, new, name=str(answers["title"]))
    if not isinstance(found, Reckoned):
        return _again(turn, answers, found)
    title = str(answers["title"]) or card_name(new.unit, turn.words)
    lines = [
        turn.t("Shall I add it like this?"),
        "",
        title,
        *ProgrammeWording(turn.words, new.unit, str(answers["currency"])).rules(new),
        *new_lines(found, new.unit, str(answers["currency"]), turn.words),
        "",
        turn.t(
            "Every customer has it at once, empty, under the same code; what is on their other card stays. At the till a "
            "scan asks which card is meant where that is not clear. As long as nothing is booked on it, it can be taken "
            "away again."
        ),
    ]
    yes = Choice(turn.t("✔ Add it"), "onemoreyes", str(shop_id))
    turn.wait_for("one_more", yes=yes, **answers)
    bare = bare_or_not(turn, answers, "onemoreset", f"{shop_id}:{BARE}")
    return Reply(note + "\n".join(lines), ((yes, _back(turn, answers)), *bare))


def _again(turn: Turn, answers: FoundingAnswers, why: WhyNotAdded | NotAllowed) -> Reply | list[Reply]:
    match why:
        case NotAllowed():
            return not_allowed(turn)
        case TooManyProgrammes():
            turn.stop_waiting()
            return Reply(too_many_programmes(why, turn.words))
        case BadProgrammeName():
            return _next(turn, _without(answers, "title"), f"{bad_programme_name(why, turn.words)}\n\n")
        case Invalid():
            write = ProgrammeWording(
                turn.words, first_programme(turn, answers).unit, str(answers["currency"])
            )
            return _next(turn, _without(answers, "at", "price", "title"), f"{invalid(why, write)} ")


def _without(answers: FoundingAnswers, *names: str) -> FoundingAnswers:
    return {name: value for name, value in answers.items() if name not in names}


def confirm(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Add the programme as it was summed up."""
    return _add(turn, arg, knowing=False)


def confirm_knowing(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Add it although it loses money or gives too early, for somebody who read so."""
    return _add(turn, arg, knowing=True)


def _add(turn: Turn, arg: str, *, knowing: bool) -> Reply | list[Reply]:
    shop_id, answers = split(arg)[0], _answers(turn)
    if answers.get("shop") != shop_id or open_question(_QUESTIONS, answers):
        return one_more(turn, str(shop_id))
    new, name = first_programme(turn, answers), str(answers["title"])
    match add_programme(turn.tx, turn.actor, shop_id, new, name=name, now=turn.now, knowing=knowing):
        case ProgrammeVersion() as version:
            turn.stop_waiting()
            seen = rules_for(turn, shop_id, version.programme_id)
            said = turn.t("✔ {name} is added.", name=programme_name(version, turn.words))
            return (
                seen if isinstance(seen, Reply) else side_by_side.all_programmes(turn, seen, note=f"{said}\n")
            )
        case SecondYes(risks):
            yes = Choice(all_the_same(turn.words), "onemoreknow", str(shop_id))
            turn.wait_for("one_more", yes=yes, **answers)
            lines = second_yes_lines(risks, new.unit, str(answers["currency"]), turn.words)
            return Reply("\n".join(lines), ((yes, _back(turn, answers)),))
        case why:
            return _again(turn, answers, why)
