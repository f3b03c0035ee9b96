"""The column in which a voucher keeps what was promised: a kind of reward as JSON, null for a thing."""

import json
from typing import Any, get_args

from pydantic import ConfigDict, TypeAdapter, with_config
from sqlalchemy import Dialect, Text, TypeDecorator

from loyalty.cards.worth import ITEM, Worth

for _kind in get_args(Worth):
    with_config(ConfigDict(extra="forbid"))(_kind)
_FORM: TypeAdapter[Worth] = TypeAdapter(Worth)


class WorthForm(TypeDecorator[Worth]):
    """What a reward is worth, as it was promised."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the kind down."""
        if value is None or value == ITEM:
            return None
        return json.dumps(_FORM.dump_python(value, mode="json"), separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Worth | None:  # noqa: ARG002
        """Give the kind back; null stays null."""
        return None if value is None else _FORM.validate_json(value, strict=True)
