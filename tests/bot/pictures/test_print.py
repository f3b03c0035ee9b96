"""What is printed can be scanned from paper and cut out."""

from dataclasses import replace
from io import BytesIO
from time import perf_counter

import pypdfium2
import pytest
from PIL import Image
from pypdfium2 import raw

from bot.pictures.draw import draw, print_pdf
from bot.pictures.page import PAPERS_MM
from bot.pictures.sheet import CARD, UNIT_MM
from bot.pictures.specs import Emblem, Poster, Sheet
from bot.scanner import read_codes
from tests.fakes.papers import printed

LINK = "https://t.me/CafeLunaBot?start=j_luna"
STEPS = ("Scan", "Collect", "Enjoy")
POSTER = Poster("Café Luna", "#6f4e37", "Scan and collect!", "10 stamps: Free coffee", STEPS, "No app.", LINK)
CARDS = tuple((f"{LINK}_{number:04}", f"K7P{number:03}") for number in range(20))
SHEET = Sheet("Café Luna", "#0b7a75", "10 stamps: Free coffee", "Scan me with your phone.", CARDS, 10)
_noise = BytesIO()
Image.effect_noise((300, 300), 90).convert("RGB").save(_noise, "PNG")
LOGO = _noise.getvalue()
HARD_TEXTS = ["Café Luna " * 1_000, "W" * 10_000, "مقهى القمر", "🎂☕️", "\x00\u202e", "", "Кафе Őrült"]


def written(content: bytes) -> str:
    """All letters of a file."""
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))


@pytest.mark.slow
def test_a_printed_poster_can_be_scanned() -> None:
    file = print_pdf(POSTER)
    assert (file.filename, file.kind) == ("poster-a4.pdf", "pdf")
    (page,) = printed(file.content)
    assert read_codes(page) == (LINK,)


def test_every_card_of_a_sheet_can_be_scanned() -> None:
    pages = [read_codes(page) for page in printed(draw(SHEET).content)]
    assert [len(codes) for codes in pages if isinstance(codes, tuple)] == [10, 10]
    assert {text for codes in pages if isinstance(codes, tuple) for text in codes} == {qr for qr, _ in CARDS}


@pytest.mark.slow
def test_each_card_of_a_sheet_carries_its_code_in_letters() -> None:
    letters = written(draw(SHEET).content).replace(" ", "")
    assert all(code in letters for _, code in CARDS)


@pytest.mark.slow
@pytest.mark.parametrize(("cards", "pages"), [(0, 1), (1, 1), (10, 1), (11, 2)])
def test_a_sheet_has_as_many_pages_as_it_needs(cards: int, pages: int) -> None:
    assert len(printed(draw(replace(SHEET, cards=CARDS[:cards])).content)) == pages


@pytest.mark.slow
def test_pages_are_a4_and_cards_have_the_size_of_business_cards() -> None:
    for file in (print_pdf(POSTER), print_pdf(SHEET)):
        page = pypdfium2.PdfDocument(file.content)[0]
        millimetres = [round(side * 25.4 / 72, 1) for side in page.get_size()]
        assert millimetres == [210, 297]
    assert [side * UNIT_MM for side in CARD] == [85, 55]


def test_cards_keep_their_size_on_letter_paper_and_none_is_cut_off() -> None:
    letter = print_pdf(replace(SHEET, paper="letter")).content
    pages = printed(letter)
    assert pypdfium2.PdfDocument(letter)[0].get_size() == pytest.approx((612, 792))
    assert [len(codes) for page in pages if isinstance(codes := read_codes(page), tuple)] == [8, 8, 4]


@pytest.mark.parametrize(("paper", "size"), PAPERS_MM.items())
def test_a_poster_is_printed_and_scanned_on_paper_of_every_size(
    paper: str, size: tuple[float, float]
) -> None:
    content = print_pdf(replace(POSTER, paper=paper)).content
    page = pypdfium2.PdfDocument(content)[0]
    assert [round(side * 25.4 / 72, 1) for side in page.get_size()] == list(size)
    assert read_codes(printed(content)[0]) == (LINK,)


def test_a_poster_says_what_is_won_and_the_three_steps() -> None:
    letters = written(print_pdf(POSTER).content)
    for words in ("Café Luna", "Scan and collect!", "10 stamps: Free coffee", *STEPS):
        assert words in letters


def test_a_printed_card_names_the_reward_and_the_whole_shop() -> None:
    shop = "Bakkerij De Gouden Korenaar en Dochters"
    cards = replace(SHEET, shop=shop, promise="10 stempels: Gratis koffie", cards=CARDS[:1])
    letters = " ".join(written(print_pdf(cards).content).split())
    assert shop in letters
    assert "10 stempels: Gratis koffie" in letters
    assert "…" not in letters


@pytest.mark.slow
@pytest.mark.parametrize("name", ["月亮咖啡馆", "ร้านกาแฟ", "🎂"])
def test_names_in_every_script_are_printed(name: str) -> None:
    card = replace(SHEET, cards=CARDS[:1])
    named, unnamed = (
        [printed(print_pdf(replace(paper, shop=shop)).content, dots_an_inch=50) for paper in (POSTER, card)]
        for shop in (name, "")
    )
    assert all(one != other for one, other in zip(named, unnamed, strict=True))


@pytest.mark.slow
def test_where_and_when_is_printed_whole_or_not_at_all_and_the_codes_are_scanned() -> None:
    address, hours = "Keizersgracht 123, Amsterdam", "Mon–Fri 08:00–12:00, 13:00–18:00 · Sat 09:00–14:00"
    for emblem in (Emblem("🍕"), Emblem("🍕", "1:logo", LOGO)):
        poster = print_pdf(replace(POSTER, emblem=emblem, place=(address, hours))).content
        cards = print_pdf(replace(SHEET, emblem=emblem, place=(address, hours))).content
        for content, codes in ((poster, 1), (cards, 10)):
            said = "".join(written(content).split())
            assert said.count("".join(address.split())) >= codes
            assert said.count("".join(hours.split())) >= codes
            found = read_codes(printed(content)[0])
            assert isinstance(found, tuple)
            assert len(found) == codes
    endless = "".join(written(print_pdf(replace(SHEET, place=(address, hours * 3))).content).split())
    assert "Keizersgracht" in endless
    assert "08:00" not in endless, "half of the hours would mislead"


@pytest.mark.slow
def test_codes_are_printed_as_vectors() -> None:
    page = pypdfium2.PdfDocument(print_pdf(SHEET).content)[0]
    assert not list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))


@pytest.mark.slow
@pytest.mark.parametrize("text", HARD_TEXTS)
@pytest.mark.alike
def test_no_text_breaks_a_print_or_hides_its_code(text: str) -> None:
    (poster,) = printed(
        print_pdf(replace(POSTER, shop=text, line=text, promise=text, steps=(text,) * 3, hint=text)).content
    )
    assert read_codes(poster) == (LINK,)
    (sheet,) = printed(draw(Sheet(text, "#ffcc33", text, text, ((LINK, text),), 10)).content)
    assert read_codes(sheet) == (LINK,)


@pytest.mark.slow
def test_two_hundred_cards_take_seconds_not_minutes() -> None:
    cards = tuple((f"{LINK}_{number:04}", f"{number:06}") for number in range(200))
    start = perf_counter()
    draw(replace(SHEET, cards=cards))
    assert perf_counter() - start < 15
