"""What every platform's `setup.py` fulfils: what an operator sets of it, and what follows from that."""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Protocol

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from channels.channel import Channel
from channels.messages import AccountKey, Event
from channels.webhooks import Webhook

Handle = Callable[[Event], Awaitable[None]]
Check = Callable[[], Awaitable[str]]
Url = Annotated[str, AfterValidator(lambda url: url.rstrip("/"))]  # paths begin with a slash

FROM_THE_ENVIRONMENT = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)


class SetupError(Exception):
    """A platform can't be spoken to as it is set up; says in words what an operator can do."""


class ChannelAccount(Channel, Protocol):
    """One of our accounts, which wants to be started before it speaks."""

    async def start(self) -> None:
        """Learn who we are there, or raise a `SetupError`."""
        ...

    async def stop(self) -> None:
        """Close every connection."""
        ...


class RefusedAccountError(SetupError):
    """A platform knows an account of ours no more, or what opens it is wrong: asking again changes nothing."""


async def nowhere_to_announce() -> None:
    """Tell a platform nothing: it is asked, or knows our address."""


async def nothing_more_to_see() -> None:
    """Ask a platform nothing more: who starts there has shown all that opens it."""


class OwnAccount(ChannelAccount, Protocol):
    """One that belongs to a shop: it can be led to while it is not started, or can't be."""

    @property
    def handle(self) -> str:
        """What its links call it, once it was started."""
        ...


@dataclass(frozen=True, slots=True)
class Poll:
    """How an account asks for its messages, for ever; of several processes one does."""

    account: AccountKey
    ask: Callable[[Handle], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class OwnBot:
    """An account that belongs to one shop, not started yet, and how it is heard: called at `webhook`, or by asking."""

    account: OwnAccount
    webhook: Webhook | None = None
    announce: Callable[[], Awaitable[None]] = nowhere_to_announce  # tells the platform where to call
    # Sees that all of what opens it is right, or raises a `SetupError`: asked once, when it is given to us.
    see: Callable[[], Awaitable[None]] = nothing_more_to_see
    poll: Callable[[Handle], Coroutine[Any, Any, None]] | None = None  # asks for ever


class PlatformSetup(BaseSettings):
    """A platform as it is set up. Each setting is explained in the README; the rest of the house asks only for this."""

    model_config = FROM_THE_ENVIRONMENT

    name: ClassVar[str]  # of the channel, and of the folder
    how: ClassVar[str]  # what an operator does who wants it
    advice: ClassVar[str] = "Its own pages say what to do"  # to whom the platform closed an account
    renewal: ClassVar[str] = ""  # where what opens a shared account is set, and comes from
    opens: ClassVar[
        tuple[str, ...]
    ] = ()  # what a shop's own account wants to be given; empty: there are none

    public_url: Url = Field("", alias="STEMPEL_PUBLIC_URL")

    @classmethod
    def is_number(cls, _external_id: str, /) -> bool:
        """Say whether an id by which it knows somebody is their phone number."""
        return False

    @property
    def is_set_up(self) -> bool:
        """Say whether the operator wants it."""
        raise NotImplementedError

    def accounts(self) -> Sequence[ChannelAccount]:
        """Make the accounts that are set up, not started yet."""
        raise NotImplementedError

    def webhooks(self, _channels: Sequence[Channel], /) -> Sequence[Webhook]:
        """Say where the platform calls the accounts of it that are among `channels`."""
        return ()

    async def announce(self, channels: Sequence[Channel], /) -> None:
        """Tell the platform where to call them."""

    def polls(self, _channels: Sequence[Channel], /) -> Sequence[Poll]:
        """Say how each of them asks for its messages, where the platform does not call."""
        return ()

    def is_shared(self, _account: str, /) -> bool:
        """Say whether an account is one that the settings name."""
        return False

    @classmethod
    def opens_in(cls, _text: str, /) -> Mapping[str, str]:
        """Return what stands in a text of all that opens an account, by the names of `opens`; empty: nothing secret."""
        return {}

    def own_bot(self, _opens: Mapping[str, str], /, *, hook: str, word: str) -> OwnBot:
        """Make a shop's own account from what `opens` names; it is called at an address that ends in `hook`, with `word`."""
        raise NotImplementedError

    @classmethod
    def own_link(cls, _handle: str, _payload: str, /) -> str:
        """Return the link to an account by its handle, whether or not it is started."""
        raise NotImplementedError

    def describe(self, channels: Sequence[Channel], /) -> str:
        """Say for `stempel doctor` who we are there; these are the started accounts of this platform alone."""
        return ", ".join(channel.link("").partition("?")[0] for channel in channels)

    def checks(self) -> Mapping[str, Check]:
        """Name what else a doctor looks at; each says how it is, or raises with what to do."""
        return {}


@asynccontextmanager
async def open_accounts(platforms: Iterable[PlatformSetup]) -> AsyncIterator[list[Channel]]:
    """Start the accounts that are set up, and stop them in the end."""
    async with AsyncExitStack() as opened:
        channels: list[Channel] = []
        for platform in platforms:
            for account in platform.accounts() if platform.is_set_up else ():
                try:
                    await account.start()
                except RefusedAccountError as refused:
                    raise type(refused)(f"{refused} {platform.renewal}".rstrip()) from None
                opened.push_async_callback(account.stop)
                channels.append(account)
        yield channels
