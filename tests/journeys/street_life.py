"""A day in the street: everybody does what they may, so that buttons, links and codes of all kinds were shown to somebody."""

from tests.fakes.people import User
from tests.journeys.stage import Stage
from tests.journeys.street import ANA, BEN, CLEO, EVA, KIM, MAX, MAY, ROY, TOM, ZOE, Street

_OWNERS_WORDS = (
    "stats", "programme", "rewards", "staff", "poster", "cards", "campaigns", "broadcast", "bot", "checks", "audit",
    "export", "branches", "help", "today", "undo", "move",
)  # fmt: skip
_CUSTOMERS_WORDS = (
    "card",
    "rewards",
    "goal",
    "birthday",
    "history",
    "messages",
    "language",
    "link",
    "mydata",
    "help",
)

# What owners say one after the other, each with what they tap then.
_WISHES = (
    ("/invite", "Cashier"),
    ("/cards",),
    ("2",),
    ("/branches", "➕ Add a branch"),
    ("{word} quay",),
    ("/broadcast", "Everybody"),
    ("{word} soup on Friday", "✔ Send"),
    ("/programme", "Pause"),
    ("10", "✔ Confirm"),
    ("/rewards", "➕"),
    ("{word} jam", "← Rewards"),
    ("/campaigns", "✔ Birthday"),
)


async def live(street: Street) -> None:
    """Let a day pass at both shops."""
    for part in (_at_the_tills, _customers, _owners_ask, _owners_do):
        await street.does(part(street))
        street.own.shared.later(minutes=5)


async def _at_the_tills(street: Street) -> None:
    shared, line = street.stages["shared"], street.stages["whatsapp"]
    for customer, times in ((ANA, 3), (BEN, 1)):
        for _ in range(times):
            await shared.says(customer, "/card")
            await shared.says(EVA, shared.short_code(customer))
            shared.later(minutes=2)
    for shown, amount in ((line.short_code(KIM), "60"), (await _card_at_brixo(shared, CLEO), "7")):
        await shared.says(TOM, shown)
        await shared.says(TOM, amount)
        shared.later(minutes=2)
    for person, name in ((EVA, "Anahita"), (TOM, "Kimora")):
        await shared.says(person, f"/find {name}")
        await shared.says(person, "/undo")
        await shared.says(person, "/today")


async def _agrees(stage: Stage, person: User) -> None:
    await stage.says(person, "/messages")
    for label in ("Offers", "whenever there is something"):
        await stage.taps(person, label)


async def _card_at_brixo(shared: Stage, person: User) -> str:
    await shared.says(person, "/card")
    return shared.short_code(person)


async def _customers(street: Street) -> None:
    for stage, person in (("shared", BEN), ("shared", ANA), ("own", ANA), ("whatsapp", KIM)):
        for word in _CUSTOMERS_WORDS:
            await street.stages[stage].says(person, f"/{word}")
    shared, line = street.stages["shared"], street.stages["whatsapp"]
    for person in (BEN, CLEO):
        await _agrees(shared, person)
    await shared.says(BEN, "/rewards")
    await shared.taps(BEN, "Use: Lunaq tea")
    await line.says(KIM, "rewards")
    await line.taps(KIM, "Get: Brixoq bun")
    await line.says(KIM, "yes")
    await line.taps(KIM, "Use: Brixoq bun")
    await shared.says(BEN, "My tea was cold this morning and nobody cared")
    await shared.taps(BEN, "✉ Tell Café Lunaq")


async def _owners_ask(street: Street) -> None:
    for stage, person in (("shared", CLEO), ("own", CLEO), ("shared", ROY), ("shared", MAY)):
        for word in _OWNERS_WORDS:
            await street.stages[stage].says(person, f"/{word}")


async def _owners_do(street: Street) -> None:
    shared = street.stages["shared"]
    for owner, word, staff in ((CLEO, "Lunaq", "Evadne"), (ROY, "Brixoq", "Tomaso")):
        for said, *taps in _WISHES:
            await shared.says(owner, said.format(word=word))
            for label in taps:
                await _taps(shared, owner, label)
        await shared.says(owner, "/staff")
        await _taps(shared, owner, staff)
    await shared.says(ZOE, "/stats")
    await shared.says(MAX, "hello")


async def _taps(stage: Stage, person: User, label: str) -> None:
    """Tap the first button under the last message whose label begins so."""
    found = [one for one in stage.last(person).labels if one.startswith(label)]
    assert found, f"{person.first_name} sees no {label!r}, but {stage.last(person)}"
    await stage.taps(person, found[0])
