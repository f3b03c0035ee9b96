"""One person on two messengers: a code from one chat, typed in the other, and a way back for a week."""

from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from actions.cards.card_state import CardState
from actions.cards.own_cards import own_counters
from actions.people import link_accounts as links
from actions.people.identify import cards_of, person_at
from actions.people.link_accounts import (
    AlreadyUndone,
    CodeExpired,
    CodeUsed,
    KnownAddress,
    LaterLink,
    Linkable,
    Linked,
    LinkOutcome,
    Missing,
    NoLink,
    OwnCode,
    SameChannel,
    Side,
    TooLate,
    TooManyTries,
    UnknownCode,
    Unlinked,
)
from actions.people.reached import where_reached
from bot.turn import Choice, Reply, Turn
from loyalty.codes import read_code
from loyalty.people.linking import CODE_LIVES, UNDO_DAYS, may_undo
from words.cards.card import balances
from words.cards.rewards import by_reward, times
from words.language import Words
from words.people.channels import channel_name
from words.units import programme_name

_MEANT = timedelta(hours=1)  # a yes to a question this old may be a slip of the thumb
_Rows = tuple[tuple[Choice, ...], ...]


def link(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /link with a code for the other messenger, or look at a code from there."""
    if turn.only_shop:
        return Reply(turn.t("This chat is one shop's own: it is joined with no other."))
    if arg:
        return _ask(turn, arg)
    if not turn.links.others:
        return Reply(
            turn.t(
                "I have no other chat to link this one with: your cards are all here. How they come to another phone "
                "or account I tell you when you type: new phone"
            )
        )
    made = links.make_link_code(turn.tx, turn.person_id, now=turn.now)
    rows, how = _where_to_type(turn, made.code)
    warning = turn.t("Give it to nobody: whoever types it has your cards.")
    if turn.visitor.workplaces:
        warning = turn.t(
            "Give it to nobody: whoever types it has your cards, and may do at work what you may."
        )
    lines = [
        turn.t("Your code: {code}", code=f"{made.code[:3]}-{made.code[3:]}"),
        how,
        turn.t(
            "Then both chats are one: the same cards, rewards and choices. The code works once, for {n} minutes.",
            n=turn.words.number(CODE_LIVES // timedelta(minutes=1)),
        ),
        warning,
    ]
    return Reply("\n".join(lines), rows)


def _where_to_type(turn: Turn, code: str) -> tuple[_Rows, str]:
    """Say where a code is typed: on another messenger, or at another of our accounts on this one."""
    here = turn.incoming.sender.channel
    others = {one: channel_name(one, turn.words) for one in turn.links.others if one != here}
    rows = tuple(
        (Choice(turn.t("Open {channel}", channel=others[one]), url=chat("l" + code)),)
        for one, chat in turn.links.chats.items()
        if one in others
    )
    named = turn.words.listing(others.values())
    if rows:
        return rows, turn.t(
            "Tap below to open our chat on {channels}, or type there: link {code}", code=code, channels=named
        )
    if others:
        return rows, turn.t("Open our chat on {channels} and type: link {code}", code=code, channels=named)
    return rows, turn.t("Open our other chat and type: link {code}", code=code)


def code_typed(turn: Turn, code: str) -> Reply | None:
    """Take six letters alone for a code from the other chat; None where they are no code of anybody's.

    Each costs a try: codes can't be guessed faster for leaving out the word before.
    """
    if turn.only_shop:
        return None
    found = links.find_link(turn.tx, turn.person_id, code, now=turn.now)
    return None if isinstance(found, UnknownCode | TooManyTries) else _answer(turn, code, found)


def _ask(turn: Turn, typed: str) -> Reply:
    return _answer(turn, typed, links.find_link(turn.tx, turn.person_id, typed, now=turn.now))


def _answer(turn: Turn, typed: str, found: Linkable | LinkOutcome) -> Reply:
    if not isinstance(found, Linkable):
        return _refused(turn, found)
    lines = [
        turn.t(
            "Is the chat of {name} on {channels} yours too? Then I make one of both:",
            name=turn.words.name(found.other.person.name),
            channels=_channels(turn, found.other.reaches),
        ),
        *both(turn.words, found.own, found.other),
        turn.t(
            "For {n} days you can undo it. Say yes only if both are yours.", n=turn.words.number(UNDO_DAYS)
        ),
    ]
    yes = Choice(turn.t("Yes, make them one"), "linkyes", read_code(typed) or "")
    turn.wait_for("yes", yes=yes)
    return Reply("\n".join(lines), ((yes,), (Choice(turn.t("No, keep them apart"), "cancel"),)))


def _channels(turn: Turn, reaches: tuple[KnownAddress, ...]) -> str:
    names = dict.fromkeys(channel_name(reach.channel, turn.words) for reach in reaches)
    return turn.words.listing(names)


def both(say: Words, own: Side, other: Side) -> list[str]:
    """Say shop by shop what would come together."""
    shops: dict[int, tuple[str, list[str]]] = {}
    for card in (*own.cards, *other.cards):
        shop = card[0].shop
        shops.setdefault(shop.id, (shop.name, []))[1].append(_on_it(card, say))
    return [f"· {name}: {' + '.join(held)}" for name, held in shops.values()]


def say_yes(turn: Turn, typed: str) -> Reply | list[Reply]:
    """Make one of two chats for the person who said yes just now."""
    if turn.shown_at is None or turn.now - turn.shown_at > _MEANT:
        return _ask(turn, typed)
    done = links.use_link_code(turn.tx, turn.person_id, typed, now=turn.now)
    return joined(turn, done) if isinstance(done, Linked) else _refused(turn, done)


def joined(turn: Turn, done: Linked, *, said: str = "") -> Reply:
    """Say that two chats are one, or what of them was `said`, with a way back."""
    turn.menu_changed = True  # who works in a shop does so in both chats now
    cards = [card for card in done.cards if turn.only_shop in (None, card[0].shop.id)]
    said = said or turn.t("Done: both chats are one. Write to me in either.")
    lines = [said, *_held(turn, cards)]
    rows = [(Choice(turn.t("↩ Undo"), "unlink", str(done.merge_id)),)]
    if cards:
        rows.insert(0, (Choice(turn.t("💳 My card"), "card"),))
    return Reply("\n".join(lines), tuple(rows), in_place=True)


def _held(turn: Turn, cards: Sequence[Sequence[CardState]]) -> list[str]:
    return [f"· {card[0].shop.name}: {_on_it(card, turn.words)}" for card in cards]


def _on_it(card: Sequence[CardState], say: Words) -> str:
    """Say what is on a card and what was won with it: two half cards may make a full one."""
    won = (f"🎁 {times(voucher.reward, count)}" for voucher, count in by_reward(card[0].vouchers))
    return ", ".join([balances(card, say), *won])


def _refused(turn: Turn, why: LinkOutcome) -> Reply:
    match why:
        case UnknownCode():
            return Reply(
                turn.t("I don't know this code. Check it, or make a new one: /link in your other chat.")
            )
        case TooManyTries():
            return Reply(
                turn.t("Those were too many wrong codes. Please wait an hour, then make a new one: /link.")
            )
        case CodeExpired():
            return Reply(turn.t("This code is too old. Make a new one: /link in your other chat."))
        case CodeUsed():
            return Reply(turn.t("This code has been used, and each works once. Make a new one: /link."))
        case OwnCode():
            return Reply(turn.t("This is your own code: type it in your other chat, not in this one."))
        case SameChannel(channel):
            return Reply(
                turn.t(
                    "Both chats are on {channel}. A card is for one person, so I join a chat only with one on "
                    "another messenger.",
                    channel=channel_name(channel, turn.words),
                )
            )
        case _:
            assert_never(why)


def undo(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Make two of one again."""
    match links.undo_link(turn.tx, turn.person_id, int(arg), now=turn.now):
        case Unlinked(missing):
            return _apart(turn, missing)
        case TooLate():
            days = turn.words.number(UNDO_DAYS)
            return Reply(turn.t("That was more than {n} days ago: it stays as it is.", n=days))
        case AlreadyUndone():
            return Reply(turn.t("That was undone already."))
        case LaterLink():
            return Reply(turn.t("Another chat was joined since. Undo that one first: /history."))
        case NoLink():
            return Reply(turn.t("I find nothing to undo here."))


def _apart(turn: Turn, missing: tuple[Missing, ...]) -> Reply:
    turn.menu_changed = True
    sender = turn.incoming.sender
    here = person_at(turn.tx, sender.channel, sender.account, sender.external_id)
    own = own_counters(turn.tx, here or turn.person_id, only_shop=turn.only_shop, now=turn.now)
    lines = [turn.t("Undone: your chats are two again."), *_held(turn, own)]
    lines += [
        turn.tn(
            "{shop}: {n} could not go back to where it came from, as it was spent or ran out since.",
            "{shop}: {n} could not go back to where they came from, as they were spent or ran out since.",
            one.amount,
            shop=_named(turn, one),
        )
        for one in missing
        if turn.only_shop in (None, one.shop.id)
    ]
    return Reply("\n".join(lines))


def _named(turn: Turn, one: Missing) -> str:
    name = one.shop.name
    return f"{name} · {programme_name(one.programme, turn.words)}" if one.programme else name


def story(turn: Turn, zone: ZoneInfo) -> tuple[list[str], _Rows]:
    """Tell for /history when chats became one and two again, with a way back where there is one."""
    today, lines, rows = turn.now.astimezone(zone).date(), [], []
    for merge in links.links_of(turn.tx, turn.person_id):
        if merge.undone_at:
            when = turn.words.day_and_time(merge.undone_at, zone, today=today)
            lines.append("🔗 " + turn.t("{when} · your chats became two again", when=when))
        elif merge.kept_id == turn.person_id and may_undo(merge.at, now=turn.now):
            rows.append((Choice(turn.t("↩ Undo: make two chats of one"), "unlink", str(merge.id)),))
        when = turn.words.day_and_time(merge.at, zone, today=today)
        lines.append("🔗 " + turn.t("{when} · two chats became one", when=when))
    return lines, tuple(rows[:1])  # the newest goes first


def story_alone(turn: Turn) -> Reply | None:
    """Tell the same to somebody who has no card; None when there is nothing to tell."""
    lines, rows = story(turn, ZoneInfo("UTC"))
    return (
        Reply("\n".join(lines), rows)
        if lines and not cards_of(turn.tx, turn.person_id, only_shop=turn.only_shop)
        else None
    )


def chats(turn: Turn) -> tuple[list[str], _Rows]:
    """Say for /messages where this person is written to, and offer the others; nothing where there is one chat."""
    reaches = [reach for reach in where_reached(turn.tx, turn.person_id) if reach.unreachable_at is None]
    if len({reach.channel for reach in reaches}) < 2:
        return [], ()
    first, *others = reaches
    rows = tuple(
        (Choice(turn.t("Write to me on {channel}", channel=channel_name(reach.channel, turn.words)), "writeto",
                str(reach.id)),)
        for reach in others
    )  # fmt: skip
    said = turn.t("I write to you on {channel}.", channel=channel_name(first.channel, turn.words))
    return [said], rows
