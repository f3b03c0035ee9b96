"""One turn of a conversation: what a handler is given, and what it answers with."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from actions.allowances import TooOften
from actions.people import chat_state
from actions.people.identify import Visitor, Workplace
from actions.shop.bots import NewBot
from actions.tx import Tx
from bot.buttons import Tapped
from bot.pictures.specs import Picture, Poster, Sheet
from bot.platform import Billing, Links
from channels.channel import NO_MONEY
from channels.introductions import NotIntroduced
from channels.messages import Incoming, Invoice
from loyalty.actor import ActingPerson
from loyalty.campaigns.frequency_cap import Purpose
from loyalty.roles import Role
from loyalty.values import dataclass
from words.language import Words

_STEP_LIVES = timedelta(hours=1)  # an answer that comes later was meant for something else
_YES = "yes"
_KEPT = "kept"
_MOST_KEPT = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what it says, and the verb it asks for (or the page it opens)."""

    label: str
    verb: str = ""
    arg: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to print."""

    what: Poster | Sheet
    filename: str


@dataclass(frozen=True, slots=True)
class File:
    """A file to keep."""

    filename: str
    content: bytes | Callable[[], BinaryIO]  # what may be much is opened anew for each try


@dataclass(frozen=True, slots=True)
class Filled:
    """A template of `bot/templates/`, and what stands in its blanks: what is said where free words don't get through."""

    name: str
    values: Mapping[str, str]
    args: Mapping[str, str] = field(
        default_factory=dict
    )  # of buttons that the free words don't have as they are


@dataclass(frozen=True, slots=True)
class Asks:
    """A question for these consents, and its occasion; it counts as asked when it has left in free words."""

    purposes: tuple[Purpose, ...]
    occasion: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer; a picture is drawn after the transaction, `shows_card` is what it will be found by later."""

    text: str
    choices: tuple[tuple[Choice, ...], ...] = ()
    besides: tuple[tuple[Choice, ...], ...] = ()  # where buttons are few, one button leads to them all
    picture: Picture | None = None
    document: Paper | File | None = None
    shows_card: int | None = None
    in_place: bool = False  # update the message whose button was tapped
    menu: tuple[tuple[str, str], ...] = ()  # the commands (word, description) to show from now on
    puzzled_by: str = ""  # what nobody understood: to staff the commands that it speaks of are offered first
    offers_all: bool = False  # all commands are listed here; where a platform has no menu, they are choices
    template: Filled | None = None
    more: str = ""  # what opens the choices where a platform folds them away
    otherwise: str = ""  # what to do where a platform won't have the document
    about: Mapping[str, int] = field(
        default_factory=dict
    )  # the visit or voucher it tells of, should it come late
    promised: bool = False  # owed from its commit on: nothing else would tell of what was done
    asks: Asks | None = None
    invoice: Invoice | None = None  # is sent in place of all of this
    counts_as: str = ""  # what came of a scan, for the server's figures

    @property
    def subject(self) -> Mapping[str, int]:
        """Name the visit, voucher or card that it tells of."""
        return self.about or ({"card_id": self.shows_card} if self.shows_card else {})

    def in_words(self) -> "Reply":
        """Say the same where a platform won't have the picture or file."""
        text = "\n\n".join(filter(None, (self.text, self.otherwise)))
        return replace(self, text=text, picture=None, document=None, shows_card=None)


@dataclass(frozen=True, slots=True)
class Entrusted:
    """What opens a bot, sent by somebody and known here no more: whose it is, sealed, or why that can't be said."""

    bot: NewBot | NotIntroduced | TooOften | None = None  # None: nobody asked, as it came from no staff
    taken_away: bool = False  # whether the message is out of the chat


Handler = Callable[["Turn", str], "Reply | list[Reply]"]


@dataclass(slots=True)
class Turn:
    """Everything a handler needs: the transaction, the moment, who speaks, in which language."""

    tx: Tx
    now: datetime
    incoming: Incoming
    visitor: Visitor
    words: Words
    links: Links
    billing: Billing | None = None
    money: Mapping[str, int] = field(default_factory=lambda: NO_MONEY)  # in which one can pay in this chat
    shown_at: datetime | None = None  # when the tapped button was shown
    data: dict[str, Any] = field(default_factory=dict)  # what the open step knows
    dropped: tuple[str, dict[str, Any]] | None = None  # the question that this update left without an answer
    menu_changed: bool = False  # set by who changes this person's role or language
    step: str | None = None  # what the next text will answer, as far as this turn knows
    erased: bool = False  # set by who forgets this person: nothing is remembered of the chat either
    _left: tuple[str | None, dict[str, Any]] | None = (
        None  # the step that this turn leaves, written at its end
    )
    _kept: dict[str, tuple[float, Any]] | None = None  # until when (seconds since 1970), and what

    @property
    def person_id(self) -> int:
        """Name who speaks, where it is about them."""
        return self.visitor.person.id

    @property
    def actor(self) -> ActingPerson:
        """Name who speaks, where they do something."""
        return ActingPerson(self.person_id, self.only_shop)

    @property
    def only_shop(self) -> int | None:
        """Name the shop whose own chat this is: nothing of another one is said or done here."""
        return self.visitor.only_shop

    def t(self, text: str, /, **values: object) -> str:
        """Say a text in this person's language."""
        return self.words.t(text, **values)

    def tn(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Say a text in the form that goes with `n`."""
        return self.words.tn(one, many, n, **values)

    @property
    def remembered(self) -> chat_state.Conversation | None:
        """What the chat remembers from the message before."""
        return self.visitor.conversation

    def remember(self, shown: str) -> None:
        """Write down, at the end of the turn, what waits for an answer and which choices are shown."""
        if self.erased:
            return
        if self._left is None:
            chat_state.set_shown(self.tx, self.visitor.address_id, shown, now=self.now)
        else:
            step, data = self._left
            if kept := self._all_kept():
                data = data | {_KEPT: kept}
            chat_state.set_step(self.tx, self.visitor.address_id, step, data, shown=shown, now=self.now)

    def keep(self, name: str, what: Any, *, lives: timedelta) -> None:
        """Keep something beside the open question, whatever is tapped or asked in between; the newest few stay."""
        kept = self._all_kept()
        kept.pop(name, None)
        kept[name] = ((self.now + lives).timestamp(), what)
        self._kept = dict(list(kept.items())[-_MOST_KEPT:])

    def kept(self, name: str) -> Any:
        """Return what is kept under a name, None where nothing is any more."""
        _, what = self._all_kept().get(name, (0, None))
        return what

    def _all_kept(self) -> dict[str, tuple[float, Any]]:
        if self._kept is None:
            found = json.loads(self.remembered.data).get(_KEPT, {}) if self.remembered else {}
            self._kept = {name: one for name, one in found.items() if one[0] > self.now.timestamp()}
        return self._kept

    def _open(self) -> tuple[str, dict[str, Any], datetime] | None:
        """Return the step that waits, all that it knows, and since when."""
        if self._left is not None:
            step, data = self._left
            return (step, data, self.now) if step else None
        found = self.remembered
        if found is None or not waits_for(found, found.step, now=self.now):
            return None
        return found.step, json.loads(found.data), found.at

    def wait_for(self, step: str, *, yes: Choice | None = None, **data: str | int | None) -> None:
        """Take the next text as the answer to `step`; a yes does what the button `yes` does."""
        if yes:
            data[_YES] = f"{yes.verb}|{yes.arg}"
        self._left = (step, data)
        self.step = step

    def stop_waiting(self) -> None:
        """Expect no particular answer."""
        self._left = (None, {})
        self.step = None

    def keep_waiting(self) -> None:
        """Leave open what was open before a button was tapped that is about something else."""
        self._left = None

    def move_on(self) -> None:
        """Leave an open question: something else was shown, a code or a link."""
        self.dropped = self.waiting()
        self.stop_waiting()

    def waiting(self) -> tuple[str, dict[str, Any]] | None:
        """Return the step that waits for an answer and what it knows, unless it waited too long."""
        found = self._open()
        if found is None:
            return None
        # What a yes would do is no part of it: the next question may be answered by another yes, or by none.
        return found[0], {name: value for name, value in found[1].items() if name not in (_YES, _KEPT)}

    def asked(self) -> Tapped | None:
        """Return the button that a typed yes stands for, where a question waits for one."""
        found = self._open()
        if found is None or _YES not in found[1]:
            return None
        verb, _, arg = found[1][_YES].partition("|")
        return Tapped(verb, arg, found[2])

    def drop_yes(self) -> None:
        """Take a yes for an answer no longer: something else was said since. The rest of the question stays."""
        waiting = self.waiting()
        if waiting and self.asked():
            self.wait_for(waiting[0], **waiting[1])

    def resume(self) -> None:
        """Give the handler what the open step knows."""
        waiting = self.waiting()
        self.data = waiting[1] if waiting else {}

    def workplaces(self, role: Role) -> list[Workplace]:
        """Return where this person may do what `role` may."""
        return [place for place in self.visitor.workplaces if place.member.may(role)]


def waits_for(found: chat_state.Conversation | None, step: str, *, now: datetime) -> bool:
    """Say whether a chat still waits for the answer to a step."""
    return found is not None and bool(step) and found.step == step and now - found.at <= _STEP_LIVES


def in_shop(turn: Turn, role: Role, verb: str, arg: str) -> Workplace | Reply:
    """Find the shop a command is about: the one in `arg`, the only one, or ask which."""
    places = turn.workplaces(role)
    first = arg.partition(":")[0]
    if re.fullmatch(r"\d+", first):
        places = [place for place in places if place.shop.id == int(first)]
    if not places:
        return Reply(turn.t("That is for the shop's staff. Ask the owner to invite you."))
    if len(places) == 1:
        return places[0]
    buttons = tuple((Choice(place.shop.name, verb, str(place.shop.id)),) for place in places)
    return Reply(turn.t("Which shop?"), buttons)
