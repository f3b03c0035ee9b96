"""The names of roles."""

from words.language import Words


def role_name(say: Words, role: str) -> str:
    """Name a role."""
    names = {"cashier": say.t("cashier"), "manager": say.t("manager"), "owner": say.t("owner")}
    return names[role]
