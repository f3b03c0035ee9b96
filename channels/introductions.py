"""Who an account is that somebody says is theirs: its platform is asked, before anything is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from channels.platforms import PLATFORMS
from channels.setup import PlatformSetup, RefusedAccountError, SetupError


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """What opens an account of somebody's on a channel, or a part of that: never written down as it is."""

    channel: str
    opens: Mapping[str, str]


def secrets_in(text: str) -> Secrets | None:
    """Return what stands in a text that opens an account on any platform."""
    found = ((platform.name, platform.opens_in(text)) for platform in PLATFORMS)
    return next((Secrets(name, opens) for name, opens in found if opens), None)


@dataclass(frozen=True, slots=True)
class Introduced:
    """An account that its platform knows, and what its links call it."""

    channel: str
    account: str
    handle: str
    called_at: str = ""  # where its platform is told to call by whoever set it up there, up to its hook


@dataclass(frozen=True, slots=True)
class NotIntroduced:
    """Why an account can't be a shop's own; `says` is what its platform has to say, without the secret."""

    why: Literal["refused", "unreachable", "shared", "incomplete"]
    channel: str
    says: str = ""
    missing: tuple[str, ...] = ()  # of what opens one there


async def introduce(
    platform: PlatformSetup, opens: Mapping[str, str], *, hook: str, word: str
) -> Introduced | NotIntroduced:
    """Ask a platform who it is that `opens` opens."""
    channel = platform.name
    missing = tuple(name for name in platform.opens if not opens.get(name))
    if missing:
        return NotIntroduced("incomplete", channel, missing=missing)
    try:
        own = platform.own_bot(opens, hook=hook, word=word)
        await own.account.start()
        try:
            await own.see()
        finally:
            await own.account.stop()
    except RefusedAccountError as error:
        return NotIntroduced("refused", channel, str(error))
    except SetupError as error:
        return NotIntroduced("unreachable", channel, str(error))
    if platform.is_shared(own.account.account):
        return NotIntroduced("shared", channel)
    called = own.webhook and own.webhook.greet and platform.public_url + own.webhook.path.removesuffix(hook)
    return Introduced(channel, own.account.account, own.account.handle, called or "")
