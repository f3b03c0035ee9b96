"""What the holders of cards said they like, and which cards several people use."""

from datetime import datetime

from sqlalchemy import bindparam, delete, func, select

from loyalty.people.likes import Answer
from loyalty.records import Account
from storage.engine.statements import Statement, Tx, insert
from storage.tables import likes, shared_cards

_l, _s = likes.c, shared_cards.c
_SAID = Statement(
    select(_l.tag_id, _l.answer).where(
        _l.shop_id == bindparam("shop_id"), _l.account_id == bindparam("account_id")
    )
)
_NEW = insert(likes)
_SAY = Statement(
    _NEW.values(
        {
            name: bindparam(name, type_=_l[name].type)
            for name in ("shop_id", "account_id", "tag_id", "answer", "at")
        }
    ).on_conflict_do_update(
        index_elements=[_l.shop_id, _l.account_id, _l.tag_id],
        set_={"answer": _NEW.excluded.answer, "at": _NEW.excluded.at},
    )
)
_SHARED = Statement(
    select(_s.at).where(_s.shop_id == bindparam("shop_id"), _s.account_id == bindparam("account_id"))
)
_SHARE = Statement(
    insert(shared_cards)
    .values({name: bindparam(name, type_=_s[name].type) for name in ("shop_id", "account_id", "at")})
    .on_conflict_do_nothing()
)
_FORGET = {
    table.name: Statement(
        delete(table).where(
            table.c.shop_id == bindparam("shop_id"), table.c.account_id == bindparam("account_id")
        )
    )
    for table in (likes, shared_cards)
}

_OF_TAG = (_l.shop_id == bindparam("shop_id"), _l.tag_id == bindparam("tag_id"))
_COUNT_SAID = Statement(select(func.count()).select_from(likes).where(*_OF_TAG))
_FORGET_TAG = Statement(delete(likes).where(*_OF_TAG))


def said(tx: Tx, account: Account) -> dict[int, Answer]:
    """Return what the holder of a card said, by tag."""
    rows = _SAID.all(tx, shop_id=account.shop_id, account_id=account.id)
    return {tag_id: Answer(answer) for tag_id, answer in rows}


def say(tx: Tx, account: Account, tag_id: int, answer: Answer, *, now: datetime) -> None:
    """Remember what the holder of a card says of a tag, in place of what they said before."""
    _SAY.run(tx, shop_id=account.shop_id, account_id=account.id, tag_id=tag_id, answer=str(answer), at=now)


def count_said(tx: Tx, shop_id: int, tag_id: int) -> int:
    """Count the cards whose holders said something of a tag."""
    return int(_COUNT_SAID.value(tx, shop_id=shop_id, tag_id=tag_id))


def forget_tag(tx: Tx, shop_id: int, tag_id: int) -> None:
    """Drop all that was said of a tag."""
    _FORGET_TAG.run(tx, shop_id=shop_id, tag_id=tag_id)


def is_shared(tx: Tx, account: Account) -> bool:
    """Say whether several people use a card."""
    return _SHARED.one(tx, shop_id=account.shop_id, account_id=account.id) is not None


def share(tx: Tx, account: Account, *, now: datetime) -> None:
    """Note that several people use a card."""
    _SHARE.run(tx, shop_id=account.shop_id, account_id=account.id, at=now)


def share_no_more(tx: Tx, account: Account) -> None:
    """Note that one person uses a card."""
    _FORGET[shared_cards.name].run(tx, shop_id=account.shop_id, account_id=account.id)


def forget(tx: Tx, account: Account) -> None:
    """Drop all that the holder of a card said."""
    for statement in _FORGET.values():
        statement.run(tx, shop_id=account.shop_id, account_id=account.id)


def take_on(tx: Tx, source: Account, target: Account, *, now: datetime) -> None:
    """Let a card keep what was said of one that is joined with it; a no of either holds."""
    before = said(tx, target)
    for tag_id, answer in said(tx, source).items():
        if answer is Answer.NO or tag_id not in before:
            say(tx, target, tag_id, answer, now=now)
    if is_shared(tx, source):
        share(tx, target, now=now)
