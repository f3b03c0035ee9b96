"""Draws: what was promised, who takes part with how many tickets, and what became of each that was opened."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from loyalty.cards.draws import Draw, DrawForm, DrawPlan, commitment_of
from loyalty.records import Account, Visit
from loyalty.values import dataclass
from storage.engine.statements import Statement, Tx, insert
from storage.tables import draw_results, draws, new_row, row_of, visits


@dataclass(frozen=True, slots=True)
class NewDraw:
    """What a draw begins as."""

    shop_id: int
    plan: DrawPlan
    opened_by: int
    begins_at: datetime
    ends_at: datetime
    seed: str


@dataclass(frozen=True, slots=True)
class Result:
    """A ticket that was opened; `stands` says that the visit which brought it was not taken back."""

    ticket: str
    account_id: int
    visit_id: int | None
    at: datetime
    voucher_id: int | None
    stands: bool


_d, _r = draws.c, draw_results.c


def _built(this: int, shop_id: int, form: str, *rest: Any) -> Draw:
    prize, cost_minor, prizes, one_in, free, *moments = rest
    return Draw(this, shop_id, DrawForm(form), prize, cost_minor, prizes, one_in, bool(free), *moments)


_DRAW = select(
    _d.id, _d.shop_id, _d.form, _d.prize, _d.cost_minor, _d.prizes, _d.one_in, _d.free, _d.begins_at, _d.ends_at,
    _d.seed, _d.commitment, _d.drawn_at, _d.listed,
)  # fmt: skip
_BY_ID = Statement(_DRAW.where(_d.id == bindparam("id")), into=_built)
_OF_SHOP = Statement(
    _DRAW.where(_d.shop_id == bindparam("shop_id")).order_by(_d.id.desc()).limit(bindparam("most")),
    into=_built,
)
_TICKETS = Statement(select(_d.tickets).where(_d.id == bindparam("id")))
_ADD = Statement(
    new_row(draws, "shop_id", "form", "prize", "cost_minor", "prizes", "one_in", "free", "begins_at", "ends_at", "seed",
            "commitment", "opened_by")
)  # fmt: skip
_DRAWN = Statement(
    update(draws)
    .where(_d.id == bindparam("this"), _d.drawn_at.is_(None))
    .values(drawn_at=bindparam("when"), listed=bindparam("many"), tickets=bindparam("list_of_them"))
)
_RUNS = _d.shop_id == bindparam("shop"), _d.drawn_at.is_(None)
_ENDS = Statement(select(_d.ends_at).where(*_RUNS, _d.ends_at > bindparam("now", type_=_d.ends_at.type)))
_MOVE_END = Statement(
    update(draws)
    .where(*_RUNS, _d.ends_at == bindparam("old", type_=_d.ends_at.type))
    .values(ends_at=bindparam("over", type_=_d.ends_at.type))
)
_DROP = Statement(delete(draws).where(_d.id == bindparam("this"), _d.drawn_at.is_(None)))
_PRICED = Statement(select(_d.id).where(_d.shop_id == bindparam("shop_id"), _d.cost_minor > 0).limit(1))
_RESULT = select(
    _r.ticket,
    _r.account_id,
    _r.visit_id,
    _r.at,
    _r.voucher_id,
    visits.c.undone_at,
).outerjoin(visits, row_of(visits, _r.visit_id))
_IN_DRAW = _r.shop_id == bindparam("shop_id"), _r.draw_id == bindparam("draw_id")


def _result(ticket: str, account_id: int, visit_id: int | None, at: datetime, *rest: Any) -> Result:
    voucher_id, undone_at = rest
    return Result(ticket, account_id, visit_id, at, voucher_id, stands=undone_at is None)


_RESULTS = Statement(_RESULT.where(*_IN_DRAW).order_by(_r.id), into=_result)
_OWN_RESULTS = Statement(
    _RESULT.where(*_IN_DRAW, _r.account_id == bindparam("account_id")).order_by(_r.id), into=_result
)
_FOLLOW_VISIT = Statement(
    update(draw_results)
    .where(
        _r.shop_id == bindparam("shop"),
        _r.account_id == bindparam("account"),
        _r.visit_id == bindparam("old"),
    )
    .values(visit_id=bindparam("new"))
)
_ADD_RESULT = Statement(
    insert(draw_results)
    .values(
        {
            name: bindparam(name, type_=_r[name].type)
            for name in ("shop_id", "draw_id", "account_id", "visit_id", "ticket", "at", "voucher_id")
        }
    )
    .on_conflict_do_update(
        index_elements=["shop_id", "draw_id", "ticket"],
        set_={
            "account_id": bindparam("account_id", type_=_r.account_id.type),
            "visit_id": bindparam("visit_id", type_=_r.visit_id.type),
            "at": bindparam("at", type_=_r.at.type),
            "voucher_id": bindparam("voucher_id", type_=_r.voucher_id.type),
        },
    )
)


def add(tx: Tx, new: NewDraw) -> int:
    """Open a draw, and return its id."""
    plan = new.plan
    return int(
        _ADD.value(
            tx,
            shop_id=new.shop_id,
            form=str(plan.form),
            prize=plan.prize,
            cost_minor=plan.cost_minor,
            prizes=plan.prizes,
            one_in=plan.one_in,
            free=int(plan.free),
            begins_at=new.begins_at,
            ends_at=new.ends_at,
            seed=new.seed,
            commitment=commitment_of(new.seed),
            opened_by=new.opened_by,
        )
    )


def by_id(tx: Tx, draw_id: int) -> Draw | None:
    """Return a draw."""
    return _BY_ID.one(tx, id=draw_id)


def of_shop(tx: Tx, shop_id: int, *, most: int) -> list[Draw]:
    """Return a shop's draws, the newest first."""
    return _OF_SHOP.all(tx, shop_id=shop_id, most=most)


def drawn(tx: Tx, draw: Draw, *, listed: int, tickets: str | None, now: datetime) -> bool:
    """Fix the list of tickets; False where somebody did before."""
    return _DRAWN.run(tx, this=draw.id, when=now, many=listed, list_of_them=tickets) == 1


def listed(tx: Tx, draw: Draw) -> list[str]:
    """Return the tickets of a list that was fixed, as it was written down."""
    return str(_TICKETS.value(tx, id=draw.id) or "").split()


def drop(tx: Tx, draw: Draw) -> bool:
    """Take away a draw in which nobody took part."""
    return _DROP.run(tx, this=draw.id) == 1


def ends(tx: Tx, shop_id: int, *, now: datetime) -> list[datetime]:
    """Return when the draw that runs in a shop ends."""
    return [ends_at for (ends_at,) in _ENDS.all(tx, shop=shop_id, now=now)]


def move_end(tx: Tx, shop_id: int, old: datetime, new: datetime) -> None:
    """Let the draw that ends at one moment in a shop end at another."""
    _MOVE_END.run(tx, shop=shop_id, old=old, over=new)


def priced(tx: Tx, shop_id: int) -> bool:
    """Say whether a draw's prize has a cost in the shop's money."""
    return _PRICED.one(tx, shop_id=shop_id) is not None


def note_result(tx: Tx, draw: Draw, result: Result) -> None:
    """Write down what became of a ticket; one that was opened before, and taken back with its visit, is written anew."""
    _ADD_RESULT.run(
        tx,
        shop_id=draw.shop_id,
        draw_id=draw.id,
        account_id=result.account_id,
        visit_id=result.visit_id,
        ticket=result.ticket,
        at=result.at,
        voucher_id=result.voucher_id,
    )


def follow_visit(tx: Tx, old: Visit, new: Visit) -> None:
    """Let the ticket of a visit, where it was opened, be of the visit that took its place."""
    _FOLLOW_VISIT.run(tx, shop=old.shop_id, account=old.account_id, old=old.id, new=new.id)


def results(tx: Tx, draw: Draw) -> list[Result]:
    """Return what became of the tickets that were opened, in that order."""
    return _RESULTS.all(tx, shop_id=draw.shop_id, draw_id=draw.id)


def results_of(tx: Tx, draw: Draw, account: Account) -> list[Result]:
    """Return what became of a customer's."""
    return _OWN_RESULTS.all(tx, shop_id=draw.shop_id, draw_id=draw.id, account_id=account.id)
