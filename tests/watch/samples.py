"""One small log of each kind, with how many events it tells and how many records are broken."""
# ruff: noqa: E501 - lines of logs are as long as they are

from dataclasses import dataclass, field
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Sample:
    """A log: reader, name, bytes; events, broken records; some columns of its first event."""

    reader: str
    name: str
    data: bytes
    events: int
    broken: int = 0
    first: dict[str, object] = field(default_factory=dict)


MOMENT = 1_750_896_784  # 2025-06-26 02:13:04 in Saint-Étienne
ZEEK_NAMES = (
    *("ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p"),
    *("service", "orig_bytes", "resp_bytes"),
)
PRESTA = {"user.name": "presta", "source.ip": "198.51.100.7"}

SAMPLES = (
    Sample(
        "web.access",
        "access.log",
        b'198.51.100.7 - martin [26/Jun/2025:02:13:04 +0200] "GET /dpi/12.pdf?x=1 HTTP/1.1" 200 5120'
        b' "-" "curl/8.0"\nnot a request\n'
        b'10.0.0.9 - - [26/Jun/2025:02:13:05 +0200] "POST /a HTTP/1.1" 403 -\n'
        b'10.0.0.9 - - [26/Jun/2025:02:13:06 +0200] "GET /\\"b HTTP/1.1" 200 7\n',
        3,
        1,
        {"event.action": "web-read", "file.path": "/dpi/12.pdf", "destination.bytes": 5120},
    ),
    Sample(
        "web.iis",
        "u_ex250626.log",
        b"#Software: Microsoft Internet Information Services 10.0\n"
        b"#Fields: date time cs-method cs-uri-stem cs-uri-query cs-username c-ip cs(User-Agent) sc-status\n"
        b"2025-06-26 00:13:04 GET /a.pdf - CLIN\\jean 198.51.100.7 Mozilla/5.0+(x) 200\nbad\n"
        b"#Fields: date time cs-method cs-uri-stem sc-status\n"
        b"2025-06-26 00:13:05 GET /b 200\n",
        2,
        1,
        {"user.name": "jean", "file.path": "/a.pdf", "user_agent.original": "Mozilla/5.0 (x)"},
    ),
    Sample(
        "zeek",
        "conn.log",
        b"#separator \\x09\n#path\tconn\n#fields\t"
        + "\t".join(ZEEK_NAMES).encode()
        + b"\n1750896784.5\tCx\t10.0.0.5\t51000\t203.0.113.9\t443\tssl\t5000\t12\nshort\tline\n",
        1,
        1,
        {"event.dataset": "zeek.conn", "source.bytes": 5000, "destination.port": 443},
    ),
    Sample(
        "zeek",
        "smb_files.log",
        b'{"ts":1750896784.5,"uid":"C","id.orig_h":"10.0.0.5","id.resp_h":"10.0.0.2",'
        b'"action":"SMB::FILE_READ","path":"\\\\\\\\srv\\\\dossiers","name":"a\\\\b.pdf"}\n{"ts":\n',
        1,
        1,
        {"event.action": "file-read", "file.path": "srv\\dossiers\\a\\b.pdf"},
    ),
    Sample(
        "netflow",
        "nfdump.csv",
        b"ts,te,td,sa,da,sp,dp,pr,ibyt,obyt\n"
        b"2025-06-26 02:13:04,x,60,10.0.0.5,203.0.113.9,5100,443,TCP,1000,200\n"
        b"broken\nSummary\nflows,bytes\n1,1\n",
        1,
        1,
        {"source.bytes": 1000, "destination.ip": "203.0.113.9"},
    ),
    Sample(
        "firewall",
        "fortigate.log",
        b'<189>date=2025-06-26 time=02:13:04 devname="FGT" devid="FG100" tz="+0200" logid="0101039424"'
        b' type="event" action="tunnel-up" remip=198.51.100.7 user="presta" tunnelip=10.212.1.2\n'
        b'date=2025-06-26 time=02:13:04 devname="FGT" devid="FG100" eventtime=1750896784123456789'
        b' logid="13" type="traffic" srcip=10.0.0.5 dstip=203.0.113.9 action="close" sentbyte=77\n'
        b"date=2025-06-26 nothing more\n",
        2,
        1,
        {**PRESTA, "event.action": "logged-in", "source.nat.ip": "10.212.1.2"},
    ),
    Sample(
        "firewall",
        "sns.log",
        b'id=firewall time="2025-06-26 02:13:04" fw="SN310" tz=+0200 startime="2025-06-26 02:13:04"'
        b' logtype="connection" src=10.0.0.5 dst=203.0.113.9 dstport=443 sent=100 action=pass\n',
        1,
        0,
        {"event.dataset": "stormshield.connection", "source.bytes": 100},
    ),
    Sample(
        "gateway",
        "ivanti.log",
        b"2025-06-26 02:13:04 - ive - [198.51.100.7] presta(Users)[Staff] - Login succeeded for presta\n"
        b"2025-06-26 - ive\n",
        1,
        1,
        {**PRESTA, "event.action": "logged-in", "event.outcome": "success"},
    ),
    Sample(
        "gateway",
        "wallix.log",
        b'<14>1 2025-06-26T02:13:04+02:00 bastion wab - - - [SSH Session] session_id="1"'
        b' client_ip="198.51.100.7" user="presta" device="srv" type="SESSION_ESTABLISHED_SUCCESSFULLY"\n',
        1,
        0,
        {**PRESTA, "host.name": "srv"},
    ),
    Sample(
        "gateway",
        "openvpn.log",
        b"Thu Jun 26 02:13:04 2025 198.51.100.7:5000 [presta] Peer Connection Initiated with x\n"
        b"Thu Jun 26 02:13:05 2025 presta/198.51.100.7:5000 MULTI: Learn: 10.8.0.6 -> presta\n",
        2,
        0,
        {**PRESTA, "event.action": "logged-in"},
    ),
    Sample(
        "m365.audit",
        "audit.jsonl",
        b'{"CreationTime":"2025-06-26T00:13:04","Operation":"FileDownloaded","Workload":"SharePoint",'
        b'"UserId":"A@clinique.invalid","ClientIP":"198.51.100.7:443","SourceRelativeUrl":"Docs",'
        b'"SourceFileName":"x.pdf"}\n{"broken":\n',
        1,
        1,
        {"event.action": "file-downloaded", "file.path": "Docs/x.pdf", "source.ip": "198.51.100.7"},
    ),
    Sample(
        "m365.audit",
        "audit.csv",
        b'RecordId,CreationDate,AuditData\n1,x,"{""CreationTime"":""2025-06-26T00:13:04"",'
        b'""Operation"":""UserLoginFailed"",""UserId"":""a"",""ClientIP"":""[2001:db8::1]:44""}"\n2,x,\n',
        1,
        1,
        {"event.outcome": "failure", "source.ip": "2001:db8::1"},
    ),
    Sample(
        "postgresql",
        "postgresql.log",
        b"2025-06-26 02:13:04.123 CEST [100] dpi@clinique LOG:  statement: select *\nfrom patient\n"
        b"2025-06-26 02:13:05.123 CEST [100] dpi@clinique LOG:  AUDIT: SESSION,1,1,READ,COPY,TABLE,"
        b"public.patient,\"copy patient to '/tmp/x'\",<none>\n"
        b"2025-06-26 99:13:05 what\n",
        2,
        1,
        {"event.action": "data-read", "file.path": "patient", "user.name": "dpi"},
    ),
    Sample(
        "postgresql",
        "postgresql.csv",
        b'2025-06-26 02:13:04.123 CEST,"dpi","clinique",123,"10.0.0.5:5000",685c.1,1,"SELECT",'
        b'2025-06-26 02:13:00 CEST,3/1,0,LOG,00000,"statement: select 1 from patient",,,,,,,,,"psql"\n',
        1,
        0,
        {"event.action": "data-read", "source.ip": "10.0.0.5"},
    ),
    Sample(
        "mysql.audit",
        "general.log",
        b"/usr/sbin/mysqld, Version: 8\nTcp port: 3306  Unix socket: x\nTime   Id Command Argument\n"
        b"2025-06-26T00:13:04.1Z\t 12 Connect\troot@10.0.0.5 on x using TCP/IP\n"
        b"2025-06-26T00:13:04.2Z\t 12 Query\tSELECT * FROM patient INTO OUTFILE 'x'\nnonsense\n",
        2,
        1,
        {"event.action": "logged-in", "user.name": "root"},
    ),
    Sample(
        "mysql.audit",
        "server_audit.log",
        b"20250626 02:13:04,srv,dpi,10.0.0.5,12,100,QUERY,clinique,'select * from patient',0\n",
        1,
        0,
        {"event.action": "data-read", "file.path": "patient", "source.ip": "10.0.0.5"},
    ),
    Sample(
        "oracle.audit",
        "ora_1.xml",
        b"<Audit>\n<AuditRecord><DB_User>DPI</DB_User><Action>3</Action><Returncode>0</Returncode>"
        b"<Extended_Timestamp>2025-06-26T00:13:04.1Z</Extended_Timestamp>"
        b"<Sql_Text>select * from patient where a &lt; 1</Sql_Text></AuditRecord>\n"
        b"<AuditRecord><DB_User>X</DB_User></AuditRecord>\n</Audit>\n",
        1,
        1,
        {"event.action": "data-read", "message": "select * from patient where a < 1"},
    ),
    Sample(
        "oracle.audit",
        "ora_2.aud",
        b"Audit file /u01/adump/ora_2.aud\nORACLE_HOME = /u01/app\n\n"
        b"Thu Jun 26 02:13:04 2025 +02:00\nLENGTH : '160'\nACTION :[22] 'select * from patients'\n"
        b"DATABASE USER:[3] 'sys'\nSTATUS:[1] '0'\n\n",
        1,
        0,
        {"event.action": "data-read", "user.name": "sys", "file.path": "patients"},
    ),
    Sample(
        "fhir.audit",
        "audit.ndjson",
        b'{"resourceType":"AuditEvent","recorded":"2025-06-26T02:13:04+02:00","action":"R",'
        b'"agent":[{"who":{"identifier":{"value":"jean"}},"requestor":true,'
        b'"network":{"address":"10.0.0.5"}}],"entity":[{"what":{"reference":"Patient/77"}}]}\n'
        b'{"resourceType":"Patient"}\n',
        1,
        1,
        {"event.action": "record-read", "patient.id": "77", "source.ip": "10.0.0.5"},
    ),
    Sample(
        "atna",
        "atna.log",
        b"<110>1 2025-06-26T00:13:04Z pacs - - - - <AuditMessage><EventIdentification"
        b' EventActionCode="R" EventDateTime="2025-06-26T00:13:04Z" EventOutcomeIndicator="0">'
        b'<EventID csd-code="110103"/></EventIdentification><ActiveParticipant UserID="CLIN\\jean"'
        b' UserIsRequestor="true" NetworkAccessPointID="10.0.0.5"/><ParticipantObjectIdentification'
        b' ParticipantObjectID="12345^^^x" ParticipantObjectTypeCodeRole="1"/></AuditMessage>\n'
        b"<AuditMessage>nothing</AuditMessage>\n",
        1,
        1,
        {"event.action": "record-read", "patient.id": "12345", "user.name": "jean"},
    ),
    Sample(
        "syslog",
        "auth.log",
        b"Jun 26 02:13:04 srv sshd[12]: Accepted password for root from 198.51.100.7 port 5000 ssh2\n"
        b"<34>1 2025-06-26T02:13:04+02:00 srv app 1 - - hello\nno syslog at all\n",
        2,
        1,
        {"event.action": "logged-in", "user.name": "root", "source.port": 5000},
    ),
    Sample(
        "windows.json",
        "winlogbeat.jsonl",
        b'{"@timestamp":"2025-06-26T00:13:04.000Z","winlog":{"event_id":"5145","channel":"Security",'
        b'"provider_name":"x","computer_name":"SRV","event_data":{"SubjectUserName":"presta",'
        b'"ShareName":"\\\\\\\\*\\\\dossiers","RelativeTargetName":"a\\\\b.pdf","IpAddress":"198.51.100.7",'
        b'"AccessMask":"0x1"}}}\n{"winlog":{}}\n'
        b'{"EventTime":"2025-06-26 02:13:04","EventID":4624,"Channel":"Security","TargetUserName":"P"}\n',
        2,
        1,
        {**PRESTA, "event.action": "file-read", "file.path": "dossiers\\a\\b.pdf"},
    ),
    Sample(
        "windows.json",
        "old.jsonl",
        b'{"@timestamp":"2025-06-26T00:13:04.000Z","log_name":"Security","event_id":4624,'
        b'"computer_name":"SRV","event_data":{"TargetUserName":"presta","IpAddress":"198.51.100.7"}}\n'
        b'{"@timestamp":"2025-06-26T00:13:04Z","EventTime":"2025-06-26 02:13:04","EventID":1,'
        b'"Channel":"Microsoft-Windows-Sysmon/Operational","Hostname":"SRV","CommandLine":"whoami"}\n',
        2,
        0,
        {**PRESTA, "event.action": "logged-in", "host.name": "srv"},
    ),
    Sample(
        "timesketch",
        "timeline.csv",
        b"message,datetime,timestamp_desc,user_name\nlu,2025-06-26T00:13:04+00:00,read,presta\nx\n",
        1,
        1,
        {"user.name": "presta", "event.action": "read"},
    ),
    Sample("windows.evtx", "share.evtx", (DATA / "evtx" / "share.evtx").read_bytes(), 46, 0),
)
