"""An alarm in words, French first, and as facts for machines. No patient is named."""

from typing import Any

from tocsin.language import Language, number, tr
from tocsin.watch.detect.alert import Episode
from tocsin.watch.moment import PARIS, as_datetime


def title(episode: Episode, language: Language | None = None) -> str:
    """One line; no account in it, since subjects of mails are read by many."""
    if episode.is_hospital:
        return tr(
            f"Alerte {episode.number} : des dossiers sont lus en masse dans l'établissement",
            f"Alarm {episode.number}: records are read in bulk across the hospital",
            language,
        )
    return tr(
        f"Alerte {episode.number} : un compte lit des dossiers en masse",
        f"Alarm {episode.number}: an account reads records in bulk",
        language,
    )


def sentences(episode: Episode, language: Language | None = None) -> list[str]:
    """When, how many, beyond what, who, and where the logs say so."""
    at = as_datetime(episode.at).astimezone(PARIS).strftime("%Y-%m-%d %H:%M:%S %z")
    count, limit = number(episode.count), number(episode.limit)
    accounts = ", ".join(f"{name} ({number(n)})" for name, n in episode.accounts)
    first = f"{episode.first_log} @{episode.first_offset}"
    return [
        tr(
            f"{at} : {count} patients lus en {episode.hours} heures sans lien de soins ; la limite"
            f" est {limit}.",
            f"{at}: {count} patients read in {episode.hours} hours without a care link; the limit"
            f" is {limit}.",
            language,
        ),
        tr(
            f"Dossiers en danger jusqu'ici : {number(episode.at_risk)}.",
            f"Records at risk so far: {number(episode.at_risk)}.",
            language,
        ),
        tr(f"Comptes : {accounts}.", f"Accounts: {accounts}.", language),
        tr(f"Preuve : {first}.", f"Evidence: {first}.", language),
    ]


def facts(episode: Episode) -> dict[str, Any]:
    """The same for machines; times are UTC."""
    return {
        "alert": episode.number,
        "kind": "hospital" if episode.is_hospital else "account",
        "at": as_datetime(episode.at).isoformat(),
        "patients": episode.count,
        "hours": episode.hours,
        "limit": episode.limit,
        "records_at_risk": episode.at_risk,
        "accounts": [{"account": name, "patients": n} for name, n in episode.accounts],
        "evidence": {"log": episode.first_log, "offset": episode.first_offset},
    }
