"""What leaves for Telegram, written as pure functions: the parameters of a call, and the buttons under a message."""

import json
import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from channels.fields import Json
from channels.messages import Button, Media

# Limits of the Bot API, in the units it counts in.
CAPTION_UNITS = 1024
CALLBACK_BYTES = 64
# Currencies of invoices and their decimals, core.telegram.org/bots/payments/currencies.json: the forint has two there.
PAYABLE: Mapping[str, int] = {
    **dict.fromkeys(
        ("AED", "AUD", "BGN", "BRL", "CAD", "CHF", "CZK", "DKK", "EUR", "GBP", "HUF", "ILS", "INR", "MXN", "NOK", "NZD",
         "PLN", "RON", "SEK", "SGD", "THB", "TRY", "UAH", "USD", "ZAR"),
        2,
    ),
    "JPY": 0,
    "KRW": 0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CallParameters:
    """The parameters of one call, in the shape that PTB's `RequestData` has for a transport."""

    json_parameters: dict[str, str] = field(default_factory=dict)
    multipart_data: dict[str, tuple[str, BinaryIO, str]] = field(default_factory=dict)

    @property
    def contains_files(self) -> bool:
        """Say whether something is uploaded."""
        return bool(self.multipart_data)


def form_of(parameters: Mapping[str, object]) -> CallParameters:
    """Write a call's parameters; None is left out, and a `Media` that Telegram holds is named by its id."""
    form = CallParameters()
    for name, value in parameters.items():
        match value:
            case None:
                continue
            case Media(filename, _, media_id):
                if media_id:
                    form.json_parameters[name] = media_id
                else:
                    kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
                    form.multipart_data[name] = (filename, value.opened(), kind)
            case str():
                form.json_parameters[name] = value
            case _:
                form.json_parameters[name] = json.dumps(value)
    return form


def keyboard(buttons: Sequence[Sequence[Button]]) -> Json | None:
    """Draw the buttons under a message; one that Telegram would refuse is a `ValueError`."""
    return {"inline_keyboard": [[_key(button) for button in row] for row in buttons]} if buttons else None


def _key(button: Button) -> Json:
    if bool(button.data) == bool(button.url):
        raise ValueError(f"The button {button.label!r} needs either data or a url.")
    if len(button.data.encode()) > CALLBACK_BYTES:
        raise ValueError(f"The data of the button {button.label!r} is longer than {CALLBACK_BYTES} bytes.")
    return {"text": button.label} | ({"url": button.url} if button.url else {"callback_data": button.data})
