"""Kinds of measure: what can be done to a place, a link or an account."""

from enum import StrEnum

from tocsin.language import Language, tr


class MeasureKind(StrEnum):
    """What can be done."""

    ISOLATE_HOST = "isolate_host"
    DISABLE_ACCOUNT = "disable_account"
    BLOCK_DESTINATION = "block_destination"
    BLOCK_LINK = "block_link"
    CUT_INTERNET = "cut_internet"

    def label(self, language: Language | None = None) -> str:
        """Its name."""
        return tr(*_LABELS[self], language)


_LABELS = {
    MeasureKind.ISOLATE_HOST: ("isoler la machine", "isolate the machine"),
    MeasureKind.DISABLE_ACCOUNT: ("désactiver le compte", "disable the account"),
    MeasureKind.BLOCK_DESTINATION: ("bloquer la destination", "block the destination"),
    MeasureKind.BLOCK_LINK: ("bloquer la connexion", "block the connection"),
    MeasureKind.CUT_INTERNET: ("couper Internet", "cut the internet"),
}
