"""What a media type is called by people who are not computer people."""

from tocsin.language import Language, tr

_NAMES: dict[str, tuple[str, str]] = {
    "application/octet-stream": ("type inconnu", "unknown type"),
    # Text and tables
    "text/plain": ("texte", "text"),
    "text/csv": ("tableau CSV", "CSV table"),
    "text/html": ("page web", "web page"),
    "application/xml": ("XML", "XML"),
    "application/json": ("JSON", "JSON"),
    "application/x-ndjson": ("JSON, un objet par ligne", "JSON, an object a line"),
    "application/rtf": ("texte RTF", "RTF text"),
    "application/sql": ("export SQL", "SQL dump"),
    "application/vnd.sqlite3": ("base SQLite", "SQLite database"),
    "application/x-dbf": ("base dBase (.dbf)", "dBase table (.dbf)"),
    "application/x-msaccess": ("base Access", "Access database"),
    # Office
    "application/pdf": ("PDF", "PDF"),
    "application/msword": ("Word ancien (.doc)", "old Word (.doc)"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
        "Word (.docx)",
        "Word (.docx)",
    ),
    "application/vnd.ms-excel": ("Excel ancien (.xls)", "old Excel (.xls)"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (
        "Excel (.xlsx)",
        "Excel (.xlsx)",
    ),
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": ("Excel (.xlsb)", "Excel (.xlsb)"),
    "application/vnd.ms-powerpoint": ("PowerPoint ancien (.ppt)", "old PowerPoint (.ppt)"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (
        "PowerPoint (.pptx)",
        "PowerPoint (.pptx)",
    ),
    "application/vnd.oasis.opendocument.text": ("OpenDocument, texte", "OpenDocument text"),
    "application/vnd.oasis.opendocument.spreadsheet": (
        "OpenDocument, tableur",
        "OpenDocument spreadsheet",
    ),
    "application/vnd.oasis.opendocument.presentation": (
        "OpenDocument, présentation",
        "OpenDocument presentation",
    ),
    "application/vnd.oasis.opendocument.text-master": (
        "OpenDocument, document maître",
        "OpenDocument master document",
    ),
    "application/vnd.oasis.opendocument.text-template": (
        "OpenDocument, modèle de texte",
        "OpenDocument text template",
    ),
    "application/vnd.oasis.opendocument.spreadsheet-template": (
        "OpenDocument, modèle de tableur",
        "OpenDocument spreadsheet template",
    ),
    "application/vnd.oasis.opendocument.graphics": (
        "OpenDocument, dessin",
        "OpenDocument drawing",
    ),
    "application/vnd.visio": ("Visio", "Visio"),
    "application/x-mspublisher": ("Publisher", "Publisher"),
    "application/onenote": ("bloc-notes OneNote", "OneNote notebook"),
    "application/vnd.ms-htmlhelp": ("aide Windows (.chm)", "Windows help (.chm)"),
    "application/postscript": ("PostScript", "PostScript"),
    "application/x-ole-object": ("objet Office incorporé", "embedded Office object"),
    "application/x-ms-shortcut": ("raccourci Windows", "Windows shortcut"),
    "application/x-ole-encrypted": ("Office protégé", "protected Office file"),
    # Mail
    "message/rfc822": ("courriel", "e-mail"),
    "application/mbox": ("boîte aux lettres (mbox)", "mailbox (mbox)"),
    "application/vnd.ms-outlook": ("courriel Outlook (.msg)", "Outlook e-mail (.msg)"),
    "application/vnd.ms-outlook-pst": ("boîte Outlook (.pst)", "Outlook mailbox (.pst)"),
    "message/x-emlx": ("courriel Apple Mail", "Apple Mail e-mail"),
    "application/ms-tnef": ("pièce Outlook winmail.dat", "Outlook winmail.dat"),
    "application/cms": ("courriel ou document signé (S/MIME)", "signed mail or document (S/MIME)"),
    "application/pgp-encrypted": ("chiffré par PGP", "encrypted by PGP"),
    "application/x-encrypted": ("chiffré", "encrypted"),
    "message/delivery-status": ("avis de remise", "delivery status"),
    "text/vcard": ("carnet d'adresses (vCard)", "address book (vCard)"),
    "text/x-ldif": ("annuaire (LDIF)", "directory (LDIF)"),
    "text/calendar": ("agenda (iCalendar)", "calendar (iCalendar)"),
    # Archives
    "application/zip": ("archive ZIP", "ZIP archive"),
    "application/x-7z-compressed": ("archive 7z", "7z archive"),
    "application/vnd.rar": ("archive RAR", "RAR archive"),
    "application/x-tar": ("archive tar", "tar archive"),
    "application/gzip": ("compressé gzip", "gzip-compressed"),
    "application/x-bzip2": ("compressé bzip2", "bzip2-compressed"),
    "application/x-xz": ("compressé xz", "xz-compressed"),
    "application/zstd": ("compressé zstd", "zstd-compressed"),
    "application/x-compress": ("compressé (.Z)", "compressed (.Z)"),
    "application/vnd.ms-cab-compressed": ("archive CAB", "CAB archive"),
    "application/x-iso9660-image": ("image de disque ISO", "ISO disc image"),
    "application/x-cpio": ("archive cpio", "cpio archive"),
    "application/x-archive": ("archive ar", "ar archive"),
    # Pictures
    "image/png": ("image PNG", "PNG picture"),
    "image/jpeg": ("image JPEG", "JPEG picture"),
    "image/tiff": ("image TIFF", "TIFF picture"),
    "image/bmp": ("image BMP", "BMP picture"),
    "image/webp": ("image WebP", "WebP picture"),
    "image/gif": ("image GIF", "GIF picture"),
    "image/heic": ("image HEIC", "HEIC picture"),
    "image/avif": ("image AVIF", "AVIF picture"),
    "image/emf": ("dessin EMF", "EMF drawing"),
    "image/wmf": ("dessin WMF", "WMF drawing"),
    # Health care
    "application/hl7-v2": ("messages HL7 v2", "HL7 v2 messages"),
    "application/hl7-cda+xml": ("document clinique CDA", "CDA clinical document"),
    "application/fhir+json": ("FHIR (JSON)", "FHIR (JSON)"),
    "application/fhir+ndjson": ("FHIR (JSON par ligne)", "FHIR (JSON lines)"),
    "application/fhir+xml": ("FHIR (XML)", "FHIR (XML)"),
    "application/dicom": ("image médicale DICOM", "DICOM medical image"),
    "text/x-hprim": ("compte rendu HPRIM", "HPRIM report"),
    # What holds no words
    "application/x-executable": ("programme", "program"),
    "application/vnd.microsoft.portable-executable": ("programme Windows", "Windows program"),
    "audio/mpeg": ("son MP3", "MP3 sound"),
    "video/mp4": ("vidéo MP4", "MP4 video"),
}


def media_name(media_type: str, language: Language | None = None) -> str:
    """The name of a media type for people; the type itself where it has no other name."""
    return tr(*_NAMES.get(media_type, (media_type, media_type)), language)
