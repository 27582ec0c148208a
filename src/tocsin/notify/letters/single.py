"""One person's letter as a PDF, proven against the ledger, for a service that posts it."""

from datetime import date

from tocsin.notify.facts import Facts
from tocsin.notify.ledger import Kept
from tocsin.notify.letters.typeset import proven_pdf
from tocsin.notify.letters.words import expected_of, letter_of, words_of
from tocsin.notify.recipient import Recipient


def single_letter(notice: Kept, who: Recipient, facts: Facts) -> bytes:
    """The letter. Raises `MachineError` if it does not say what the ledger says."""
    planned = notice.planned
    today = date.today()  # noqa: DTZ011 - the hospital's own day
    words = words_of(planned.channel, planned.language, [notice], facts, today)
    return proven_pdf(words, letter_of(notice, who), expected_of(notice, who))
