"""The formats Tocsin reads: one module a family, each with its media types and its reader."""

from tocsin.read.format import Formats
from tocsin.read.formats import (
    access,
    archives,
    cda,
    compressed,
    contacts,
    dbase,
    delimited,
    dicom,
    fhir,
    hl7,
    hprim,
    jsontext,
    mail,
    metafile,
    oldslides,
    oldword,
    oleobject,
    onenote,
    opendocument,
    outlook,
    outlookdata,
    pdf,
    picture,
    plain,
    protected,
    rtf,
    shortcut,
    signed,
    slides,
    spreadsheet,
    sqldump,
    sqlitefile,
    tarred,
    webpage,
    winmail,
    word,
    xmltext,
    zipped,
)

_MODULES = (
    *(archives, compressed, tarred, zipped),
    *(delimited, spreadsheet, sqldump, sqlitefile, access, dbase),
    *(jsontext, xmltext, webpage, plain, rtf),
    *(word, slides, opendocument, oldword, oldslides, oleobject, onenote, protected),
    *(pdf, picture, metafile, mail, outlook, outlookdata, winmail, signed, shortcut),
    *(cda, contacts, dicom, fhir, hl7, hprim),
)

FORMATS: Formats = {media: form for module in _MODULES for media, form in module.FORMATS.items()}
