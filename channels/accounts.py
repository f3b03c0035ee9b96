"""Which of our accounts is which: several bots and numbers are rows of one mapping."""

from collections.abc import Iterable

from channels.channel import Channel
from channels.messages import AccountKey


def key_of(channel: Channel) -> AccountKey:
    """Name the account that a channel speaks for."""
    return AccountKey(channel.name, channel.account)


def first_of_each(channels: Iterable[Channel]) -> dict[str, Channel]:
    """Return, by the name of its channel, the account that links lead to: the first of each that was set up."""
    found: dict[str, Channel] = {}
    for channel in channels:
        found.setdefault(channel.name, channel)
    return found
