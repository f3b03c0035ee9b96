"""What an owner takes home, in words: the tables' heads, and whose cards they hold."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from actions.shop.export import CustomerLine, Exported, LedgerLine
from words.language import Words
from words.units import programme_name

Cell = str | int


def word_export(found: Exported, words: Words) -> str:
    """Say whose cards these are: the members that /stats counts, and the printed cards beside them."""
    members = sum(line.held for line in found.customers)
    printed = len(found.customers) - members
    text = words.tn("The card of your {n} member", "The cards of your {n} members", members)
    if printed:
        text += ", " + words.tn(
            "and {n} printed card that nobody holds yet",
            "and {n} printed cards that nobody holds yet",
            printed,
        )
    return f"{text}."


def customer_rows(found: Exported, words: Words) -> list[Sequence[Cell]]:
    """Write the customers as a table, its head in words; several programmes have a column each."""
    several = len(found.programmes) > 1
    names = [programme_name(one, words) for one in found.programmes] if several else [words.t("balance")]
    head = (
        words.t("name"), words.t("card"), words.t("joined"), *names, words.t("visits"),
        words.t("last visit"), words.t("rewards waiting"),
    )  # fmt: skip
    return [head, *(_customer(line, found) for line in found.customers)]


def _customer(line: CustomerLine, found: Exported) -> Sequence[Cell]:
    zone = found.shop.zone
    balances = (line.balances.get(one.programme_id, 0) for one in found.programmes)
    joined, came = _when(line.joined_at, zone), _when(line.last_visit_at, zone)
    return (line.name, line.code, joined, *balances, line.visits, came, line.vouchers)


def ledger_rows(found: Exported, words: Words) -> list[Sequence[Cell]]:
    """Write the ledger as a table, its head and its kinds in words; several programmes are named in a column."""
    beside = [words.t("kind of card")] if len(found.programmes) > 1 else []
    head = (
        words.t("when"), words.t("card"), *beside, words.t("kind"), words.t("amount"),
        words.t("spent ({currency})", currency=found.shop.currency), words.t("staff"), words.t("branch"),
        words.t("reason"),
    )  # fmt: skip
    return [head, *(_entry(line, found, words) for line in found.ledger)]


def _entry(line: LedgerLine, found: Exported, words: Words) -> Sequence[Cell]:
    spent = "" if line.spent_minor is None else words.plain_amount(line.spent_minor, found.shop.currency)
    names = {one.programme_id: programme_name(one, words) for one in found.programmes}
    beside = [names.get(line.programme_id, "")] if len(names) > 1 else []
    at, kind = _when(line.at, found.shop.zone), _kind(line.kind, words)
    return (at, line.code, *beside, kind, line.amount, spent, line.staff, line.branch, line.reason)


def _kind(kind: str, words: Words) -> str:
    kinds = {
        "head_start": words.t("head start"),
        "visit": words.t("visit"),
        "extra": words.t("extra"),
        "reward": words.t("reward"),
        "expired": words.t("expired"),
        "moved": words.t("moved"),
        "reversal": words.t("taken back"),
    }
    return kinds.get(kind, kind)


def _when(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else ""
