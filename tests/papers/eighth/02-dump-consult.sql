a F 40-85 health
b M 50-85 health
c M 25-75 person
d F 18-50 health
---
-- MariaDB dump 10.19  Distrib 10.6.16, for debian-linux-gnu
-- Host: srv-dpi-recette    Database: consult_ext  (copie de prod anonymisée ???  NON - vérifier !! / E. Tamisier 26/01)
-- ------------------------------------------------------
DROP TABLE IF EXISTS `usager`;
CREATE TABLE `usager` (
  `id` int NOT NULL, `ipp` varchar(12), `nom` varchar(40), `prenom` varchar(40), `ddn` date,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `usager` VALUES
(1001,'{a.ipp}','{a.NOM}','{a.PRENOM}','{a.ne[6]}{a.ne[7]}{a.ne[8]}{a.ne[9]}-{a.ne[3]}{a.ne[4]}-{a.ne[0]}{a.ne[1]}'),
(1002,'{b.ipp}','{b.NOM}','{b.PRENOM}','{b.ne[6]}{b.ne[7]}{b.ne[8]}{b.ne[9]}-{b.ne[3]}{b.ne[4]}-{b.ne[0]}{b.ne[1]}'),
(1003,'{c.ipp}','{c.NOM}','{c.PRENOM}','{c.ne[6]}{c.ne[7]}{c.ne[8]}{c.ne[9]}-{c.ne[3]}{c.ne[4]}-{c.ne[0]}{c.ne[1]}'),
(1004,'{d.ipp}','{d.NOM}','{d.PRENOM}','{d.ne[6]}{d.ne[7]}{d.ne[8]}{d.ne[9]}-{d.ne[3]}{d.ne[4]}-{d.ne[0]}{d.ne[1]}');

DROP TABLE IF EXISTS `motif`;
CREATE TABLE `motif` (
  `usager_id` int, `nom_usager` varchar(40), `date` date, `libelle` text, `cim` varchar(6)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `motif` VALUES
(1001,'{a.NOM}','2025-12-04','polyarthrite rhumatoide, bilan pré-biothérapie','M05.8'),
(1001,'{a.NOM}','2026-01-15','perf tocilizumab n°2',NULL),
(1002,'{b.NOM}','2025-12-09','goutte tophacée, colchicine mal tolérée','M10.0'),
(1003,'{c.NOM}','2025-12-11','',NULL),
(1004,'{d.NOM}','2025-12-18','lupus, désir de grossesse, maintien Plaquenil','M32.9');
-- Dump completed on 2026-01-26 14:03:51
