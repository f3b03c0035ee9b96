"""The reminder of a goal: how far it is, when it is reached at this pace, and what is nearer, in words."""

from actions.campaigns.message_facts import Occasion
from bot.campaigns.kind_words import KindWords
from bot.occasion_facts import card_button
from bot.turn import Choice, Reply
from loyalty.cards.programme import Reward
from words.cards.forecast import forecast_lines
from words.cards.goals import goal_lines
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Reply:
    """Word the reminder of a goal."""
    lines = goal_lines(one.state, say)
    goal, outlook, today = one.state.goal, one.outlook, one.state.today
    if goal is None or outlook is None:
        return Reply("\n".join(lines), (card_button(one, say),))
    if outlook.hopeless:
        nearer = _nearer(one, say, outlook.nearer)
        lines += [say.t("At your pace that is too far away."), *(text for text, _ in nearer)]
        return Reply("\n".join(lines), (*(row for _, row in nearer), card_button(one, say)))
    lines += forecast_lines(outlook, say, today=today)
    overdue = goal.by is not None and goal.by < today
    date_row = ((Choice(say.t("Another date"), "goalask", str(one.state.card.id)),),) if overdue else ()
    return Reply("\n".join(lines), (*date_row, card_button(one, say)))


def _nearer(one: Occasion, say: Words, nearer: Reward | int | None) -> list[tuple[str, tuple[Choice, ...]]]:
    """Offer, by a button, what can be had in time."""
    card_id = one.state.card.id
    match nearer:
        case None:
            return []
        case Reward():
            left = nearer.at - one.state.standing.balance
            text = say.tn(
                "Nearer: {reward}, {n} to go.", "Nearer: {reward}, {n} to go.", left, reward=nearer.text
            )
            return [
                (
                    text,
                    (
                        Choice(
                            say.t("Save for: {goal}", goal=nearer.text), "goalset", f"{card_id}:{nearer.key}"
                        ),
                    ),
                )
            ]
        case int():
            number = say.number(nearer)
            text = say.t("A goal of {number} would be within reach.", number=number)
            return [
                (text, (Choice(say.t("Save for: {goal}", goal=number), "goalto", f"{card_id}:{nearer}"),))
            ]


WORDS = KindWords(
    name=N_("Goal"),
    does=N_("how far what they save for is, unless they are on track"),
    because=(
        N_("you save for something, and are not on track for it"),
        N_("your goal, your balance and the days of your visits"),
    ),
    word=_word,
    mended_by="goal",
    figure="to_go",
)
