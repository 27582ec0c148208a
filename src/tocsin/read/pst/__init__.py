"""Outlook data files (pst, ost) in three layers: cipher, nodes (NDB), heaps and properties (LTP).

[MS-PST]; the 4 KiB pages of Outlook 2013 as libpff documents them.
"""
