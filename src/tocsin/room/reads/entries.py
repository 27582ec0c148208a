"""The journal, newest first, and its acts in words."""

from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from tocsin.case import first_broken_entry
from tocsin.language import tr
from tocsin.room.opened import reading
from tocsin.room.reads.pages import ROWS, Page, page_of
from tocsin.room.remembered import Remembered

NEWEST = 2**62
_PAGE = """
    SELECT entry, at, actor, act, detail, hash FROM journal
    WHERE entry < ?1 AND (?2 = '' OR act GLOB ?2 || '*') AND (?3 = '' OR actor = ?3)
    AND (?4 = '' OR at >= ?4) AND (?5 = '' OR at < ?5 || 'T99') ORDER BY entry DESC LIMIT ?6
"""
_ALL = "SELECT entry, at, actor, act, detail, hash FROM journal ORDER BY entry"


@dataclass(frozen=True, slots=True)
class Entry:
    """One act, as it stands in the chain."""

    number: int
    at: str
    actor: str
    act: str
    detail: str
    hash: str

    @property
    def who(self) -> str:
        """The account; who worked at a terminal is named by the machine's account."""
        return self.actor.removeprefix("room/")

    @property
    def words(self) -> str:
        """The act for a reader; one we have no words for is shown as it is."""
        return tr(*ACTS[self.act]) if self.act in ACTS else self.act

    @property
    def facts(self) -> str:
        """Its numbers, short."""
        facts = orjson.loads(self.detail)
        shown = {name: value for name, value in facts.items() if value is not False}
        return " · ".join(f"{tr(*FACTS.get(name, (name, name)))} {_short(value)}".strip()
                          for name, value in shown.items())  # fmt: skip

    @property
    def is_look(self) -> bool:
        """Whether nothing was done but to look."""
        return self.act.startswith(("look.", "explain."))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter: the beginning of the act, the actor, days (ISO 8601) from and to."""

    act: str = ""
    actor: str = ""
    since: str = ""
    until: str = ""


def entries(wanted: Wanted, before: int = NEWEST) -> Page[Entry]:
    """A page of what is wanted, newest first, older than the entry `before`."""
    values = (before, wanted.act, wanted.actor, wanted.since, wanted.until, ROWS + 1)
    rows = [Entry(*row) for row in reading().store.execute(_PAGE, values)]
    return page_of(rows, [row.number for row in rows], is_first=before == NEWEST)


def last_acts(count: int = 8) -> list[Entry]:
    """The last acts, looks left aside."""
    rows = reading().store.execute(
        "SELECT entry, at, actor, act, detail, hash FROM journal"
        " WHERE act NOT GLOB 'look.*' AND act NOT GLOB 'explain.*' ORDER BY entry DESC LIMIT ?",
        (count,),
    )
    return [Entry(*row) for row in rows]


def all_entries() -> Iterator[Entry]:
    """Every entry, oldest first."""
    return (Entry(*row) for row in reading().store.stream(_ALL))


def entries_after(number: int) -> Iterator[Entry]:
    """Every entry behind that one, oldest first."""
    sql = "SELECT entry, at, actor, act, detail, hash FROM journal WHERE entry > ? ORDER BY entry"
    return (Entry(*row) for row in reading().store.stream(sql, (number,)))


def actors() -> list[str]:
    """Everybody who did something."""
    sql = "SELECT DISTINCT actor FROM journal ORDER BY actor"
    return [str(actor) for (actor,) in reading().store.execute(sql)]


CHAIN: Remembered[int | None] = Remembered(
    lambda: first_broken_entry(reading().store), seconds=60.0
)
"""The first entry that does not follow from the one before, or None."""


def _short(value: object) -> str:
    if value is True:
        return ""
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return text if len(text) <= 40 else f"{text[:40]}…"


ACTS: dict[str, tuple[str, str]] = {
    "case.created": ("Affaire ouverte", "Case opened"),
    "index.loaded": ("Index des patients chargé", "Patient index loaded"),
    "scope.started": ("Lecture lancée", "Reading started"),
    "scope.finished": ("Lecture terminée", "Reading finished"),
    "seal.signed": ("Copie scellée", "Copy sealed"),
    "seal.checked": ("Fichiers comparés au scellé", "Files compared with the seal"),
    "seal.check_asked": ("Contrôle demandé depuis la salle", "Check asked for from the room"),
    "look.outside": ("Liste des personnes hors index lue", "List of persons outside read"),
    "look.unlike": ("Liste des différences lue", "List of differences read"),
    "seal.stamped": ("Scellé horodaté", "Seal time-stamped"),
    "custody.written": ("Journal de conservation remis", "Custody log handed over"),
    "custody.proved": ("Preuve d'un fichier remise", "Proof of a file handed over"),
    "export.written": ("Tableaux exportés", "Tables exported"),
    "review.decided": ("Question tranchée", "Question decided"),
    "review.undone": ("Décision annulée", "Decision undone"),
    "review.exported": ("Questions exportées", "Questions exported"),
    "recall.sampled": ("Échantillon de contrôle tiré", "Control sample drawn"),
    "recall.stated": ("Déclaration de rappel écrite", "Recall statement written"),
    "notices.prepared": ("Avis préparés", "Notices prepared"),
    "emails.sent": ("Courriels remis", "E-mails handed over"),
    "letters.written": ("Lettres écrites", "Letters written"),
    "report.written": ("Rapports écrits", "Reports written"),
    "explain.document": ("Document relu", "Document read again"),
    "explain.person": ("Fiche d'une personne lue", "Person's page read"),
    "look.person": ("Fiche d'une personne lue", "Person's page read"),
    "look.people": ("Liste de personnes lue", "List of persons read"),
    "look.documents": ("Liste de documents lue", "List of documents read"),
    "look.unread": ("Liste des non lus lue", "List of unread files read"),
    "look.document": ("Fiche d'un document lue", "Document's page read"),
    "look.question": ("Question lue en clair", "Question read in clear"),
    "look.homonyms": ("Liste d'homonymes lue", "List of homonyms read"),
    "look.search": ("Recherche d'une personne", "Search for a person"),
    "journal.exported": ("Journal exporté", "Journal exported"),
    "look.notices": ("Avis relus", "Notices read"),
    "look.calls": ("Liste d'appels lue", "List of calls read"),
    "look.call": ("Fiche d'appel lue", "Call sheet read"),
    "batch.submitted": ("Lot d'avis soumis", "Batch of notices submitted"),
    "batch.approved": ("Lot d'avis approuvé", "Batch of notices approved"),
    "batch.paused": ("Lot mis en pause", "Batch paused"),
    "batch.resumed": ("Lot relancé", "Batch resumed"),
    "batch.stopped": ("Lot arrêté", "Batch stopped"),
    "batch.voided": ("Lot devenu caduc", "Batch void"),
    "batch.two_persons_required": ("Deux approbations exigées", "Two approvals required"),
    "letters.way_chosen": ("Voie des lettres choisie", "Way of letters chosen"),
    "emails.stopped": ("Tous les courriels arrêtés", "All e-mail stopped"),
    "emails.resumed": ("Courriels de nouveau permis", "E-mail allowed again"),
    "emails.tested": ("Courriel d'essai remis", "Test e-mail handed over"),
    "emails.asked": ("Envoi demandé depuis la salle", "Sending asked for from the room"),
    "look.held": ("Liste des avis tenus lue", "List of held notices read"),
    "look.feedback": ("Messages revenus lus", "Messages that came back read"),
    "held.decided": ("Décidé pour des avis tenus", "Decided for held notices"),
    "feedback.attributed": ("Message revenu attribué", "Message that came back attributed"),
    "emails.settled": ("Courriels en doute tranchés", "E-mails in doubt settled"),
    "letters.asked": ("Lettres demandées depuis la salle", "Letters asked for from the room"),
    "letters.taken": ("Fichier de lettres pris", "File of letters taken"),
    "letters.returned": ("Lettres revenues notées", "Returned letters recorded"),
    "person.corrected": ("Personne corrigée", "Person corrected"),
    "person.correction_undone": ("Correction annulée", "Correction undone"),
    "person.merged": ("Deux fiches réunies", "Two rows merged"),
    "person.split": ("Fiches séparées", "Rows split"),
    "call.noted": ("Appel noté", "Call noted"),
    "call.assigned": ("Appels confiés ou repris", "Calls given out or taken back"),
    "report.act": ("Acte inscrit au registre", "Act entered in the ledger"),
    "report.asked": ("Rapports demandés depuis la salle", "Reports asked for from the room"),
    "press.drafted": ("Fiche de presse établie", "Press sheet drafted"),
    "press.published": ("Fiche de presse remise", "Press sheet given out"),
    "work.started": ("Lecture demandée depuis la salle", "Reading asked for from the room"),
    "work.stopped": ("Arrêt demandé depuis la salle", "Stop asked for from the room"),
    "room.opened": ("Salle ouverte", "Room opened"),
    "account.added": ("Compte ajouté", "Account added"),
    "account.bound": ("Compte lié à une identité", "Account bound to an identity"),
    "account.unbound": ("Compte délié", "Account unbound"),
    "account.disabled": ("Compte fermé", "Account closed"),
    "account.enabled": ("Compte rouvert", "Account opened again"),
    "account.reset": ("Accès remis à neuf", "Access reset"),
    "account.password": ("Mot de passe changé", "Password changed"),
    "account.signed_in": ("Connexion", "Signed in"),
    "account.signed_out": ("Déconnexion", "Signed out"),
    "account.sign_in_failed": ("Connexion refusée", "Sign-in refused"),
    "account.refused": ("Accès refusé", "Access refused"),
    "account.sessions_ended": ("Sessions fermées", "Sessions ended"),
    "account.factor_added": ("Second facteur ajouté", "Second factor added"),
    "account.factor_removed": ("Second facteur retiré", "Second factor removed"),
    "rights.asked": ("Droit demandé", "Right asked for"),
    "rights.decided": ("Droit accordé ou refusé", "Right granted or refused"),
    "rights.founded": ("Premiers droits accordés", "First rights granted"),
    "case.shredded": ("Clé détruite", "Key destroyed"),
    "retention.set": ("Date de conservation fixée", "Retention date set"),
}
FACTS: dict[str, tuple[str, str]] = {
    "clear": ("en clair", "in clear"),
    "person": ("personne", "person"),
    "persons": ("personnes", "persons"),
    "document": ("document", "document"),
    "documents": ("documents", "documents"),
    "question": ("question", "question"),
    "questions": ("questions", "questions"),
    "decision": ("décision", "decision"),
    "undoes": ("annule", "undoes"),
    "account": ("compte", "account"),
    "permission": ("droit", "right"),
    "role": ("rôle", "role"),
    "request": ("demande", "request"),
    "approved": ("accordé", "granted"),
    "kind": ("nature", "kind"),
    "batch": ("lot", "batch"),
    "notice": ("avis", "notice"),
    "notices": ("avis", "notices"),
    "correction": ("correction", "correction"),
    "field": ("champ", "field"),
    "merge": ("réunion", "merge"),
    "outcome": ("issue", "outcome"),
    "to": ("à", "to"),
    "factor": ("facteur", "factor"),
    "files": ("fichiers", "files"),
    "files_done": ("déjà lus", "already read"),
    "rows": ("lignes", "rows"),
    "issues": ("anomalies", "anomalies"),
    "wall": ("mur", "wall"),
    "root": ("racine", "root"),
    "leaves": ("entrées", "leaves"),
    "process": ("processus", "process"),
}
