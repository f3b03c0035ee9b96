"""A proof is small and holds its pixels alone; one that was passed on still looks like itself."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from bot.proofs import SIDE, likeness, make_proof
from loyalty.cards.proofs import look_alike


def _cup(at: int, *, quality: int = 90, size: tuple[int, int] = (1600, 1200), mode: str = "RGB") -> bytes:
    picture = Image.linear_gradient("L").resize((1600, 1200)).convert(mode)
    ImageDraw.Draw(picture).ellipse((at, 300, at + 600, 900), fill="white")
    ImageDraw.Draw(picture).rectangle((1600 - at, 100, 1700 - at, 1100), fill="black")
    file = BytesIO()
    picture.resize(size).save(file, "PNG" if mode == "RGBA" else "JPEG", quality=quality)
    return file.getvalue()


def _made(content: bytes) -> bytes:
    proof = make_proof(content)
    assert isinstance(proof, bytes)
    return proof


@pytest.mark.slow
def test_a_picture_becomes_a_small_one_of_its_bare_pixels() -> None:
    for content in (_cup(200), _cup(200, mode="RGBA")):
        proof = Image.open(BytesIO(_made(content)))
        assert (proof.format, max(proof.size)) == ("JPEG", SIDE)
        assert not proof.getexif()


@pytest.mark.slow
def test_what_a_messenger_made_smaller_looks_like_what_was_sent_and_another_picture_does_not() -> None:
    sent = likeness(_made(_cup(200)))
    passed_on = likeness(_made(_cup(200, quality=40, size=(800, 600))))
    assert look_alike(sent, passed_on)
    assert not look_alike(sent, likeness(_made(_cup(900))))


def test_a_picture_of_nothing_looks_like_no_other() -> None:
    file = BytesIO()
    Image.new("RGB", (50, 50), "black").save(file, "PNG")
    assert likeness(_made(file.getvalue())) == ""
