"""Receipts that still wait while what they are about goes on: one will say it all."""

import json

from sqlalchemy import bindparam, select, update

from storage.delivery.outbox import READY
from storage.engine.statements import Statement, Tx
from storage.tables import outbox

# Never tried: of one that was, nobody knows whether it was read already.
_WAITS = (
    outbox.c.dedup_key == bindparam("old_key"),
    READY,
    outbox.c.attempts == 0,
    outbox.c.reached.is_(None),
)
_DATA = Statement(select(outbox.c.data).where(*_WAITS))
_TAKE_ON = Statement(
    update(outbox).where(*_WAITS).values(dedup_key=bindparam("new_key"), data=bindparam("more"))
)


def take_on(tx: Tx, old_key: str, new_key: str, *, rewards: int) -> bool:
    """Let the receipt of `old_key` be that of `new_key`, with more rewards; False when it waits no longer."""
    data = _DATA.value(tx, old_key=old_key)
    if data is None:
        return False
    told = json.loads(data)
    more = json.dumps(told | {"rewards": told["rewards"] + rewards})
    return _TAKE_ON.run(tx, old_key=old_key, new_key=new_key, more=more) == 1
