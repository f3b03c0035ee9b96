"""All we hold about somebody, and why: in words, and as a file."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from actions.people.personal_data import PersonalData, everything_held
from bot.turn import Choice, File, Reply, Turn
from channels.platforms import is_number
from loyalty.dates import birthday
from words.cards.card import balance
from words.language import LANGUAGES, N_
from words.people.channels import channel_name

# What each part of the file is, and why it is kept.
_WHY: Mapping[str, tuple[str, str]] = {
    "person": (
        N_("You"),
        N_("to greet you, in your language, and so that the cashier knows whose card it is"),
    ),
    "addresses": (N_("Where you chat with me"), N_("to answer you")),
    "links": (N_("Chats that became one"), N_("so that you can undo it")),
    "moves": (N_("Numbers that changed"), N_("so that a card goes to nobody else")),
    "link_codes": (N_("Codes to join two chats"), N_("so that each works once")),
    "wrong_link_codes": (N_("Wrong codes you typed"), N_("so that nobody guesses one")),
    "wrong_codes_at_work": (N_("Wrong codes you typed at work"), N_("so that nobody guesses one")),
    "cards": (N_("Cards"), N_("this is what you have me for")),
    "visits": (N_("Visits"), N_("each one earned you something")),
    "ledger": (N_("Lines in the ledger"), N_("so that you and the shop can check every balance")),
    "rewards": (N_("Rewards"), N_("to hand them out once")),
    "one_time_codes": (N_("One-time codes"), N_("so that only you can use a reward")),
    "goals": (N_("Goals"), N_("to tell you how far it is")),
    "moved_cards": (N_("Cards that went to another account"), N_("so that the shop can undo it")),
    "message_choices": (N_("Choices of messages"), N_("to write as often as you like")),
    "consents": (N_("What you agreed to, and when"), N_("to write about nothing else")),
    "consents_asked": (N_("When I asked for a yes"), N_("so that I don't ask again and again")),
    "letters": (N_("What you wrote to shops"), N_("so that they can answer you")),
    "answers_by_you": (N_("What you answered customers"), N_("so that each is answered once")),
    "messages_due": (N_("Messages that were due to you"), N_("so that you hear enough and not too much")),
    "messages_to_you": (N_("Messages I sent you"), N_("so that none is lost or comes twice")),
    "open_question": (N_("The question I asked you last"), N_("to understand your answer")),
    "pictures_on_show": (N_("Pictures of cards in our chat"), N_("to keep them up to date")),
    "jobs": (N_("Places on a shop's staff"), N_("to know what you may do there")),
    "booked_by_you": (N_("Visits you booked"), N_("the customer and the owner see who did")),
    "taken_back_by_you": (N_("Visits you took back"), N_("the customer and the owner see who did")),
    "handed_out_by_you": (N_("Rewards you handed out"), N_("the customer and the owner see who did")),
    "invitations": (N_("Invitations you made or used"), N_("so that each works once")),
    "programmes_by_you": (N_("Rules of a shop you wrote"), N_("cards keep the rules they began under")),
    "broadcasts_by_you": (N_("Messages to customers you ordered"), N_("to send each of them once")),
    "audit": (N_("Changes made by you, or about you"), N_("so that the owner can see who changed what")),
}


def show_mydata(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """Answer /mydata: the text for a reader, the file for keeping."""
    held = everything_held(turn.tx, turn.person_id, now=turn.now)
    lines = [turn.t("This is all I hold about you, and why:"), *_facts(turn, held)]
    for section, rows in held.rows.items():
        if rows and section not in ("person", "cards"):
            what, why = _WHY[section]
            lines.append(f"· {turn.t(what)} ({_count(turn, section, rows)}): {turn.t(why)}")
    numbers = [row for row in held.rows["addresses"] if _is_a_number(row)]
    lines += [
        turn.t("Of phone numbers only yours, no year of birth, nothing guessed.")
        if numbers
        else turn.t("No phone number, no year of birth, nothing guessed."),
        turn.t("The file has every line. /forget erases it all."),
    ]
    return Reply(
        "\n".join(lines),
        ((Choice(turn.t("Erase me"), "forget"), Choice(turn.t("✉ Choose messages"), "messages")),),
        document=File("stempel-my-data.json", _file(turn, held)),
        otherwise=turn.t(
            "⚠ The file can't be sent in this chat. Ask the shop for it: it is yours, and they can have it made."
        ),
    )


def _count(turn: Turn, section: str, rows: Sequence[Mapping[str, Any]]) -> str:
    if section == "addresses":
        return turn.words.listing(_where(turn, row) for row in rows)
    return turn.words.number(len(rows))


def _where(turn: Turn, row: Mapping[str, Any]) -> str:
    name = channel_name(row["channel"], turn.words)
    if not _is_a_number(row):
        return name
    return turn.t("{channel}: your number, +{number}", channel=name, number=row["your_id_there"])


def _is_a_number(row: Mapping[str, Any]) -> bool:
    """Say whether a messenger knows this person by a phone number."""
    return is_number(row["channel"], str(row["your_id_there"]))


def _facts(turn: Turn, held: PersonalData) -> list[str]:
    person = held.person
    lines = [
        f"· {turn.t('Name')}: {person.name} · {LANGUAGES.get(person.language, person.language)}",
        "  " + turn.t(_WHY["person"][1]),
    ]
    if person.birthday:
        day = birthday(person.birthday)
        said = turn.words.date(date(2000, day.month, day.day))
        lines.append("· " + turn.t("Birthday: {day}, for a gift", day=said))
    lines += [
        f"· {state.shop.name}: {balance(state, turn.words)} ({state.account.code})" for state in held.cards
    ]
    if held.cards:
        lines.append("  " + turn.t(_WHY["cards"][1]))
    return lines


def _file(turn: Turn, held: PersonalData) -> bytes:
    parts = {
        section: {"what": turn.t(_WHY[section][0]), "why": turn.t(_WHY[section][1]), "rows": rows}
        for section, rows in held.rows.items()
    }
    whole = {"made_at": turn.now, **parts}
    return json.dumps(whole, ensure_ascii=False, indent=2, default=_plain).encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"not for a file: {value!r}")
