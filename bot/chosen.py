"""What was shown last in a chat, and which of its buttons somebody means who types what one says.

Only the newest message's buttons are meant: a label of an older one does nothing. What is typed becomes the tap itself,
so that all that holds for a tap (its age, its role, once only) holds for it.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot import optout
from bot.buttons import Tapped, encode
from bot.short_answers import means_no, means_one_more, means_yes
from bot.turn import Choice, Reply, Turn
from channels.messages import Incoming, Tap
from channels.titles import row_titles
from loyalty.names import fold_name

_NUMBER = re.compile(r"\d{1,2}[.)]?")
_WORD = re.compile(r"(?:(?<!\w)[+-](?=\d))?\w+")  # "+1" is not "1"
# What stands beside a thing or a name may be left out: its figure, what it means, how a card is that was asked about.
_PRICED = re.compile(r"(.+?)(?: · [\d\W]+| \([\d\W]+\)|: .+|, \d.+)")
_MINUS = str.maketrans("−–", "--")


@dataclass(frozen=True, slots=True)
class Shown:
    """The choices of the newest message, those of each reply apart, and when they were shown."""

    at: datetime
    replies: tuple[tuple[Choice, ...], ...]

    @property
    def choices(self) -> list[Choice]:
        """Return them all."""
        return [choice for reply in self.replies for choice in reply]


def written(replies: Iterable[Reply], *, now: datetime) -> str:
    """Write down what can be tapped under these replies."""
    tappable = [
        [(one.label, one.verb, one.arg) for row in reply.choices for one in row if one.verb]
        for reply in replies
    ]
    choices = [of_one for of_one in tappable if of_one]
    return json.dumps([now.timestamp(), choices], ensure_ascii=False) if choices else ""


def read(text: str) -> Shown | None:
    """Read what was written down; None where nothing can be tapped."""
    if not text:
        return None
    at, replies = json.loads(text)
    return Shown(
        datetime.fromtimestamp(at, UTC),
        tuple(tuple(Choice(label, verb, arg) for label, verb, arg in reply) for reply in replies),
    )


def as_a_tap(turn: Turn, text: str, *, most: int | None) -> Incoming:
    """Take what a button of the newest message says, or the number beside a choice there, for a tap on it."""
    shown = _newest(turn)
    button = meant(shown, text, most=most) if shown else None
    if shown is None or button is None:
        return turn.incoming
    holder = turn.links.holder(turn.incoming.sender.external_id)
    data = encode(turn.links.secret, holder, button.verb, button.arg, now=shown.at)
    return replace(turn.incoming, content=Tap(data, ""))


def was_a_button(turn: Turn, text: str) -> bool:
    """Say whether a text is what a button said one message earlier: what it was about may have changed."""
    earlier = read(turn.remembered.earlier) if turn.remembered else None
    return earlier is not None and meant(earlier, text, most=None) is not None


def shows(turn: Turn, verb: str) -> bool:
    """Say whether a button of the newest message does this."""
    shown = _newest(turn)
    return shown is not None and any(one.verb == verb for one in shown.choices)


def button_for(turn: Turn, asked: Tapped | None) -> Choice | None:
    """Return the button of the newest message that does what a yes would do."""
    shown = _newest(turn)
    return _doing(shown, asked) if asked and shown else None


def newest_question(turn: Turn) -> Tapped | None:
    """Return what a yes would do; nothing where a message with buttons of its own came after the question."""
    asked, shown = turn.asked(), _newest(turn)
    if asked and shown and _doing(shown, asked) is None:
        turn.drop_yes()
        return None
    return asked


def _newest(turn: Turn) -> Shown | None:
    """Return what the newest message shows."""
    return read(turn.remembered.shown) if turn.remembered else None


def _doing(shown: Shown, asked: Tapped) -> Choice | None:
    return next((one for one in shown.choices if (one.verb, one.arg) == (asked.verb, asked.arg)), None)


def meant(shown: Shown, text: str, *, most: int | None) -> Choice | None:
    """Return the one choice that a text names by what it says, or by its number where more than `most` were listed."""
    text = text.strip()
    if text.startswith("/") or optout.read_stop(text) == "sure":
        return None
    found = _labelled(shown.choices, text) or _agreed(shown.choices, text) or _named(shown.choices, text)
    return found or (_numbered(shown, text, most) if most else None)


def _labelled(choices: Sequence[Choice], text: str) -> Choice | None:
    """Find the choice that says so; of two that say the same and differ, none."""
    if text.isdecimal():  # "10" is an answer rather than "10 %"
        named = [one for one in choices if one.label.strip() == text]
    else:
        titles = [title for title, _ in row_titles([one.label for one in choices])]
        said = _plain(text)
        pairs = zip(choices, titles, strict=True)
        named = [one for one, title in pairs if said and said in (_plain(one.label), _plain(title))]
    if len({(one.verb, one.arg) for one in named}) != 1:
        return None
    return named[0]


def _agreed(choices: Sequence[Choice], text: str) -> Choice | None:
    """Find the one choice that is the yes, the no or the "one more" that was typed, in anybody's language: "Yes, hand it out"."""
    if means_yes(text):
        named = [one for one in choices if "," in one.label and means_yes(one.label.partition(",")[0])]
    elif means_one_more(text):
        named = [one for one in choices if one.label == "+1"]
    elif means_no(text):
        named = [one for one in choices if any(map(means_no, (one.label, *one.label.split(","))))]
    else:
        return None
    return named[0] if len(named) == 1 else None


def _named(choices: Sequence[Choice], text: str) -> Choice | None:
    """Find the one choice that begins with the thing that was typed: "Cake · 50", "🎁 Cookie (10)", "Ana, 3 of 4 stamps"."""
    said = "" if text.isdecimal() else _plain(text)
    priced = ((one, _PRICED.fullmatch(one.label)) for one in choices)
    named = [one for one, match in priced if said and match and _plain(match[1]) == said]
    return named[0] if len(named) == 1 else None


def _numbered(shown: Shown, text: str, most: int) -> Choice | None:
    listed = next((reply for reply in reversed(shown.replies) if len(reply) > most), ())
    if not _NUMBER.fullmatch(text):
        return None
    number = int(text.rstrip(".)"))
    return listed[number - 1] if 1 <= number <= len(listed) else None


def _plain(text: str) -> str:
    """Say a label without case, accents, emoji and punctuation; one of signs alone is those signs."""
    folded = fold_name(text).translate(_MINUS).replace("'", "").replace("’", "")
    return " ".join(_WORD.findall(folded)) or "".join(folded.split()).replace("\ufe0f", "")
