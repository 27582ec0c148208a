"""The formats Tocsin reads: one module a family, each with its media types and its reader."""

from tocsin.read.format import Formats
from tocsin.read.formats import (
    compressed,
    delimited,
    jsontext,
    mail,
    opendocument,
    pdf,
    picture,
    plain,
    rtf,
    slides,
    spreadsheet,
    sqldump,
    tarred,
    webpage,
    word,
    xmltext,
    zipped,
)

FORMATS: Formats = {
    media: form
    for module in (
        compressed,
        delimited,
        jsontext,
        mail,
        opendocument,
        pdf,
        picture,
        plain,
        rtf,
        slides,
        spreadsheet,
        sqldump,
        tarred,
        webpage,
        word,
        xmltext,
        zipped,
    )
    for media, form in module.FORMATS.items()
}
