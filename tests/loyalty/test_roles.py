"""Who may do what, and who may take a visit back until when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from loyalty.roles import Role
from loyalty.till.undo import (
    AlreadyUndone,
    BookedVisit,
    GivenAway,
    ManagerNeeded,
    NotNewest,
    ReasonNeeded,
    RewardUsed,
    UndoRefusal,
    refuses_undo,
)

AT = datetime(2026, 3, 12, 13, 0, tzinfo=UTC)
VISIT = BookedVisit(AT, undone=False, newest=True, reward_used=False)


def test_each_role_may_what_the_ones_before_it_may() -> None:
    assert [role.includes(other) for role in Role for other in Role] == [
        *(True, False, False),
        *(True, True, False),
        *(True, True, True),
    ]


@pytest.mark.parametrize(
    ("after", "role", "reason", "refusal"),
    [
        (timedelta(0), Role.CASHIER, None, None),
        (timedelta(minutes=10), Role.CASHIER, None, None),
        (timedelta(minutes=10, seconds=1), Role.CASHIER, None, ReasonNeeded()),
        (timedelta(minutes=11), Role.CASHIER, "", ReasonNeeded()),
        (timedelta(minutes=11), Role.CASHIER, "wrong card", None),
        (timedelta(minutes=11), Role.OWNER, None, ReasonNeeded()),
        (timedelta(hours=24), Role.CASHIER, "wrong card", None),
        (timedelta(hours=24, seconds=1), Role.CASHIER, "wrong card", ManagerNeeded()),
        (timedelta(days=300), Role.CASHIER, None, ManagerNeeded()),
        (timedelta(days=300), Role.MANAGER, "wrong card", None),
        (timedelta(days=300), Role.OWNER, "wrong card", None),
    ],
)
def test_taking_back_gets_harder_with_time(
    after: timedelta, role: Role, reason: str | None, refusal: UndoRefusal | None
) -> None:
    assert refuses_undo(VISIT, role=role, reason=reason, now=AT + after) == refusal


@pytest.mark.parametrize(
    ("visit", "refusal"),
    [
        (replace(VISIT, undone=True), AlreadyUndone()),
        (replace(VISIT, undone=True, newest=False, reward_used=True), AlreadyUndone()),
        (replace(VISIT, newest=False), NotNewest()),
        (replace(VISIT, reward_used=True), RewardUsed()),
        (replace(VISIT, reward_used=True, given_away=True), GivenAway()),
    ],
)
def test_what_others_stand_on_is_not_taken_back(visit: BookedVisit, refusal: UndoRefusal) -> None:
    for role in Role:
        assert refuses_undo(visit, role=role, reason="wrong card", now=AT) == refusal
