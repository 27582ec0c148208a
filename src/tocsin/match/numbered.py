"""The person of a patient number."""

from tocsin.case import Store
from tocsin.errors import UsageError


def person_of(store: Store, patient_id: str) -> int:
    """Their number in the case. Raises `UsageError` if the index has none of that number."""
    sql = "SELECT person FROM persons WHERE patient_id = ?"
    rows = store.execute(sql, (patient_id.strip(),))
    if not rows:
        raise _unknown()
    return int(rows[0][0])


def _unknown() -> UsageError:
    return UsageError(
        "person.no_patient",
        "L'index n'a pas de patient de ce numéro.",
        "The index has no patient of that number.",
        way_out_fr="persons.csv et la fiche en clair donnent les numéros de patient.",
        way_out_en="persons.csv and a person's page in clear give the patient numbers.",
    )
