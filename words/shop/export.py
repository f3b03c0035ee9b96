"""What an owner takes home, in words: the tables' heads, and whose cards they hold."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from actions.shop.export import CustomerLine, Exported
from loyalty.cards.endings import last_day
from loyalty.dates import day_of
from loyalty.people.attributes import NOTE
from words.campaigns.customer_kinds import bare_list_name
from words.language import Words
from words.units import programme_name

Cell = str | int


def word_export(members: int, cards: int, words: Words) -> str:
    """Say whose cards these are: the members that /stats counts, and the printed cards beside them."""
    printed = cards - members
    text = words.tn("The card of your {n} member", "The cards of your {n} members", members)
    if printed:
        text += ", " + words.tn(
            "and {n} printed card that nobody holds yet",
            "and {n} printed cards that nobody holds yet",
            printed,
        )
    return f"{text}."


def customer_rows(found: Exported, words: Words) -> Iterator[Sequence[Cell]]:
    """Write the customers as a table, its head in words; several programmes have a column each."""
    several = len(found.programmes) > 1
    names = [programme_name(one, words) for one in found.programmes] if several else [words.t("balance")]
    yield (
        words.t("name"), words.t("card"), words.t("joined"), *names, words.t("visits"),
        words.t("last visit"), words.t("rewards waiting"), words.t("how far"), words.t("stands as"),
        *(one.name for one in found.attributes), words.t("note"),
    )  # fmt: skip
    for line in found.customers:
        yield _customer(line, found, words)


def _customer(line: CustomerLine, found: Exported, words: Words) -> Sequence[Cell]:
    zone, noted = found.shop.zone, found.noted.get(line.id, {})
    stands = (bare_list_name(kind, words) if kind else "" for kind in (line.phase, line.quadrant))
    facts = (noted.get(key, "") for key in (*(one.key for one in found.attributes), NOTE))
    balances = (line.balances.get(one.programme_id, 0) for one in found.programmes)
    joined, came = _when(line.joined_at, zone), _when(line.last_visit_at, zone)
    return (line.name, line.code, joined, *balances, line.visits, came, line.vouchers, *stands, *facts)


def ledger_rows(found: Exported, words: Words) -> Iterator[Sequence[Cell]]:
    """Write the ledger as a table, its head and its kinds in words; several programmes are named in a column."""
    beside = [words.t("kind of card")] if len(found.programmes) > 1 else []
    yield (
        words.t("when"), words.t("card"), *beside, words.t("kind"), words.t("amount"),
        words.t("spent ({currency})", currency=found.shop.currency), words.t("staff"), words.t("branch"),
        words.t("reason"),
    )  # fmt: skip
    kinds, zone, currency = _kinds(words), found.shop.zone, found.shop.currency
    names = {one.programme_id: programme_name(one, words) for one in found.programmes} if beside else {}
    for line in found.ledger:
        spent = "" if line.spent_minor is None else words.plain_amount(line.spent_minor, currency)
        of = [names.get(line.programme_id, "")] if beside else []
        at, kind = _when(line.at, zone), kinds.get(line.kind, line.kind)
        yield (at, line.code, *of, kind, line.amount, spent, line.staff, line.branch, line.reason)


def membership_rows(found: Exported, words: Words) -> Iterator[Sequence[Cell]]:
    """Write the memberships that were sold as a table, its head in words."""
    currency, zone = found.shop.currency, found.shop.zone
    yield (
        words.t("sold"), words.t("card"), words.t("membership"), words.t("price ({currency})", currency=currency),
        words.t("from"), words.t("last day"), words.t("times had"), words.t("ended"),
        words.t("paid back ({currency})", currency=currency), words.t("staff"),
    )  # fmt: skip
    for line in found.memberships:
        price, back = (
            words.plain_amount(minor, currency) for minor in (line.price_minor, line.refunded_minor)
        )
        begins, ends = (
            day.isoformat() for day in (day_of(line.begins_at, zone), last_day(line.ends_at, zone))
        )
        sold, ended = _when(line.sold_at, zone), _when(line.ended_at, zone)
        yield (sold, line.code, line.name, price, begins, ends, line.had, ended, back, line.staff)


def _kinds(words: Words) -> Mapping[str, str]:
    return {
        "head_start": words.t("head start"),
        "visit": words.t("visit"),
        "extra": words.t("extra"),
        "bonus": words.t("bonus"),
        "gift": words.t("gift"),
        "reward": words.t("reward"),
        "expired": words.t("expired"),
        "moved": words.t("moved"),
        "reversal": words.t("taken back"),
    }


def _when(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else ""
