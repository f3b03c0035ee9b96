"""The names of messengers."""

from collections.abc import Mapping

from words.language import N_, Words

_NAMES: Mapping[str, str] = {"telegram": "Telegram", "whatsapp": "WhatsApp", "browser": N_("the browser")}


def channel_name(channel: str, words: Words) -> str:
    """Name a messenger: "WhatsApp"."""
    return words.t(_NAMES.get(channel, channel))
