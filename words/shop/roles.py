"""The names of roles."""

from words.language import Words


def role_name(role: str, words: Words) -> str:
    """Name a role."""
    names = {"cashier": words.t("cashier"), "manager": words.t("manager"), "owner": words.t("owner")}
    return names[role]
