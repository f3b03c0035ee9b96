"""Goals: what customers save for, one on a counter."""

from datetime import date, datetime

from sqlalchemy import bindparam, delete, select

from loyalty.cards.goals import Goal
from loyalty.records import Account, Counter
from loyalty.values import dataclass
from storage.engine.statements import Statement, Tx
from storage.tables import goals, new_row


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal as it is stored."""

    target: int
    round: int
    reward_key: str | None
    by_date: str | None

    @property
    def goal(self) -> Goal:
        """Read it."""
        by = date.fromisoformat(self.by_date) if self.by_date else None
        return Goal(self.target, self.round, self.reward_key, by)


COLUMNS = (goals.c.target, goals.c.round, goals.c.reward_key, goals.c.by_date)
_IN_SHOP = goals.c.shop_id == bindparam("shop_id")
_ON_COUNTER = _IN_SHOP, goals.c.counter_id == bindparam("counter_id")
_OF_COUNTER = Statement(select(*COLUMNS).where(*_ON_COUNTER), into=GoalRow)
_SET_AT = Statement(select(goals.c.set_at).where(*_ON_COUNTER))
_ADD = Statement(
    new_row(
        goals, "shop_id", "account_id", "counter_id", "target", "round", "reward_key", "by_date", "set_at"
    )
)
_DROP = Statement(delete(goals).where(*_ON_COUNTER))
_DROP_ALL = Statement(delete(goals).where(_IN_SHOP, goals.c.account_id == bindparam("account_id")))


def of_counter(tx: Tx, counter: Counter) -> Goal | None:
    """Return what the customer saves for on this counter."""
    row = _OF_COUNTER.one(tx, shop_id=counter.shop_id, counter_id=counter.id)
    return row.goal if row else None


def set_at(tx: Tx, counter: Counter) -> datetime | None:
    """Return since when somebody saves for what they save for."""
    at: datetime | None = _SET_AT.value(tx, shop_id=counter.shop_id, counter_id=counter.id)
    return at


def keep(tx: Tx, counter: Counter, goal: Goal | None, *, now: datetime) -> None:
    """Remember a goal in place of the last one, or none."""
    _DROP.run(tx, shop_id=counter.shop_id, counter_id=counter.id)
    if goal:
        _ADD.value(
            tx,
            shop_id=counter.shop_id,
            account_id=counter.account_id,
            counter_id=counter.id,
            target=goal.target,
            round=goal.round,
            reward_key=goal.reward_key,
            by_date=goal.by.isoformat() if goal.by else None,
            set_at=now,
        )


def forget(tx: Tx, account: Account) -> None:
    """Drop all that is saved for on an account."""
    _DROP_ALL.run(tx, shop_id=account.shop_id, account_id=account.id)
