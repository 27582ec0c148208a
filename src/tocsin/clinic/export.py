"""The two big files of the theft: the administrative export and the dump of the patient portal."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

from tocsin.clinic.house import House, care_day, login, password, slots
from tocsin.clinic.patient import Patient
from tocsin.clinic.population import stranger_name
from tocsin.clinic.text import without_accents
from tocsin.clinic.truth import Difficulty, Stranger, Trace, Witness
from tocsin.model.category import Category

C = Category
EXPORT = "Administration/Exports/EXPORT_PATIENTS_20250620.csv"
EXPORT_COLUMNS = (
    "CIVILITE",
    "NOM",
    "NOM_JF",
    "PRENOM",
    "DDN",
    "NSS",
    "ADRESSE",
    "CP",
    "VILLE",
    "TEL",
    "PORTABLE",
    "MAIL",
    "MUTUELLE",
    "NUM_ADHERENT",
)
DUMP = "Informatique/Sauvegardes/portail_patients_20250618.sql"
ROWS_PER_INSERT = 200
DUMP_HEAD = """-- MySQL dump 10.13  Distrib 5.7.42
-- Base : portail_patients
/*!40101 SET NAMES utf8mb4 */;

DROP TABLE IF EXISTS `comptes`;
CREATE TABLE `comptes` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `nom` varchar(80) NOT NULL,
  `prenom` varchar(80) NOT NULL,
  `date_naissance` date DEFAULT NULL,
  `email` varchar(120) DEFAULT NULL,
  `telephone` varchar(20) DEFAULT NULL,
  `identifiant` varchar(40) NOT NULL,
  `mot_de_passe` varchar(40) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

DROP TABLE IF EXISTS `rendez_vous`;
CREATE TABLE `rendez_vous` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `ipp` varchar(12) NOT NULL,
  `date_rdv` date NOT NULL,
  `unite` varchar(60) DEFAULT NULL,
  `praticien` varchar(80) DEFAULT NULL,
  `statut` varchar(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `ipp` (`ipp`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

"""
ACCOUNT = (C.CIVIL_STATUS, C.CONTACT, C.CREDENTIALS)
ACCOUNT_SILENT = (C.CIVIL_STATUS, C.CREDENTIALS)


def write_export(share: Path, people: Iterable[Patient], strangers: list[Patient]) -> Witness:
    """The export of the billing software: upper case, no accents, cp1252, semicolons."""
    path = share / EXPORT
    path.parent.mkdir(parents=True, exist_ok=True)
    traces = []
    with path.open("w", encoding="cp1252", errors="replace", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(EXPORT_COLUMNS)
        for patient in people:
            writer.writerow(_export_row(patient))
            traces.append(Trace(patient.patient_id, _export_categories(patient)))
        for patient in strangers:
            writer.writerow(_export_row(patient))
    outside = [Stranger(stranger_name(p), _export_categories(p)) for p in strangers]
    return Witness(EXPORT, traces=traces, strangers=outside)


def _export_row(patient: Patient) -> list[str]:
    return [
        patient.title.upper().rstrip("."),
        without_accents(patient.surname).upper(),
        without_accents(patient.birth_name).upper() if patient.used_name else "",
        without_accents(patient.given).upper(),
        f"{patient.birth_date:%d/%m/%Y}",
        patient.number_on_papers,
        without_accents(patient.address).upper(),
        patient.postal_code,
        without_accents(patient.city).upper(),
        patient.phone.replace(" ", ""),
        patient.mobile.replace(" ", ""),
        patient.email,
        without_accents(patient.insurer).upper(),
        patient.member_number if patient.insurer else "",
    ]


def _export_categories(patient: Patient) -> tuple[Category, ...]:
    found = [C.CIVIL_STATUS, C.CONTACT]
    if patient.number_on_papers:
        found.append(C.NIR)
    if patient.insurer:
        found.append(C.INSURANCE)
    return tuple(found)


def write_dump(
    share: Path,
    accounts: list[Patient],
    visitors: list[Patient],
    house: House,
    rng: Random,
) -> Witness:
    """The portal's database: accounts by name, appointments by patient number."""
    path = share / DUMP
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(DUMP_HEAD)
        for line in _inserts("comptes", (_account(rng, p) for p in accounts)):
            file.write(line)
        for line in _inserts("rendez_vous", (_visit(rng, house, p) for p in visitors)):
            file.write(line)
    traces = [
        Trace(p.patient_id, ACCOUNT if p.email or p.mobile else ACCOUNT_SILENT) for p in accounts
    ]
    traces += [Trace(p.patient_id, (C.CARE_EPISODE,), Difficulty.PATIENT_ID_ONLY) for p in visitors]
    return Witness(DUMP, traces=traces)


def _account(rng: Random, patient: Patient) -> list[str]:
    return [
        patient.surname,
        patient.given,
        f"{patient.birth_date:%Y-%m-%d}",
        patient.email,
        patient.mobile.replace(" ", ""),
        login(patient),
        password(rng),
    ]


def _visit(rng: Random, house: House, patient: Patient) -> list[str]:
    words = slots(rng, house)
    status = rng.choice(("confirme", "annule", "honore"))
    day = f"{care_day(rng, patient):%Y-%m-%d}"
    return [patient.patient_id, day, words["unite"], words["medecin"], status]


def _inserts(table: str, rows: Iterable[list[str]]) -> Iterator[str]:
    """Multi-row INSERT statements, as mysqldump writes them."""
    buffer = io.StringIO()
    number = 0
    for number, row in enumerate(rows, 1):
        start = number % ROWS_PER_INSERT == 1
        buffer.write(f"INSERT INTO `{table}` VALUES " if start else ",")
        buffer.write(f"({number},{','.join(_literal(value) for value in row)})")
        if number % ROWS_PER_INSERT == 0:
            yield buffer.getvalue() + ";\n"
            buffer = io.StringIO()
    if number % ROWS_PER_INSERT:
        yield buffer.getvalue() + ";\n"


def _literal(value: str) -> str:
    if not value:
        return "NULL"
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
