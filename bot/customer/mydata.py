"""Answer who asks what we hold about them, in words and with a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from actions.cards.own_cards import own_cards
from actions.people.personal_data import PersonalData, everything_held
from bot.beside import Beside, reading
from bot.customer.elsewhere import asked_elsewhere
from bot.turn import Choice, File, Reply, Turn
from channels.platforms import is_number
from words.people.channels import channel_name
from words.people.personal_data import as_file, first_facts, likes_read, section_line


def show_mydata(turn: Turn, _arg: str) -> Beside[Reply | list[Reply]]:
    """Answer /mydata: the text for a reader, the file for keeping."""
    own_cards(turn.tx, turn.person_id, now=turn.now)  # first: what ran out has run out before it is told
    return reading(_all_held)


def _all_held(turn: Turn) -> Reply:
    elsewhere = asked_elsewhere(turn, "/mydata")
    if elsewhere:
        return elsewhere
    held = everything_held(turn.tx, turn.person_id, now=turn.now)
    lines = [turn.t("This is all I hold about you, and why:"), *first_facts(held, turn.words)]
    for section, rows in held.rows.items():
        if rows and section not in ("person", "cards"):
            lines.append(section_line(section, _count(turn, section, rows), turn.words))
    lines += likes_read(held, turn.words)
    numbers = [row for row in held.rows["addresses"] if _is_a_number(row)]
    lines += [
        turn.t("Of phone numbers only yours, no year of birth, and nothing worked out but from your visits.")
        if numbers
        else turn.t("No phone number, no year of birth, and nothing worked out but from your visits."),
        turn.t("What names no days is kept until you say /forget."),
        turn.t("The file has every line. /forget erases it all."),
    ]
    return Reply(
        "\n".join(lines),
        _next_taps(turn, held),
        document=File("stempel-my-data.json", as_file(held, turn.words, now=turn.now)),
        otherwise=turn.t(
            "⚠ The file can't be sent in this chat. Ask the shop for it: it is yours, and they can have it made."
        ),
    )


def _next_taps(turn: Turn, held: PersonalData) -> tuple[tuple[Choice, ...], ...]:
    rows = ((Choice(turn.t("Erase me"), "forget"), Choice(turn.t("✉ Choose messages"), "messages")),)
    return (*rows, (Choice(turn.t("👍 What I like"), "likes"),)) if held.likes else rows


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
