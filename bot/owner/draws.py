"""Draws for owners: a few questions, what a draw would promise and cost, and a yes after which nothing changes any more."""

from hashlib import sha256

from actions import random_codes
from actions.access import NotAllowed
from actions.people.identify import cards_of
from actions.shop.draws import (
    ReckonedDraw,
    RunsAlready,
    ShopDraws,
    WhyNotOpened,
    drop_draw,
    open_draw,
    reckon_draw,
    see_shop_draws,
)
from bot.beside import beside
from bot.customer.draws import own_draws
from bot.owner.draw_questions import QUESTIONS, plan_of
from bot.owner.places import not_allowed, place_for, split
from bot.owner.questions import FoundingAnswers, asks_which_words, offered, open_question
from bot.turn import Choice, Reply, Turn
from loyalty.cards.draws import BadPlan, Draw, TooGenerous
from loyalty.roles import Role
from words.shop.draws import bad_plan, draws_lines, plan_lines, too_generous

STEP = "draw"
_KNOWN = ("shop", "currency")
asks_words = asks_which_words(QUESTIONS)


@beside
def draw(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /draw: an owner's draws with a way to open one, and beneath them, or to anybody else, their own."""
    owned = turn.workplaces(Role.OWNER)
    if arg or not owned:
        return own_draws(turn, arg)
    replies = [_overview(turn, place.shop.id) for place in owned]
    own = own_draws(turn, "") if cards_of(turn.tx, turn.person_id, only_shop=turn.only_shop) else []
    return [*replies, *(own if isinstance(own, list) else [own])]


def _overview(turn: Turn, shop_id: int, note: str = "") -> Reply:
    found = see_shop_draws(turn.tx, turn.actor, shop_id)
    if not isinstance(found, ShopDraws):
        return not_allowed(turn)
    rows: list[tuple[Choice, ...]] = []
    if found.running is None:
        rows.append((Choice(turn.t("➕ Open a draw"), "drawnew", str(shop_id)),))
    elif not found.running.players:
        rows.append((Choice(turn.t("✖ Take it away"), "drawaway", str(found.running.draw.id)),))
    newest = found.running or next(iter(found.past), None)
    if newest:
        label = turn.t("🔒 The seed") if found.running else turn.t("📄 Check it")
        rows.append((Choice(label, "drawcheck", str(newest.draw.id)),))
    return Reply(note + "\n".join(draws_lines(found, turn.words, now=turn.now)), tuple(rows))


def new(turn: Turn, arg: str) -> Reply:
    """Begin the questions."""
    place = place_for(turn, Role.OWNER, "drawnew", arg)
    if isinstance(place, Reply):
        return place
    return _next(turn, {"shop": place.shop.id, "currency": place.shop.currency})


def answered(turn: Turn, arg: str) -> Reply:
    """Take a tapped suggestion "shop:question:number"; "back" forgets the last answer."""
    shop_id, rest = split(arg)
    question, _, number = rest.partition(":")
    answers = _answers(turn)
    if answers.get("shop") != shop_id:
        return new(turn, str(shop_id))
    if question == "back":
        if len(answers) == len(_KNOWN):
            turn.stop_waiting()
            return Reply(turn.t("No draw was opened."))
        answers.popitem()
        return _next(turn, answers)
    if question not in (*answers, open_question(QUESTIONS, answers)) or question not in QUESTIONS:
        return new(turn, str(shop_id))
    # A button of an earlier question answers that one anew, and what followed from it.
    known = list(answers)
    kept = known[: known.index(question)] if question in answers else known
    answers = {name: answers[name] for name in kept}
    _, said = QUESTIONS[question].ask(turn, answers)[1][int(number)]
    return _take(turn, answers, question, said)


def typed(turn: Turn, text: str) -> Reply:
    """Take a typed answer to the question that is open."""
    answers = _answers(turn)
    question = open_question(QUESTIONS, answers)
    return _take(turn, answers, question, text) if question else _summary(turn, answers)


def _take(turn: Turn, answers: FoundingAnswers, question: str, said: str) -> Reply:
    value = QUESTIONS[question].read(said, answers)
    if value is None:
        why = QUESTIONS[question].why(turn, said, answers) or turn.t("I did not understand that.")
        return _next(turn, answers, f"{why}\n")
    return _next(turn, {**answers, question: value})


def _answers(turn: Turn) -> FoundingAnswers:
    return {key: turn.data[key] for key in (*_KNOWN, *QUESTIONS) if key in turn.data}


def _next(turn: Turn, answers: FoundingAnswers, note: str = "") -> Reply:
    question = open_question(QUESTIONS, answers)
    if not question:
        return _summary(turn, answers)
    turn.wait_for(STEP, yes=None, **answers)
    text, suggestions = QUESTIONS[question].ask(turn, answers)
    rows = offered(suggestions, "drawset", f"{answers['shop']}:{question}")
    return Reply(note + text, (*rows, (_back(turn, answers),)))


def _back(turn: Turn, answers: FoundingAnswers) -> Choice:
    return Choice(turn.t("← Back"), "drawset", f"{answers['shop']}:back:")


def _summary(turn: Turn, answers: FoundingAnswers) -> Reply:
    """Show what it would promise, what it may cost, and what the law may want."""
    shop_id = int(answers["shop"] or 0)
    found = reckon_draw(turn.tx, turn.actor, shop_id, plan_of(answers), now=turn.now)
    if not isinstance(found, ReckonedDraw):
        return _again(turn, answers, found)
    yes = Choice(turn.t("✔ Open it"), "drawyes", f"{shop_id}:{_mark(found)}")
    turn.wait_for(STEP, yes=yes, **answers)
    return Reply("\n".join(plan_lines(found, turn.words, now=turn.now)), ((yes, _back(turn, answers)),))


def _mark(found: ReckonedDraw) -> str:
    """Return what a button carries of what it opens: another plan, or another last day, has another one."""
    return sha256(repr((found.plan, found.ends_at)).encode()).hexdigest()[:8]


def _again(turn: Turn, answers: FoundingAnswers, why: WhyNotOpened) -> Reply:
    """Say why it can't be, and ask anew what is to blame."""
    match why:
        case NotAllowed():
            return not_allowed(turn)
        case RunsAlready():
            turn.stop_waiting()
            return _overview(
                turn, int(answers["shop"] or 0), turn.t("One draw at a time: this one runs.") + "\n\n"
            )
        case BadPlan(what, _, _):
            return _next(turn, _without(answers, what), f"{bad_plan(why, turn.words)}\n")
        case TooGenerous():
            said = too_generous(why, plan_of(answers), str(answers["currency"]), turn.words)
            return _next(turn, _without(answers, "one_in"), f"{said}\n\n")


def _without(answers: FoundingAnswers, *names: str) -> FoundingAnswers:
    return {name: value for name, value in answers.items() if name not in names}


def confirm(turn: Turn, arg: str) -> Reply:
    """Open the draw as it was summed up."""
    (shop_id, mark), answers = split(arg), _answers(turn)
    if answers.get("shop") != shop_id or open_question(QUESTIONS, answers):
        return new(turn, str(shop_id))
    shown = reckon_draw(turn.tx, turn.actor, shop_id, plan_of(answers), now=turn.now)
    if isinstance(shown, ReckonedDraw) and _mark(shown) != mark:
        return _summary(turn, answers)
    seed = random_codes.seed()
    found = open_draw(turn.tx, turn.actor, shop_id, plan_of(answers), seed=seed, now=turn.now)
    if not isinstance(found, ReckonedDraw):
        return _again(turn, answers, found)
    turn.stop_waiting()
    note = turn.t("✔ The draw runs. Customers read of it beside their visits, and by /draw.")
    return _overview(turn, shop_id, f"{note}\n\n")


def take_away(turn: Turn, arg: str) -> Reply:
    """Take a draw away in which nobody takes part."""
    match drop_draw(turn.tx, turn.actor, int(arg), now=turn.now):
        case Draw() as gone:
            return _overview(turn, gone.shop_id, turn.t("✔ The draw is taken away.") + "\n\n")
        case "played":
            return Reply(turn.t("Somebody takes part by now: what was promised holds until its end."))
        case "gone":
            return Reply(turn.t("This draw is not there any more."))
        case NotAllowed():
            return not_allowed(turn)
