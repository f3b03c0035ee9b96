"""Settings from the environment and from `.env`; each is explained in the README."""

import secrets
from pathlib import Path
from typing import Annotated

from pydantic import Field, Secret, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage.database import parsed, sqlite_path

_SHORTEST_SECRET = 16
_KEY_FILE = ".stempel-secret"
# What Telegram lets a webhook's secret be; pydantic checks no pattern on a `SecretStr`.
_HeaderWord = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,256}$")]


class Settings(BaseSettings):
    """What the operator can choose."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    database_url: SecretStr = Field(SecretStr("sqlite:///stempel.db"), alias="STEMPEL_DATABASE_URL")
    secret: SecretStr | None = Field(None, alias="STEMPEL_SECRET", min_length=_SHORTEST_SECRET)
    host: str = Field("127.0.0.1", alias="STEMPEL_HOST")
    port: int = Field(8080, alias="STEMPEL_PORT", ge=0, le=65535)
    public_url: str = Field("", alias="STEMPEL_PUBLIC_URL", pattern=r"^(https?://.+)?$")
    telegram_token: SecretStr | None = Field(None, alias="TELEGRAM_BOT_TOKEN")
    telegram_api_url: str = Field("https://api.telegram.org", alias="TELEGRAM_API_URL")
    telegram_webhook_secret: Secret[_HeaderWord] | None = Field(None, alias="TELEGRAM_WEBHOOK_SECRET")

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
