"""What is given beside a purchase, told to whom it concerns: surprises, tasks, friends, what a draw brought."""

from actions.cards.card_state import CardState
from actions.till.friend_gifts import friend_came, gift_went
from actions.till.proofs import ShownProof, see_proof, what_became
from actions.till.surprise import reason_told, surprise_told
from bot.customer.rewards import use_button
from bot.receipts.case import Case, Receipt, in_template
from bot.staff.proving import shown_reply
from bot.turn import Choice, Filled, Reply
from loyalty.cards.endings import last_day
from loyalty.names import first_name
from words.cards.card import after_a_gift
from words.cards.friends import came
from words.cards.prizes import prize
from words.cards.rewards import times
from words.cards.tasks import became

# How a task's news goes where free words don't get through; that a yes was taken back is not worth a template.
_TASK_FORMS = {"approved": "task_yes", "refused": "task_no", "sent": ""}


def surprise(case: Case) -> list[Receipt]:
    """Tell of something that was given without a purchase, and why."""
    notice, say = case.notice, case.words
    line = surprise_told(case.tx, notice.data["entry_id"])
    state = next((one for one in notice.states if line and one.counter.id == line.counter_id), None)
    if state is None or line is None:
        return []
    given = say.counted(state.standing.version.programme.unit, line.amount)
    about = {
        "shop": state.shop.name,
        "given": given,
        "reason": say.known(reason_told(case.tx, state.account, line)),
    }
    text = say.t("🎁 A surprise from {shop}: {given}. “{reason}”", **about)
    return [Receipt(_given(case, state, text, in_template("surprise", **about))), *case.picture()]


def _given(case: Case, state: CardState, text: str, template: Filled | None) -> Reply:
    """Tell of a gift, how its card stands now, and what it won: a gift may be the last stamp to it."""
    won, card = prize(state), Choice(case.words.t("💳 My card"), "card", str(state.account.id))
    rows = (*((use_button(won, case.words),) if won else ()), (card,))
    lines = [text, *after_a_gift(case.notice.states, state, case.words)]
    return Reply("\n".join(lines), rows, template=template)


def proof(case: Case) -> list[Receipt]:
    """Show who leads a shop what a customer did."""
    shown = see_proof(case.tx, case.actor, case.notice.data["errand_id"], now=case.now)
    if not isinstance(shown, ShownProof) or shown.errand.state != "sent":
        return []
    return [Receipt(shown_reply(shown, case.words))]


def task(case: Case) -> list[Receipt]:
    """Tell a customer what was said to what they showed."""
    notice, say = case.notice, case.words
    state, found = notice.state, what_became(case.tx, notice.data["errand_id"])
    if state is None or found is None or found[0].state not in _TASK_FORMS:
        return []
    errand, part = found
    about = {
        "shop": state.shop.name,
        "given": say.counted(state.current.programme.unit, part.gives),
        "reason": say.known(errand.reason or ""),
    }
    text = became(errand.state, part, say, **about)
    name = _TASK_FORMS[errand.state]
    formal = Filled(name, about | {"task": say.known(part.label)}) if name else None
    reply = Reply(text, template=formal) if errand.state == "refused" else _given(case, state, text, formal)
    return [Receipt(reply), *case.picture()]


def won(case: Case) -> list[Receipt]:
    """Tell somebody that a ticket of theirs was drawn."""
    notice, say = case.notice, case.words
    voucher, state = notice.voucher, notice.state
    if voucher is None or state is None or voucher.state == "withdrawn":
        return []
    prize = times(voucher.reward, notice.data["prizes"])
    about = {"shop": state.shop.name, "prize": prize}
    lines = [say.t("🎉 {shop}: you won in the draw: {prize}!", **about)]
    if voucher.expires_at:
        day = say.date(last_day(voucher.expires_at, state.shop.zone), today=state.today)
        lines.append(say.t("It waits on your card until {day}.", day=day))
    rows = (
        (Choice(say.t("Use: {reward}", reward=voucher.reward), "show", str(voucher.id)),),
        (Choice(say.t("🎟 The draw"), "draw", str(state.account.id)),),
    )
    formal = Filled("won", about, {"show": str(voucher.id)})
    return [Receipt(Reply("\n".join(lines), rows, template=formal)), *case.picture()]


def surprise_undone(case: Case) -> list[Receipt]:
    """Tell that a surprise was taken back."""
    state, say = case.notice.state, case.words
    if state is None:
        return []
    taken = say.counted(state.current.programme.unit, case.notice.data["taken"])
    text = say.t("{shop}: a surprise of {taken} was taken back.", shop=state.shop.name, taken=taken)
    return [*case.picture(text), Receipt(Reply(text))]  # outside of a window it is not worth a template


def friend(case: Case) -> list[Receipt]:
    """Tell who invited that the friend came, and what that brought."""
    notice, say = case.notice, case.words
    state, told = notice.state, friend_came(case.tx, notice.data)
    if state is None or told is None:
        return []
    name = first_name(told.name) or say.t("Your friend")
    given = say.counted(state.current.programme.unit, told.given)
    about = {"shop": state.shop.name, "name": name}
    text = came(told.given, say, counted=given, **about)
    formal = Filled("friend", about | {"given": given}) if told.given else None
    return [*case.picture(text), Receipt(_given(case, state, text, formal))]


def friend_undone(case: Case) -> list[Receipt]:
    """Tell who invited that a friend's first visit was taken back, and what it brought with it."""
    state, say = case.notice.state, case.words
    if state is None or not gift_went(case.tx, case.notice.data):
        return []
    taken = say.counted(state.current.programme.unit, case.notice.data["taken"])
    text = say.t(
        "{shop}: a friend's visit was taken back, and {taken} of yours with it. The next one brings them again.",
        shop=state.shop.name,
        taken=taken,
    )
    # Outside of a window it is not worth a template.
    told = Reply("\n".join([text, *after_a_gift(case.notice.states, state, say)]))
    return [*case.picture(text), Receipt(told)]
