-- What watch might have written: the theft by its logs, two measures, one interruption.
INSERT INTO log_files (log, path, sha256, size, reader, state, unparsed) VALUES
    (1, 'pare-feu.log', '', 1, 'firewall', 'read', 3),
    (2, 'vieux.bin', '', 1, '', 'unknown', 0);
INSERT INTO bounds VALUES
    ('first', 1750970400000000, 0.99, 'rclone', 1, 70,
     '[["pare-feu.log ne commence que le 2025-06-20","pare-feu.log begins only on 2025-06-20"]]'),
    ('last', 1751336100000000, 0.89, 'rclone', 1, 90, '[]');
INSERT INTO intruder VALUES
    ('account', 'presta', 0.9, 0, 0, ''),
    ('host', 'srv-fichiers', 0.9, 0, 0, ''),
    ('destination', '203.0.113.9', 0.9, 0, 0, '');
INSERT INTO taken VALUES
    ('a.pdf', 'certain', '', 0, 1, '', 0),
    ('b/', 'likely', '', 0, 1, '', 0);
INSERT INTO containment (recorded_at, at, who, act, kind, name, effect) VALUES
    ('2025-07-01T09:00:00+00:00', '2025-07-01T08:40:00+00:00', 'O. Garde', 'done',
     'disable_account', 'presta', 'plus de connexion'),
    ('2025-07-01T09:00:00+00:00', '2025-07-01T08:45:00+00:00', 'O. Garde', 'done',
     'isolate_host', 'srv-fichiers', 'plus d''envoi'),
    ('2025-07-01T12:00:00+00:00', '2025-07-01T11:00:00+00:00', 'O. Garde', 'undone',
     'isolate_host', 'srv-fichiers', '');
INSERT INTO continuity (recorded_at, who, service, state, begin_at, end_at, note) VALUES
    ('2025-07-01T12:00:00+00:00', 'O. Garde', 'Urgences', 'normal',
     '2025-06-26T00:00:00+00:00', NULL, ''),
    ('2025-07-01T12:00:00+00:00', 'O. Garde', 'Dossier patient', 'normal',
     '2025-06-26T00:00:00+00:00', '2025-07-01T08:45:00+00:00', ''),
    ('2025-07-01T12:00:00+00:00', 'O. Garde', 'Dossier patient', 'interrupted',
     '2025-07-01T08:45:00+00:00', '2025-07-01T11:00:00+00:00', 'dossiers papier');
