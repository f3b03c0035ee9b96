"""Photos are read when they show a code, and refused without harm when they don't."""

import struct
import subprocess
import sys
import tracemalloc
import zlib
from io import BytesIO
from typing import Any

import pytest
import qrcode
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from bot.scanner import MAX_BYTES, UnreadablePhoto, read_codes

_ENDS_WHILE_A_THREAD_WAITS = """
from threading import Timer
from bot.squaring import make_logo
waiting = Timer(60, make_logo)
waiting.daemon = True
waiting.start()
"""
TEXT = "https://t.me/CafeLunaBot?start=c_7Yk2mQ9xLr4TnV8sPz"


def code(text: str = TEXT) -> Image.Image:
    drawn = qrcode.QRCode(box_size=8)
    drawn.add_data(text)
    return drawn.make_image().get_image().convert("L")


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes whose header promises a huge picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(bytes(100_000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_code_is_read_from_each_kind_of_photo(kind: str, mode: str) -> None:
    assert read_codes(encoded(code().convert(mode), kind)) == (TEXT,)


@pytest.mark.parametrize("angle", [0, 30, 90, 180, 270])
def test_a_photo_held_askew_and_a_little_blurred_is_read(angle: int) -> None:
    photo = Image.new("L", (1280, 960), 200)
    photo.paste(code(), (420, 260))
    photo = photo.rotate(angle, fillcolor=200).filter(ImageFilter.GaussianBlur(1.5))
    assert read_codes(encoded(photo, "JPEG", quality=70)) == (TEXT,)


def test_a_large_photo_is_read_small() -> None:
    photo = Image.new("L", (9_000, 7_000), 255)
    photo.paste(code().resize((3_000, 3_000)), (2_500, 2_000))
    assert read_codes(encoded(photo, "JPEG")) == (TEXT,)


def test_a_code_without_background_is_read() -> None:
    image = Image.new("RGBA", code().size)
    image.paste((0, 0, 0, 255), mask=code().point(lambda value: 255 - value))
    assert read_codes(encoded(image, "PNG")) == (TEXT,)
    assert read_codes(encoded(image.quantize(), "PNG")) == (TEXT,)


def test_all_codes_of_a_photo_are_read() -> None:
    photo = Image.new("L", (900, 450), 255)
    photo.paste(code("ana"), (10, 10))
    photo.paste(code("luna"), (460, 10))
    codes = read_codes(encoded(photo, "PNG"))
    assert isinstance(codes, tuple)
    assert sorted(codes) == ["ana", "luna"]


@pytest.mark.parametrize("text", ["őrült ☕", "0123456789", "a" * 500])
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    assert read_codes(encoded(code(text), "PNG")) == (text,)


@pytest.mark.parametrize("size", [(1, 1), (1, 3_000), (640, 480)])
def test_a_photo_without_a_code_says_so(size: tuple[int, int]) -> None:
    assert read_codes(encoded(Image.new("RGB", size, "white"), "PNG")) == UnreadablePhoto("no_code")


@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"hello", b"%PDF-1.7", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_image_says_so(content: bytes) -> None:
    assert read_codes(content) == UnreadablePhoto("no_image")


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "PDF"])
def test_other_kinds_of_files_are_refused(kind: str) -> None:
    assert read_codes(encoded(code(), kind)) == UnreadablePhoto("no_image")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_file_cut_short_is_refused(kind: str) -> None:
    whole = encoded(code(), kind)
    for length in (20, len(whole) // 4, len(whole) // 2):
        assert read_codes(whole[:length]) == UnreadablePhoto("no_image")


def test_a_file_over_the_limit_is_refused_unopened() -> None:
    whole = encoded(code(), "PNG")
    assert read_codes(whole + bytes(MAX_BYTES - len(whole))) == (TEXT,)
    assert read_codes(whole + bytes(MAX_BYTES - len(whole) + 1)) == UnreadablePhoto("too_big")


@pytest.mark.parametrize("side", [4_001, 10_000, 12_000, 20_000, 2**31 - 1])
def test_a_bomb_is_refused_by_its_header(side: int) -> None:
    bomb = png_claiming(side, side)
    read_codes(encoded(code("luna"), "PNG"))  # what is imported at the first picture is not the bomb's
    tracemalloc.start()
    try:
        assert read_codes(bomb) == UnreadablePhoto("too_big")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2_000_000


@pytest.mark.slow
def test_a_progressive_jpeg_may_not_be_as_large_as_a_plain_one() -> None:
    large = Image.new("L", (4_100, 4_000))
    assert read_codes(encoded(large, "JPEG")) == UnreadablePhoto("no_code")
    assert read_codes(encoded(large, "JPEG", progressive=True)) == UnreadablePhoto("too_big")


@given(kind=st.sampled_from(["PNG", "JPEG", "WEBP"]), data=st.data())
def test_a_damaged_file_never_raises(kind: str, data: st.DataObject) -> None:
    whole = bytearray(encoded(code("luna"), kind))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(read_codes(bytes(whole)), tuple | UnreadablePhoto)


def test_a_process_that_read_photos_ends_without_a_word() -> None:
    command = [sys.executable, "-c", _ENDS_WHILE_A_THREAD_WAITS]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter
    assert not ended.stderr
