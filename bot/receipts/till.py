"""What happens at the till, told to whom it concerns: receipts, "was that you?", a picture kept up to date."""

from datetime import timedelta

from actions.cards.card_state import CardState
from actions.cards.draws import running
from actions.till.challenge_gifts import won_with
from actions.till.correct_amount import corrected
from actions.till.undo_visit import won_by
from bot.customer.booked import booked
from bot.customer.cards import card_reply
from bot.customer.rewards import asked_for
from bot.late import late
from bot.receipts.case import Case, Receipt, in_template
from bot.staff.standing import asks_bill
from bot.turn import Choice, Filled, Reply
from loyalty.cards.counter_state import reached_with
from words.cards.card import balance, name_of, named_balance
from words.cards.challenges import challenges_won
from words.cards.draws import at_visit
from words.cards.friends import friend_bonus
from words.cards.presents import presents
from words.cards.worth import booked as booked_on_it
from words.cards.worth import for_the_till
from words.till.undo import earned_went, prizes_went
from words.units import programme_name

# A picture shown this recently is still in the customer's hand: it changes before their eyes.
_IN_HAND = timedelta(minutes=15)


def visit(case: Case) -> list[Receipt]:
    """Tell of a booking."""
    notice, say = case.notice, case.words
    state, view, visit = notice.state, notice.view, notice.visit
    if state is None or visit is None or visit.undone_at:
        return []
    given = say.counted(state.standing.version.programme.unit, visit.amount)
    of_several = [programme_name(state.current, say)] if len(notice.states) > 1 else []
    time, who = say.time(visit.at, state.shop.zone), say.first_name(visit.staff)
    bonus = [f"✨ {say.t('{n} of them on top', n=say.number(visit.bonus))}"] if visit.bonus else []
    brought = [f"👋 {friend_bonus(notice.data['friend'], say)}"] if notice.data.get("friend") else []
    done = challenges_won(won_with(state, visit), say)
    said = [
        f"✔ {given}",
        *bonus,
        *brought,
        *done,
        *of_several,
        *filter(None, [notice.place]),
        time,
        who,
        *_in_draw(case, state),
    ]
    note = " · ".join(said)
    messages: list[Receipt] = []
    earned = state.vouchers[-notice.data["rewards"] :] if notice.data["rewards"] else ()
    news = bool(earned or reached_with(state.standing, visit.amount))
    if news or view is None or case.now - view.shown_at > _IN_HAND:
        reply = booked(say, state, visit, note, earned=earned)
        messages.append(Receipt(case.asking(reply, f"visit:{visit.id}") if news else reply))
    # The words go first: a picture brought up to date counts as in the hand when the rest is tried again.
    return [*messages, *case.picture("\n".join([note, *presents(state, say)]))]


def _in_draw(case: Case, state: CardState) -> list[str]:
    """Say what the visit is in the draw that runs there; where none does, nothing is asked."""
    seen = running(case.tx, state.shop, state.account, now=case.now)
    said = at_visit(seen, case.words) if seen else ""
    return [said] if said else []


def renewed(case: Case) -> list[Receipt]:
    """Show the new code."""
    notice, say = case.notice, case.words
    if notice.state is None:
        return []
    note = say.t("Here is a new code:")
    new = card_reply(notice.states, say, case.links, now=case.now, note=note)
    return case.picture(note) or [Receipt(new)]


def undone(case: Case) -> list[Receipt]:
    """Tell of a booking taken back, or put right: how the card stands is told as it is by then."""
    notice, say = case.notice, case.words
    if notice.state is None or notice.visit is None:
        return []
    after, went = corrected(case.tx, notice.visit)
    time = say.time(notice.visit.at, notice.state.shop.zone)
    by = say.first_name(notice.member.name if notice.member else notice.visit.staff)
    if after:
        note = say.t("{name} corrected the booking of {time}.", name=by, time=time)
    else:
        note = say.t("{name} took back the booking of {time}.", name=by, time=time)
    if went:
        note += " " + earned_went(went, say)
    note = "\n".join([note, *prizes_went(won_by(case.tx, notice.visit), say)])
    held = named_balance(notice.state, say) if len(notice.states) > 1 else balance(notice.state, say)
    shop = notice.state.shop.name
    text = Reply(
        f"{shop}: {note}\n{held}", template=in_template("undone", shop=shop, note=note, balance=held)
    )
    return [*case.picture(note), Receipt(text)]


def redeemed(case: Case) -> list[Receipt]:
    """Tell that a reward was handed out, and ask whether it was them."""
    notice, say = case.notice, case.words
    voucher, state = notice.voucher, notice.state
    if voucher is None or state is None or voucher.used_at is None:
        return []
    text = say.t("{shop}: “{reward}” was handed out. Enjoy!", shop=state.shop.name, reward=voucher.reward)
    text = "\n".join(filter(None, (text, booked_on_it(voucher.worth, say))))
    rows: tuple[tuple[Choice, ...], ...] = ()
    if notice.data["ask"]:
        text += "\n" + say.t("Was this you?")
        rows = ((Choice(say.t("Not me!"), "notme", str(voucher.id)),),)
    name = "redeemed_ask" if rows else "redeemed"
    formal = in_template(name, shop=state.shop.name, reward=voucher.reward)
    reply = Reply(text, rows, template=formal)
    return [*case.picture(), Receipt(reply if rows else case.asking(reply, f"redeemed:{voucher.id}"))]


def returned(case: Case) -> list[Receipt]:
    """Tell that a reward was not handed out after all, and is theirs again, or what the till had paid for it."""
    voucher, state, say = case.notice.voucher, case.notice.state, case.words
    points = case.notice.data.get("points")
    if voucher is None or state is None or not (points or voucher.usable(now=case.now)):
        return []
    about = {"shop": state.shop.name, "reward": voucher.reward}
    if points:
        text = say.t(
            "{shop}: “{reward}” was not handed out after all, and what it cost is yours again: {balance}.",
            **about,
            balance=balance(state, say),
        )
    else:
        text = say.t("{shop}: “{reward}” was not handed out after all: it is yours again.", **about)
    return [*case.picture(), Receipt(Reply(text))]  # outside of a window it is not worth a template


def asked(case: Case) -> list[Receipt]:
    """Ask whether a reward is to be used now."""
    notice, say = case.notice, case.words
    state, wanted = notice.state, asked_for(notice, now=case.now)
    if state is None or wanted is None:
        return []
    reward, arg = wanted
    yes = Choice(say.t("Yes, hand it out"), "agree", arg)
    about = {"shop": state.shop.name, "reward": reward}
    return [
        Receipt(
            Reply(say.t("{shop}: use “{reward}” now?", **about), ((yes,),), template=Filled("asked", about))
        )
    ]


def agreed(case: Case) -> list[Receipt]:
    """Tell the till that the customer said yes."""
    notice, say = case.notice, case.words
    voucher, state = notice.voucher, notice.state
    if voucher is None or state is None:
        return []
    about = {"name": name_of(state, say), "reward": voucher.reward}
    text = say.t("{name} said yes: hand out “{reward}”.", **about)
    if voucher.used_at is None or not asks_bill(voucher):
        below = for_the_till(voucher, state.shop.currency, say) if voucher.used_at else ""
        return [Receipt(Reply("\n".join(filter(None, (text, below))), template=Filled("agreed", about)))]
    bill = Choice(say.t("Type the bill"), "bill", f"{voucher.id}:{state.account.id}")
    return [Receipt(Reply(text, ((bill,),), template=Filled("agreed", about)))]


def disputed(case: Case) -> list[Receipt]:
    """Tell an owner that a customer got nothing."""
    notice, say = case.notice, case.words
    voucher, state = notice.voucher, notice.state
    if voucher is None or state is None:
        return []
    about = {
        "shop": state.shop.name,
        "name": name_of(state, say),
        "reward": voucher.reward,
        "cashier": say.name(notice.member.name if notice.member else ""),
    }
    text = say.t(
        "⚠ {shop}: {name} says “{reward}” was not handed out to them. {cashier} had tapped Redeem. "
        "I gave the reward back to the customer; /audit has the details.",
        **about,
    )
    return [Receipt(Reply(text, template=Filled("disputed", about)))]


def guessing(case: Case) -> list[Receipt]:
    """Tell an owner that somebody types codes that there are not."""
    member, shop, say = case.notice.member, case.notice.shop, case.words
    if member is None or shop is None:
        return []
    text = say.tn(
        "⚠ {shop}: {name} typed {n} unknown code within a quarter of an hour. For a while I read no code that "
        "{name} types. If somebody is guessing, /staff takes them off the team; /audit has the details.",
        "⚠ {shop}: {name} typed {n} unknown codes within a quarter of an hour. For a while I read no code that "
        "{name} types. If somebody is guessing, /staff takes them off the team; /audit has the details.",
        case.notice.data["wrong"],
        shop=shop.name,
        name=say.name(member.name),
    )
    return [Receipt(Reply(text, ((Choice(say.t("👥 Staff"), "staff", str(shop.id)),),)))]


def too_late(case: Case) -> list[Receipt]:
    """Answer what came late."""
    reply = late(case.tx, case.notice, case.words, case.links, now=case.now)
    return [Receipt(reply, case.notice.data.get("replaces"))]
