"""A customer is found by the name as it is typed, and that somebody looked is written down."""

from actions.cards.join import claim_card, print_cards
from actions.people.erasure import erase_person
from actions.people.identify import Caller, recognise
from actions.shop.audit import AuditPage, see_audit
from actions.till.find_customer import Found, find_named, show_named
from actions.till.scan_outcome import NotStaff
from loyalty.actor import ActingPerson
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.actions.links import linked, unlinked, writes_on
from tests.actions.places import HOUR, NOW, Luna, join, meet, open_cafe, open_luna, stamps

NAMES = (
    "Tóth Zita", "Łukasz Żak", "Søren Møller", "Patrick O’Neil", "Kis-Nagy Ilona", "Đorđe Đukić", "Æsa Þórsdóttir",
    "Işık Çelik", "Jürgen Groß", "Œnone", "Ðaði", "李小龙", "Анна Ёлкина", "김민지", "Ελένη", "✨Lili✨", "🦊", "Jean Paul",
)  # fmt: skip


async def looked(luna: Luna, actor: ActingPerson, shop_id: int, text: str) -> Found | NotStaff:
    named = await luna.db.read(find_named, actor, shop_id, text)
    if isinstance(named, NotStaff):
        return named
    return await luna.db.write(show_named, actor, named, now=NOW + HOUR)


async def found(luna: Luna, text: str, *, by: int | None = None) -> list[str]:
    outcome = await looked(luna, ActingPerson(by or luna.cafe.eva), luna.cafe.shop.id, text)
    assert isinstance(outcome, Found)
    return [states[0].name for states in outcome.cards]


def crowd(tx: Tx, luna: Luna, names: tuple[str, ...]) -> list[int]:
    return [join(tx, luna.cafe.shop, meet(tx, name)) for name in names]


async def test_a_name_is_found_as_it_is_typed(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    await db.write(crowd, luna, NAMES)
    for typed, name in {
        "toth zita": "Tóth Zita", "zita toth": "Tóth Zita", "TÓTH": "Tóth Zita", "zit": "Tóth Zita", "ita": "Tóth Zita",
        "lukasz": "Łukasz Żak", "zak": "Łukasz Żak", "soren": "Søren Møller", "soeren moeller": "Søren Møller",
        "o'neil": "Patrick O’Neil", "oneil": "Patrick O’Neil", "O`Neil": "Patrick O’Neil", "neil p": "Patrick O’Neil",
        "kis nagy": "Kis-Nagy Ilona", "kisnagy": "Kis-Nagy Ilona", "kis–nagy": "Kis-Nagy Ilona",
        "ilona kis": "Kis-Nagy Ilona", "dorde": "Đorđe Đukić", "djordje": "Đorđe Đukić", "aesa": "Æsa Þórsdóttir",
        "thorsdottir": "Æsa Þórsdóttir", "isik": "Işık Çelik", "ISIK": "Işık Çelik", "jurgen": "Jürgen Groß",
        "juergen gross": "Jürgen Groß", "oenone": "Œnone", "dadi": "Ðaði", "小龙": "李小龙", "елкина анна": "Анна Ёлкина",
        "민지": "김민지", "ελενη": "Ελένη", "lili": "✨Lili✨", "🦊": "🦊", "jeanpaul": "Jean Paul", "paul jean": "Jean Paul",
    }.items():  # fmt: skip
        assert await found(luna, typed) == [name], typed
    for nobody in ("zita kovacs", "", "...", "%", "_", "\\", "🦄"):
        assert await found(luna, nobody) == [], nobody


async def test_of_many_the_last_ones_here_come_first_and_all_are_counted(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    cards = await db.write(crowd, luna, ("Zita",) * 10)
    await luna.booked(NOW, card=cards[4])
    outcome = await looked(luna, ActingPerson(luna.cafe.eva), luna.cafe.shop.id, "zita")
    assert isinstance(outcome, Found)
    assert (len(outcome.cards), outcome.total, outcome.cards[0][0].account.id) == (8, 10, cards[4])


async def test_whoever_has_another_name_is_found_by_that(db: Database) -> None:
    luna = await open_luna(db, stamps(10))

    def renamed(tx: Tx, name: str) -> int:
        return recognise(
            tx, Caller("telegram", "luna_bot", "zita", name=name, language="en"), now=NOW
        ).person.id

    zita = await db.write(renamed, "Zita")
    await db.write(join, luna.cafe.shop, zita)
    await db.write(renamed, "Éva")
    assert await found(luna, "zita") == []
    assert await found(luna, "eva") == ["Éva"]
    await db.write(erase_person, zita, now=NOW)
    assert await found(luna, "eva") == []
    assert await db.write(
        lambda tx: tx.exec_driver_sql("SELECT found_by FROM accounts WHERE closed_at > 0").all()
    ) == [(None,)]


async def test_who_became_one_is_found_by_the_name_that_stays_and_later_by_both_again(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    other = await db.write(writes_on, "whatsapp", "Zita")
    sol = (await db.write(open_cafe, stamps(10), name="Bar Sol")).shop
    await db.write(join, sol, other)
    await db.write(join, luna.cafe.shop, other)
    done = await linked(luna, other)
    assert (await found(luna, "zita"), await found(luna, "ana")) == ([], ["Ana"])
    await unlinked(luna, done)
    assert (await found(luna, "zita"), await found(luna, "ana")) == (["Zita"], ["Ana"])


async def test_a_claimed_card_is_found_by_its_new_holder(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    [printed] = await db.write(print_cards, luna.cafe.shop, 1, now=NOW)
    zita = await db.write(meet, "Zita")
    await db.write(claim_card, zita, printed.public_id, now=NOW)
    assert await found(luna, "zita") == ["Zita"]


async def test_other_shops_find_nobody_and_strangers_may_not_look(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    sol = await db.write(open_cafe, stamps(10), name="Bar Sol")
    outcome = await looked(luna, ActingPerson(sol.eva), sol.shop.id, "ana")
    assert isinstance(outcome, Found)
    assert [states[0].shop.id for states in outcome.cards] == [sol.shop.id]
    assert await looked(luna, ActingPerson(sol.eva), luna.cafe.shop.id, "ana") == NotStaff()
    page = await db.write(see_audit, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, before=None)
    assert isinstance(page, AuditPage)
    assert "looked_up" not in {change.what for change in page.changes}


async def test_every_look_up_is_written_down_without_the_name(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    await found(luna, "ana kov")
    await found(luna, "ana")
    page = await db.write(see_audit, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, before=None)
    assert isinstance(page, AuditPage)
    newest = [(change.who, change.what, change.subject, change.new, change.at) for change in page.changes[:2]]
    assert newest == [
        ("Eva", "looked_up", "a…", "1", NOW + HOUR),
        ("Eva", "looked_up", "a… k…", "0", NOW + HOUR),
    ]
