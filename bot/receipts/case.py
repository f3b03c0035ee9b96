"""A notice on its way to words, and the messages that it becomes."""

from collections.abc import Callable
from datetime import datetime

from actions.campaigns.consents import to_ask
from actions.delivery.notices import Notice
from actions.tx import Tx
from bot.customer.asking import asking
from bot.customer.cards import card_reply
from bot.platform import Billing, Links
from bot.turn import Filled, Reply
from loyalty.actor import ActingPerson
from loyalty.values import dataclass
from words.language import Words


@dataclass(frozen=True, slots=True)
class Receipt:
    """A reply and, where one is shown already, the message that it updates."""

    reply: Reply
    replaces: str | None = None
    by_template: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A notice, and what is needed to word it."""

    tx: Tx
    notice: Notice
    words: Words
    links: Links
    now: datetime
    billing: Billing | None = None

    @property
    def person_id(self) -> int:
        """Name whom it is for."""
        return self.notice.person.id

    @property
    def actor(self) -> ActingPerson:
        """Name them, where what they read is only for who may."""
        return ActingPerson(self.person_id)

    def picture(self, note: str = "") -> list[Receipt]:
        """Bring the card that is on show up to date."""
        states, view = self.notice.states, self.notice.view
        if not states or view is None:
            return []
        return [Receipt(card_reply(states, self.words, self.links, now=self.now, note=note), view.message_id)]

    def asking(self, reply: Reply, occasion: str) -> Reply:
        """Ask for what this person was never asked for, or once more: something good has just happened."""
        purposes = to_ask(self.tx, self.person_id, occasion, now=self.now)
        return asking(reply, self.words, purposes, occasion)


Wording = Callable[[Case], list[Receipt]]


def in_template(name: str, **values: str) -> Filled:
    """Fill a template of a platform in."""
    return Filled(name, values)
