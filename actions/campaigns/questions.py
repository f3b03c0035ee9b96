"""What a shop asks about a visit, as it is asked now."""

from dataclasses import dataclass

from loyalty.records import Account
from storage.engine.statements import Tx
from storage.people import opinions
from storage.people.opinions import AskedQuestion


@dataclass(frozen=True, slots=True)
class AskedVisit:
    """A question about a visit, which the house words unless it is the shop's own."""

    visit_id: int
    question: AskedQuestion

    @property
    def question_id(self) -> int:
        """Return which question it is: of one name there may be several, one after the other."""
        return self.question.id

    @property
    def name(self) -> str:
        """Name the question, as `loyalty/people/questions.py` does."""
        return self.question.name


def asked_visit(tx: Tx, account: Account, name: str) -> AskedVisit | None:
    """Return a question about an account's newest visit; None where the shop asks it no more, or the visit is gone."""
    visit = opinions.newest_visit(tx, account)
    question = next((one for one in opinions.asked(tx, account.shop_id) if one.name == name), None)
    return AskedVisit(visit.id, question) if visit and question else None
