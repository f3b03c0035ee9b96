"""The benchmark's WhatsApp: as much of Meta's Graph API as a scan needs."""

import hashlib
import hmac
import json
from itertools import count
from typing import Any

from benchmarks.bots import BUSINESS, SECRET
from benchmarks.crowd import external_id
from benchmarks.platform import Platform

_DATE = "1767225600"
_NUMBER = "15550001111"
_ABOUT = {"display_phone_number": _NUMBER, "whatsapp_business_manager_messaging_limit": "TIER_UNLIMITED"}


class Graph(Platform):
    """The Cloud API, for any phone number of one business. It reports nothing of what becomes of a message."""

    channel = "whatsapp"

    def __init__(self) -> None:
        super().__init__()
        self._updates = count(1)

    def opens(self, bot: str, person: int, payload: str) -> Any:
        """Make the batch in which a person sends the prefilled line of a link."""
        user_id, number = external_id(self.channel, person), str(person)
        message = {
            "from": number,
            "from_user_id": user_id,
            "id": f"wamid.{next(self._updates)}",
            "timestamp": _DATE,
            "type": "text",
            "text": {"body": f"Stempel #{payload}"},
        }
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": _NUMBER, "phone_number_id": bot},
            "contacts": [{"profile": {"name": "Eva"}, "wa_id": number, "user_id": user_id}],
            "messages": [message],
        }
        change = {"field": "messages", "value": value}
        return {"object": "whatsapp_business_account", "entry": [{"id": BUSINESS, "changes": [change]}]}

    def proof(self, body: bytes) -> str:
        """Sign a body."""
        return "X-Hub-Signature-256: sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()

    def _answer(self, target: str, body: bytes) -> tuple[int, Any]:
        if not target.endswith("/messages"):
            return 200, _ABOUT
        bot = target.split("/")[2]
        given = json.loads(body)
        chat, content = given["recipient"], given[given["type"]]
        text = content["body"]["text"] if given["type"] == "interactive" else content["body"]
        number = self._note(bot, chat, text)
        contact = {"input": chat, "user_id": chat}
        sent = {"id": f"wamid.sent.{number}"}
        return 200, {"messaging_product": "whatsapp", "contacts": [contact], "messages": [sent]}
