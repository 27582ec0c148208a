"""The golden pages: every sheet and form of one invented case, in both languages.

`python -m tests.report.golden_pages` writes them anew; read the difference before you keep it.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tests.report.conftest import AT, HOSPITAL, PEOPLE, fill, watched
from tocsin.case import Case
from tocsin.report.acts import ActKind, record
from tocsin.report.edpb import edpb_page
from tocsin.report.material import Material, gather
from tocsin.report.page import Page, build_page
from tocsin.report.sheet import SHEETS
from tocsin.report.web import to_markdown

FOLDER = Path(__file__).with_name("golden")
BREACH = """\
cyber_insurance = true
countries = ["CH"]
processors = ["Éditeur Exemple"]
origin = "hacking"
cause = "external_malicious"
how_discovered = "controller"
circumstances_of_discovery = "Alerte d'une sauvegarde anormale."
narrative = "Un compte d'administration a servi à copier des fichiers."
narrative_en = "An administrator's account was used to copy files."
care_effects = "Aucun : les soins continuent."
care_effects_en = "None: care goes on."
legal_representative = "A. Direction, directrice"
[[establishments]]
name = "Site A"
paths = ["export.csv"]
"""


def fill_golden(case: Case) -> Material:
    """Write the golden case; its material as of `AT`."""
    (case.folder / "hospital.toml").write_text(HOSPITAL, encoding="utf-8")
    (case.folder / "breach.toml").write_text(BREACH, encoding="utf-8")
    fill(case, PEOPLE)
    watched(case)
    for kind, subject, moment, words in (
        (ActKind.EVENT, "attack_known", "2025-07-01T07:00+02:00", ""),
        (ActKind.MET, "csp-l1111-8-2", "2025-07-01T12:00+02:00", "S-1"),
        (ActKind.MET, "complaint", "2025-07-02T10:00+02:00", "PV-2"),
    ):
        record(case, kind, subject, person="A. Direction", moment=moment, reference=words)
    material = gather(case, AT)
    # What the journal says happens as the test runs.
    dated = [one for one in material.timeline if not one.source.startswith("journal")]
    facts = replace(material.facts, public_reference="AV-0000-000")  # of the case's random key
    return replace(material, timeline=tuple(dated), facts=facts)


def pages(material: Material) -> Iterator[Page]:
    """Every page there is."""
    yield from (build_page(path.stem, material) for path in sorted(SHEETS.glob("*.toml")))
    yield edpb_page(material)


def main() -> None:
    """Write the golden pages."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Case.create_or_open(Path(folder) / "a") as case:
        for page in pages(fill_golden(case)):
            (FOLDER / f"{page.name}.md").write_text(to_markdown(page), encoding="utf-8")


if __name__ == "__main__":
    main()
