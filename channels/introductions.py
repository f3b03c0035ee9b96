"""Who an account is that somebody says is theirs: its platform is asked, before anything is kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from channels.setup import PlatformSetup, RefusedAccountError, SetupError

# As Telegram makes them, and long enough that no time of day or score of a game reads like one.
_TOKEN = re.compile(r"(?<![0-9])[0-9]{6,}:[A-Za-z0-9_-]{30,}")


def token_in(text: str) -> str | None:
    """Return a bot's token that stands in a text."""
    found = _TOKEN.search(text)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Introduced:
    """An account that its platform knows, and what its links call it."""

    channel: str
    account: str
    handle: str


@dataclass(frozen=True, slots=True)
class NotIntroduced:
    """Why an account can't be a shop's own; `says` is what its platform has to say, without the secret."""

    why: Literal["refused", "unreachable", "shared"]
    says: str = ""


async def introduce(
    platform: PlatformSetup, opens: Mapping[str, str], *, hook: str, word: str
) -> Introduced | NotIntroduced:
    """Ask a platform who it is that `opens` opens."""
    try:
        own = platform.own_bot(opens, hook=hook, word=word)
        await own.account.start()
    except RefusedAccountError as error:
        return NotIntroduced("refused", str(error))
    except SetupError as error:
        return NotIntroduced("unreachable", str(error))
    await own.account.stop()
    if platform.is_shared(own.account.account):
        return NotIntroduced("shared")
    return Introduced(platform.name, own.account.account, own.account.handle)
