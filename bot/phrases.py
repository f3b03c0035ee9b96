"""What people ask in sentences of their own, and the labels of buttons typed out: which command they mean.

Words that are a command by themselves stand in `bot/synonyms.py`. A phrase here is the whole text, folded: without case,
accents, punctuation and emoji. What fits none of them is for `bot/customer/helping.py`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from babel import Locale

from bot import synonyms
from bot.customer.days import read_day
from bot.optout import SURE, without_courtesy
from loyalty.names import fold_name
from words.language import LANGUAGES, N_, words

_ANY_DAY = date(2000, 1, 1)  # whether something names a day does not depend on it
_LONGEST = 80  # letters; who writes more than that tells a story

# What a sentence with a day in it means; the day itself is read as elsewhere.
_BIRTHDAYS = (
    r"(?:my (?:birthday|bday)(?:s| is)?|i have my (?:birthday|bday)|its my birthday|birthday|bday|i was born|born)(?: on)?(?: the)? (?P<day>.+)",
    r"(?P<day>today|tomorrow) ?(?:i|it)?s my (?:birthday|bday)",
    r"(?P<day>.+?) is my (?:birthday|bday)",
    r"its my (?:birthday|bday) (?:on )?(?:the )?(?P<day>.+)",
    r"(?:please )?(?:change|set|correct) my (?:birthday|bday) to (?:the )?(?P<day>.+)",
    r"i turn \d+ (?:on )?(?P<day>.+)",
    r"(?:wijzig|verander|zet) mijn verjaardag (?:in|naar|op) (?P<day>.+)",
    r"(?P<day>.+?) (?:is mijn verjaardag|ben ik jarig)",
    r"(?:ik ben )?(?P<day>vandaag|morgen|overmorgen)(?: ben ik)? jarig",
    r"ik ben (?:op )?(?:de )?(?P<day>.+) jarig",
    r"(?:ik ben jarig|ik ben geboren|mijn verjaardag is|mijn verjaardag|jarig)(?: op)?(?: de)? (?P<day>.+)",
    r"(?:a )?(?:szuletesnapom|szulinapom)(?: van)? (?P<day>.+)",
    r"(?:en )?(?P<day>.+?) (?:szulettem|(?:van |lesz )?a (?:szuletesnapom|szulinapom))",
)
_SPEAKS = re.compile(
    r"(?:please |can you |can we |can i |do you |could you )*(?:speak|talk|switch to|change to|write)(?: to)?(?: me)?(?: in)? (?P<en>\w+)(?: please)?"
    r"|(?:kun je |kan je |graag )*(?:spreek|praat|schrijf|in het)(?: in het)? (?P<nl>\w+)(?: graag)?"
    r"|(?:liever|kan het|kan dit|kunnen we|mag het|mogen we|zullen we)(?: ook)?(?: in het)? (?P<wish>\w+)(?: praten| spreken| verder)?"
    r"|(?:beszelj|beszeljunk|beszelsz|beszeltek|beszelhetunk|tudsz|tudtok|lehet|inkabb|irj|valts?)(?: kerlek)? (?P<hu>\w+)|(?:in )?(?P<bare>\w+)(?: please| graag| kerem| only)?"
    r"|(?:sprechen sie|sprichst du|parlez vous|parles tu|habla(?:s|n)?(?: usted)?|parla|parli) (?P<other>\w+)|(?P<polite>\w+) (?:bitte|por favor|svp)"
)

# What somebody is called; the name as they wrote it.
_NAMES = re.compile(
    r"(?:please )?(?:my name is|change my name to|i am called|mijn naam is|ik heet|(?:verander|wijzig) mijn naam in|a nevem|ugy hivnak,? hogy) (?P<name>\w+(?:[ '’-]\w+){0,2})"
)

# Buttons without a fact of their own, by what they ask for: whoever types what they say means the same.
LABELS: tuple[tuple[str, str], ...] = (
    (N_("💳 My card"), "card"),
    (N_("💳 My own card"), "card"),
    (N_("🏠 Menu"), "home"),
    (N_("☰ More"), "help"),
    (N_("How it works"), "help"),
    (N_("🎯 My goal"), "goal"),
    (N_("🎂 My birthday"), "birthday"),
    (N_("👍 What I like"), "likes"),
    (N_("✉ Choose messages"), "messages"),
    (N_("🔎 Find a customer"), "find"),
    (N_("📅 Today"), "today"),
    (N_("🎓 Practice scan"), "practice"),
    (N_("📊 How is business?"), "stats"),
    (N_("➕ Invite staff"), "invite"),
    (N_("📜 Rules"), "programme"),
    (N_("👥 Staff"), "staff"),
    (N_("✉ Messages to customers"), "campaigns"),
    (N_("🏪 Open my shop"), "newshop"),
    (N_("🎁 Rewards"), "rewards"),
    (N_("🔄 New code"), "card"),
)


_PHRASES = tomllib.loads((Path(__file__).parent / "phrases.toml").read_text(encoding="utf-8"))
_PARTS = _PHRASES.pop("parts")


def _any_of(by_language: Mapping[str, list[str]]) -> re.Pattern[str]:
    return re.compile("|".join(phrase for phrases in by_language.values() for phrase in phrases))


_PATTERNS = {verb: _any_of(by_language) for verb, by_language in _PHRASES.items()}
_ANYWHERE = {about: _any_of(by_language) for about, by_language in _PARTS.items()}


@dataclass(frozen=True, slots=True)
class Meant:
    """The command that a text means, and what goes with it."""

    verb: str
    arg: str = ""


def meant(text: str, abouts: Mapping[str, str]) -> Meant | None:
    """Return the command that a text asks for in words of its own; `abouts` describe each command in the menu."""
    if len(text) > _LONGEST:
        return None
    said = _plain(text)
    if not said:
        return Meant("help") if "?" in text else None
    return _asked(said, text, abouts) or _politely(said, abouts)


def _asked(said: str, text: str, abouts: Mapping[str, str]) -> Meant | None:
    verb = _labels(tuple(abouts.items())).get(said)
    found = verb or next((verb for verb, pattern in _PATTERNS.items() if pattern.fullmatch(said)), None)
    return Meant(found) if found else _birthday(text) or _called(text) or _language(said)


def _politely(said: str, abouts: Mapping[str, str]) -> Meant | None:
    """Understand "Hi, my card please" as "my card"."""
    bare = without_courtesy(said)
    if not bare or bare == said:
        return None
    command = synonyms.meant(bare)
    return Meant(command[0]) if command and not command[1] else _asked(bare, bare, abouts)


def words_of(text: str) -> str:
    """Write a text in small plain letters, its words parted by spaces."""
    return " ".join(re.findall(r"\w+", fold_name(text)))


def parts_in(text: str) -> frozenset[str]:
    """Name what a text asks of a shop by a part of it: its "hours", its "address"."""
    said = words_of(text)
    return frozenset(about for about, pattern in _ANYWHERE.items() if pattern.search(said))


def names_a_day(text: str) -> bool:
    """Say whether a text can be read as a day in any language."""
    return any(read_day(text, words(language), today=_ANY_DAY) for language in LANGUAGES)


def _birthday(text: str) -> Meant | None:
    said = " ".join(fold_name(text).replace("'", "").replace("’", "").split()).strip(" !?")
    for pattern in _BIRTHDAYS:
        found = re.fullmatch(pattern, said)
        if found:
            return Meant("birthday", found["day"] if names_a_day(found["day"]) else "")
    return None


def _called(text: str) -> Meant | None:
    plain = " ".join(text.split()).strip(" !?.")
    found = _NAMES.fullmatch(fold_name(plain))
    return Meant("callme", plain[-len(found["name"]) :]) if found else None


def _language(said: str) -> Meant | None:
    found = _SPEAKS.fullmatch(said)
    if not found:
        return None
    name = next(filter(None, found.groups()))
    code = _languages().get(name) or _languages().get(re.sub("[ue]l$", "", name))  # Hungarian: "magyarul"
    if code:
        return Meant("language", code)
    known = name in _own_names() or (name in _other_languages() and not found["bare"])
    return Meant("language") if known else None


@cache
def _labels(abouts: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    known = [(label, verb) for verb, label in abouts if label] + list(LABELS)
    return {_plain(words(language).t(label)): verb for language in LANGUAGES for label, verb in known}


@cache
def _languages() -> Mapping[str, str]:
    """Name each language that we speak, in each of them."""
    return {fold_name(_name(code, within)): code for code in LANGUAGES for within in LANGUAGES}


@cache
def _other_languages() -> frozenset[str]:
    """Name the languages of the world, in each that we speak."""
    speakers = (*LANGUAGES, "de", "fr", "es", "it")
    return frozenset(
        fold_name(name) for within in speakers for name in Locale.parse(within).languages.values()
    )


@cache
def _own_names() -> frozenset[str]:
    """Name languages that many speak as their speakers do: alone, "Frans" may be somebody, and "Français" is what is wished for."""
    return frozenset(fold_name(_name(code, code)) for code in SURE)


def _name(code: str, within: str) -> str:
    return Locale.parse(code).get_language_name(within) or code


def _plain(text: str) -> str:
    without = fold_name(text).replace("'", "").replace("’", "")
    return " ".join(re.sub(r"[\W_]+", " ", without).split())
