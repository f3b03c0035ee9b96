"""Who an account is that somebody says is theirs: its platform is asked, before anything is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from channels.setup import PlatformSetup, RefusedAccountError, SetupError


@dataclass(frozen=True, slots=True)
class Introduced:
    """An account that its platform knows, and what its links call it; `called_at`: a path that somebody must be told."""

    channel: str
    account: str
    handle: str
    called_at: str = ""


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
    told = own.webhook.path if own.webhook and own.webhook.greet else ""
    return Introduced(platform.name, own.account.account, own.account.handle, told)
