"""Two tables to take home, which a spreadsheet opens and never executes."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from actions.access import NotAllowed
from actions.allowances import TooOften
from actions.shop.export import export_shop
from bot.owner.places import not_allowed, place_for
from bot.turn import File, Reply, Turn
from loyalty.roles import Role
from words.shop.export import Cell, customer_rows, ledger_rows, word_export
from words.waiting import once_more

_AMOUNT = re.compile(r"-?\d+([.,]\d+)?")  # calculates nothing, also below zero
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet calculate


def export(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /export: customers and ledger, one file each."""
    place = place_for(turn, Role.OWNER, "export", arg)
    if isinstance(place, Reply):
        return place
    found = export_shop(turn.tx, turn.actor, place.shop.id, now=turn.now)
    if isinstance(found, TooOften):
        return Reply(once_more(found.until, turn.words, now=turn.now))
    if isinstance(found, NotAllowed):
        return not_allowed(turn)
    # Where a comma parts the decimals, spreadsheets part the cells by a semicolon.
    between = ";" if "," in turn.words.number(Decimal("0.5")) else ","
    otherwise = turn.t(
        "⚠ The file can't be sent in this chat: it may be too large. Whoever runs the server can write it there "
        "with: stempel export all.jsonl"
    )
    return [
        Reply(
            word_export(found, turn.words),
            document=File("customers.csv", spreadsheet(customer_rows(found, turn.words), between=between)),
            otherwise=otherwise,
        ),
        Reply(
            turn.tn("The ledger: {n} line.", "The ledger: {n} lines.", len(found.ledger))
            + " "
            + turn.t("Keep both files safe: they hold names."),
            document=File("ledger.csv", spreadsheet(ledger_rows(found, turn.words), between=between)),
            otherwise=otherwise,
        ),
    ]


def spreadsheet(rows: Iterable[Sequence[Cell]], *, between: str = ",") -> bytes:
    """Write rows as CSV in UTF-8 with the mark that Excel wants; a text that looks like a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=between)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    if not isinstance(cell, str) or _AMOUNT.fullmatch(cell):
        return cell
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
