"""What the demo's customers say: opinions about their visits, and letters that wait in the owner's inbox."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from actions.people.opinions import switch_question
from loyalty.actor import ActingPerson
from loyalty.people.questions import RECOMMEND, VALUE
from loyalty.records import Account, Shop
from storage.cards import accounts
from storage.engine.statements import Tx
from storage.people import letters, opinions

_SEED = 11  # the same opinions at each start
_ANSWERS = {  # the likelier the more often it stands here
    RECOMMEND: (10, 10, 9, 9, 9, 8, 8, 7, 5, 3),
    VALUE: (0, 0, 0, 1, 1, 1, 1, 3, 2, 4),
}
_LETTERS = (
    "The chairs outside are always wet in the morning",
    "Will there be oat milk one day?",
    "Tom remembered my order, that made my day!",
)
_EVERY = timedelta(days=2)


def speak_up(tx: Tx, shop: Shop, owner: ActingPerson, people: list[int], *, now: datetime) -> None:
    """Let the owner ask, most of these customers answer one question each, and some write a letter."""
    dice = random.Random(_SEED)  # noqa: S311 - made-up opinions need no secrets
    for question in _ANSWERS:
        switch_question(tx, owner, shop.id, question.name, True, now=now - timedelta(days=60))  # noqa: FBT003
    asked = {one.name: one.id for one in opinions.asked(tx, shop.id)}
    for number, card in enumerate(_cards(tx, shop, people)):
        question = (RECOMMEND, VALUE)[number % 2]
        visit = opinions.newest_visit(tx, card)
        if visit:
            opinions.give(tx, visit, asked[question.name], dice.choice(_ANSWERS[question]), now=visit.at)
    for number, text in enumerate(_LETTERS):
        letters.add(tx, shop.id, people[number], text, now=now - _EVERY * (len(_LETTERS) - number))


def _cards(tx: Tx, shop: Shop, people: list[int]) -> Iterator[Account]:
    for person_id in people:
        card = accounts.in_shop(tx, person_id, shop.id)
        if card:
            yield card
