"""A shop's logo is made of any picture that people send, small and bare; what is none, or would be dangerous, is refused."""

from dataclasses import replace
from io import BytesIO
from itertools import product
from zlib import crc32

import pytest
import qrcode
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from bot.pictures.draw import draw
from bot.pictures.specs import Emblem
from bot.scanner import MAX_BYTES, read_codes
from bot.squaring import COLOURS, SIDE, UnfitPicture, make_logo
from tests.bot.pictures.test_cards import LINK, POSTER, SHOWN, as_jpeg, opened, shrunk

RED, WHITE = (180, 30, 40), (255, 255, 255)


def file(picture: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    content = BytesIO()
    picture.save(content, kind, **how)
    return content.getvalue()


def disc(size: tuple[int, int] = (600, 200), mode: str = "RGB", ground: object = WHITE) -> Image.Image:
    picture = Image.new(mode, size, ground)  # type: ignore[arg-type]
    ImageDraw.Draw(picture).ellipse((50, 50, 149, 149), fill=RED)
    return picture


def made(content: bytes) -> Image.Image:
    logo = make_logo(content)
    assert isinstance(logo, bytes), logo
    return Image.open(BytesIO(logo))


def test_a_logo_is_square_small_and_of_few_colours() -> None:
    logo = made(file(Image.effect_noise((1500, 900), 90).convert("RGB"), "JPEG"))
    assert logo.size == (SIDE, SIDE)
    assert len(logo.getcolors() or []) <= COLOURS
    noise = make_logo(file(Image.effect_noise((1500, 900), 90).convert("RGB")))
    assert isinstance(noise, bytes)
    assert len(noise) < 60_000


def test_what_stands_on_an_even_ground_is_cut_out_and_put_into_the_middle() -> None:
    logo = made(file(disc())).convert("RGB")
    assert logo.getpixel((3, 3)) == WHITE
    middle = logo.getpixel((SIDE // 2, SIDE // 2))
    assert isinstance(middle, tuple)
    assert all(abs(a - b) < 12 for a, b in zip(middle, RED, strict=True))
    left, _, right, _ = logo.convert("L").point(lambda value: 255 * (value < 128)).getbbox() or (0,) * 4
    assert right - left > SIDE * 0.8


@pytest.mark.parametrize(("drawn", "dark"), [(RED, False), (WHITE, True)])
def test_a_transparent_logo_is_laid_on_what_it_can_be_seen_on(
    drawn: tuple[int, int, int], *, dark: bool
) -> None:
    picture = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((100, 100, 299, 299), fill=(*drawn, 255))
    corner = made(file(picture)).convert("L").getpixel((3, 3))
    assert isinstance(corner, int)
    assert (corner < 60) == dark


def test_nothing_that_was_beside_the_pixels_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x8298] = "Cleo's phone", "Cleo"
    exif.get_ifd(0x8825)[2] = (52.0, 22.0, 1.0)
    noted = PngInfo()
    noted.add_text("Author", "Cleo of Café Luna")
    picture = Image.effect_noise((400, 300), 50).convert("RGB")
    for content in (
        file(picture, "JPEG", exif=exif, comment=b"Cleo was here", icc_profile=b"Cleo" * 100),
        file(picture, "PNG", pnginfo=noted, exif=exif, icc_profile=b"Cleo" * 100),
        file(picture, "WEBP", exif=exif),
    ):
        logo = make_logo(content)
        assert isinstance(logo, bytes)
        seen = Image.open(BytesIO(logo))
        assert not dict(seen.getexif())
        assert set(seen.info) <= {"transparency"}
        assert {logo[at + 4 : at + 8] for at in _chunks(logo)} <= {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
        assert b"Cleo" not in logo


def _chunks(png: bytes) -> list[int]:
    at, found = 8, []
    while at < len(png):
        found.append(at)
        at += 12 + int.from_bytes(png[at : at + 4])
    return found


def test_a_photo_stands_as_the_camera_was_held() -> None:
    picture = Image.new("RGB", (300, 300), (10, 10, 10))
    picture.paste((240, 240, 240), (0, 0, 300, 150))
    picture.paste(Image.effect_noise((300, 20), 90).convert("RGB"), (0, 140))
    turned = Image.Exif()
    turned[0x0112] = 3  # upside down
    lower = made(file(picture, "JPEG", exif=turned)).convert("L").getpixel((SIDE // 2, SIDE - 20))
    assert isinstance(lower, int)
    assert lower > 200


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_of_a_hundred_megapixels_is_refused_before_it_is_decoded(kind: str) -> None:
    wide = 16_000 if kind == "WEBP" else 10_000
    size = (wide, 1_200) if kind == "WEBP" else (wide, 10_000)
    mode = "RGB" if kind == "WEBP" else "L"
    assert make_logo(file(Image.new(mode, size), kind)) == UnfitPicture("too_big")


def test_a_bomb_that_claims_to_be_immense_is_refused() -> None:
    small = bytearray(file(Image.new("1", (100, 100))))
    small[16:24] = (200_000).to_bytes(4) * 2
    small[29:33] = crc32(small[12:29]).to_bytes(4)
    assert make_logo(bytes(small)) == UnfitPicture("too_big")
    assert make_logo(b"\x89PNG" + bytes(MAX_BYTES)) == UnfitPicture("too_big")


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"<svg></svg>", b"\x89PNG\r\n\x1a\n", file(disc())[:300], bytes(1000)]
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    assert make_logo(content) == UnfitPicture("no_image")


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_what_moves_is_no_logo(kind: str) -> None:
    frames = [Image.new("RGB", (50, 50), colour) for colour in ("red", "green", "blue")]
    assert make_logo(file(frames[0], kind, save_all=True, append_images=frames[1:])) == UnfitPicture("moves")


def test_a_still_gif_is_a_logo() -> None:
    assert made(file(disc(), "GIF")).size == (SIDE, SIDE)


@pytest.mark.slow
@pytest.mark.parametrize("width", [120, 400, 1_500])
def test_a_picture_with_a_qr_code_is_no_logo(width: int) -> None:
    code = qrcode.make("https://example.com/menu").get_image().convert("RGB").resize((width, width))
    photo = Image.effect_noise((2_000, 1_800), 40).convert("RGB")
    photo.paste(code, (150, 120))
    assert make_logo(file(photo, "JPEG")) == UnfitPicture("code")
    assert make_logo(file(code)) == UnfitPicture("code")


@pytest.mark.parametrize("size", [(1, 1), (1, 5_000), (5_000, 1), (256, 256)])
def test_a_picture_of_any_shape_becomes_a_square(size: tuple[int, int]) -> None:
    assert made(file(Image.new("RGB", size, RED))).size == (SIDE, SIDE)


def _eyes() -> Image.Image:
    """Draw the three eyes by which a QR code is found, without a code."""
    picture = Image.new("RGB", (210, 210), "white")
    brush = ImageDraw.Draw(picture)
    for x, y in ((0, 0), (140, 0), (0, 140)):
        brush.rectangle((x, y, x + 69, y + 69), fill="black")
        brush.rectangle((x + 10, y + 10, x + 59, y + 59), fill="white")
        brush.rectangle((x + 20, y + 20, x + 49, y + 49), fill="black")
    return picture


def _board() -> Image.Image:
    picture = Image.new("RGB", (210, 210), "white")
    for x, y in product(range(0, 210, 10), repeat=2):
        if (x + y) % 20:
            picture.paste((0, 0, 0), (x, y, x + 10, y + 10))
    return picture


@pytest.mark.parametrize("logo", [_eyes(), _board(), disc()], ids=["eyes", "board", "disc"])
@pytest.mark.parametrize("picture", [*SHOWN, POSTER])
@pytest.mark.alike
def test_no_logo_disturbs_the_code(picture: object, logo: Image.Image) -> None:
    png = make_logo(file(logo))
    assert isinstance(png, bytes)
    shown = replace(picture, emblem=Emblem("🍕", "1:a", png))  # type: ignore[type-var]
    assert read_codes(draw(shown).content) == (LINK,)  # type: ignore[arg-type]
    assert read_codes(as_jpeg(shrunk(opened(shown), 400), quality=40)) == (LINK,)  # type: ignore[arg-type]
