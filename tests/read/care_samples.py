"""One sound document of each format of care, each about the same invented patient."""

from tests.read.samples import NAME, Sample

SAMPLES: dict[str, Sample] = {}

ADMISSION = [
    "MSH|^~\\&|DPI|CLINIQUE|LABO|CLINIQUE|20250312101500||ADT^A01|1|P|2.5|||||FRA|UNICODE UTF-8",
    "EVN|A01|20250312101500",
    (
        "PID|1||80012345^^^DPI^PI~284074230123456^^^ASIP&1.2.250.1.213.1.4.8&ISO^INS-NIR||"
        "MOREAU^Zoé^Léa^^^^L~LEFÈVRE^Zoé^^^Mme^^D||19840703|F|||"
        "12 allée des Tilleuls^^Nîmes^^30000^FRA||"
        "0612345678^PRN^PH~^NET^Internet^zoe@exemple.invalid|||||25000123"
    ),
    "PV1|1|I|NEPHRO^12^A||||10001^MARTEL^Paul^^^Dr" + 37 * "|" + "20250312|20250320",
    "DG1|1||J45.9^Asthme, sans précision^CIM10",
    "PR1|1||GLQP002^Spirométrie^CCAM",
    "AL1|1|DA|^Pénicilline",
]
RESULT = [
    "MSH|^~\\&|LABO|CLINIQUE|DPI|CLINIQUE|20250313||ORU^R01|2|P|2.5",
    "PID|1||80067890^^^DPI^PI||GALL^Ann||19600201|F",
    "OBR|1|||CREA^Créatinine||||||||||||^MARTEL^Paul",
    "OBX|1|NM|CREA^Créatinine||182|µmol/L|45-84|H",
    "OBX|2|TX|CONCL^Conclusion||Insuffisance rénale\\.br\\à recontrôler \\T\\ suivre",
    "OBX|3|ED|PDF^Compte rendu||^text^plain^Base64^Wm/DqSBMRUbDiFZSRQ==",
]


def message(lines: list[str]) -> bytes:
    return "\r".join([*lines, ""]).encode()


SAMPLES["admission.hl7"] = lambda: message(ADMISSION)
SAMPLES["lot.hl7"] = lambda: b"".join(
    b"\x0b" + message(lines) + b"\x1c\r" for lines in (ADMISSION, RESULT)
)
SAMPLES["labo.hpr"] = lambda: message(
    [
        "H|^~\\&|labo.hpr||CLINIQUE||ORU|||||P||H2.4|202503121015",
        (
            "P|1|80012345|||LEFÈVRE^Zoé^^^Mme|MOREAU|19840703|F||"
            "12 allée des Tilleuls^^Nîmes^^30000||0612345678||"
        ),
        "OBR|1|||CREA^Créatinine",
        f"OBX|1|TX|CONCL^Conclusion||Bilan de {NAME}",
    ]
)
