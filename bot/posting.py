"""From a row of the outbox to what leaves: worded by the facts as they are now, in a form that gets through."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from actions.campaigns.consents import note_asked
from actions.campaigns.dispatch import CAMPAIGN
from actions.delivery import notices
from actions.delivery.messaging_window import ByTemplate, Freely, Full, travel
from actions.delivery.notices import Notice
from actions.delivery.outbox import OutboxMessage, departs
from actions.people import chat_state
from actions.tx import Tx
from bot import chosen
from bot.fitting import CHOOSE
from bot.platform import Platform
from bot.receipts import KINDS, Case, Receipt
from bot.spoken import as_words
from channels.messages import AccountKey, Address
from words.language import words


@dataclass(frozen=True, slots=True)
class Worded:
    """Messages, whom they go to, and in which language."""

    to: Address
    messages: list[Receipt]
    language: str


def word(
    tx: Tx, row: OutboxMessage, platform_of: Callable[[AccountKey], Platform], *, now: datetime
) -> Worded | Full | None:
    """Find the words for a row of the outbox, from the facts as they are now; None when it grew stale."""
    notice = notices.load_notice(tx, row.address_id, row.data, now=now)
    if notice is None:
        return None
    reach, say = notice.reach, words(notice.person.language)
    to = Address(reach.channel, reach.account, reach.external_id)
    platform = platform_of(to.ours)
    messages = KINDS[row.kind](Case(tx, notice, say, platform.links, now, platform.billing))
    if not messages:
        return None
    if not platform.has_menu:
        messages = [replace(one, reply=as_words(one.reply, say.language)) for one in messages]
    if notices.IN_WORDS in row.data:
        messages = [replace(one, reply=one.reply.in_words()) for one in messages]
    worded = Worded(to, messages, say.language)
    sent = worded if platform.window is None else _carried(tx, row, notice, worded, platform, now=now)
    if isinstance(sent, Worded):
        departs(tx, row, now=now)
        _note_questions(tx, notice.person.id, sent.messages, now=now)
        _note_choices(tx, row.address_id, sent.messages, now=now)
    return sent


def _note_choices(tx: Tx, address_id: int, messages: list[Receipt], *, now: datetime) -> None:
    """Let what the buttons say be typed; what is updated above, or sent in approved words, is not the newest message."""
    free = [one.reply for one in messages if not one.by_template and not one.replaces]
    shown = chosen.written(free, now=now)
    if shown:
        chat_state.set_shown(tx, address_id, shown, now=now)


def _note_questions(tx: Tx, person_id: int, messages: list[Receipt], *, now: datetime) -> None:
    for asks in (one.reply.asks for one in messages if not one.by_template):
        if asks:
            note_asked(tx, person_id, asks.purposes, asks.occasion, now=now)


def _carried(
    tx: Tx, row: OutboxMessage, notice: Notice, worded: Worded, platform: Platform, *, now: datetime
) -> Worded | Full | None:
    """Send freely, by template, or not now: as the platform's window, and what a message may cost, have it."""
    formal = next((message for message in worded.messages if message.reply.template), None)
    template = formal.reply.template.name if formal and formal.reply.template else None
    match travel(
        tx, row, notice.reach, template, language=worded.language, limit=platform.daily_limit, now=now
    ):
        case Freely():
            more = words(worded.language).t(CHOOSE)
            return replace(
                worded,
                messages=[replace(one, reply=replace(one.reply, more=more)) for one in worded.messages],
            )
        case ByTemplate() if formal:
            return replace(worded, messages=[replace(formal, by_template=True)])
        case Full() as full if row.kind != CAMPAIGN:
            return full
        case _:
            return None
