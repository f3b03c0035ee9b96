"""One update, one transaction: who is this, what do they ask, which handler answers."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from actions.delivery import messaging_window, notices
from actions.people import chat_state, identify
from actions.people.identify import Visitor
from actions.tx import Tx
from bot import chosen, lookup, optout, short_answers, sight, table
from bot.beside import Beside, Unanswered, Unfinished
from bot.buttons import MINUTE, OldButton, Tapped, decode
from bot.fitting import caller_of, fitted
from bot.photos import Seen
from bot.platform import Platform
from bot.rows import Step
from bot.still_shown import still_shown
from bot.strangers import turned_away
from bot.turn import Entrusted, Reply, Turn, waits_for
from bot.whereabouts import is_about_the_address
from channels.messages import (
    Address,
    Blocked,
    Checkout,
    Edited,
    IdChanged,
    Incoming,
    MarketingResumed,
    MarketingStopped,
    PaidInvoice,
    Photo,
    Start,
    Tap,
    Text,
    Unblocked,
    Unsupported,
)
from loyalty.calendar_names import days_from_today
from loyalty.tokens import digest
from words.language import words

# Telegram's links, those of a shop on several channels, and WhatsApp's line with its "#" written out or in a link.
_PAYLOAD = re.compile(r"(?:[?&]start=|/s/|%23)([A-Za-z0-9_-]{1,64})(?:$|[?&#\s])")


def take(
    tx: Tx, incoming: Incoming, platform: Platform, seen: Seen | Entrusted | None, *, now: datetime
) -> list[Reply] | Unanswered:
    """Answer one update, at most once; the answer is sent after this transaction, or read first."""
    # Platforms put people's ids into their keys; what is stored must outlive nobody's erasure.
    incoming = replace(incoming, key=digest(incoming.key))
    if is_about_the_address(tx, incoming, now=now):
        return []
    caller = caller_of(incoming, words(incoming.language).language, platform)
    known = identify.find(tx, caller, update=incoming.key)
    again = known.around.again if known else identify.was_done(tx, incoming.key)
    refused = None if known else turned_away(tx, incoming, again=again, now=now)
    if refused is not None:
        answer: list[Reply] | Unanswered = [] if again and platform.window else refused
    else:
        visitor = identify.welcome(tx, caller, known, now=now)
        turn = _turn(tx, incoming, visitor, platform, now=now)
        answer = _repeated(turn, platform) if again else _answer(turn, platform, seen)
    if not again:  # last, as nobody asks for it: so it goes with what else is only written
        message = digest(incoming.message) if incoming.message else None
        identify.note_done(tx, incoming.key, message=message, now=now)
    return answer


def _turn(tx: Tx, incoming: Incoming, visitor: Visitor, platform: Platform, *, now: datetime) -> Turn:
    spoken = words(visitor.person.language)
    return Turn(tx, now, incoming, visitor, spoken, platform.links, platform.billing, money=platform.money)


def _repeated(turn: Turn, platform: Platform) -> list[Reply]:
    # Where words are billed they are said once: the first answer is under way, was delivered, or is promised.
    return [] if platform.window else _listed(table.REPEATED(turn, turn.incoming.key))


def _answer(turn: Turn, platform: Platform, seen: Seen | Entrusted | None) -> list[Reply] | Unanswered:
    answer = _heard(turn, platform, seen)
    if isinstance(answer, Beside):
        _promise(turn, {})
        return Unanswered(turn, platform, answer)
    replies = fitted(turn, platform, answer)
    if replies and (turn.incoming.told_early or replies[0].promised):
        _promise(turn, replies[0].subject)
    return replies


def finish(tx: Tx, unfinished: Unfinished) -> list[Reply]:
    """Answer with what was read beside the writer, and remember it; it was promised when it was asked for."""
    turn = replace(unfinished.turn, tx=tx)
    where = turn.incoming.sender
    if identify.reach_of(tx, where.channel, where.account, where.external_id) is None:
        return []  # forgotten since, by a word in another chat
    known_now = identify.recognise(
        tx, caller_of(turn.incoming, turn.words.language, unfinished.platform), now=turn.now
    )
    turn.visitor = replace(known_now, new=turn.visitor.new)
    replies = fitted(turn, unfinished.platform, _listed(unfinished.answer(turn)))
    if replies[0].subject:  # what was promised before it was known what about
        notices.keep_promise(tx, turn.incoming.key)
        _promise(turn, replies[0].subject)
    return [replace(replies[0], promised=True), *replies[1:]]


def _promise(turn: Turn, about: Mapping[str, int]) -> None:
    """Owe the answer from this commit on: a platform that is told before it is given brings nothing again."""
    notices.promise_answer(turn.tx, turn.visitor.address_id, turn.incoming.key, about, now=turn.now)


def picture_asked(tx: Tx, sender: Address, *, now: datetime) -> str:
    """Return the step that waits for a picture from there; "" where none does."""
    reach = identify.reach_of(tx, sender.channel, sender.account, sender.external_id)
    found = chat_state.conversation(tx, reach.id) if reach else None
    steps = (name for name, step in table.STEPS.items() if step.picture)
    return next((step for step in steps if waits_for(found, step, now=now)), "")


def _as_asked(turn: Turn, seen: Seen) -> Reply | list[Reply] | None:
    """Take a picture for what was asked for; None where none was, or where it was asked for since."""
    waiting, step = turn.waiting(), table.STEPS.get(seen.asked)
    if waiting is None or step is None or step.picture is None or waiting[0] != seen.asked:
        return None
    turn.step = seen.asked
    turn.resume()
    return step.picture(turn, seen.picture, seen.unfit)


def _moves(turn: Turn) -> Reply | list[Reply] | None:
    """Answer what is no picture where one was asked for."""
    waiting = turn.waiting()
    return _as_asked(turn, Seen(asked=waiting[0], unfit="moves")) if waiting else None


def keep_promise(tx: Tx, incoming: Incoming) -> None:
    """Note that an answer which was promised has been given."""
    notices.keep_promise(tx, digest(incoming.key))


def owe_answer(tx: Tx, incoming: Incoming, reply: Reply, *, replaces: str | None, now: datetime) -> None:
    """Answer later, when the platform lets us: an update that had its effect is never met with silence."""
    sender = incoming.sender
    reach = identify.reach_of(tx, sender.channel, sender.account, sender.external_id)
    if reach:
        notices.owe_answer(tx, reach.id, digest(incoming.key), reply.subject, replaces=replaces, now=now)


def _heard(turn: Turn, platform: Platform, seen: Seen | Entrusted | None) -> list[Reply] | Beside[Any]:
    """Take what was said as the platform has it: its window opens, and a label or number that was typed is a tap."""
    if platform.billing:  # somewhere words cost something, so something may have waited for this one
        messaging_window.heard(
            turn.tx, turn.visitor.address_id, turn.person_id, platform.window, now=turn.now
        )
    if isinstance(turn.incoming.content, Text):
        turn.incoming = chosen.as_a_tap(turn, turn.incoming.content.text, most=platform.most_buttons)
    answer = _dispatch(turn, seen)
    return answer if isinstance(answer, Beside) else _listed(answer)


def _listed(answer: Reply | list[Reply]) -> list[Reply]:
    return answer if isinstance(answer, list) else [answer]


def _dispatch(  # noqa: PLR0911 - one for each kind of content
    turn: Turn, seen: Seen | Entrusted | None
) -> Reply | list[Reply] | Beside[Any]:
    if isinstance(seen, Entrusted):
        return table.ENTRUSTED(turn, seen)
    match turn.incoming.content:
        case Start(payload):
            turn.move_on()
            return open_link(turn, payload)
        case Tap(data):
            return _tapped(turn, data)
        case Text(text):
            return _said(turn, text.strip())
        case Photo():
            return _photographed(turn, seen or Seen())
        case PaidInvoice() as told:
            return table.PAID(turn, told)
        case Checkout() | Unblocked() | Blocked() | IdChanged() | MarketingStopped() | MarketingResumed():
            return []
        case Edited(of, gone, text):  # whoever wants no more may say so in an older message too
            stopping = _left_alone(turn, text, bare=True)
            return stopping or table.EDITED(turn, digest(of), gone=gone)
        case Unsupported(kind):
            return _moves(turn) or table.UNREAD(turn, kind)


def open_link(turn: Turn, payload: str) -> Reply | list[Reply]:
    """Follow a deep link: its first letter says what kind it is."""
    if not payload:
        return table.HOME(turn, "")
    handler = table.LINKS.get(payload[0])
    return handler(turn, payload[1:]) if handler else table.UNKNOWN_CODE(turn)


def _tapped(turn: Turn, data: str) -> Reply | list[Reply] | Beside[Any]:
    holder = turn.links.holder(turn.incoming.sender.external_id)
    match decode(turn.links.secret, holder, data, now=turn.now):
        case Tapped(verb, shown_at=shown_at) as button if verb in table.VERBS and _is_theirs(turn, shown_at):
            return _pressed(turn, button)
        case Tapped() | OldButton():
            return _out_of_date(turn)


def _is_theirs(turn: Turn, shown_at: datetime) -> bool:
    """Say whether a button was shown to this person, and not to who was forgotten in the same chat before."""
    return shown_at >= turn.visitor.known_since - MINUTE


def _out_of_date(turn: Turn) -> list[Reply]:
    sorry = Reply(turn.t("That button is out of date. Here is what you can do now:"))
    return [sorry, *_listed(table.HOME(turn, ""))]


def _pressed(turn: Turn, button: Tapped) -> Reply | list[Reply] | Beside[Any]:
    turn.resume()  # a button may answer the open question: "Confirm"
    turn.stop_waiting()
    turn.shown_at = button.shown_at
    return table.VERBS[button.verb](turn, button.arg)


def _said(turn: Turn, text: str) -> Reply | list[Reply] | Beside[Any]:
    asked, step = chosen.newest_question(turn), _open_step(turn)
    if asked and short_answers.means_yes(text):
        return _pressed(turn, asked)
    declinable = asked or (step and step.declinable)
    if (turn.waiting() and short_answers.means_cancel(text)) or (declinable and short_answers.means_no(text)):
        return table.CANCEL(turn, "")
    if asked and short_answers.begins_with_no(text):
        return table.CANCEL(turn, "")
    yes = chosen.button_for(turn, asked)
    if asked:
        turn.drop_yes()
        step = _open_step(turn)
    bare = step is None or not (step.free or (step.day and days_from_today(text) is not None))
    stopping = _left_alone(turn, text, bare=bare)
    if stopping:
        return stopping
    command = lookup.command(text, bare=bare, works=bool(turn.visitor.workplaces))
    if command is None and bare and (step is None or step.exact):
        command = lookup.meant(text, turn.visitor.role)
    if command:
        turn.stop_waiting()
        return command[0](turn, command[1])
    return still_shown(turn, yes, lambda: _answered(turn, step, text)) if step else _unasked(turn, text)


def _open_step(turn: Turn) -> Step | None:
    """Return the step that waits for this text."""
    waiting = turn.waiting()
    step = table.STEPS.get(waiting[0]) if waiting else None
    return step.now(waiting[1]) if step and waiting else None


def _answered(turn: Turn, step: Step, text: str) -> Reply | list[Reply] | Beside[Any]:
    waiting = turn.waiting()
    turn.step = waiting[0] if waiting else None
    turn.resume()  # without the yes that was dropped
    return step.handler(turn, text)


def _unasked(turn: Turn, text: str) -> Reply | list[Reply] | Beside[Any]:
    """Take what was neither a command nor asked for: a link, a button that is gone, or words."""
    link = _PAYLOAD.search(text)
    if link:
        return open_link(turn, link[1])
    return _out_of_date(turn) if chosen.was_a_button(turn, text) else table.TYPED(turn, text)


def _left_alone(turn: Turn, text: str, *, bare: bool) -> Reply | list[Reply] | None:
    """Stop for who surely wants no more, whatever was asked; where it may be an answer, or mean something else, ask."""
    wish = optout.read_stop(text)
    if wish == "sure" and (bare or optout.is_plain(text)):
        turn.stop_waiting()
        return table.STOP(turn, "")
    return table.STOP_PERHAPS(turn, text) if wish == "sure" or (wish and bare) else None


def _photographed(turn: Turn, seen: Seen) -> Reply | list[Reply]:
    if seen.until:
        return table.ONCE_MORE(turn, seen.until)
    # At a till a code is scanned, whatever was asked before.
    step = table.STEPS.get(seen.asked)
    whatever = step and step.whatever_is_on_it and not turn.visitor.workplaces
    if (whatever or not seen.codes) and (answer := _as_asked(turn, seen)):
        return answer
    if seen.why:
        return table.UNREADABLE(turn, seen.why)
    links = [link[1] for code in seen.codes if (link := _PAYLOAD.search(code))]
    if not links:
        return _as_asked(turn, seen) or table.NONE_OF_OURS(turn)
    turn.move_on()
    meant = sight.choose(turn, links)
    if isinstance(meant, Reply):
        return meant
    return sight.follow(turn, meant, lambda link: open_link(turn, link))
