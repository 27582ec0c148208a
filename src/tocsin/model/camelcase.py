"""Names of fields as programs write them: `dateNaissance`, `NomUsuel`, `IPPPatient`."""

import re

_SEAM = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")


def spaced(name: str) -> str:
    """The words of such a name apart: `date Naissance`, `Nom Usuel`, `IPP Patient`."""
    return _SEAM.sub(" ", name)
