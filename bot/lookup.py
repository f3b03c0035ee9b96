"""Which row of the table a typed text means: a command, a sentence that asks for one, and what a menu lists."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping

from bot import optout, phrases, synonyms
from bot.beside import AnyHandler
from bot.owner.table import AT_WORK, HEADINGS
from bot.rows import Command
from bot.table import COMMANDS, VERBS
from loyalty.codes import LENGTH, plain_code
from loyalty.roles import Role, rank

_ABOUTS: Mapping[str, str] = {word: command.about for word, command in COMMANDS.items()}
# No commands, but asked for in words by those who have a shop; others mean something else by them.
_NEEDED: Mapping[str, Role] = {"shop": Role.OWNER, "branches": Role.OWNER, "leaving": Role.OWNER}
_MOST_OF_A_NAME = 3  # words
_COMMAND = re.compile(r"(/?)(\w+)(?:@\w+)?(?:\s*[.,:;!?…]*|\s+(.*))", re.DOTALL)


# What may follow a command's bare word; behind every other word it begins a sentence: "staff was rude", "forget it".
_FOLLOWS: Mapping[str, Callable[[str], bool]] = {
    "goal": lambda rest: bool(re.search(r"\d", rest)),
    "birthday": phrases.names_a_day,
    "cards": lambda rest: rest.isdecimal(),
    "link": lambda rest: len(rest.split()) == 1,
    "friend": lambda rest: len(plain_code(rest)) == 2 * LENGTH,
    "language": lambda rest: len(rest.split()) == 1,
    "branch": lambda rest: len(rest.split()) <= _MOST_OF_A_NAME,
    "find": bool,
    "undo": lambda rest: _may_be_a_name(rest) and not phrases.meant(f"undo {rest}", {}),
}


def command(text: str, *, bare: bool, works: bool = True) -> tuple[AnyHandler, str] | None:
    """Find the command that a text is: "/find ana"; where `bare` words count, "find ana", "zoek ana" and "HELP!!" too.

    Who `works` nowhere means no work by a bare word: "today" and "cards" are words of theirs.
    """
    found = _named(text, bare=bare)
    if found is None or (COMMANDS[found[0]].role and not works and not text.startswith("/")):
        return None
    return COMMANDS[found[0]].handler, found[1]


def _named(text: str, *, bare: bool) -> tuple[str, str] | None:
    """Return the command that a text is, whoever it is for, and what follows it."""
    match = _COMMAND.fullmatch(text)
    if match and match[2].lower() in COMMANDS:
        word, rest = match[2].lower(), (match[3] or "").strip()
        if match[1] or (bare and _may_follow(word, rest)):
            return word, rest
    found = synonyms.meant(text.removeprefix("/")) if bare or text.startswith("/") else None
    if found and (text.startswith("/") or _may_follow(*found)):
        return found
    return None


def _may_be_a_name(rest: str) -> bool:
    return len(optout.without_courtesy(rest).split()) <= _MOST_OF_A_NAME


def _may_follow(word: str, rest: str) -> bool:
    return not rest or (word in _FOLLOWS and _FOLLOWS[word](rest))


def meant(text: str, role: Role | None) -> tuple[AnyHandler, str] | None:
    """Find the command that a sentence asks for, among those that this role has."""
    found = phrases.meant(text, _ABOUTS)
    if found is None:
        return None
    needed = COMMANDS[found.verb].role if found.verb in COMMANDS else _NEEDED.get(found.verb)
    if needed and not (role and role.includes(needed)):
        return None
    return VERBS[found.verb], found.arg


def _commands(role: Role | None) -> Mapping[str, Command]:
    """Return the commands as somebody with this role has them: a few are something else at work."""
    theirs = {word: one for word, one in AT_WORK.items() if one.role and role and role.includes(one.role)}
    return {word: one for word, one in COMMANDS.items() if word not in theirs} | theirs


def commands_at_work(role: Role | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """List, heading by heading, what somebody with this role has beside every customer's commands: the till's first."""
    by_work = sorted(_commands(role).items(), key=lambda row: rank(row[1].role))
    theirs = [
        (word, one) for word, one in by_work if one.about and one.role and role and role.includes(one.role)
    ]
    found = [(one, [(word, row.about) for word, row in theirs if row.under == one]) for one in HEADINGS]
    return [(heading, rows) for heading, rows in found if rows]


def about_parts_beside(parts: Collection[str], role: Role | None) -> set[str]:
    """Name the commands about a part that is none of these."""
    return {word for word, one in _commands(role).items() if one.part and one.part not in parts}


def beyond(words: Iterable[str], role: Role) -> list[str]:
    """Return which of these commands are for a higher role, each once."""
    needed = {word: COMMANDS[word].role for word in words if word in COMMANDS}
    return [word for word, one in needed.items() if one and not role.includes(one)]


def spoken_of(text: str, role: Role) -> list[tuple[str, str]]:
    """List the commands of this role's work (word, description to translate) that a sentence speaks of."""
    theirs = {word: one for word, one in _commands(role).items() if one.role and role.includes(one.role)}
    return [(word, theirs[word].about) for word in synonyms.spoken_of(text) if word in theirs]


def menu(role: Role | None, *, several: bool) -> list[tuple[str, str]]:
    """List the commands (word, description to translate) of a menu, on one of several messengers or alone: work first."""
    by_work = sorted(_commands(role).items(), key=lambda row: rank(row[1].role), reverse=True)
    return [
        (word, command.about)
        for word, command in by_work
        if command.about
        and (several or not command.several)
        and (command.role is None or (role is not None and role.includes(command.role)))
    ]
