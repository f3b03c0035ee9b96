"""Settings from the environment and from `.env`; each is explained in the README."""

import re
import secrets
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, Secret, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from loyalty.amounts import minor_per_unit
from loyalty.delivery.message_costs import Prices
from storage.engine.database import parsed, sqlite_path

_SHORTEST_SECRET = 16
_KEY_FILE = ".stempel-secret"
# What Telegram lets a webhook's secret be; pydantic checks no pattern on a `SecretStr`.
_HeaderWord = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,256}$")]
_Base = Annotated[str, AfterValidator(lambda url: url.rstrip("/"))]  # paths begin with a slash
_GraphId = Annotated[str, Field(pattern=r"^[0-9]*$")]  # a number in a path of Meta's, never a phone number
_DEAREST = 1000


def _micros(price: object) -> int:
    """Read a price ("0.0707") as millionths of a unit of money: Meta's have four decimals, and cents have two."""
    try:
        micros = Decimal(str(price).replace(",", ".")).scaleb(6)
    except InvalidOperation:
        micros = Decimal("NaN")
    if not (micros.is_finite() and micros == micros.to_integral_value()):
        raise ValueError("is the price of one message in your money, for example 0.0707")
    return int(micros)


_Price = Annotated[int, BeforeValidator(_micros), Field(ge=0, le=_DEAREST * 10**6)]


def _per_mille(price: object) -> object:
    """Read the most that one message may cost ("0.12 EUR") as minor units for a thousand, as Meta takes it."""
    amount, _, currency = str(price).strip().partition(" ")
    currency = currency.strip().upper()
    if not re.fullmatch("[A-Z]{3}", currency):
        raise ValueError("is the most that one message may cost, with its currency, for example 0.12 EUR")
    return _micros(amount) * minor_per_unit(currency) // 1000


_PerMille = Annotated[int, BeforeValidator(_per_mille), Field(gt=0)]


class NothingToServeError(Exception):
    """No channel is set up."""


class Settings(BaseSettings):
    """What the operator can choose."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    database_url: SecretStr = Field(SecretStr("sqlite:///stempel.db"), alias="STEMPEL_DATABASE_URL")
    secret: SecretStr | None = Field(None, alias="STEMPEL_SECRET", min_length=_SHORTEST_SECRET)
    host: str = Field("127.0.0.1", alias="STEMPEL_HOST")
    port: int = Field(8080, alias="STEMPEL_PORT", ge=0, le=65535)
    public_url: _Base = Field("", alias="STEMPEL_PUBLIC_URL", pattern=r"^(https?://.+)?$")

    telegram_token: SecretStr | None = Field(None, alias="TELEGRAM_BOT_TOKEN")
    telegram_api_url: str = Field("https://api.telegram.org", alias="TELEGRAM_API_URL")
    telegram_webhook_secret: Secret[_HeaderWord] | None = Field(None, alias="TELEGRAM_WEBHOOK_SECRET")

    whatsapp_phone_number_id: _GraphId = Field("", alias="WHATSAPP_PHONE_NUMBER_ID")
    whatsapp_business_account_id: _GraphId = Field("", alias="WHATSAPP_BUSINESS_ACCOUNT_ID")
    whatsapp_access_token: SecretStr = Field(SecretStr(""), alias="WHATSAPP_ACCESS_TOKEN")
    whatsapp_app_secret: SecretStr = Field(SecretStr(""), alias="WHATSAPP_APP_SECRET")
    whatsapp_verify_token: SecretStr = Field(SecretStr(""), alias="WHATSAPP_VERIFY_TOKEN")
    whatsapp_api_url: str = Field("https://graph.facebook.com", alias="WHATSAPP_API_URL")
    whatsapp_price_marketing_micros: _Price | None = Field(None, alias="WHATSAPP_PRICE_MARKETING")
    whatsapp_price_utility_micros: _Price | None = Field(None, alias="WHATSAPP_PRICE_UTILITY")
    # Meta's "max price" for a thousand, in minor units: optional in 2026, required from the second quarter of 2027.
    whatsapp_most_for_a_thousand: _PerMille | None = Field(None, alias="WHATSAPP_MOST_PRICE_MARKETING")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Let WhatsApp be set up as a whole or not at all: with half of it, messages would get lost in silence."""
        needed = self._whatsapp_needs()
        missing = [name for name, given in needed.items() if not given]
        if missing and len(missing) < len(needed):
            raise ValueError(f"WhatsApp needs {', '.join(missing)} too (docs/whatsapp.md leads you there)")
        if self.has_whatsapp and not self.public_url:
            raise ValueError("WhatsApp needs STEMPEL_PUBLIC_URL too: Meta brings messages to that address")
        return self

    def _whatsapp_needs(self) -> dict[str, str]:
        return {
            "WHATSAPP_PHONE_NUMBER_ID": self.whatsapp_phone_number_id,
            "WHATSAPP_BUSINESS_ACCOUNT_ID": self.whatsapp_business_account_id,
            "WHATSAPP_ACCESS_TOKEN": self.whatsapp_access_token.get_secret_value(),
            "WHATSAPP_APP_SECRET": self.whatsapp_app_secret.get_secret_value(),
            "WHATSAPP_VERIFY_TOKEN": self.whatsapp_verify_token.get_secret_value(),
        }

    @property
    def has_whatsapp(self) -> bool:
        """Say whether WhatsApp is set up."""
        return all(self._whatsapp_needs().values())

    @property
    def prices(self) -> Prices:
        """Return what a message costs on WhatsApp."""
        return Prices(self.whatsapp_price_marketing_micros, self.whatsapp_price_utility_micros)

    @property
    def by_webhook(self) -> bool:
        """Say whether Telegram calls us; otherwise we ask it."""
        return bool(self.public_url and self.telegram_webhook_secret)


def secret_key(settings: Settings, *, beside: Path) -> bytes:
    """Return the key that signs codes: the one that was set, or one made once and kept in a file of its own."""
    if settings.secret:
        return settings.secret.get_secret_value().encode()
    path = beside / _KEY_FILE
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32))
    return path.read_text().strip().encode()


def folder_of(url: str) -> Path:
    """Return the folder where what belongs to a database is kept."""
    place = parsed(url)
    return sqlite_path(place).parent if place.drivername == "sqlite" else Path()
