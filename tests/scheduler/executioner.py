"""A Telegram that kills whoever writes to it, and a café whose campaign is under way."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from multiprocessing.process import BaseProcess
from random import Random
from typing import Any

from actions.campaigns.broadcast import DELAY, Broadcast, order_broadcast
from actions.campaigns.dose import Dose, set_dose
from actions.people.identify import Caller, recognise
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked
from loyalty.actor import ActingPerson
from loyalty.campaigns.frequency_cap import QuietHours
from loyalty.cards.visits import Claim
from loyalty.records import Shop
from storage.engine.statements import Tx
from tests.actions.customers import agree, only
from tests.actions.places import Cafe, join, open_cafe, stamps
from tests.fakes.people import User
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.kinds import BROADCAST

_ACCOUNT = TOKEN.partition(":")[0]
_LONGEST_START_S = 1.0
_JOINS_EVERY = timedelta(minutes=5)  # seldom enough to be no storm, which an owner would be told of
_MOMENTS = ("before", "after", "later", "starting")


class Executioner(FakeTelegram):
    """Kills its caller at a random moment: as it starts, before a call counts, before its answer, or soon after."""

    def __init__(self, random: Random) -> None:
        super().__init__()
        self._random = random
        self._victim: BaseProcess | None = None
        self._moment = ""
        self._calls_left = 0

    def awaits(self, victim: BaseProcess, most_calls: int) -> None:
        """Choose the moment for a process that was just started."""
        self._victim, self._moment = victim, self._random.choice(_MOMENTS)
        self._calls_left = self._random.randint(1, most_calls)
        if self._moment == "starting":
            self._kill_in(self._random.random() * _LONGEST_START_S)

    def spares(self) -> None:
        """Kill nobody any more."""
        self._victim = None

    async def _call(self, method: str, given: dict[str, Any]) -> Any:
        if not method.startswith("send") or self._victim is None:
            return await super()._call(method, given)
        self._calls_left -= 1
        moment = self._moment if self._calls_left == 0 else ""
        if moment == "before":
            self._victim.kill()
            raise ConnectionError
        result = await super()._call(method, given)
        if moment == "after":
            self._victim.kill()
            await self._closing.wait()  # an answer must not be there before death is
        if moment == "later":
            self._kill_in(self._random.random() * 0.05)
        return result

    def _kill_in(self, seconds: float) -> None:
        assert self._victim
        asyncio.get_running_loop().call_later(seconds, self._victim.kill)


def begin_campaign(tx: Tx, people: Sequence[User], *, now: datetime) -> None:
    """Open a café in which every fifth has just had a stamp, and a message to all others has been ordered."""
    earlier = now - DELAY
    opened = earlier - len(people) * _JOINS_EVERY
    cafe = open_cafe(tx, stamps(10), now=opened)
    only(tx, cafe.shop.id, BROADCAST)
    set_dose(tx, ActingPerson(cafe.cleo), cafe.shop.id, Dose(quiet=QuietHours(time(), time())), now=earlier)
    for number, person in enumerate(people):
        card_id, person_id = _meet(tx, cafe.shop, person, now=opened + number * _JOINS_EVERY)
        if number % 5:
            agree(tx, person_id, now=earlier)
        else:
            _stamp(tx, cafe, card_id, now=earlier)
    text = "Soup on Friday, {name}!"
    ordered = order_broadcast(tx, ActingPerson(cafe.cleo), cafe.shop.id, "everyone", text, now=earlier)
    assert isinstance(ordered, Broadcast)


def _meet(tx: Tx, shop: Shop, person: User, *, now: datetime) -> tuple[int, int]:
    known = recognise(
        tx, Caller("telegram", _ACCOUNT, str(person.id), name=person.first_name, language="en"), now=now
    )
    return join(tx, shop, known.person.id, now=now), known.person.id


def _stamp(tx: Tx, cafe: Cafe, card_id: int, *, now: datetime) -> None:
    scan = Scan(ActingPerson(cafe.eva), card_id, Claim(spent_minor=None, shown_at=None, again=None))
    assert isinstance(scan_card(tx, scan, key=f"stamp {card_id}", now=now), Booked)
