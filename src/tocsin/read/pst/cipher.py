"""How Outlook hides the bytes of a data file: two fixed substitutions, no key. [MS-PST] 5.1, 5.2"""

import numpy as np
import numpy.typing as npt

NONE, PERMUTED, CYCLIC = 0, 1, 2

Bytes = npt.NDArray[np.uint8]

_R = bytes.fromhex(
    "41361362a8216ebbf416cc047f64e85d1ef2cb2a74c55e35d295479e962d9a884c7d843fdbac31b6"
    "485ff6c4d8398be7233b388ec8c1df25b120a546604e9cfbaad35651457c550007c92b9d859b09a0"
    "8fadb30f63ab894bd7a7155a716642bf264a6b98faea7753b270052cfd593a867ece06eb827857c7"
    "8d43afb41cd45bcde2e9274fc3087280cfb0eff5286dbe304d3492d50e3c2232e5e4f99fc2d10a81"
    "12e1ee918376e397e6618a1779a4b7dc907a5c8c02a6ca69de501a1193b9528758fced1d37491b6a"
    "e0293399bd6cd994f340546ff0c673b8d63e6518441fdd6710f10c19ecae03a1147ba90bfff8a3c0"
    "a201f72ebc2468750dfeba2fb5d0da3d"
)
_S = bytes.fromhex(
    "14530f56b3c87a9ceb65481716159f02cc547c83000d0c0ba262a876dbd9edc7c5a4dcac8574d6d0"
    "a79bae9a967166c36399b8dd73928e847da55ed15d93b1575150808952944f4e0a6bbc8d7f6e4746"
    "4140440111cb033ff7f4e1a98f3c3af9fbf0193082092ec99da08649ee6f4d6dc42d813425871b88"
    "aafc06a11238fd4c4272641337246a757743ffe6b44b365ce4d8353d45b92cecb7312b290768a30e"
    "697b189e2139be281a5b78f523ca2ab0af3efe048ce7e5983295d3f64ae8a6eae9f3d52f7020f21f"
    "0567ad5510cecde3273bdabad7c226d4911dd21c2233f8faf15aefcf90b68bb5bdc0bf08971e6ce2"
    "61e0c6c159abbb58de5fdf60797eb28a"
)
_I = bytes(_R.index(byte) for byte in range(256))
_TABLE_R, _TABLE_S, _TABLE_I = (np.frombuffer(table, np.uint8) for table in (_R, _S, _I))


def deciphered(data: bytes, method: int, identifier: int) -> bytes:
    """The bytes of a block in clear. `identifier` is the block's, the start of the cyclic key."""
    if method == PERMUTED:
        return data.translate(_I)
    if method == CYCLIC:
        return _cyclic(np.frombuffer(data, np.uint8), identifier).tobytes()
    return data


def _cyclic(data: Bytes, identifier: int) -> Bytes:
    """Its own inverse: it hides and shows. A key of 16 bits that counts up with the bytes."""
    start = (identifier ^ identifier >> 16) & 0xFFFF
    key = np.arange(start, start + len(data)).astype(np.uint16)
    low, high = (key & 0xFF).astype(np.uint8), (key >> 8).astype(np.uint8)
    middle: Bytes = _TABLE_S[_TABLE_R[data + low] + high] - high
    return _TABLE_I[middle] - low
