"""What an owner takes home, in words: the tables' heads, and whose cards they hold."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from actions.shop.export import Exported
from words.language import Words

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
    """Write the customers as a table, its head in words."""
    zone = found.shop.zone
    head = (
        words.t("name"), words.t("card"), words.t("joined"), words.t("balance"), words.t("visits"),
        words.t("last visit"), words.t("rewards waiting"),
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


def ledger_rows(found: Exported, words: Words) -> list[Sequence[Cell]]:
    """Write the ledger as a table, its head and its kinds in words."""
    kinds = {
        "head_start": words.t("head start"),
        "visit": words.t("visit"),
        "extra": words.t("extra"),
        "reward": words.t("reward"),
        "expired": words.t("expired"),
        "moved": words.t("moved"),
        "reversal": words.t("taken back"),
    }
    currency = found.shop.currency
    head = (
        words.t("when"), words.t("card"), words.t("kind"), words.t("amount"),
        words.t("spent ({currency})", currency=currency), words.t("staff"), words.t("branch"), words.t("reason"),
    )  # fmt: skip
    return [
        head,
        *(
            (
                _when(line.at, found.shop.zone),
                line.code,
                kinds.get(line.kind, line.kind),
                line.amount,
                "" if line.spent_minor is None else words.plain_amount(line.spent_minor, currency),
                line.staff,
                line.branch,
                line.reason,
            )
            for line in found.ledger
        ),
    ]


def _when(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else ""
