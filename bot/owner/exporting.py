"""Tables to take home: written row by row beside the writer, one shop's at a time."""

from dataclasses import dataclass
from decimal import Decimal
from threading import Lock

from actions.access import NotAllowed
from actions.allowances import TooOften
from actions.shop.export import Exported, ask_export, export_shop, note_export
from bot.beside import Beside
from bot.owner.places import not_allowed, place_for
from bot.spreadsheets import MOST_UNZIPPED, spreadsheet
from bot.turn import Choice, File, Reply, Turn
from loyalty.roles import Role
from words.shop.export import customer_rows, ledger_rows, membership_rows, word_export
from words.waiting import once_more

# One at a time in this process, so that the other place where is read beside the writer stays free for what is short.
_WRITING = Lock()


@dataclass(frozen=True, slots=True)
class _Tables:
    """What was written, and of how many cards and lines."""

    customers: File
    ledger: File
    memberships: File | None  # where some were sold
    members: int
    cards: int
    lines: int
    sold: int


@dataclass(slots=True)
class _Busy:
    """Others are being written."""


def export(turn: Turn, arg: str) -> Reply | Beside[_Tables | _Busy | NotAllowed]:
    """Answer /export: customers, ledger, and memberships where some were sold; one file each."""
    place = place_for(turn, Role.OWNER, "export", arg)
    if isinstance(place, Reply):
        return place
    shop_id = place.shop.id
    match ask_export(turn.tx, turn.actor, shop_id, now=turn.now):
        case TooOften(until):
            return Reply(once_more(until, turn.words, now=turn.now))
        case NotAllowed():
            return not_allowed(turn)
        case None:
            return Beside(
                lambda turn: _write(turn, shop_id), lambda turn, found: _answer(turn, shop_id, found)
            )


def _write(turn: Turn, shop_id: int) -> _Tables | _Busy | NotAllowed:
    if not _WRITING.acquire(blocking=False):
        return _Busy()
    try:
        found = export_shop(turn.tx, turn.actor, shop_id, now=turn.now)
        return found if isinstance(found, NotAllowed) else _tables(turn, found)
    finally:
        _WRITING.release()


def _tables(turn: Turn, found: Exported) -> _Tables:
    # Where a comma parts the decimals, spreadsheets part the cells by a semicolon.
    between = ";" if "," in turn.words.number(Decimal("0.5")) else ","
    many = found.lines > MOST_UNZIPPED
    customers = customer_rows(found, turn.words)
    ledger, sold = ledger_rows(found, turn.words), membership_rows(found, turn.words)
    return _Tables(
        spreadsheet("customers", customers, between=between, many=many),
        spreadsheet("ledger", ledger, between=between, many=many),
        spreadsheet("memberships", sold, between=between, many=many) if found.sold else None,
        members=found.members,
        cards=found.cards,
        lines=found.lines,
        sold=found.sold,
    )


def _answer(turn: Turn, shop_id: int, found: _Tables | _Busy | NotAllowed) -> Reply | list[Reply]:
    if isinstance(found, _Busy):
        again = Choice(turn.t("🔄 Again"), "export", str(shop_id))
        return Reply(turn.t("Such files are just being written. Ask me again in a few minutes."), ((again,),))
    noted = (
        found
        if isinstance(found, NotAllowed)
        else note_export(turn.tx, turn.actor, shop_id, found.cards, now=turn.now)
    )
    if isinstance(found, NotAllowed) or noted:
        return not_allowed(turn)
    otherwise = turn.t(
        "⚠ The file can't be sent in this chat: it may be too large. Whoever runs the server can write it there "
        "with: stempel export all.jsonl"
    )
    sold = turn.tn("{n} membership sold.", "{n} memberships sold.", found.sold)
    beside = [Reply(sold, document=found.memberships, otherwise=otherwise)] if found.memberships else []
    lines = turn.tn("The ledger: {n} line.", "The ledger: {n} lines.", found.lines)
    return [
        Reply(
            word_export(found.members, found.cards, turn.words), document=found.customers, otherwise=otherwise
        ),
        *beside,
        Reply(
            f"{lines} {turn.t('Keep both files safe: they hold names.')}",
            document=found.ledger,
            otherwise=otherwise,
        ),
    ]
