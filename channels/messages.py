"""What every channel carries: a message in, a message out, and news of both."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import BinaryIO, Literal, NamedTuple

from channels.deliveries import Delivery


class AccountKey(NamedTuple):
    """One of our accounts: a bot, or a number. A channel may have several."""

    channel: str
    account: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person is reached: the channel, our account on it, and the person's id there."""

    channel: str
    account: str
    external_id: str

    @property
    def ours(self) -> AccountKey:
        """Return our account that the person writes to."""
        return AccountKey(self.channel, self.account)


@dataclass(frozen=True, slots=True)
class Text:
    """Words the person typed, a command among them (`/card`)."""

    text: str


@dataclass(frozen=True, slots=True)
class Start:
    """A deep link that the person opened; `payload` is empty for a bare start."""

    payload: str


@dataclass(frozen=True, slots=True)
class Tap:
    """A button that the person tapped on message `message_id`."""

    data: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that the person sent; `file` is what `Channel.download` takes, `size` is in bytes."""

    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person shut us out: nothing can be sent until `Unblocked` or any other word."""


@dataclass(frozen=True, slots=True)
class Unblocked:
    """The person lets us write again."""


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Something we can't read from a person we can answer (a sticker, a voice message)."""

    kind: str


@dataclass(frozen=True, slots=True)
class Edited:
    """The person changed a message of theirs to `text`, or took it away (`gone`); `of` is that one's `Incoming.message`."""

    of: str
    gone: bool = False
    text: str = ""  # "" where it is none


@dataclass(frozen=True, slots=True)
class MarketingStopped:
    """The person told the platform to let no more marketing of ours through."""


@dataclass(frozen=True, slots=True)
class MarketingResumed:
    """The person lets marketing through again, which agrees to nothing that was not agreed to before."""


@dataclass(frozen=True, slots=True)
class IdChanged:
    """The person has another id from now on: what they had goes with them."""

    external_id: str
    at: datetime | None = field(default=None, compare=False)  # when it was told; such news may be days old


@dataclass(frozen=True, slots=True)
class Checkout:
    """The person is about to pay an invoice, and waits to hear whether they may: `Channel.settle` says so, within seconds."""

    payload: str  # as it stood in the `Invoice`, as do the others
    currency: str
    amount: int


@dataclass(frozen=True, slots=True)
class PaidInvoice:
    """The person has paid an invoice; `charge` is what the platform calls the payment, the same each time it is told."""

    payload: str
    currency: str
    amount: int
    charge: str


Content = (
    Text
    | Start
    | Tap
    | Photo
    | Blocked
    | Unblocked
    | Unsupported
    | Edited
    | MarketingStopped
    | MarketingResumed
    | IdChanged
    | Checkout
    | PaidInvoice
)


def nobody_waits() -> None:
    """Tell nobody that an update is kept."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update from one person; `key` is the same each time the platform delivers it.

    `kept` is called once its effect is committed: from there on the platform may be told, however long the answer takes.
    """

    key: str
    sender: Address
    name: str
    language: str | None
    content: Content
    reference: str = ""  # what `Channel.acknowledge` needs, for platforms that show a spinner on a tap
    alias: str = ""  # another id by which the platform called this person before
    may_pass_on: bool = False  # the id is a phone number: somebody else's, one day
    kept: Callable[[], None] = field(default=nobody_waits, compare=False, repr=False)
    message: str = ""  # what `Edited` calls the message that this is

    @property
    def told_early(self) -> bool:
        """Say whether the platform is told before the answer is given, and so brings nothing again."""
        return self.kept is not nobody_waits


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a message that was sent earlier; reports come late, twice, and in any order."""

    key: str
    to: Address
    message_id: str
    state: Literal["sent", "delivered", "read", "failed"]
    tracker: str = ""  # of the `Outgoing`
    delivery: Delivery | None = None  # of a failed one: how it ended
    charge: str = (
        ""  # what the platform bills it as ("marketing", "utility", …); empty where it bills nothing
    )


@dataclass(frozen=True, slots=True)
class TemplateNews:
    """The platform judged a template, or put it into another category; what is empty did not change."""

    account: str
    name: str
    language: str
    status: str = ""  # in small letters; "approved" may be sent, whatever else is said stops it
    category: str = ""  # marketing, utility
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AccountNews:
    """The platform says something about our account that the operator must know."""

    account: AccountKey
    text: str
    sends: bool = True  # whether anything may still be sent
    reopens: bool = False  # whether what was closed is open again
    limit: str = ""  # how many people may be written to in a day, as the platform says it
    at: datetime | None = field(
        default=None, compare=False
    )  # when it was so; such news may come twice and late


Event = Incoming | Report | TemplateNews | AccountNews


@dataclass(frozen=True, slots=True)
class Button:
    """A choice under a message: `data` comes back as a `Tap`, or `url` opens."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or file: `content` to upload, or what opens it anew for each try; or the `media_id` of an earlier upload."""

    filename: str
    content: bytes | Callable[[], BinaryIO] = b""
    media_id: str | None = None

    def opened(self) -> BinaryIO:
        """Open the content to be read piece by piece."""
        return BytesIO(self.content) if isinstance(self.content, bytes) else self.content()

    def whole(self) -> bytes:
        """Return the content at once."""
        return self.content if isinstance(self.content, bytes) else self.content().read()


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """An approved template with its blanks filled in."""

    name: str
    language: str
    values: tuple[str, ...] = ()
    data: tuple[str, ...] = ()  # what its buttons bring back as a `Tap`, in their order
    category: str = ""  # as the platform has it: marketing, utility


@dataclass(frozen=True, slots=True)
class Invoice:
    """What the person can pay in the chat: `amount` in the platform's own smallest unit of the currency.

    `payload` comes back with `Checkout` and `PaidInvoice`; a copy that was passed on opens the link with `leads`.
    """

    title: str  # 32 letters at most
    text: str  # 255 letters at most
    payload: str  # 128 bytes at most
    currency: str
    amount: int
    leads: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to one person, in plain text (no markup); `replaces` is the message it updates in place."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    picture: Media | None = None
    document: Media | None = None
    replaces: str | None = None
    template: FilledTemplate | None = None  # sent instead of all of the above
    invoice: Invoice | None = None  # sent instead of all of the above
    tracker: str = ""  # comes back with each `Report` about it
    list_label: str = ""  # opens the buttons where a platform folds them away (20 letters)
