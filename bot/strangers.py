"""Who isn't known here: whoever says something begins anew; what was shown before doesn't make anybody known again."""

import re
from datetime import datetime

from actions.people import link_accounts
from actions.tx import Tx
from bot import lookup
from bot.customer import linking
from bot.turn import Reply
from channels.messages import Edited, Incoming, Start, Tap, Text, Unblocked
from words.language import Words, words

_LINK = re.compile(r"l([A-Za-z0-9]{6})")


def turned_away(tx: Tx, incoming: Incoming, *, again: bool, now: datetime) -> list[Reply] | None:
    """Answer somebody unknown who comes with a button, a link or an update of before (`again`); None for who is welcome."""
    say = words(incoming.language)
    if again and not isinstance(incoming.content, Tap):
        return []  # they were forgotten since, and did not come back
    match incoming.content:
        case Tap():
            return [_anew(say)]
        case Edited() | Unblocked():
            return []
        case Start(payload) if found := _LINK.fullmatch(payload):
            return _old_link(tx, incoming, say, found[1], now=now)
        case Text(text) if code := _linked_by(text.strip()):
            return _old_link(tx, incoming, say, code, now=now)
        case _:
            return None


def _linked_by(text: str) -> str:
    """Return the code in "link K7M-2QX"."""
    command = lookup.command(text, bare=True, works=False)
    return command[1] if command and command[0] is linking.link else ""


def _old_link(tx: Tx, incoming: Incoming, say: Words, code: str, *, now: datetime) -> list[Reply] | None:
    sender = incoming.sender
    address = f"{sender.channel}:{sender.account}:{sender.external_id}"
    match link_accounts.awaited(tx, code, address=address, now=now):
        case True:
            return None
        case False:
            return [
                Reply(say.t("I don't know this code. Check it, or make a new one: /link in your other chat."))
            ]
        case _:
            return [
                Reply(
                    say.t("Those were too many wrong codes. Please wait an hour, then make a new one: /link.")
                )
            ]


def _anew(say: Words) -> Reply:
    return Reply(
        say.t(
            "I don't know you any more, so this button does nothing. "
            "To begin anew, scan the poster in a shop, or just write to me."
        )
    )
