"""The transaction that every action is given: the rooms above name its type without knowing what it is made of."""

from storage.engine.statements import Tx

__all__ = ["Tx"]
