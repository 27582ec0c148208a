"""Another day in the style in which a document writes one."""

from datetime import date

MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
          "octobre", "novembre", "décembre")  # fmt: skip
STYLES = (
    *(
        style.replace("|", sign)
        for sign in ("/", "-", ".", " ", "")
        for style in (
            "{day:02}|{month:02}|{year}",
            "{day:02}|{month:02}|{short:02}",
            "{year}|{month:02}|{day:02}",
            "{day}|{month}|{year}",
        )
    ),
    "{year}-{month:02}-{day:02}T00:00:00",
    "{day} {name} {year}",
    "{day:02} {name} {year}",
    "{day}er {name} {year}",
    "{day} {name:.4}. {year}",
)


def redated(written: str, old: date, new: date) -> str:
    """`new` in the style in which `written` gives `old`; day, month, year if it is none known."""
    for style in STYLES:
        for change in (str, str.upper, str.lower):
            if change(_in(style, old)) == written:
                return change(_in(style, new))
    return new.strftime("%d/%m/%Y")


def _in(style: str, day: date) -> str:
    return style.format(
        day=day.day,
        month=day.month,
        year=day.year,
        short=day.year % 100,
        name=MONTHS[day.month - 1],
    )
