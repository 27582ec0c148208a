"""Which column of a patient index is which: the contract's names and their usual French aliases."""

import unicodedata
from collections.abc import Mapping, Sequence

from tocsin.model.person import INDEX_COLUMNS

NAMES = ("birth_name", "used_name")

_ALIASES = {
    "patient_id": "ipp nip id_patient patient identifiant identifiant_patient num_patient"
    " numero_patient no_patient n_patient num_dossier numero_dossier no_dossier n_dossier"
    " dossier id mrn",
    "ins": "ins_nir nir_ins matricule_ins numero_ins ins_c",
    "nir": "nss n_secu num_secu numero_secu no_secu securite_sociale numero_securite_sociale"
    " num_securite_sociale no_securite_sociale n_securite_sociale n_ss no_ss num_ss"
    " numero_de_securite_sociale ssn",
    "insured_nir": "nir_assure nir_ouvrant_droit nir_od nss_assure nss_ouvrant_droit nss_od"
    " numero_assure num_assure n_assure nir_parent",
    "birth_name": "nom_naissance nom_de_naissance nom_jf nom_jeune_fille nom_de_jeune_fille"
    " nom_patronymique patronyme nom_famille nom_de_famille family_name last_name surname"
    " maiden_name nomn nom_nais",
    "used_name": "nom_usage nom_d_usage nom_usuel nom_utilise nom_marital nom_epouse"
    " nom_d_epouse nom_marie married_name",
    "first_names": "prenom prenoms prenom_usuel prenom_1 premier_prenom prenom_naissance"
    " liste_prenoms prenom_patient given_names given_name first_name forename",
    "sex": "sexe civilite civ genre gender titre",
    "birth_date": "date_naissance date_de_naissance ddn date_naiss dnaiss dnais dt_naissance"
    " date_nais naissance ne_le nee_le dob date_of_birth",
    "birth_place_code": "code_lieu_naissance lieu_naissance code_commune_naissance"
    " commune_naissance code_insee_naissance insee_naissance cog_naissance"
    " lieu_de_naissance birth_place",
    "address": "adresse adr rue voie adresse_1 adresse1 ligne_adresse adresse_postale street",
    "postal_code": "cp code_postal codepostal zip zip_code postcode",
    "city": "ville commune localite town",
    "phone": "tel telephone tel_fixe telephone_fixe fixe tel_domicile telephone_domicile"
    " tel_1 telephone_1 no_tel num_tel numero_telephone",
    "mobile": "portable tel_portable telephone_portable tel_mobile telephone_mobile gsm tel_2"
    " telephone_2 cell",
    "email": "mail e_mail courriel adresse_mail adresse_email adresse_e_mail adresse_courriel"
    " adresse_electronique email_patient",
    "deceased_on": "date_deces date_de_deces deces decede decede_le dt_deces deceased"
    " date_of_death death_date",
    "guardian_name": "tuteur nom_tuteur representant_legal nom_representant_legal curateur"
    " mandataire tutelle protection_juridique guardian",
    "language": "langue langue_parlee lang",
}


def _plain(header: str) -> str:
    """A header without case, accents and punctuation: `N° Sécu.` gives `nsecu`."""
    text = unicodedata.normalize("NFKD", header.replace("°", "")).lower()
    return "".join(letter for letter in text if letter.isascii() and letter.isalnum())


_NAMED = {
    _plain(alias): name
    for name in INDEX_COLUMNS
    for alias in (name, *_ALIASES.get(name, "").split())
}

_STAY_ALIASES = (
    "stay_id stay_ids stays sejour sejours num_sejour numero_sejour no_sejour n_sejour id_sejour"
    " nda iep nds venue venues num_venue numero_venue n_venue no_venue id_venue episode num_episode"
    " dossier_administratif numero_dossier_administratif encounter_id visit_id"
)
_STAYS = {_plain(alias) for alias in _STAY_ALIASES.split()}


def find_columns(header: Sequence[str]) -> dict[str, int]:
    """The position of each canonical column that `header` names; the first of a kind counts.

    A plain `nom` is the name in use beside a birth name, else the birth name.
    """
    found: dict[str, int] = {}
    for position, title in enumerate(header):
        name = _NAMED.get(_plain(title))
        if name:
            found.setdefault(name, position)
    return _with_plain_name(found, header)


def find_stay_column(header: Sequence[str]) -> int:
    """The position of the first column of stays, -1 if there is none."""
    titles = [_plain(title) for title in header]
    return next((at for at, title in enumerate(titles) if title in _STAYS), -1)


def _with_plain_name(found: dict[str, int], header: Sequence[str]) -> dict[str, int]:
    titles = [_plain(title) for title in header]
    for title in ("nom", "nompatient", "name", "lastname"):
        if title in titles:
            role = "used_name" if "birth_name" in found else "birth_name"
            found.setdefault(role, titles.index(title))
    return found


def missing_column(found: Mapping[str, int]) -> str:
    """The name of a column without which no person can be told, or ""."""
    if "patient_id" not in found:
        return "patient_id"
    return "" if any(name in found for name in NAMES) else "birth_name"
