"""The transaction that every action is given, and how storage fails: the rooms above need no more of it."""

from storage.engine.errors import StorageError
from storage.engine.statements import Tx

__all__ = ["StorageError", "Tx"]
