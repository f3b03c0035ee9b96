"""The birthday: day and month, for a gift; the year is never asked."""

from calendar import monthrange
from datetime import date

from actions.people import profile
from actions.people.profile import BirthdayKept
from bot.customer.asking import about_presents
from bot.customer.days import read_day
from bot.customer.unclear import instead_of_an_answer
from bot.turn import Choice, Reply, Turn
from loyalty.dates import (
    BIRTHDAY_LEAD_DAYS,
    BIRTHDAY_PAID_AGAIN_AFTER_DAYS,
    Birthday,
    birthday,
)

_Rows = tuple[tuple[Choice, ...], ...]
_LEAP = 2000  # a year with a 29 February


def show_birthday(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /birthday: the one we know, or a question for it; `/birthday 29 February` gives it at once."""
    if arg and turn.shown_at is None:
        return birthday_typed(turn, arg)
    day = profile.birthday_of(turn.tx, turn.person_id)
    if day is None:
        return _ask(turn)
    text = turn.t("Your birthday is {day}. I don't know the year, and don't ask.", day=_said(turn, day))
    kept = profile.birthday_kept(turn.tx, turn.person_id, day, now=turn.now)
    text = "\n".join([text, *_late(turn, kept)])
    rows = ((Choice(turn.t("Change"), "bchange"), Choice(turn.t("Remove"), "bdrop")),)
    asking, answers = about_presents(turn)
    return Reply("\n".join([text, *asking]), (*answers, *rows))


def change_birthday(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """Ask for another birthday."""
    return _ask(turn, in_place=True)


def _ask(turn: Turn, *, note: str = "", in_place: bool = False) -> Reply:
    turn.wait_for("birthday")
    why = turn.t("When is your birthday? Shops like to give you something then. I don't ask the year.")
    how = turn.t("Tap the month, or type the day like “{example}”.", example=_said(turn, Birthday(2, 29)))
    return Reply("\n".join(filter(None, [note, why, how])), _months(turn), in_place=in_place)


def _months(turn: Turn) -> _Rows:
    months = [Choice(turn.words.month(i), "bmonth", str(i)) for i in range(1, 13)]
    return tuple(tuple(months[i : i + 3]) for i in range(0, 12, 3))


def choose_month(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Offer the days of a month, 29 February among them."""
    turn.wait_for("birthday")
    month = int(arg)
    length = monthrange(_LEAP, month)[1]
    days = [Choice(str(day), "bday", str(Birthday(month, day))) for day in range(1, length + 1)]
    rows = tuple(tuple(days[i : i + 7]) for i in range(0, length, 7))
    back = (Choice(turn.t("↩ Another month"), "bchange"),)
    return Reply(turn.t("Which day? {month}", month=turn.words.month(month)), (*rows, back), in_place=True)


def choose_day(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Remember the birthday whose button was tapped."""
    return _keep(turn, birthday(arg), in_place=True)


def birthday_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Remember the birthday that was typed, or ask which day was meant."""
    today = profile.day_at_home(turn.tx, turn.person_id, turn.now)
    days = [typed.day for typed in read_day(text, turn.words, today=today)]
    if not days:
        return instead_of_an_answer(turn, text) or _ask(turn, note=turn.t("I can't read that as a day."))
    if len(days) == 1:
        turn.stop_waiting()
        return _keep(turn, days[0])
    rows = tuple((Choice(_said(turn, day), "bday", str(day)),) for day in days)
    return Reply(turn.t("Which day do you mean?"), rows)


def _keep(turn: Turn, day: Birthday, *, in_place: bool = False) -> Reply:
    kept = profile.set_birthday(turn.tx, turn.person_id, day, now=turn.now)
    lines = [turn.t("Noted: {day}. /birthday changes or removes it.", day=_said(turn, day))]
    lines += _late(turn, kept)
    if kept.changed:
        lines.append(
            turn.tn(
                "There is one birthday gift in {n} day, also after a change.",
                "There is one birthday gift in {n} days, also after a change.",
                BIRTHDAY_PAID_AGAIN_AFTER_DAYS,
            )
        )
    asking, answers = about_presents(turn)
    return Reply("\n".join([*lines, *asking]), answers, in_place=in_place)


def _late(turn: Turn, kept: BirthdayKept) -> list[str]:
    """Say from when on a birthday counts that was given too late for this year's."""
    if not kept.late:
        return []
    said = turn.tn(
        "A birthday that is given less than {n} day ahead counts from the next year on: from {date}.",
        "A birthday that is given less than {n} days ahead counts from the next year on: from {date}.",
        BIRTHDAY_LEAD_DAYS,
        date=turn.words.date(kept.counts_from, today=turn.now.date()),
    )
    return [said]


def drop_birthday(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """Forget the birthday."""
    profile.drop_birthday(turn.tx, turn.person_id, now=turn.now)
    return Reply(turn.t("I have forgotten your birthday. /birthday if you change your mind."), in_place=True)


def _said(turn: Turn, day: Birthday) -> str:
    return turn.words.date(date(_LEAP, day.month, day.day))
