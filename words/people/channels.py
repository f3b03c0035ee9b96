"""The names of messengers: a folder of `channels/`, as people write it."""

from collections.abc import Mapping

from words.language import N_, Words

_OTHERWISE: Mapping[str, str] = {"whatsapp": "WhatsApp", "browser": N_("the browser")}


def channel_name(channel: str, words: Words) -> str:
    """Name a messenger: "WhatsApp"."""
    return words.t(_OTHERWISE.get(channel, channel.capitalize()))
