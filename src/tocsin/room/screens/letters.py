"""Letters: the files for the print room, written here by the very command, taken home by an act."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tocsin.language import screen_language
from tocsin.model.notice import Channel
from tocsin.notify.public import ReturnReason, letter_file, letter_lots
from tocsin.room import work
from tocsin.room.look import journal
from tocsin.room.opened import reading

_COUNT = "SELECT count(*) FROM deliveries WHERE state"


def letters(request: HttpRequest) -> HttpResponse:
    """The files written so far, and what the post brought back."""
    language, case = screen_language(), reading()
    context = {
        "lots": [
            (number, lot, Channel(lot.channel).label(language), letter_file(case, lot).exists())
            for number, lot in enumerate(letter_lots(case), 1)
        ],
        "due": case.store.count(
            "SELECT count(*) FROM deliveries WHERE state IN ('due', 'to_call')"
        ),
        "returned": case.store.count("SELECT count(*) FROM deliveries WHERE state = 'returned'"),
        "reasons": [(reason.value, reason.label(language)) for reason in ReturnReason],
        "work": work.under_way(case),
    }
    return render(request, "room/letters.html", context)


def write(request: HttpRequest) -> HttpResponse:
    """Start writing the letters and the call list of what is approved."""
    del request
    journal("letters.asked", process=work.start_letters())
    return redirect("notices_letters")


def take(request: HttpRequest, number: int) -> FileResponse:
    """One file, to print it elsewhere. It names people: that it was taken is in the journal."""
    del request
    case = reading()
    chosen = dict(enumerate(letter_lots(case), 1)).get(number)
    if chosen is None or not letter_file(case, chosen).exists():
        raise Http404
    journal("letters.taken", file=chosen.file, letters=chosen.letters)
    file = letter_file(case, chosen).open("rb")
    return FileResponse(file, as_attachment=True, filename=chosen.file)
