"""What an operator reads of a storage that fails is the same in whichever process they read it."""

import pickle

from storage.engine.errors import StorageError


def test_a_storage_error_is_told_to_another_process_whole() -> None:
    told = pickle.loads(pickle.dumps(StorageError("The disk is full.", "Free some space.")))  # noqa: S301 - our own
    assert (str(told), told.what, told.what_to_do) == (
        "The disk is full. Free some space.",
        "The disk is full.",
        "Free some space.",
    )
