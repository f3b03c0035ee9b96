"""A goal on a card: what the customer saves for, how far it is, and by when."""

from datetime import date

from actions.campaigns.consents import consents_of
from actions.campaigns.kinds.goal import GOAL
from actions.cards import goals
from actions.cards.card_state import CardState
from actions.cards.goals import NoGoal
from actions.cards.own_cards import NoCard
from actions.people import profile
from bot.customer.coming_days import read_coming_day
from bot.customer.counters import own_counter, place_of, read_place, to_save_on
from bot.customer.goal_days import date_choices, days_meant, no_to_what, which_day
from bot.customer.messages import often, say_yes
from bot.customer.reminders import reminders
from bot.customer.unclear import instead_of_an_answer, unclear
from bot.short_answers import begins_with_no
from bot.turn import Choice, Reply, Turn
from loyalty.campaigns.frequency_cap import Purpose, agreed
from loyalty.cards.counter_state import left
from loyalty.cards.goals import BadGoal, room_to_save
from loyalty.counted import parse_counted
from loyalty.dates import day_of, months_later
from words.cards.forecast import forecast_lines
from words.cards.goals import goal_lines
from words.units import number_question

_FEW_WORDS = 3
_Rows = tuple[tuple[Choice, ...], ...]


def show_goal(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /goal: the distance, or what there is to save for; `/goal 8` sets a number at once."""
    typed = arg if turn.shown_at is None else ""
    target = parse_counted(typed)
    verb, rest = ("goal", "") if target is None else ("goalto", str(target))
    state = to_save_on(turn, verb, "" if typed else arg, rest=rest)
    if isinstance(state, Reply):
        return state
    if typed:
        return _number(turn, state, typed)
    return _goal(turn, state) if state.goal else _choices(turn, state)


def change_goal(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Offer what else there is to save for."""
    state = to_save_on(turn, "goal", arg)
    return state if isinstance(state, Reply) else _choices(turn, state, in_place=True)


def _choices(turn: Turn, state: CardState, *, note: str = "", in_place: bool = False) -> Reply:
    place = place_of(state)
    rows = [
        (Choice(f"{reward.text} · {turn.words.number(reward.at)}", "goalset", f"{place}:{reward.key}"),)
        for reward in left(state.standing)
        if reward.at > state.standing.balance
    ]
    if room_to_save(state.standing) > 1:
        rows.append((Choice(turn.t("Another number"), "goalnum", place),))
        turn.wait_for("goal_number", card_id=place)  # which may be typed at once
    question = turn.t("What are you saving for at {shop}?", shop=state.shop.name)
    return Reply("\n".join(filter(None, [note, question])), tuple(rows), in_place=in_place)


def choose_reward(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Save for the reward whose button was tapped."""
    place, _, key = arg.partition(":")
    return _chosen(turn, _set(turn, place, key))


def choose_number(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Save for the number whose button was tapped."""
    place, _, target = arg.partition(":")
    return _chosen(turn, _set(turn, place, int(target)))


def _set(turn: Turn, place: str, what: int | str) -> CardState | BadGoal | NoGoal | NoCard:
    card_id, counter_id = read_place(place)
    return goals.set_goal(turn.tx, turn.person_id, card_id, what, counter_id=counter_id, now=turn.now)


def ask_number(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask for a number of the customer's own."""
    state = to_save_on(turn, "goalnum", arg)
    if isinstance(state, Reply):
        return state
    turn.wait_for("goal_number", card_id=place_of(state))
    return Reply(_which_number(turn, state))


def _which_number(turn: Turn, state: CardState) -> str:
    least, programme = turn.words.number(state.standing.balance + 1), state.standing.version.programme
    if programme.places:
        most = turn.words.number(programme.places)
        if room_to_save(state.standing) == 1:
            return turn.t("Only {most} is left to save for on this card: type it.", most=most)
        bounds = turn.t("Type a number from {least} to {most}.", least=least, most=most)
    else:
        bounds = turn.t("Type a number from {least} up.", least=least)
    return f"{number_question(programme.unit, turn.words)} {bounds}"


def number_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Save for the number that was typed."""
    state = own_counter(turn, str(turn.data["card_id"]))
    return _gone(turn) if isinstance(state, NoCard) else _number(turn, state, text)


def _number(turn: Turn, state: CardState, text: str) -> Reply:
    target = parse_counted(text)
    if target is None:
        said = instead_of_an_answer(turn, text)
        if said:
            return said
        turn.wait_for("goal_number", card_id=place_of(state))
        return Reply(turn.t("I need a whole number.") + " " + _which_number(turn, state))
    outcome = _set(turn, place_of(state), target)
    if isinstance(outcome, BadGoal):
        turn.wait_for("goal_number", card_id=place_of(state))
        return Reply(_bad_number(turn, state, outcome))
    turn.stop_waiting()
    return _chosen(turn, outcome, in_place=False)


def _bad_number(turn: Turn, state: CardState, bad: BadGoal) -> str:
    most = turn.words.number(bad.most)
    if bad.why == "too_high":
        return turn.t("That is too high: {most} is the highest possible.", most=most) + (
            " " + _which_number(turn, state)
        )
    have = turn.words.number(state.standing.balance)
    return turn.t("You have {have} already; {most} is the highest possible.", have=have, most=most) + (
        " " + _which_number(turn, state)
    )


def _chosen(turn: Turn, outcome: CardState | BadGoal | NoGoal | NoCard, *, in_place: bool = True) -> Reply:
    match outcome:
        case CardState():
            lines = [*goal_lines(outcome, turn.words), turn.t("By when would you like it?")]
            rows = date_choices(turn, place_of(outcome))
            if not turn.visitor.workplaces:  # at a till a number is an amount
                turn.wait_for("goal_by", card_id=place_of(outcome))
            # To save for something is a yes to hear of that, and of nothing else.
            if not agreed(GOAL, consents_of(turn.tx, turn.person_id)) and say_yes(turn, Purpose.GOALS):
                lines.append(_reminding(turn))
                never = Choice(turn.t("No reminders, please"), "no", Purpose.GOALS)
                rows = (*rows, (never,))
            return Reply("\n".join(lines), rows, in_place=in_place)
        case NoGoal(state):
            return _choices(turn, state, note=turn.t("This reward is not there any more."), in_place=in_place)
        case BadGoal():
            return Reply(turn.t("You can have that now: see /rewards. /goal shows what lies ahead."))
        case NoCard():
            return _gone(turn)


def _reminding(turn: Turn) -> str:
    how_often = often(turn, Purpose.REMINDERS, GOAL)
    return turn.t("I'll remind you of it ({often}); /messages changes that.", often=how_often)


def choose_date(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Save until some months from now, or without a date."""
    place, _, months = arg.partition(":")
    state = own_counter(turn, place)
    if isinstance(state, NoCard):
        return _gone(turn)
    by = months_later(day_of(turn.now, state.shop.zone), int(months)) if int(months) else None
    return _dated(turn, state, by, in_place=True)


def ask_date(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask for a date of the customer's own."""
    turn.wait_for("goal_date", card_id=arg)
    return Reply(which_day(turn))


def date_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Save until the date that was typed, or ask which one was meant."""
    place = str(turn.data["card_id"])
    state = own_counter(turn, place)
    if isinstance(state, NoCard):
        return _gone(turn)
    today = day_of(turn.now, state.shop.zone)
    days = days_meant(text, turn.words, today=today)
    if not days:
        asking = Reply(turn.t("I can't read that as a date.") + " " + which_day(turn))
        return instead_of_an_answer(turn, text) or asking
    if len(days) > 1:
        rows = tuple(
            (Choice(turn.words.date(day, today=today), "goalday", f"{place}:{day}"),) for day in days
        )
        return Reply(turn.t("Which day do you mean?"), rows)
    return _dated(turn, state, days[0], in_place=False)


def day_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Save until the day that was typed beside the buttons; a few words are asked for again once, all else is no answer to them."""
    if read_coming_day(text, turn.words, today=turn.now.date()):
        return date_typed(turn, text)
    if begins_with_no(text):
        return no_to_what(turn, str(turn.data["card_id"]))
    if len(text.split()) <= _FEW_WORDS and "again" not in turn.data:
        turn.wait_for("goal_by", card_id=str(turn.data["card_id"]), again=1)
        return Reply(turn.t("I can't read that as a date.") + " " + which_day(turn))
    turn.stop_waiting()
    return unclear(turn, text)


def choose_day(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Save until the day that was meant."""
    place, _, day = arg.partition(":")
    state = own_counter(turn, place)
    return _gone(turn) if isinstance(state, NoCard) else _dated(turn, state, date.fromisoformat(day))


def _dated(turn: Turn, state: CardState, by: date | None, *, in_place: bool = True) -> Reply:
    match _set_date(turn, state, by):
        case BadGoal("past_date"):
            turn.wait_for("goal_date", card_id=place_of(state))
            return Reply(turn.t("That day is not ahead of us.") + " " + which_day(turn))
        case BadGoal():
            return _goal(turn, state)  # reached meanwhile
        case NoGoal():
            return _choices(turn, state)
        case NoCard():
            return _gone(turn)
        case CardState() as dated:
            turn.stop_waiting()
            return _goal(turn, dated, in_place=in_place)


def _set_date(turn: Turn, state: CardState, by: date | None) -> CardState | BadGoal | NoGoal | NoCard:
    card_id, counter_id = state.account.id, state.counter.id
    return goals.set_goal_date(turn.tx, turn.person_id, card_id, by, counter_id=counter_id, now=turn.now)


def drop_goal(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Save for nothing in particular any more."""
    card_id, counter_id = read_place(arg)
    state = goals.drop_goal(turn.tx, turn.person_id, card_id, counter_id=counter_id, now=turn.now)
    if isinstance(state, NoCard):
        return _gone(turn)
    text = turn.t("The goal is dropped; what is on your card stays.")
    return Reply(text, ((Choice(turn.t("🎯 New goal"), "goal", arg),),), in_place=True)


def remind(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Pause the reminders of goals, or go on with them; the goal itself stays."""
    place, _, frequency = arg.partition(":")
    state = own_counter(turn, place)
    if isinstance(state, NoCard):
        return _gone(turn)
    profile.set_how_often(turn.tx, turn.person_id, GOAL, frequency, now=turn.now)
    return _goal(turn, state, in_place=True) if state.goal else _choices(turn, state, in_place=True)


def _goal(turn: Turn, state: CardState, *, in_place: bool = False) -> Reply:
    place, card_id = place_of(state), str(state.account.id)
    reminded, pausing = reminders(turn, place)
    rows = (
        (Choice(turn.t("Change"), "goalnew", place), Choice(turn.t("Date"), "goalask", place)),
        (Choice(turn.t("Drop"), "goaldrop", place), Choice(turn.t("💳 My card"), "card", card_id)),
        *pausing,
    )
    lines = [*goal_lines(state, turn.words), *_forecast(turn, state), *reminded]
    return Reply("\n".join(lines), rows, in_place=in_place)


def _forecast(turn: Turn, state: CardState) -> list[str]:
    outlook = goals.outlook_of(turn.tx, state, now=turn.now)
    if outlook is None or outlook.hopeless or outlook.to_go <= 0:
        return []
    return forecast_lines(outlook, turn.words, today=day_of(turn.now, state.shop.zone))


def ask_when(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Offer dates for the goal there is."""
    state = own_counter(turn, arg)
    if isinstance(state, NoCard):
        return _gone(turn)
    return _chosen(turn, state) if state.goal else _choices(turn, state, in_place=True)


def _gone(turn: Turn) -> Reply:
    turn.stop_waiting()
    return Reply(turn.t("This card is not yours any more. /card shows those you have."))
