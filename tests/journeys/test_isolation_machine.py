"""Whatever people of two shops do in whatever order, in whichever chat, each shop's things stay its own.

Here the same days are lived each time; `many_days.py` looks for others.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from bot.buttons import encode
from bot.table import COMMANDS
from tests.fakes.people import User
from tests.journeys.street import (
    ANA,
    BEN,
    CHATS,
    CLEO,
    EVA,
    KIM,
    MARKS,
    PEOPLE,
    SERVE,
    TOM,
    ZOE,
    Read,
    Street,
)
from tests.journeys.street_left import Left, left, left_on_postgres
from tests.journeys.street_rows import Place, Standing, changed

__all__ = ["left", "left_on_postgres"]  # fixtures

T = TypeVar("T")
_WORDS = (
    "1", "12,50", "yes", "no", "cancel", "Anahita", "Benvolio", "Kimora", "Maylis", "25 march", "Tea please!", "quay",
    "/find Benvolio", "/find Kimora", "/link AAA-AAA", "/branch quay", "undo",
)  # fmt: skip
_PAUSES = (1, 3, 30, 60 * 5)  # minutes


class Two(RuleBasedStateMachine):
    """A street where anybody may do anything next."""

    run: Callable[[Awaitable[Any]], Any]
    begin: Callable[[], Street]

    def __init__(self) -> None:
        super().__init__()
        self.street = self.begin()
        self.told: set[tuple[User, str, str]] = set()  # who opened in which chat what lets into which shop
        self.rows = self.run(self.street.rows())

    @rule(person=st.sampled_from(PEOPLE), chat=st.sampled_from(CHATS), word=st.sampled_from([*COMMANDS]))
    def asks(self, person: User, chat: str, word: str) -> None:
        self.checked(person, chat, self.stage(chat).platform.says(person, f"/{word}"), f"/{word}")

    @rule(person=st.sampled_from(PEOPLE), chat=st.sampled_from(CHATS), words=st.sampled_from(_WORDS))
    def says(self, person: User, chat: str, words: str) -> None:
        self.checked(person, chat, self.stage(chat).platform.says(person, words), words)

    @rule(person=st.sampled_from(PEOPLE), chat=st.sampled_from(CHATS), which=st.integers(0, 20))
    def taps_what_they_see(self, person: User, chat: str, which: int) -> None:
        seen = self.stage(chat).chat(person)
        labels = seen[-1].labels if seen else ()
        if labels:
            label = labels[which % len(labels)]
            self.checked(person, chat, self.stage(chat).platform.taps(person, label), label)

    @rule(
        person=st.sampled_from(PEOPLE), chat=st.sampled_from(CHATS), which=st.integers(0), signs=st.booleans()
    )
    def presses_what_somebody_saw(self, person: User, chat: str, which: int, *, signs: bool) -> None:
        data = _one_of([*self.street.shown.buttons], which)
        if signs:
            data = self.signed(person, chat, *data.split("|")[1:3])
        self.checked(person, chat, self.stage(chat).platform.taps_data(person, data), data)

    @rule(
        person=st.sampled_from(PEOPLE),
        chat=st.sampled_from(CHATS),
        which=st.integers(0),
        numbers=st.lists(st.integers(1, 12), min_size=3, max_size=3),
    )
    def presses_what_nobody_saw(self, person: User, chat: str, which: int, numbers: list[int]) -> None:
        """As if somebody could sign: what was shown, about another shop, card, person or reward."""
        verb, arg = _one_of([*self.street.shown.buttons], which).split("|")[1:3]
        others = iter(numbers)
        data = self.signed(person, chat, verb, re.sub(r"\b\d+\b", lambda _: str(next(others, 1)), arg))
        self.checked(person, chat, self.stage(chat).platform.taps_data(person, data), data)

    @rule(
        person=st.sampled_from(PEOPLE), chat=st.sampled_from(CHATS), which=st.integers(0), typed=st.booleans()
    )
    def opens(self, person: User, chat: str, which: int, *, typed: bool) -> None:
        payload = _one_of(self.street.payloads(), which)
        platform, link = self.stage(chat).platform, self.stage(chat).channel.link(payload)
        doing = platform.says(person, link) if typed else platform.opens(person, payload)
        self.checked(person, chat, doing, payload, into=self.run(self.street.let_in_by(payload)))

    @rule(person=st.sampled_from(PEOPLE), chat=st.sampled_from(CHATS), which=st.integers(0))
    def types_a_code(self, person: User, chat: str, which: int) -> None:
        code = _one_of([*self.street.shown.codes], which)
        self.checked(person, chat, self.stage(chat).platform.says(person, code), code)

    @rule(
        cashier=st.sampled_from([EVA, ZOE, TOM]),
        customer=st.sampled_from([ANA, BEN, KIM, CLEO, EVA]),
        at=st.sampled_from(CHATS),
        shown=st.sampled_from(CHATS),
    )
    def scans(self, cashier: User, customer: User, at: str, shown: str) -> None:
        card = self.stage(shown)
        self.checked(customer, shown, card.platform.says(customer, "/card"), "/card")
        if any("Code: " in seen.text for seen in card.chat(customer)):
            code = card.short_code(customer)
            self.checked(cashier, at, self.stage(at).platform.says(cashier, code), code)

    @rule(which=st.integers(0), shop=st.sampled_from(["", "?shop=1", "?shop=2"]))
    def visits(self, which: int, shop: str) -> None:
        payload = _one_of(self.street.payloads(), which)
        page = self.run(self.street.visits(f"/s/{payload}{shop}"))
        assert page.status_code < 500
        assert not [word for word in MARKS.values() if word in page.text.lower()]

    @rule(minutes=st.sampled_from(_PAUSES))
    def time_passes(self, minutes: int) -> None:
        self.street.own.shared.hours.now += timedelta(minutes=minutes)
        for one in self.run(self.street.does(self.street.own.house.campaign())):
            self.check_words(one, "")
        self.rows = self.run(self.street.rows())

    def stage(self, chat: str) -> Any:
        return self.street.stages[chat]

    def signed(self, person: User, chat: str, verb: str, arg: str) -> str:
        now = self.street.own.shared.hours.now
        return encode(self.street.secret, self.street.holder(chat, person), verb, arg, now=now)

    def checked(
        self, person: User, chat: str, doing: Coroutine[Any, Any, None], said: str, *, into: str | None = None
    ) -> None:
        """Let somebody do something: only what is theirs changes, and nobody reads what is not.

        `into` is the shop that lets in whoever says this: they may know its name from then on, also where they stay outside.
        """
        if self.run(self.street.gives_cards_away(said)):
            doing.close()  # each keeps those codes for themselves, as they are asked to
            return
        if into:
            self.told.add((person, chat, into))
        before = self.run(self.street.standing(chat, person))
        read = self.run(self.street.does(doing))
        after = self.run(self.street.standing(chat, person))
        rows = self.run(self.street.rows())
        for shop in MARKS:
            let_in = _let_in(said, after[shop]) if shop == into else Standing().may_change
            wrong = [
                one
                for one in changed(self.rows[shop], rows[shop])
                if not before[shop].may_change(one) and not let_in(one)
            ]
            assert not wrong, f"{person.first_name} in {chat}: {said!r} changed {wrong} of {shop}"
        self.rows = rows
        for one in read:
            self.check_words(one, said)

    def check_words(self, read: Read, said: str) -> None:
        standing = self.run(self.street.standing(read.chat, read.person))
        for shop, mark in MARKS.items():
            here = standing[shop]
            knows = here.belongs or (read.person, read.chat, shop) in self.told
            words = [] if knows or (read.chat, shop) == ("own", "luna") else [mark]
            if here.role is None:
                # A customer's history says who stamped.
                known = {read.person.first_name} | (SERVE if here.belongs else set())
                known |= {person.first_name for person, _, there in self.told if there != shop}
                words += [name for name in self.street.secrets[shop] if name not in known]
            told = [word for word in words if word.lower() in read.words.lower().replace(said.lower(), "")]
            assert not told, (
                f"{read.person.first_name} in {read.chat} read {told} of {shop} after {said!r}: {read.words}"
            )

    def teardown(self) -> None:
        self.run(self.close())

    close: Callable[[], Awaitable[None]]


async def _whole(doing: Awaitable[T]) -> T:
    return await doing


def _one_of(things: Sequence[T], which: int) -> T:
    return things[which % len(things)]


def _let_in(said: str, after: Standing) -> Callable[[Place], bool]:
    """Return what else of a shop changes by a link that lets whoever holds it in: an invitation, or one to a card."""
    hired = said.startswith("i") and after.role is not None
    joined = Standing(None, after.accounts)

    def may(place: Place) -> bool:
        return place.table in {"staff", "invites", "audit"} if hired else joined.may_change(place)

    return may


def search(left: Left, folder: Path, *, days: int, steps: int, seed: int | None = None) -> None:
    """Try so many days in the street: the same ones each time, or those of a seed."""
    unhurried = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    with asyncio.Runner() as loop:
        stack = AsyncExitStack()

        def awaited(doing: Awaitable[T]) -> T:
            return loop.run(_whole(doing))

        def opened() -> Street:
            return loop.run(stack.enter_async_context(left.opened(folder)))

        class Here(Two):
            run = staticmethod(awaited)
            begin = staticmethod(opened)
            close = staticmethod(stack.aclose)

        run_state_machine_as_test(
            Here if seed is None else hypothesis.seed(seed)(Here),
            settings=settings(
                max_examples=days,
                stateful_step_count=steps,
                derandomize=seed is None,
                database=None,
                deadline=None,
                suppress_health_check=unhurried,
                phases=[Phase.generate],  # to find a shorter day takes minutes: the one that failed is told
            ),
        )


@pytest.mark.slow
def test_each_shops_things_stay_its_own(left: Left, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    days, steps = (40, 40) if pytestconfig.getoption("long") else (1, 30)
    search(left, tmp_path, days=days, steps=steps)


@pytest.mark.slow
def test_each_shops_things_stay_its_own_on_postgres(
    left_on_postgres: Left, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    days, steps = (10, 40) if pytestconfig.getoption("long") else (1, 30)
    search(left_on_postgres, tmp_path, days=days, steps=steps)
