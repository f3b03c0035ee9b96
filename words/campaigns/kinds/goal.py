"""The reminder of a goal: how far it is, when it is reached at this pace, and what is nearer, in words."""

from actions.campaigns.message_facts import Occasion
from loyalty.cards.programme import Reward
from words.campaigns import known
from words.campaigns.kind_words import ChooseDate, Follow, KindWords, Said, SaveFor, ShowCard
from words.campaigns.parts import VOUCHER_SETTINGS, with_gift
from words.cards.forecast import forecast_lines
from words.cards.goals import goal_lines
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    """Word the reminder of a goal."""
    lines = goal_lines(one.state, say)
    said = _said(one, say, lines)
    if one.voucher is None:
        return said
    return with_gift(one, say, said.text, follows=said.follows)


def _said(one: Occasion, say: Words, lines: list[str]) -> Said:
    goal, outlook, today = one.state.goal, one.outlook, one.state.today
    if goal is None or outlook is None:
        return Said("\n".join(lines))
    if outlook.hopeless:
        text, follows = _nearer(one, say, outlook.nearer)
        return Said(
            "\n".join([*lines, say.t("At your pace that is too far away."), *text]), (*follows, ShowCard())
        )
    lines += forecast_lines(outlook, say, today=today)
    overdue = goal.by is not None and goal.by < today
    return Said("\n".join(lines), (ChooseDate(), ShowCard()) if overdue else (ShowCard(),))


def _nearer(one: Occasion, say: Words, nearer: Reward | int | None) -> tuple[list[str], tuple[Follow, ...]]:
    """Offer what can be had in time."""
    match nearer:
        case None:
            return [], ()
        case Reward():
            left = nearer.at - one.state.standing.balance
            text = say.tn(
                "Nearer: {reward}, {n} to go.", "Nearer: {reward}, {n} to go.", left, reward=nearer.text
            )
            return [text], (SaveFor(nearer.key, nearer.text),)
        case int():
            number = say.number(nearer)
            return [say.t("A goal of {number} would be within reach.", number=number)], (
                SaveFor(nearer, number),
            )


WORDS = KindWords(
    name=N_("Goal"),
    does=N_("how far what they save for is, unless they are on track"),
    because=(
        N_("you save for something, and are not on track for it"),
        N_("your goal, your balance and the days of your visits"),
    ),
    word=_word,
    known=(known.sum_on_card, known.last_visit),
    mended_by="goal",
    settings=VOUCHER_SETTINGS,
    figure="to_go",
)
