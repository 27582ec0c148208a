"""The demo's one last screen: what was found, what left, how far it is from the truth."""

from rich.console import Group

from tocsin.cli.console import out
from tocsin.cli.screens import panel
from tocsin.clinic import Score
from tocsin.demo import DemoResult
from tocsin.language import number, tr
from tocsin.model.notice import Channel
from tocsin.watch.page import said

GAP = ("", "")
GIB = 1 << 30
STEPS = {
    "clinic": ("clinique", "clinic"),
    "watch": ("journaux", "logs"),
    "scope": ("lecture", "scope"),
    "export": ("export", "export"),
    "notify": ("avis", "notices"),
    "report": ("rapports", "reports"),
    "score": ("contrôle", "check"),
}


def show_demo(result: DemoResult) -> None:
    """Draw the screen."""
    out.print(
        Group(
            panel(tr("Le résultat", "The result"), [*_found(result), GAP, *_notices(result)]),
            panel(tr("D'après les journaux", "By the logs"), _bounds(result)),
            panel(tr("Comparé à la vérité", "Compared with the truth"), _truth(result.score)),
            panel(tr("Où sont les fichiers", "Where the files are"), _files(result)),
        )
    )
    total = sum(result.seconds.values())
    steps = " · ".join(f"{tr(*STEPS[k])} {v:.0f} s" for k, v in result.seconds.items())
    out.print(f"{total:.0f} s ({steps}) · {result.peak_bytes / GIB:.1f} GiB", markup=False)


def _found(result: DemoResult) -> list[tuple[str, str]]:
    numbers = result.status.numbers
    return [
        (tr("Personnes touchées", "Persons affected"), number(numbers["persons_affected"])),
        (
            tr("… dont avec données de santé", "… of whom with health data"),
            number(numbers["persons_medical"]),
        ),
        (tr("… à vérifier", "… to review"), number(numbers["persons_to_review"])),
        (tr("Documents lus", "Documents read"), number(numbers["documents_read"])),
        (tr("… lus en partie", "… read in part"), number(numbers["documents_partial"])),
        (tr("… illisibles", "… unreadable"), number(numbers["documents_unreadable"])),
    ]


def _notices(result: DemoResult) -> list[tuple[str, str]]:
    by_channel = result.told.notices.by_channel
    return [
        (
            tr("Courriels acceptés / dus", "E-mails accepted / due"),
            f"{number(result.told.server.accepted)} / {number(by_channel[Channel.EMAIL])}",
        ),
        (
            tr("… envoyés par un second lancement", "… sent by a second run"),
            number(result.told.sent_again.accepted),
        ),
        (tr("Lettres", "Letters"), number(by_channel[Channel.LETTER])),
        (
            tr("Lettres recommandées", "Registered letters"),
            number(by_channel[Channel.REGISTERED_LETTER]),
        ),
        (tr("Appels à faire", "Calls to make"), number(by_channel[Channel.CALL])),
        (
            tr("En attente d'une décision", "Held for a decision"),
            number(by_channel[Channel.HELD]),
        ),
    ]


def _bounds(result: DemoResult) -> list[tuple[str, str]]:
    names = {
        "first": tr("Premier acte hostile", "First hostile act"),
        "last": tr("Dernier acte hostile", "Last hostile act"),
    }
    return [
        (names[told.bound], f"{said(told.at)} ({told.confidence:.0%})") for told in result.bounds
    ]


def _truth(score: Score) -> list[tuple[str, str]]:
    medical = score.medical
    return [
        (tr("Personnes réellement touchées", "Persons truly affected"), number(score.affected)),
        (tr("… oubliées", "… missed"), number(score.missed)),
        (tr("… confirmées à tort", "… confirmed wrongly"), number(score.wrong)),
        (
            tr("Données de santé : confirmées / réelles", "Health data: confirmed / true"),
            f"{number(medical.found)} / {number(medical.expected)}",
        ),
        (tr("… à vérifier", "… to review"), number(score.medical_to_review)),
        (tr("… oubliées", "… missed"), number(score.medical_missed)),
        (tr("… confirmées à tort", "… confirmed wrongly"), number(medical.wrong)),
        (
            tr("Indiscernables : à vérifier / réels", "Untellable: to review / true"),
            f"{number(score.undecidable.found)} / {number(score.undecidable.expected)}",
        ),
        (
            tr("À vérifier sans être touchées", "To review and not affected"),
            number(score.to_review_wrong),
        ),
        (
            tr("Documents avec leur ligne", "Documents with their row"),
            f"{number(score.documents.found)} / {number(score.documents.expected)}",
        ),
    ]


def _files(result: DemoResult) -> list[tuple[str, str]]:
    folders = result.folders
    return [
        (tr("Fichiers volés", "Stolen files"), str(folders.clinic)),
        (
            tr("Affaire (chiffrée), lettres, appels", "Case (encrypted), letters, calls"),
            str(folders.case),
        ),
        (tr("Chronologie, taken.csv", "Timeline, taken.csv"), str(folders.timeline)),
        (tr("Tableaux", "Tables"), str(folders.results)),
        (tr("CNIL, presse, synthèse", "Authority, press, summary"), str(folders.reports)),
        (tr("Premiers courriels reçus", "First e-mails received"), str(folders.mail)),
    ]
