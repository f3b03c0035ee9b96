"""People who talk to the bot without a platform between them: they say, tap and open, and get replies."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from actions.shop import invitations, open_shop
from actions.shop.open_shop import NewShop, Opened
from bot.buttons import encode
from bot.photos import Seen
from bot.pictures.specs import CardPicture, CodePicture
from bot.platform import Links, Platform
from bot.turn import Choice, File, Reply
from channels.messages import Address, Content, Incoming, Photo, Start, Tap, Text
from loyalty.actor import Operator
from loyalty.cards.programme import Programme, Reward
from storage.engine.database import Database
from tests.answers import answers
from tests.programmes import stamp_card

NOON = datetime(2026, 3, 12, 11, 0, tzinfo=UTC)  # 12:00 at Café Luna
LINKS = Links(b"secret of the tests", lambda payload: f"https://t.me/stempel_bot?start={payload}")
PLATFORM = Platform(LINKS)
TEN_STAMPS = stamp_card((Reward("cookie", "Cookie", 5), Reward("coffee", "Free coffee", 10)))


def whole(file: File) -> bytes:
    """Return what a file holds."""
    return file.content if isinstance(file.content, bytes) else file.content().read()


@dataclass(slots=True)
class Person:
    """Somebody with a phone."""

    name: str
    id: str
    language: str = "en"


ANA = Person("Ana", "700001")
EVA = Person("Eva", "700002")
CLEO = Person("Cleo", "700003")
MAX = Person("Max", "700004")


@dataclass(slots=True)
class Talk:
    """Everybody's chats with the bot, over one database; `now` is what the clock shows."""

    db: Database
    now: datetime = NOON
    platform: Platform = PLATFORM
    channel: str = "telegram"
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    _seen: Seen | None = None  # on the photo that was sent last
    _last: tuple[Person, Incoming] | None = None
    _keys: "count[int]" = field(default_factory=lambda: count(1))

    async def says(self, person: Person, text: str) -> str:
        """Type a text and return what the bot answers."""
        return await self._send(person, Text(text))

    async def opens(self, person: Person, payload: str) -> str:
        """Follow a deep link."""
        return await self._send(person, Start(payload))

    async def sends(self, person: Person, content: Content) -> str:
        """Send anything else."""
        return await self._send(person, content)

    async def taps(self, person: Person, label: str | Choice, *, shown_hours_ago: int = 0) -> str:
        """Tap a button seen before, or the one under the last answer whose label is, or begins, so."""
        button = label if isinstance(label, Choice) else self.button(person, label)
        shown_at = self.now - timedelta(hours=shown_hours_ago)
        data = encode(LINKS.secret, person.id, button.verb, button.arg, now=shown_at)
        return await self._send(person, Tap(data, "1"))

    async def again(self) -> str:
        """Bring what was brought last once more, as a platform does that heard no answer in time."""
        assert self._last
        return await self._brings(*self._last)

    def button(self, person: Person, label: str) -> Choice:
        """Return a button that the person sees."""
        seen = self.buttons(person)
        found = [b for b in seen if b.label == label] or [b for b in seen if b.label.startswith(label)]
        assert found, f"{person.name} sees no {label!r}, but {[b.label for b in seen]}"
        return found[0]

    def buttons(self, person: Person) -> list[Choice]:
        """Return all the buttons under the last answer."""
        return [b for reply in self.replies[person.id] for row in reply.choices for b in row]

    def labels(self, person: Person) -> list[str]:
        """Return what those buttons say."""
        return [button.label for button in self.buttons(person)]

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    async def opens_shop(self, name: str = "Café Luna", programme: Programme = TEN_STAMPS) -> Opened:
        """Open a shop, as the operator does."""
        opened = await self.db.write(open_shop.open_shop, Operator(), NewShop(name, programme), now=self.now)
        assert isinstance(opened, Opened)
        return opened

    async def joins(
        self, person: Person, name: str = "Café Luna", programme: Programme = TEN_STAMPS
    ) -> Opened:
        """Open a shop whose first customer is this person."""
        opened = await self.opens_shop(name, programme)
        await self.opens(person, "j" + opened.shop.code)
        return opened

    async def stamped(self, person: Person, opened: Opened, times: int, *, by: Person = EVA) -> None:
        """Let a cashier type the code on a person's card, once for each visit."""
        token = await self.db.write(invitations.invite, Operator(), opened.shop.id, "cashier", now=self.now)
        await self.opens(by, "i" + token)
        shown = await self.opens(person, "j" + opened.shop.code)
        code = shown.rpartition("Code: ")[2][:6]
        for _ in range(times):
            await self.says(by, code)
            self.wait(minutes=2)

    async def photographs(self, person: Person, *codes: str) -> str:
        """Send a photo that shows these codes."""
        self._seen = Seen(codes)
        return await self._send(person, Photo("a photo", 1))

    def code(self, person: Person) -> str:
        """Return what the code on the newest picture says."""
        [picture] = [reply.picture for reply in self.replies[person.id] if reply.picture]
        assert isinstance(picture, CardPicture | CodePicture)
        return picture.qr

    async def _send(self, person: Person, content: Content) -> str:
        sender = Address(self.channel, "stempel_bot", person.id)
        incoming = Incoming(f"update:{next(self._keys)}", sender, person.name, person.language, content)
        return await self._brings(person, incoming)

    async def _brings(self, person: Person, incoming: Incoming) -> str:
        self._last = person, incoming
        replies = await answers(self.db, incoming, self.platform, self._seen, now=self.now)
        for reply in replies:
            for row in reply.choices:
                for button in row:  # whatever is shown must fit the platform
                    encode(LINKS.secret, person.id, button.verb, button.arg, now=self.now)
        self.replies[person.id] = replies
        return "\n\n".join(reply.text for reply in replies)
