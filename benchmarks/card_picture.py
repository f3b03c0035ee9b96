"""How long a customer's card takes to draw, beside `qrcode` alone for the same text."""

import json
from collections.abc import Callable
from io import BytesIO
from statistics import median
from time import perf_counter
from typing import Any

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

from bot.pictures.draw import draw
from bot.pictures.specs import CardPicture, Emblem, Mark
from bot.squaring import make_logo

_ROUNDS = 40


def _logo() -> bytes:
    file = BytesIO()
    Image.effect_noise((400, 400), 90).convert("RGB").save(file, "PNG")
    made = make_logo(file.getvalue())
    if not isinstance(made, bytes):
        raise TypeError(made)
    return made


_CARD = CardPicture(
    shop="Café Luna",
    colour="#6f4e37",
    headline="3 to go",
    towards="Free coffee",
    won=False,
    lines=("Now, until 16:00: twice the stamps", "2 to your goal", "Valid until 31 March"),
    size=10,
    filled=7,
    marks=(Mark(10, "Free coffee"),),
    points="",
    progress=0.7,
    qr="https://t.me/StempelDemoBot?start=c_7Yk2mQ9xLr4TnV8sPz",
    code="K7P4QX",
    hint="Show this to the cashier",
    emblem=Emblem("☕️", "1:logo", _logo()),
    address="Keizersgracht 123, Amsterdam",
)


def measure() -> list[dict[str, Any]]:
    """Return the medians of interleaved runs, in milliseconds; the drawn result is never cached."""
    _card()  # fonts and shapes are loaded once per process
    _reference()
    times = [(_milliseconds(_card), _milliseconds(_reference)) for _ in range(_ROUNDS)]
    value, reference = (median(column) for column in zip(*times, strict=True))
    return [
        {
            "name": "card_picture",
            "value": round(value, 2),
            "unit": "ms",
            "reference": round(reference, 2),
            "ratio": round(value / reference, 2),
        }
    ]


def _card() -> None:
    draw(_CARD)


def _reference() -> None:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(_CARD.qr)
    code.make(fit=True)
    code.make_image().save(BytesIO(), "PNG")


def _milliseconds(run: Callable[[], None]) -> float:
    start = perf_counter()
    run()
    return (perf_counter() - start) * 1000


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
