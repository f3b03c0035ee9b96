"""Whether two persons may be one: by what their messengers say of them, and by what they said themselves."""

from sqlalchemy import BindParameter, and_, bindparam, or_, select

from storage.engine.statements import Statement, Tx
from storage.tables import addresses, merges, moves

_ours, _theirs = addresses.alias("ours"), addresses.alias("theirs")
_one: BindParameter[int] = bindparam("one")
_other: BindParameter[int] = bindparam("other")
_SAME_ID = Statement(  # one id in a messenger, in two of its chats
    select(_ours.c.id)
    .join(_theirs, and_(_theirs.c.channel == _ours.c.channel, _theirs.c.external_id == _ours.c.external_id))
    .where(_ours.c.person_id == _one, _theirs.c.person_id == _other)
    .limit(1)
)
_MOVED = Statement(  # a number that changed
    select(moves.c.id)
    .join(_ours, or_(_ours.c.id == moves.c.old_id, _ours.c.id == moves.c.new_id))
    .join(_theirs, or_(_theirs.c.id == moves.c.old_id, _theirs.c.id == moves.c.new_id))
    .where(_ours.c.person_id == _one, _theirs.c.person_id == _other)
    .limit(1)
)
_LINKED = Statement(  # ever, also where it was undone
    select(merges.c.id)
    .where(
        or_(
            and_(merges.c.kept_id == _one, merges.c.gone_id == _other),
            and_(merges.c.kept_id == _other, merges.c.gone_id == _one),
        )
    )
    .limit(1)
)


def may_be_one(tx: Tx, one_id: int, other_id: int) -> bool:
    """Say whether two persons share an id in a messenger, were told to have moved from one to the other, or were one."""
    return any(how.one(tx, one=one_id, other=other_id) is not None for how in (_SAME_ID, _MOVED, _LINKED))
