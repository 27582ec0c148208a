"""Which row of a table is its header, and what its labels are."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from tocsin.model.camelcase import spaced

Row = list[str]

MOST_WORDS, MOST_WORDS_ALONE = 6, 2
"""A label is no sentence; above a single column it must be shorter still."""

_NEAR, _FAR = 4, 1_000_000
"""Another table's header stands so few rows behind the end of the one before."""

_TITLE_LINES = 3
_TITLE_ROWS = 15
"""The header stands among the first rows, or there is none."""

_HEADER_WORDS = """
    acte actes address admission adr adresse age amc amo amount annee article assurance bic
    birth birthdate caisse categorie category chambre city civ civilite code codes comment
    commentaire commune company contrat country courriel cp created credit date dates ddn debit
    debut departement description designation diagnosis diagnostic dob docteur doctor dose
    dossier email end entree etat fin first firstname fournisseur gender genre given heure iban
    id identifiant identifier ids iep ins insee insurance ipp jour label last lastname libelle
    lieu lit login mail marital mdp medecin medicament mel mobile mois montant month motif
    mutuelle naissance name names nip nir no nom noms note notes nss num number numero objet
    observation password patient patients pays phone place poids portable posologie postal
    praticien prenom prenoms price prix profession qte quantite quantity ref reference regime
    region resultat rue secu service sex sexe societe solde sortie start state status statut
    street subject surname taille tel telephone time title total traitement type uf unit unite
    unites updated usage user utilisateur valeur value ville ward year zip
"""
_WORDS = frozenset(_HEADER_WORDS.split())
_ACCENTS = str.maketrans("àâäéèêëîïôöùûüç", "aaaeeeeiioouuuc")
_TOKEN = re.compile(r"[a-z]+")
_DATA = re.compile(r"\d{3,}|\d[\d ./:-]+\d|@\w")
_LABEL = re.compile(r"[^\W\d]")


def header_at(rows: list[Row]) -> int | None:
    """The position of the header row among the first rows of a table, or None if there is none.

    A header is as wide as the table, made of short distinct labels, and either speaks the words
    of headers or differs in shape from what stands below it. A form, with its labels down the
    first column, has none.
    """
    width = _width(rows)
    if _is_form(rows):
        return None
    least = 2 if any(any(map(str.strip, row[1:])) for row in rows) else 1
    for at, row in enumerate(rows[:_TITLE_ROWS]):
        filled = [cell for cell in row if cell.strip()]
        if len(filled) < max(least, 0.6 * width):
            continue
        if _are_labels(filled) and (_speaks(filled) or _differs(row, rows[at + 1 :])):
            return at + _below_a_title(row, rows[at + 1 : at + 1 + _TITLE_LINES])
        if any(_DATA.search(cell) for cell in filled):
            return None
    return None


def _below_a_title(row: Row, below: list[Row]) -> int:
    """How many rows further a full row of labels stands, if the first is a title in cells.

    `PROTOCOLE | RHUMA-VAL | centre 04 | ` above `numéro | nom | né le | diagnostic`.
    """
    filled = [cell for cell in row if cell.strip()]
    for further, lower in enumerate(below, 1):
        if len(lower) > len(filled) and all(map(str.strip, lower)):
            return further if _are_labels(lower) and _spoken(lower) > _spoken(filled) else 0
    return 0


def _width(rows: list[Row]) -> int:
    """The usual number of filled cells of a row: the median of the wider half."""
    counts = sorted(sum(1 for cell in row if cell.strip()) for row in rows)
    counts = [count for count in counts if count]
    return counts[len(counts) * 3 // 4] if counts else 0


def _are_labels(cells: list[str]) -> bool:
    if len(cells) > 1 and max(Counter(cells).values()) > max(2, len(cells) // 4):
        return False
    return all(len(cell) <= 80 and _LABEL.search(cell) and not _DATA.search(cell) for cell in cells)


def words_of(cell: str) -> list[str]:
    """The words of a label, folded: `NomNaissance`, `nom_naissance` and `Nom naissance` agree."""
    return _TOKEN.findall(spaced(cell).lower().translate(_ACCENTS))


def _is_form(rows: list[Row]) -> bool:
    """Whether two columns hold labels and their values: `Nom | DUPONT`, `Né le | 03/07/1984`."""
    if any(any(row[2:]) for row in rows):
        return False
    labels = [row[0] for row in rows if len(row) > 1 and row[0].strip() and row[1].strip()]
    known = sum(1 for label in labels if _is_label(label, MOST_WORDS))
    return known > 0.5 * len(labels)


def _speaks(cells: list[str]) -> bool:
    return _spoken(cells) >= max(1, 0.4 * len(cells))


def _spoken(cells: list[str]) -> int:
    most = MOST_WORDS if len(cells) > 1 else MOST_WORDS_ALONE
    return sum(1 for cell in cells if _is_label(cell, most))


def _is_label(cell: str, most_words: int) -> bool:
    words = words_of(cell)
    return len(words) <= most_words and not _WORDS.isdisjoint(words)


def _differs(row: Row, below: list[Row]) -> bool:
    """Whether a third of the columns hold numbers, dates or addresses under a plain label."""
    columns = [[r[i] for r in below if i < len(r) and r[i].strip()] for i in range(len(row))]
    full = [column for column in columns if column]
    of_data = [c for c in full if sum(1 for v in c if _DATA.search(v)) > 0.7 * len(c)]
    return bool(full) and 3 * len(of_data) >= len(full) and len(below) > 0


def goes_on(upper: Row, lower: Row) -> bool:
    """Whether a header has a second storey: labels below cells that span several columns.

    `Nom | Coordonnées | ` above ` | Téléphone | Courriel`.
    """
    filled = [cell for cell in lower if cell.strip()]
    below_nothing = any(
        cell.strip() and not (upper[n].strip() if n < len(upper) else "")
        for n, cell in enumerate(lower)
    )
    return (
        1 < len(filled) < len(lower) and below_nothing and _are_labels(filled) and _speaks(filled)
    )


def two_storeys(upper: Row, lower: Row) -> tuple[str, ...]:
    """The labels of a header of two storeys, each under the one that spans it."""
    labels, spanning = [], ""
    for over, under in zip_longest(upper, lower, fillvalue=""):
        spanning = over.strip() or (spanning if under.strip() else "")
        labels.append(" ".join(filter(None, (spanning, under.strip()))))
    return tuple(labels)


def new_headers(header: tuple[str, ...], block: list[Row]) -> Iterator[int]:
    """Where in a block rows stand that head another table."""
    width, since = len(header), _FAR
    if set(map(len, block)) == {width} and all(map(any, block)):
        return  # a block of one table, as nearly all are
    for at, row in enumerate(block):
        if not any(row) or len(row) != width:
            width, since = len(row) if any(row) else width, 0
        if since < _NEAR and any(row):
            filled = [cell for cell in row if cell.strip()]
            if len(filled) > 2 and _are_labels(filled) and _speaks(filled):
                yield at
                width, since = len(row), _FAR
        since += 1
