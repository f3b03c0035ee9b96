"""What people are told without having asked: receipts, "was that you?", a picture kept up to date."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions import notices
from actions.chats import Tx
from actions.digest import Digest, Period, digest
from actions.dose import still_wanted
from actions.notices import Notice
from actions.occasions import occasion
from bot.campaigns import word_occasion
from bot.conversation import menu_for
from bot.customer.cards import balance, card_reply, to_go
from bot.owner.digest import word_digest
from bot.staff.hiring import role_name
from bot.turn import Choice, Links, Reply
from bot.words import Words, words
from channels.messages import Address

# A picture shown this recently is still in the customer's hand: it changes before their eyes.
_IN_HAND = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Message:
    """A reply and, where one is shown already, the message that it updates."""

    reply: Reply
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """A notice, and what is needed to word it."""

    tx: Tx
    notice: Notice
    say: Words
    links: Links
    now: datetime

    def picture(self, note: str = "") -> list[Message]:
        """Bring the card that is on show up to date."""
        state, view = self.notice.state, self.notice.view
        if state is None or view is None:
            return []
        return [Message(card_reply(state, self.say, self.links, now=self.now, note=note), view.message_id)]


_Wording = Callable[[_Case], list[Message]]


@dataclass(frozen=True, slots=True)
class Worded:
    """Messages and whom they go to."""

    to: Address
    messages: list[Message]


def word(
    tx: Tx,
    address_id: int,
    kind: str,
    data: Mapping[str, int],
    links_of: Callable[[str], Links],
    *,
    now: datetime,
) -> Worded | None:
    """Find the words for a row of the outbox, from the facts as they are now; None when it grew stale."""
    notice = notices.load_notice(tx, address_id, data, now=now)
    if notice is None:
        return None
    reach = notice.reach
    case = _Case(tx, notice, words(notice.person.language), links_of(reach.channel), now)
    messages = _KINDS[kind](case)
    return Worded(Address(reach.channel, reach.account, reach.external_id), messages) if messages else None


def _visit(case: _Case) -> list[Message]:
    notice, say = case.notice, case.say
    state, view, visit = notice.state, notice.view, notice.visit
    if state is None or visit is None or visit.undone_at:
        return []
    stamps = visit.spent_minor is None
    stamped = (
        say.tn("✔ {n} stamp", "✔ {n} stamps", visit.amount)
        if stamps
        else say.tn("✔ {n} point", "✔ {n} points", visit.amount)
    )
    note = f"{stamped} · {say.time(visit.at, state.shop.zone)} · {say.name(visit.staff)}"
    messages: list[Message] = []
    earned = state.vouchers[-notice.data["rewards"] :] if notice.data["rewards"] else ()
    if earned or view is None or case.now - view.shown_at > _IN_HAND:
        lines = [
            f"{state.shop.name}: {note}",
            *(say.t("🎉 Earned: {reward}", reward=v.reward) for v in earned),
        ]
        lines += [f"{balance(state, say)}. {to_go(state, say)}"]
        rows = tuple((Choice(say.t("Use: {reward}", reward=v.reward), "show", str(v.id)),) for v in earned)
        messages.append(
            Message(
                Reply("\n".join(lines), (*rows, (Choice(say.t("💳 My card"), "card", str(state.card.id)),)))
            )
        )
    # The words go first: a picture brought up to date counts as in the hand when the rest is tried again.
    return [*messages, *case.picture(note)]


def _renewed(case: _Case) -> list[Message]:
    notice, say = case.notice, case.say
    if notice.state is None:
        return []
    note = say.t("Here is a new code:")
    new = card_reply(notice.state, say, case.links, now=case.now, note=note)
    return case.picture(note) or [Message(new)]


def _undone(case: _Case) -> list[Message]:
    notice, say = case.notice, case.say
    if notice.state is None or notice.visit is None:
        return []
    note = say.t("{name} took back the booking of {time}.", name=say.name(notice.visit.staff),
                 time=say.time(notice.visit.at, notice.state.shop.zone))  # fmt: skip
    text = Reply(f"{notice.state.shop.name}: {note}\n{balance(notice.state, say)}")
    return [*case.picture(note), Message(text)]


def _redeemed(case: _Case) -> list[Message]:
    notice, say = case.notice, case.say
    voucher, state = notice.voucher, notice.state
    if voucher is None or state is None or voucher.used_at is None:
        return []
    text = say.t("{shop}: “{reward}” was handed out. Enjoy!", shop=state.shop.name, reward=voucher.reward)
    if not notice.data["ask"]:
        return [*case.picture(), Message(Reply(text))]
    text += "\n" + say.t("Was this you?")
    return [
        *case.picture(),
        Message(Reply(text, ((Choice(say.t("Not me!"), "notme", str(voucher.id)),),))),
    ]


def _asked(case: _Case) -> list[Message]:
    notice, say = case.notice, case.say
    voucher, state = notice.voucher, notice.state
    if voucher is None or state is None or not voucher.usable(now=case.now):
        return []
    yes = Choice(say.t("Yes, hand it out"), "agree", f"{voucher.id}:{notice.data['member_id']}")
    return [
        Message(
            Reply(
                say.t("{shop}: use “{reward}” now?", shop=state.shop.name, reward=voucher.reward), ((yes,),)
            )
        )
    ]


def _agreed(case: _Case) -> list[Message]:
    notice, say = case.notice, case.say
    voucher, state = notice.voucher, notice.state
    if voucher is None or state is None:
        return []
    return [
        Message(Reply(say.t("{name} said yes: hand out “{reward}”.", name=state.name, reward=voucher.reward)))
    ]


def _disputed(case: _Case) -> list[Message]:
    notice, say = case.notice, case.say
    voucher, state = notice.voucher, notice.state
    if voucher is None or state is None:
        return []
    text = say.t(
        "⚠ {shop}: {name} says “{reward}” was not handed out to them. {cashier} had tapped Redeem. "
        "I gave the reward back to the customer; /audit has the details.",
        shop=state.shop.name,
        name=state.name,
        reward=voucher.reward,
        cashier=say.name(notice.member.name if notice.member else ""),
    )
    return [Message(Reply(text))]


def _role(case: _Case) -> list[Message]:
    member, shop, say = case.notice.member, case.notice.shop, case.say
    if member is None or shop is None:
        return []
    if not case.notice.serves:
        text = say.t("You are not on the staff of {shop} any more. Thank you for your work!", shop=shop.name)
    else:
        text = say.t("{shop}: you are {role} now.", shop=shop.name, role=role_name(say, member.role))
    return [Message(Reply(text, menu=menu_for(case.notice.role, say.language)))]


def _campaign(case: _Case) -> list[Message]:
    this = case.notice.data["occurrence_id"]
    # Asked once more in the transaction that finds the words: the goal may be reached, the customer back.
    one = occasion(case.tx, this, now=case.now) if still_wanted(case.tx, this, now=case.now) else None
    return [Message(word_occasion(one, case.say))] if one else []


def _digest(case: _Case) -> list[Message]:
    data = case.notice.data
    period: Period = "month" if data["months"] else "week"
    found = digest(case.tx, case.notice.person.id, data["shop_id"], period, now=case.now)
    return [Message(word_digest(case.say, found))] if isinstance(found, Digest) else []


_KINDS: Mapping[str, _Wording] = {
    "visit": _visit,
    "renewed": _renewed,
    "undone": _undone,
    "redeemed": _redeemed,
    "asked": _asked,
    "agreed": _agreed,
    "disputed": _disputed,
    "role": _role,
    "campaign": _campaign,
    "digest": _digest,
}
