"""Whatever is written on a picture, its code can be scanned."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from actions.shop.open_shop import COLOURS as OFFERED_COLOURS
from bot.owner.appearance import readable
from bot.pictures.colours import READABLE, contrast, palette
from bot.pictures.draw import draw
from bot.pictures.icons import OFFERED, can_draw
from bot.pictures.parts import EDGE, LEFT, RIGHT
from bot.pictures.specs import (
    Band,
    Bar,
    CardPicture,
    Chart,
    CodePicture,
    CustomerChart,
    Emblem,
    Mark,
    Picture,
    Poster,
    ProofPicture,
)
from bot.scanner import read_codes

LINK = "https://t.me/CafeLunaBot?start=c" + "7Yk2mQ9xLr4T" * 3  # as long as a card's code is
ANAS_CARD = CardPicture(
    shop="Café Luna",
    colour="#6f4e37",
    headline="3 to go",
    towards="Free coffee",
    won=False,
    lines=("2 to your goal", "Valid until 31 March"),
    size=10,
    filled=7,
    marks=(Mark(5, "Cookie"), Mark(10, "Free coffee")),
    points="",
    progress=0.7,
    qr=LINK,
    code="K7P4QX",
    hint="Show this to the cashier",
)
WON = replace(ANAS_CARD, headline="Free coffee: yours!", towards="", won=True, filled=10)
ANAS_POINTS = replace(ANAS_CARD, size=0, filled=0, marks=(), points="240 points", progress=0.8)
BOTH = replace(ANAS_CARD, bands=(Band("Points card: 240 points", "60 to go: Cake"),))
VOUCHER = CodePicture(
    "Café Luna", "#c2185b", "Free coffee", LINK, "482 913", "Valid for five minutes", won=True
)
STEPS = ("Scan", "Collect", "Enjoy")
POSTER = Poster("Café Luna", "#0b7a75", "Scan and collect!", "10 stamps: Free coffee", STEPS, "No app.", LINK)
WEEK = Chart(
    shop="Café Luna",
    colour="#6f4e37",
    title="This week",
    figures=(("Visits", "128"), ("New customers", "17")),
    days_title="Visits by day",
    days=tuple(Bar(day, 12, "12", 9) for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")),
    days_legend=("this week", "last week"),
    hours_title="Busiest hours",
    hours=(0,) * 8 + (4, 9, 3) + (0,) * 13,
)
COLOURS = ["#000000", "#ffffff", "#ffff00", "#808080", "#e30613", "#f5f0e8"]
HARD_TEXTS = {
    "very long": "Café Luna " * 1_000,
    "one long word": "Kávézó" * 2_000,
    "emoji": "🎂☕️ Luna 👩‍🍳🏳️‍🌈",
    "right-to-left marks": "\u202eanuL\u202c \u200fCafé\u2066",
    "control characters": "Ca\x00fé\x1b[31m Lu\nna\x7f\ud800",
    "piled accents": "L" + "\u0301\u0315\u0489" * 200,
    "nothing": "",
    "unknown script": "月のカフェ",
    "Arabic": "مقهى القمر",
    "Hungarian": "Őrült Jó Űrkávézó",
}


SHOWN = [ANAS_CARD, WON, ANAS_POINTS, BOTH, VOUCHER]


def opened(picture: Picture) -> Image.Image:
    return Image.open(BytesIO(draw(picture).content)).convert("RGB")


def as_jpeg(picture: Image.Image, quality: int) -> bytes:
    sent = BytesIO()
    picture.save(sent, "JPEG", quality=quality)
    return sent.getvalue()


def shrunk(picture: Image.Image, width: int) -> Image.Image:
    return picture.resize((width, picture.height * width // picture.width), Image.Resampling.BILINEAR)


@pytest.mark.parametrize("picture", [*SHOWN, POSTER])
def test_the_code_on_a_picture_is_read_back(picture: Picture) -> None:
    file = draw(picture)
    assert file.kind == "png"
    assert file.filename.endswith(".png")
    assert read_codes(file.content) == (LINK,)


@pytest.mark.parametrize("picture", [*SHOWN, POSTER])
def test_the_code_survives_what_a_messenger_does_to_photos(picture: Picture) -> None:
    photo = opened(picture)
    photo.thumbnail((1280, 1280))
    assert read_codes(as_jpeg(photo, quality=80)) == (LINK,)


@pytest.mark.parametrize("picture", SHOWN)
def test_the_code_is_read_from_a_thumbnail_of_the_worst_quality(picture: Picture) -> None:
    assert read_codes(as_jpeg(shrunk(opened(picture), 320), quality=30)) == (LINK,)


@pytest.mark.parametrize("picture", SHOWN)
def test_the_code_is_read_where_the_picture_fills_a_fifth_of_a_camera_frame(picture: Picture) -> None:
    frame = Image.new("RGB", (1280, 720), (92, 84, 76))
    phone = shrunk(opened(picture), 330)  # about a fifth of the frame
    turned = phone.rotate(8, Image.Resampling.BICUBIC, expand=True, fillcolor=(92, 84, 76))
    frame.paste(turned.filter(ImageFilter.GaussianBlur(0.8)), (430, 40))
    assert read_codes(as_jpeg(frame, quality=60)) == (LINK,)


@pytest.mark.parametrize("picture", SHOWN)
def test_a_code_takes_more_than_half_of_the_width_and_keeps_four_light_modules_around_it(
    picture: Picture,
) -> None:
    photo = opened(picture)
    (seen,) = zxingcpp.read_barcodes(photo.convert("L"))
    left, right = seen.position.top_left.x, seen.position.top_right.x
    top, bottom = seen.position.top_left.y, seen.position.bottom_left.y
    assert right - left > photo.width * 0.54
    quiet = 4 * (right - left) // 37  # a code of this length has 37 modules
    for box in (
        (left - quiet, top - quiet, right + quiet, top - 2),
        (left - quiet, bottom + 3, right + quiet, bottom + quiet),
        (left - quiet, top, left - 2, bottom),
        (right + 3, top, right + quiet, bottom),
    ):
        assert photo.crop(box).getcolors(1) == [((box[2] - box[0]) * (box[3] - box[1]), (255, 255, 255))]


@pytest.mark.parametrize("length", [20, 60, 120, 200])
def test_codes_of_any_length_are_read_back_and_large_enough(length: int) -> None:
    text = (LINK * 4)[:length]
    picture = draw(replace(ANAS_CARD, qr=text))
    assert read_codes(picture.content) == (text,)
    (seen,) = zxingcpp.read_barcodes(Image.open(BytesIO(picture.content)).convert("L"))
    assert seen.position.top_right.x - seen.position.top_left.x >= 300


@pytest.mark.parametrize("colour", COLOURS)
def test_a_card_of_any_colour_can_be_scanned(colour: str) -> None:
    assert read_codes(draw(replace(ANAS_CARD, colour=colour)).content) == (LINK,)


@pytest.mark.slow
@pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS.keys())
@pytest.mark.alike
def test_no_text_breaks_a_picture_or_hides_its_code(text: str) -> None:
    marks = (Mark(1, text), Mark(5, text), Mark(10, text))
    lines = (text,) * 4
    card = replace(ANAS_CARD, shop=text, headline=text, towards=text, lines=lines, marks=marks)
    card = replace(card, code=text, hint=text)
    won = replace(card, won=True)
    points = replace(ANAS_POINTS, shop=text, headline=text, towards=text, lines=lines, points=text)
    voucher = replace(VOUCHER, shop=text, headline=text, code=text, hint=text)
    poster = replace(POSTER, shop=text, line=text, promise=text, steps=(text,) * 3, hint=text)
    for picture in (card, won, points, voucher, poster):
        assert read_codes(draw(picture).content) == (LINK,)


@pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS.keys())
@pytest.mark.alike
def test_no_text_breaks_a_chart(text: str) -> None:
    chart = replace(
        WEEK,
        shop=text,
        title=text,
        figures=((text, text),) * 9,
        days=(Bar(text, 10**12, text),) * 7,
        days_legend=(text, text),
    )
    assert opened(chart).width == 1080


@pytest.mark.slow
@given(shop=st.text(max_size=60), headline=st.text(max_size=40))
def test_every_name_a_shop_can_have_leaves_the_code_alone(shop: str, headline: str) -> None:
    assert read_codes(draw(replace(ANAS_CARD, shop=shop, headline=headline)).content) == (LINK,)


def test_nothing_is_written_beside_the_card() -> None:
    long = "Café Luna és a nagyon hosszú nevű cukrászda " * 20
    picture = opened(replace(ANAS_CARD, shop=long, headline=long, towards=long, lines=(long,) * 4))
    paper, card = picture.getpixel((2, 2)), picture.getpixel((EDGE + 20, 400))
    beside = picture.crop((0, 0, EDGE, picture.height))
    padding = picture.crop((picture.width - EDGE - 50, 120, picture.width - EDGE, 800))
    assert beside.getcolors() == [(beside.width * beside.height, paper)]
    assert padding.getcolors() == [(padding.width * padding.height, card)]


def test_no_label_reaches_over_the_cards_edge() -> None:
    marks = tuple(Mark(at, "Free sandwich XL") for at in (1, 5, 6, 10))
    picture = opened(replace(ANAS_CARD, marks=marks))
    card = picture.getpixel((EDGE + 20, 400))
    for padding in (
        picture.crop((EDGE, 200, EDGE + 50, 800)),
        picture.crop((picture.width - EDGE - 50, 200, picture.width - EDGE, 800)),
    ):
        assert padding.getcolors() == [(padding.width * padding.height, card)]


@pytest.mark.parametrize("size", [6, 10, 20])
def test_places_keep_still_whatever_waits(size: int) -> None:
    marks = (Mark(size, "Free coffee"),)
    plain = replace(ANAS_CARD, size=size, filled=size, marks=marks, lines=())
    won = replace(plain, won=True, headline="Free coffee: yours!", lines=("Cake waits", "Next card", "Until"))
    places = (LEFT - 10, 346, RIGHT + 10, 660)
    assert opened(plain).crop(places).tobytes() == opened(won).crop(places).tobytes()


@pytest.mark.slow
def test_a_card_shows_each_stamp_that_was_added() -> None:
    pictures = {draw(replace(ANAS_CARD, filled=filled)).content for filled in range(11)}
    assert len(pictures) == 11


def test_more_stamps_than_places_and_more_progress_than_all_are_a_full_card() -> None:
    assert draw(replace(ANAS_CARD, filled=13)) == draw(replace(ANAS_CARD, filled=10))
    assert draw(replace(ANAS_POINTS, progress=7.5)) == draw(replace(ANAS_POINTS, progress=1.0))
    assert draw(replace(ANAS_POINTS, progress=-1.0)) == draw(replace(ANAS_POINTS, progress=0.0))


def test_a_week_without_visits_is_still_a_chart() -> None:
    quiet = replace(
        WEEK, figures=(), days=tuple(Bar(day.label, 0, "0") for day in WEEK.days), hours=(0,) * 24
    )
    assert opened(quiet).width == 1080


@pytest.mark.slow
def test_the_same_card_is_drawn_alike_by_many_threads() -> None:
    with ThreadPoolExecutor(8) as threads:
        drawn = set(threads.map(draw, [ANAS_CARD] * 24))
    assert len(drawn) == 1


def test_a_card_is_small_enough_for_every_messenger() -> None:
    assert len(draw(ANAS_CARD).content) < 150_000


@pytest.mark.parametrize("emoji", [one for sheet in OFFERED for one in sheet])
@pytest.mark.alike
def test_every_icon_that_is_offered_can_be_drawn_and_stamped(emoji: str) -> None:
    assert can_draw(emoji)
    stamped, checked = (opened(replace(ANAS_CARD, emblem=Emblem(icon))) for icon in (emoji, ""))
    assert stamped.tobytes() != checked.tobytes()


def test_forty_different_icons_are_offered() -> None:
    assert len({one for sheet in OFFERED for one in sheet}) == 40


@pytest.mark.parametrize("picture", [*SHOWN, POSTER])
def test_an_icon_leaves_the_code_as_it_is(picture: Picture) -> None:
    if not isinstance(picture, CodePicture | Chart | CustomerChart | ProofPicture):
        picture = replace(picture, emblem=Emblem("👨‍👩‍👧"))
    assert read_codes(as_jpeg(shrunk(opened(picture), 640), quality=60)) == (LINK,)


@pytest.mark.parametrize("colour", [*OFFERED_COLOURS, *COLOURS, "#ff3b30", "#00a0ff"])
def test_the_colour_that_is_proposed_for_one_is_drawn_as_it_is(colour: str) -> None:
    proposed = readable(colour)
    assert readable(proposed) == proposed
    drawn = palette(proposed)
    assert contrast(drawn.ink, drawn.card) >= READABLE
    assert colour not in OFFERED_COLOURS or proposed == colour
