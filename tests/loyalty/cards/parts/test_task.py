"""A task pays for what can be seen, never for praise; a proof is told apart from another one, however it is dressed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.cards.part import BadPart
from loyalty.cards.parts.task import MOST_A_MONTH, MOST_EACH, MOST_GIVES, MOST_LABEL, MOST_WHAT, Task
from loyalty.cards.praise import praise_asked
from loyalty.cards.proofs import ALIKE, MOST_LINK, key_of_link, link_in, look_alike
from words.cards.parts.task import TEXTS

GOOD = Task("Own cup", "Show a cup of your own on our counter.", 2, 3, 10)


@pytest.mark.parametrize(
    "asked",
    [
        "Write us a review", "Give us 5 stars", "Rate us on Google", "Like our page", "Leave a like", "⭐⭐⭐⭐⭐",
        "Recommend us to a friend", "Say something nice about us", "A testimonial", "Show your positive post", "👍 on our post",
        "Schrijf een recensie", "Beoordeel ons", "Vijf sterren voor ons", "Vind ik leuk op onze pagina", "Geef een like",
        "Írj rólunk véleményt", "Adj öt csillagot", "Értékelj minket", "Lájkold az oldalt", "Like-old a posztot", "Dicsérj meg minket",
    ],
)  # fmt: skip
def test_what_asks_for_praise_is_refused_and_the_word_is_named(asked: str) -> None:
    bad = Task("A task", asked).problem(takes_amounts=False)
    assert isinstance(bad, BadPart)
    assert bad.why == "praise"
    assert bad.word
    in_its_name = Task(asked[:MOST_LABEL], "Do it").problem(takes_amounts=False)
    assert in_its_name is None or in_its_name.why == "praise"


@pytest.mark.parametrize(
    "asked",
    [
        "Bring a cup you like", "Show our starters on your table", "Come on Easter Monday", "Come to the cleaning day",
        "Breng je eigen beker mee", "Toon je tafel op je eigen pagina", "Hozd a saját poharadat", "Mutasd meg az ajánlatunkat",
        "Show us your prize pumpkin",
    ],
)  # fmt: skip
def test_what_asks_for_something_else_is_not(asked: str) -> None:
    assert praise_asked(asked) == ""


def test_the_ready_ones_are_fit_in_every_way() -> None:
    assert [part.problem(takes_amounts=False) for part in TEXTS.presets] == [None] * len(TEXTS.presets)


@pytest.mark.parametrize(
    ("task", "why"),
    [
        (Task("", "Do it"), "label"),
        (Task("x" * (MOST_LABEL + 1), "Do it"), "label"),
        (Task("Cup", ""), "what"),
        (Task("Cup", "x" * (MOST_WHAT + 1)), "what"),
        (Task("Cup", "Do it", 0), "gives"),
        (Task("Cup", "Do it", MOST_GIVES + 1), "gives"),
        (Task("Cup", "Do it", 1, 0), "each"),
        (Task("Cup", "Do it", 1, MOST_EACH + 1), "each"),
        (Task("Cup", "Do it", 1, 1, 0), "month"),
        (Task("Cup", "Do it", 1, 1, MOST_A_MONTH + 1), "month"),
    ],
)
def test_a_task_without_words_or_with_a_budget_of_nothing_is_refused(task: Task, why: str) -> None:
    bad = task.problem(takes_amounts=False)
    assert bad is not None
    assert bad.why == why
    assert GOOD.problem(takes_amounts=False) is None


@pytest.mark.parametrize(
    "link",
    [
        "https://www.instagram.com/p/Abc123/",
        "instagram.com/p/Abc123",
        "http://m.instagram.com/p/Abc123/?igsh=xyz&utm_source=ig_web",
        "https://INSTAGRAM.com/p/Abc123#comments",
    ],
)
def test_one_page_is_one_proof_however_its_link_was_copied(link: str) -> None:
    assert key_of_link(link) == "link:instagram.com/p/Abc123"
    assert link_in(f"Here it is: {link}, as promised!") == link


def test_another_page_is_another_proof() -> None:
    links = [
        "https://a.example/p/1",
        "https://a.example/p/2",
        "https://b.example/p/1",
        "https://a.example/p?v=1",
        "https://a.example/p?v=2",
    ]
    assert len({key_of_link(link) for link in links}) == len(links)


@pytest.mark.parametrize(
    "text",
    [
        "done!",
        "I was there at 10.30",
        "eva@example.com",
        "5.50",
        "ok.Fine",
        "https://x.example/" + "a" * MOST_LINK,
    ],
)
def test_what_leads_nowhere_is_no_proof(text: str) -> None:
    assert link_in(text) is None


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_without_a_fault(text: str) -> None:
    link = link_in(text)
    assert link is None or (link in text and key_of_link(link).startswith("link:"))
    assert praise_asked(text) is not None


@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 63), max_size=20))
def test_pictures_look_alike_where_few_bits_differ(bits: int, changed: set[int]) -> None:
    other = bits
    for place in changed:
        other ^= 1 << place
    assert look_alike(f"{bits:016x}", f"{other:016x}") == (len(changed) <= ALIKE)
    assert not look_alike("", f"{bits:016x}")
