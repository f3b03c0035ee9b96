"""What a shop asks about a visit: shown with its answers, and each answer taken with a tap."""

from actions.campaigns.questions import AskedVisit
from actions.people import opinions as actions
from actions.people.opinions import NoLongerAsked, OpinionNoted, TooLongAgo
from bot.turn import Choice, Reply, Turn
from loyalty.people.questions import QUESTIONS
from words.campaigns.questions import answer_said, question_text
from words.language import Words

_IN_A_ROW = 6  # numbers


def place_of_opinion(asked: AskedVisit) -> str:
    """Name a question about a visit, as a button calls it."""
    return f"{asked.visit_id}:{asked.question_id}"


def opinion_choices(asked: AskedVisit, say: Words) -> tuple[tuple[Choice, ...], ...]:
    """Offer each answer: numbers in rows, all else a line each."""
    question, place = QUESTIONS[asked.name], place_of_opinion(asked)
    answers = [
        Choice(answer_said(asked.name, one, say), "opinion", f"{place}:{one}")
        for one in range(question.lowest, question.highest + 1)
    ]
    wide = 1 if question.choices else _IN_A_ROW
    return tuple(tuple(answers[first : first + wide]) for first in range(0, len(answers), wide))


def opinion(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take an answer, or show the question where there is none yet."""
    visit, _, rest = arg.partition(":")
    question, _, answer = rest.partition(":")
    if not answer:
        return _ask(turn, int(visit), int(question))
    match actions.give_opinion(turn.tx, turn.person_id, int(visit), int(question), int(answer), now=turn.now):
        case NoLongerAsked():
            return _gone(turn)
        case TooLongAgo(shop):
            return Reply(
                turn.t(
                    "Thank you! That visit to {shop} is too long ago to count. I may ask you again after another one.",
                    shop=shop.name,
                )
            )
        case OpinionNoted() as noted:
            return _thanks(turn, noted)


def _ask(turn: Turn, visit_id: int, question_id: int) -> Reply:
    found = actions.question_about(turn.tx, turn.person_id, visit_id, question_id)
    if isinstance(found, NoLongerAsked):
        return _gone(turn)
    shop, asked = found
    return Reply(question_text(asked, shop, turn.words), opinion_choices(asked, turn.words))


def _gone(turn: Turn) -> Reply:
    return Reply(turn.t("That is not asked any more. Thank you all the same!"))


def _thanks(turn: Turn, noted: OpinionNoted) -> Reply:
    """Thank in the same words whatever was answered, with the same page for reviews."""
    said = answer_said(noted.asked.name, noted.answer, turn.words)
    lines = [turn.t("Thank you! {shop} counts it: {answer}.", shop=noted.shop.name, answer=said)]
    if noted.review_url:
        lines.append(turn.t("If you like, tell others too:"))
    lines.append(turn.t("Is there more to say? Type it, and I ask before it goes to the shop."))
    review = Choice(turn.t("⭐ Write a review"), url=noted.review_url)
    return Reply("\n".join(lines), ((review,),) if noted.review_url else ())
