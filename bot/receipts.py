"""What people are told without having asked: receipts, "was that you?", a picture kept up to date."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from actions.campaigns.broadcast_results import Fortune, fortune
from actions.campaigns.consents import to_ask
from actions.campaigns.dispatch import still_wanted
from actions.campaigns.message_facts import occasion
from actions.delivery.notices import Notice
from actions.people.letters import post
from actions.shop.digest import Digest, Period, digest
from actions.tx import Tx
from bot import handed
from bot.campaigns.message import template_of, word_occasion
from bot.conversation import menu_for
from bot.customer.asking import asking
from bot.customer.booked import booked
from bot.customer.cards import card_reply
from bot.customer.letters import word_answer
from bot.customer.rewards import asked_for
from bot.late import late
from bot.owner.digest import word_digest
from bot.owner.fortunes import word_fortune
from bot.owner.letters import word_letter
from bot.owner.postage import all_trouble
from bot.turn import Billing, Choice, Filled, Links, Reply
from loyalty.actor import ActingPerson
from loyalty.cards.visits import reached_with
from words.cards.card import balance
from words.cards.presents import presents
from words.language import Words
from words.people.roles import role_name

# A picture shown this recently is still in the customer's hand: it changes before their eyes.
_IN_HAND = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Message:
    """A reply and, where one is shown already, the message that it updates."""

    reply: Reply
    replaces: str | None = None
    by_template: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A notice, and what is needed to word it."""

    tx: Tx
    notice: Notice
    words: Words
    links: Links
    now: datetime
    billing: Billing | None = None

    @property
    def person_id(self) -> int:
        """Name whom it is for."""
        return self.notice.person.id

    @property
    def actor(self) -> ActingPerson:
        """Name them, where what they read is only for who may."""
        return ActingPerson(self.person_id)

    def picture(self, note: str = "") -> list[Message]:
        """Bring the card that is on show up to date."""
        state, view = self.notice.state, self.notice.view
        if state is None or view is None:
            return []
        return [Message(card_reply(state, self.words, self.links, now=self.now, note=note), view.message_id)]

    def asking(self, reply: Reply, occasion: str) -> Reply:
        """Ask for what this person was never asked for, or once more: something good has just happened."""
        purposes = to_ask(self.tx, self.person_id, occasion, now=self.now)
        return asking(reply, self.words, purposes, occasion)


Wording = Callable[[Case], list[Message]]


def _visit(case: Case) -> list[Message]:
    notice, say = case.notice, case.words
    state, view, visit = notice.state, notice.view, notice.visit
    if state is None or visit is None or visit.undone_at:
        return []
    given = say.counted(state.standing.terms.programme.unit, visit.amount)
    note = f"✔ {given} · {say.time(visit.at, state.shop.zone)} · {say.first_name(visit.staff)}"
    messages: list[Message] = []
    earned = state.vouchers[-notice.data["rewards"] :] if notice.data["rewards"] else ()
    news = bool(earned or reached_with(state.standing, visit.amount))
    if news or view is None or case.now - view.shown_at > _IN_HAND:
        reply = booked(say, state, visit, note, earned=earned)
        messages.append(Message(case.asking(reply, f"visit:{visit.id}") if news else reply))
    # The words go first: a picture brought up to date counts as in the hand when the rest is tried again.
    return [*messages, *case.picture("\n".join([note, *presents(state, say)]))]


def _renewed(case: Case) -> list[Message]:
    notice, say = case.notice, case.words
    if notice.state is None:
        return []
    note = say.t("Here is a new code:")
    new = card_reply(notice.state, say, case.links, now=case.now, note=note)
    return case.picture(note) or [Message(new)]


def _undone(case: Case) -> list[Message]:
    notice, say = case.notice, case.words
    if notice.state is None or notice.visit is None:
        return []
    note = say.t("{name} took back the booking of {time}.", name=say.first_name(notice.visit.staff),
                 time=say.time(notice.visit.at, notice.state.shop.zone))  # fmt: skip
    shop, held = notice.state.shop.name, balance(notice.state, say)
    text = Reply(f"{shop}: {note}\n{held}", template=_filled("undone", shop=shop, note=note, balance=held))
    return [*case.picture(note), Message(text)]


def _redeemed(case: Case) -> list[Message]:
    notice, say = case.notice, case.words
    voucher, state = notice.voucher, notice.state
    if voucher is None or state is None or voucher.used_at is None:
        return []
    text = say.t("{shop}: “{reward}” was handed out. Enjoy!", shop=state.shop.name, reward=voucher.reward)
    rows: tuple[tuple[Choice, ...], ...] = ()
    if notice.data["ask"]:
        text += "\n" + say.t("Was this you?")
        rows = ((Choice(say.t("Not me!"), "notme", str(voucher.id)),),)
    name = "redeemed_ask" if rows else "redeemed"
    formal = _filled(name, shop=state.shop.name, reward=voucher.reward)
    reply = Reply(text, rows, template=formal)
    return [*case.picture(), Message(reply if rows else case.asking(reply, f"redeemed:{voucher.id}"))]


def _returned(case: Case) -> list[Message]:
    voucher, state = case.notice.voucher, case.notice.state
    if voucher is None or state is None or not voucher.usable(now=case.now):
        return []
    text = case.words.t("{shop}: “{reward}” was not handed out after all: it is yours again.",
                      shop=state.shop.name, reward=voucher.reward)  # fmt: skip
    return [*case.picture(), Message(Reply(text))]  # outside of a window it is not worth a template


def _asked(case: Case) -> list[Message]:
    notice, say = case.notice, case.words
    state, wanted = notice.state, asked_for(notice, now=case.now)
    if state is None or wanted is None:
        return []
    reward, arg = wanted
    yes = Choice(say.t("Yes, hand it out"), "agree", arg)
    about = {"shop": state.shop.name, "reward": reward}
    return [
        Message(
            Reply(say.t("{shop}: use “{reward}” now?", **about), ((yes,),), template=Filled("asked", about))
        )
    ]


def _agreed(case: Case) -> list[Message]:
    notice, say = case.notice, case.words
    voucher, state = notice.voucher, notice.state
    if voucher is None or state is None:
        return []
    about = {"name": state.name, "reward": voucher.reward}
    text = say.t("{name} said yes: hand out “{reward}”.", **about)
    return [Message(Reply(text, template=Filled("agreed", about)))]


def _disputed(case: Case) -> list[Message]:
    notice, say = case.notice, case.words
    voucher, state = notice.voucher, notice.state
    if voucher is None or state is None:
        return []
    about = {
        "shop": state.shop.name,
        "name": state.name,
        "reward": voucher.reward,
        "cashier": say.name(notice.member.name if notice.member else ""),
    }
    text = say.t(
        "⚠ {shop}: {name} says “{reward}” was not handed out to them. {cashier} had tapped Redeem. "
        "I gave the reward back to the customer; /audit has the details.",
        **about,
    )
    return [Message(Reply(text, template=Filled("disputed", about)))]


def _guessing(case: Case) -> list[Message]:
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
    return [Message(Reply(text, ((Choice(say.t("👥 Staff"), "staff", str(shop.id)),),)))]


def _role(case: Case) -> list[Message]:
    member, shop, say = case.notice.member, case.notice.shop, case.words
    if member is None or shop is None:
        return []
    menu = menu_for(case.notice.role, say.language, case.links)
    if not case.notice.serves:  # they learn it in free words, or when they write again
        text = say.t("You are not on the staff of {shop} any more. Thank you for your work!", shop=shop.name)
        return [Message(Reply(text, menu=menu))]
    about = {"shop": shop.name, "role": role_name(member.role, say)}
    return [
        Message(
            Reply(say.t("{shop}: you are {role} now.", **about), menu=menu, template=Filled("role", about))
        )
    ]


def _late(case: Case) -> list[Message]:
    reply = late(case.tx, case.notice, case.words, case.links, now=case.now)
    return [Message(reply, case.notice.data.get("replaces"))]


def _campaign(case: Case) -> list[Message]:
    this = case.notice.data["occurrence_id"]
    # Asked once more in the transaction that finds the words: the goal may be reached, the customer back.
    one = occasion(case.tx, this, now=case.now) if still_wanted(case.tx, this, now=case.now) else None
    if one is None:
        return []
    reply = word_occasion(one, case.words)
    return [Message(replace(reply, template=template_of(one, case.words)))]


def _digest(case: Case) -> list[Message]:
    data = case.notice.data
    period: Period = "month" if data["months"] else "week"
    found = digest(case.tx, case.actor, data["shop_id"], period, now=case.now)
    if not isinstance(found, Digest):
        return []
    days = f"{case.words.date(found.first)} – {case.words.date(found.last)}"
    formal = _filled("digest", shop=found.shop.name, period=days)
    troubles = all_trouble(case, found.shop, found.campaigns) if period == "week" else []
    return [Message(replace(word_digest(case.words, found, troubles), template=formal))]


def _fortune(case: Case) -> list[Message]:
    found = fortune(case.tx, case.actor, case.notice.data["broadcast_id"], now=case.now)
    return [Message(word_fortune(case.words, found))] if isinstance(found, Fortune) else []


def _letter(case: Case) -> list[Message]:
    found = post(case.tx, case.actor, case.notice.data["letter_id"])
    return [Message(word_letter(case.words, found))] if found and not found.letter.answer else []


def _letter_answer(case: Case) -> list[Message]:
    found = post(case.tx, case.actor, case.notice.data["letter_id"])
    return [Message(word_answer(case.words, found))] if found else []


def _filled(name: str, **values: str) -> Filled:
    return Filled(name, values)


def _alone(word: handed.Word) -> Wording:
    def worded(case: Case) -> list[Message]:
        reply = word(case.tx, case.words, case.notice.data, case.now)
        return [Message(reply)] if reply else []

    return worded


KINDS: Mapping[str, Wording] = {
    "visit": _visit,
    "renewed": _renewed,
    "undone": _undone,
    "redeemed": _redeemed,
    "returned": _returned,
    "asked": _asked,
    "agreed": _agreed,
    "disputed": _disputed,
    "guessing": _guessing,
    "role": _role,
    "campaign": _campaign,
    "digest": _digest,
    "fortune": _fortune,
    "letter": _letter,
    "letter_answer": _letter_answer,
    **{kind: _alone(word) for kind, word in handed.KINDS.items()},
    "late": _late,
}
