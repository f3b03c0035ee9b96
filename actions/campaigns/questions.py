"""What a shop asks about a visit, as it is asked now."""

from dataclasses import dataclass

from loyalty.records import Account
from storage.engine.statements import Tx
from storage.people import opinions


@dataclass(frozen=True, slots=True)
class AskedVisit:
    """A question about a visit; `text` is the shop's own words, "" where the house words it."""

    visit_id: int
    question_id: int
    name: str
    text: str


def asked_visit(tx: Tx, account: Account, name: str) -> AskedVisit | None:
    """Return a question about an account's newest visit; None where the shop asks it no more, or the visit is gone."""
    visit = opinions.newest_visit(tx, account)
    question = next((one for one in opinions.asked(tx, account.shop_id) if one.name == name), None)
    return AskedVisit(visit.id, question.id, name, question.text) if visit and question else None
