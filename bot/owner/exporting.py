"""Two tables to take home, which a spreadsheet opens and never executes."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from actions.access import NotAllowed
from actions.shop.export import Exported, export_shop
from bot.owner.places import not_allowed, place_for
from bot.turn import File, Reply, Turn
from loyalty.roles import Role

Cell = str | int
_AMOUNT = re.compile(r"-?\d+([.,]\d+)?")  # calculates nothing, also below zero
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet calculate


def export(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /export: customers and ledger, one file each."""
    place = place_for(turn, Role.OWNER, "export", arg)
    if isinstance(place, Reply):
        return place
    found = export_shop(turn.tx, turn.actor, place.shop.id, now=turn.now)
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
            _counted(turn, found),
            document=File("customers.csv", spreadsheet(_customers(turn, found), between=between)),
            otherwise=otherwise,
        ),
        Reply(
            turn.tn("The ledger: {n} line.", "The ledger: {n} lines.", len(found.ledger))
            + " "
            + turn.t("Keep both files safe: they hold names."),
            document=File("ledger.csv", spreadsheet(_ledger(turn, found), between=between)),
            otherwise=otherwise,
        ),
    ]


def _counted(turn: Turn, found: Exported) -> str:
    """Say whose cards these are: the members that /stats counts, and the printed cards beside them."""
    members = sum(line.held for line in found.customers)
    printed = len(found.customers) - members
    text = turn.tn("The card of your {n} member", "The cards of your {n} members", members)
    if printed:
        text += ", " + turn.tn(
            "and {n} printed card that nobody holds yet",
            "and {n} printed cards that nobody holds yet",
            printed,
        )
    return f"{text}."


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


def _customers(turn: Turn, found: Exported) -> list[Sequence[Cell]]:
    zone = found.shop.zone
    head = (
        turn.t("name"), turn.t("card"), turn.t("joined"), turn.t("balance"), turn.t("visits"),
        turn.t("last visit"), turn.t("rewards waiting"),
    )  # fmt: skip
    return [
        head,
        *(
            (
                line.name,
                line.code,
                _when(line.joined_at, zone),
                line.balance,
                line.visits,
                _when(line.last_visit_at, zone),
                line.vouchers,
            )
            for line in found.customers
        ),
    ]


def _ledger(turn: Turn, found: Exported) -> list[Sequence[Cell]]:
    kinds = {
        "head_start": turn.t("head start"),
        "visit": turn.t("visit"),
        "extra": turn.t("extra"),
        "reward": turn.t("reward"),
        "expired": turn.t("expired"),
        "moved": turn.t("moved"),
        "reversal": turn.t("taken back"),
    }
    currency = found.shop.currency
    head = (
        turn.t("when"), turn.t("card"), turn.t("kind"), turn.t("amount"),
        turn.t("spent ({currency})", currency=currency), turn.t("staff"), turn.t("branch"), turn.t("reason"),
    )  # fmt: skip
    return [
        head,
        *(
            (
                _when(line.at, found.shop.zone),
                line.code,
                kinds.get(line.kind, line.kind),
                line.amount,
                "" if line.spent_minor is None else turn.words.plain_amount(line.spent_minor, currency),
                line.staff,
                line.branch,
                line.reason,
            )
            for line in found.ledger
        ),
    ]


def _when(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else ""
