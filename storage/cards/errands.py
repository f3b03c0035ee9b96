"""Tasks that customers took on, what they showed for it, and what staff said."""

from base64 import b64decode, b64encode
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, func, or_, select, update

from loyalty.cards.proofs import Proof
from loyalty.records import Account, Counter
from loyalty.values import dataclass
from storage.engine.statements import Statement, Tx
from storage.tables import counters, errands, new_row, programmes, proofs, row_of


@dataclass(frozen=True, slots=True)
class Errand:
    """A task that a customer took on: under which rules it was promised, and how far it is."""

    id: int
    shop_id: int
    account_id: int
    counter_id: int
    version_id: int
    task: str
    begun_at: datetime
    state: str
    link: str | None
    likeness: str | None
    sent_at: datetime | None
    decided_by: int | None
    decided_at: datetime | None
    reason: str | None
    entry_id: int | None


_e = errands.c
_ERRAND = select(
    _e.id, _e.shop_id, _e.account_id, _e.counter_id, _e.version_id, _e.task, _e.begun_at, _e.state, _e.link,
    _e.likeness, _e.sent_at, _e.decided_by, _e.decided_at, _e.reason, _e.entry_id,
)  # fmt: skip
_OPEN = or_(_e.state == "begun", _e.state == "sent")
_IN_SHOP = _e.shop_id == bindparam("shop_id")
_BY_ID = Statement(_ERRAND.where(_e.id == bindparam("id")), into=Errand)
_OF_ACCOUNT = Statement(
    _ERRAND.where(_IN_SHOP, _e.account_id == bindparam("account_id")).order_by(_e.id), into=Errand
)
_SENT = Statement(  # of a programme that was taken away nothing can be given
    _ERRAND.join(counters, row_of(counters, _e.counter_id))
    .join(programmes, row_of(programmes, counters.c.programme_id))
    .where(_IN_SHOP, _e.state == "sent", programmes.c.closed_at.is_(None))
    .order_by(_e.sent_at, _e.id),
    into=Errand,
)
_HELD = Statement(
    select(func.count())
    .join_from(errands, counters, row_of(counters, _e.counter_id))
    .where(
        _IN_SHOP,
        counters.c.programme_id == bindparam("programme_id"),
        _e.task == bindparam("task"),
        _e.begun_at >= bindparam("since", type_=_e.begun_at.type),
        or_(
            _e.state == "sent",
            _e.state == "approved",
            and_(_e.state == "begun", _e.begun_at >= bindparam("alive", type_=_e.begun_at.type)),
        ),
    )
)
_BY_KEY = Statement(_ERRAND.where(_IN_SHOP, _e.proof_key == bindparam("proof_key")), into=Errand)
_LIKE = Statement(
    _ERRAND.where(
        _IN_SHOP, _e.likeness.is_not(None), _e.sent_at >= bindparam("since", type_=_e.sent_at.type)
    ).order_by(_e.id),
    into=Errand,
)
_ADD = Statement(new_row(errands, "shop_id", "account_id", "counter_id", "version_id", "task", "begun_at"))
_SEND = Statement(
    update(errands)
    .where(_e.id == bindparam("this"), _e.state == "begun")
    .values(
        state="sent",
        link=bindparam("shown_link"),
        proof_key=bindparam("shown_key"),
        likeness=bindparam("looks"),
        sent_at=bindparam("when"),
    )
)
_DECIDE = Statement(
    update(errands)
    .where(_e.id == bindparam("this"), _e.state == "sent")
    .values(
        state=bindparam("new_state"),
        decided_by=bindparam("by"),
        decided_at=bindparam("when"),
        reason=bindparam("why"),
        entry_id=bindparam("line"),
    )
)
_REOPEN = Statement(
    update(errands)
    .where(_e.id == bindparam("this"), _e.state == "approved")
    .values(state="sent", decided_by=None, decided_at=None, entry_id=None)
)
_WITHDRAW = Statement(
    update(errands)
    .where(_e.id == bindparam("this"), _OPEN)
    .values(state="withdrawn", link=None, proof_key=None, likeness=None)
)
_OF = _e.shop_id == bindparam("of_shop"), _e.account_id == bindparam("account")
_FORGET = Statement(update(errands).where(*_OF).values(link=None, proof_key=None, likeness=None, reason=None))
_END_OPEN = Statement(update(errands).where(*_OF, _OPEN).values(state="withdrawn"))
_KEEP = Statement(new_row(proofs, "shop_id", "errand_id", "jpeg", "at"))
_PICTURE = Statement(
    select(proofs.c.id).where(
        proofs.c.shop_id == bindparam("shop_id"), proofs.c.errand_id == bindparam("errand_id")
    )
)
_CONTENT = Statement(select(proofs.c.jpeg).where(proofs.c.id == bindparam("id")))
_DROP = Statement(
    delete(proofs).where(
        proofs.c.shop_id == bindparam("shop_id"), proofs.c.errand_id == bindparam("errand_id")
    )
)


def add(tx: Tx, counter: Counter, version_id: int, task: str, *, now: datetime) -> int:
    """Let a customer take a task on, and return its id."""
    of = {"shop_id": counter.shop_id, "account_id": counter.account_id, "counter_id": counter.id}
    return int(_ADD.value(tx, version_id=version_id, task=task, begun_at=now, **of))


def by_id(tx: Tx, errand_id: int) -> Errand | None:
    """Return an errand."""
    return _BY_ID.one(tx, id=errand_id)


def of_account(tx: Tx, account: Account) -> list[Errand]:
    """Return all that a customer took on, the oldest first."""
    return _OF_ACCOUNT.all(tx, shop_id=account.shop_id, account_id=account.id)


def waiting(tx: Tx, shop_id: int) -> list[Errand]:
    """Return what was shown in a shop and nobody decided on yet, what waits longest first."""
    return _SENT.all(tx, shop_id=shop_id)


def held(tx: Tx, counter: Counter, task: str, *, since: datetime, alive: datetime) -> int:
    """Count the places that are used of a task since then; one that was begun before `alive` holds none any more."""
    of = {"shop_id": counter.shop_id, "programme_id": counter.programme_id, "task": task}
    return int(_HELD.value(tx, since=since, alive=alive, **of))


def by_proof(tx: Tx, shop_id: int, key: str) -> Errand | None:
    """Return for what a proof was shown in a shop before."""
    return _BY_KEY.one(tx, shop_id=shop_id, proof_key=key)


def with_pictures(tx: Tx, shop_id: int, *, since: datetime) -> list[Errand]:
    """Return all for which a picture was shown since then."""
    return _LIKE.all(tx, shop_id=shop_id, since=since)


def send(tx: Tx, errand: Errand, proof: Proof, *, now: datetime) -> bool:
    """Keep what was shown; False where something was shown already, or nothing is to be shown any more."""
    sent = _SEND.run(
        tx,
        this=errand.id,
        shown_link=proof.link or None,
        shown_key=proof.key,
        looks=proof.likeness or None,
        when=now,
    )
    if sent and proof.jpeg:
        picture = b64encode(proof.jpeg).decode()
        _KEEP.value(tx, shop_id=errand.shop_id, errand_id=errand.id, jpeg=picture, at=now)
    return sent == 1


def decide(
    tx: Tx,
    errand: Errand,
    state: str,
    *,
    by: int,
    now: datetime,
    reason: str | None = None,
    entry_id: int | None = None,
) -> bool:
    """Write down what staff said; False where somebody did before."""
    return _DECIDE.run(tx, this=errand.id, new_state=state, by=by, when=now, why=reason, line=entry_id) == 1


def reopen(tx: Tx, errand: Errand) -> bool:
    """Let staff decide anew on what was approved; False where it is not any more."""
    return _REOPEN.run(tx, this=errand.id) == 1


def withdraw(tx: Tx, errand: Errand) -> bool:
    """Drop a task that was taken on, with its proof; False where staff decided already."""
    _DROP.run(tx, shop_id=errand.shop_id, errand_id=errand.id)
    return _WITHDRAW.run(tx, this=errand.id) == 1


def forget(tx: Tx, account: Account) -> None:
    """Let nobody tell what a customer showed, or was told about it; what is open ends."""
    for errand in of_account(tx, account):
        _DROP.run(tx, shop_id=errand.shop_id, errand_id=errand.id)
    for statement in (_END_OPEN, _FORGET):
        statement.run(tx, of_shop=account.shop_id, account=account.id)


def picture_of(tx: Tx, errand: Errand) -> int | None:
    """Return the id of the picture that was shown, as long as it is kept."""
    found = _PICTURE.one(tx, shop_id=errand.shop_id, errand_id=errand.id)
    return found[0] if found else None


def content(tx: Tx, proof_id: int) -> bytes:
    """Return a picture; nothing where it is not kept any more."""
    found = _CONTENT.one(tx, id=proof_id)
    return b64decode(found[0]) if found else b""
