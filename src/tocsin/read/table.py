"""Rows to tables: which row is the header, what stands above it, in blocks of bounded size."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from tocsin.model.document import ROWS_PER_BLOCK, Block, TableBlock, TextBlock

Row = list[str]

LOOK_AHEAD = 60
"""Rows looked at to find the header."""

MOST_WORDS, MOST_WORDS_ALONE = 6, 2
"""A label is no sentence; above a single column it must be shorter still."""

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
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
_DATA = re.compile(r"\d{3,}|\d[\d ./:-]+\d|@\w")
_LABEL = re.compile(r"[^\W\d]")


def blocks(document: str, locator: str, rows: Iterable[Row], first: int = 1) -> Iterator[Block]:
    """`rows` as table blocks; title rows above the header as text. `first` is the first row's
    number in its table. Blank rows at the ends are dropped, those within kept so that numbers hold.
    """
    stream = iter(rows)
    head = list(islice(stream, LOOK_AHEAD))
    while head and not any(head[0]):
        head.pop(0)
        first += 1
    if not head:
        return
    at = header_at(head)
    titles = "\n".join(" ".join(filter(None, row)) for row in head[: at or 0]).strip()
    if titles:
        yield TextBlock(document, locator, titles)
    header = () if at is None else tuple(head[at])
    start = 0 if at is None else at + 1
    yield from _cut(document, locator, header, chain(head[start:], stream), first + start)


def headed(
    document: str, locator: str, header: tuple[str, ...], rows: Iterable[Row], first: int = 2
) -> Iterator[Block]:
    """`rows` under a known header as table blocks; `first` is the number of the first of them."""
    yield from _cut(document, locator, header, iter(rows), first)


def _cut(
    document: str, locator: str, header: tuple[str, ...], rows: Iterator[Row], first: int
) -> Iterator[Block]:
    empty = True
    while block := list(islice(rows, ROWS_PER_BLOCK)):
        if any(map(any, block)):
            yield TableBlock(document, locator, header, block, first)
            empty = False
        first += len(block)
    if empty and any(header):
        yield TableBlock(document, locator, header, [], first)


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
            return at
        if any(_DATA.search(cell) for cell in filled):
            return None
    return None


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
    return _TOKEN.findall(_CAMEL.sub(" ", cell).lower().translate(_ACCENTS))


def _is_form(rows: list[Row]) -> bool:
    """Whether two columns hold labels and their values: `Nom | DUPONT`, `Né le | 03/07/1984`."""
    if any(any(row[2:]) for row in rows):
        return False
    labels = [row[0] for row in rows if len(row) > 1 and row[0].strip() and row[1].strip()]
    known = sum(1 for label in labels if _is_label(label, MOST_WORDS))
    return known > 0.5 * len(labels)


def _speaks(cells: list[str]) -> bool:
    most = MOST_WORDS if len(cells) > 1 else MOST_WORDS_ALONE
    return sum(1 for cell in cells if _is_label(cell, most)) >= max(1, 0.4 * len(cells))


def _is_label(cell: str, most_words: int) -> bool:
    words = words_of(cell)
    return len(words) <= most_words and not _WORDS.isdisjoint(words)


def _differs(row: Row, below: list[Row]) -> bool:
    """Whether a third of the columns hold numbers, dates or addresses under a plain label."""
    columns = [[r[i] for r in below if i < len(r) and r[i].strip()] for i in range(len(row))]
    full = [column for column in columns if column]
    of_data = [c for c in full if sum(1 for v in c if _DATA.search(v)) > 0.7 * len(c)]
    return bool(full) and 3 * len(of_data) >= len(full) and len(below) > 0
