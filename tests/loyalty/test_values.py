"""Values that are quick to make are values all the same."""

from dataclasses import FrozenInstanceError, dataclass, fields, replace

import pytest

from loyalty import values


@dataclass(frozen=True, slots=True)
class Guarded:
    """As most values are made."""

    amount: int
    reason: str = ""


@values.dataclass(frozen=True, slots=True)
class Quick:
    """As those of a scan are."""

    amount: int
    reason: str = ""


def test_a_quick_value_is_made_compared_and_copied_like_any_other() -> None:
    assert repr(Quick(1)) == repr(Guarded(1)).replace("Guarded", "Quick")
    assert Quick(1, "why") == replace(Quick(1), reason="why")
    assert Quick(1) != Quick(2)
    assert len({Quick(1), Quick(1), Quick(2)}) == 2
    assert [field.name for field in fields(Quick)] == [field.name for field in fields(Guarded)]
    match Quick(3, "tap"):
        case Quick(amount, reason):
            assert (amount, reason) == (3, "tap")


def test_a_value_made_anew_keeps_what_is_not_changed() -> None:
    for value in (Quick(1, "why"), Guarded(1, "why")):
        assert values.replace(value, amount=2) == replace(value, amount=2)
        assert values.replace(value) == value
        with pytest.raises(KeyError):
            values.replace(value, nothing=2)  # type: ignore[call-arg]


def test_it_takes_no_field_that_is_not_there() -> None:
    with pytest.raises(AttributeError):
        Quick(1).nothing = 2  # type: ignore[attr-defined]


def test_only_the_type_checker_keeps_it_from_being_changed() -> None:
    guarded, quick = Guarded(1), Quick(1)
    with pytest.raises(FrozenInstanceError):
        guarded.amount = 2  # type: ignore[misc]
    quick.amount = 2  # type: ignore[misc]
    assert quick == Quick(2)
