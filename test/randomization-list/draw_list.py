"""Draws a randomization list as docs/randomization-list.md says, with nothing but Python's standard library.

It shares no code with the product: it was written from the page alone, so that both can be held to it.

usage: draw_list.py FILE …    draws every list of the test vectors in each FILE, and compares it slot by slot
       draw_list.py           reads a list of {"seed", "strata", "sizes", "length", perhaps "cards"} from standard input, and prints their lists as JSON
"""

import hashlib
import hmac
import json
import sys


def byte_stream(seed, stratum):
    """HMAC-SHA256(seed, "bali-randomization-v1" 00 stratum 00 uint32be(i)) for i = 0, 1, 2, ..."""
    i = 0
    while True:
        message = b"bali-randomization-v1\x00" + stratum.encode() + b"\x00" + i.to_bytes(4, "big")
        yield from hmac.new(seed, message, hashlib.sha256).digest()
        i += 1


def uniform(stream, n):
    limit = 2**32 // n * n
    while True:
        x = int.from_bytes(bytes(next(stream) for _ in range(4)), "big")
        if x < limit:
            return x % n


def draw_stratum(seed, stratum, sizes, length):
    stream = byte_stream(seed, stratum)
    arms = []
    while len(arms) < length:
        size = sizes[uniform(stream, len(sizes))]
        block = ["A"] * (size // 2) + ["B"] * (size // 2)
        for j in range(size - 1, 0, -1):
            k = uniform(stream, j + 1)
            block[j], block[k] = block[k], block[j]
        arms += block
    return arms[:length]


def slot_of(seed, stratum, number, arm):
    message = b"bali-slot-nonce-v1\x00" + stratum.encode() + b"\x00" + number.to_bytes(4, "big")
    nonce = hmac.new(seed, message, hashlib.sha256).hexdigest()
    canonical = f'{{"arm":"{arm}","nonce":"{nonce}","slot":{number},"stratum":"{stratum}"}}'
    commitment = hashlib.sha256(canonical.encode()).hexdigest()
    return {"stratum": stratum, "slot": number, "arm": arm, "nonce": nonce, "commitment": commitment}


def root(leaves):
    """The Merkle tree hash of RFC 6962, 2.1."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + root(leaves[:k]) + root(leaves[k:])).digest()


def draw(drawing):
    seed = bytes.fromhex(drawing["seed"])
    slots = []
    lengths = {stratum: drawing["length"] for stratum in drawing["strata"]}
    cards = drawing.get("cards", {"strata": [], "length": 0})
    lengths.update({stratum: cards["length"] for stratum in cards["strata"]})
    for stratum in sorted(lengths):
        arms = draw_stratum(seed, stratum, drawing["sizes"], lengths[stratum])
        slots += [slot_of(seed, stratum, number, arm) for number, arm in enumerate(arms)]
    commitment = root([bytes.fromhex(slot["commitment"]) for slot in slots]).hex()
    return {"slots": slots, "commitment": commitment}


def compare(vector):
    drawn = draw(vector)
    for ours, theirs in zip(drawn["slots"], vector["slots"]):
        if ours != theirs:
            sys.exit(f"{vector['name']}: slot {theirs['slot']} of {theirs['stratum']} is {theirs}, and should be {ours}")
    if len(drawn["slots"]) != len(vector["slots"]) or drawn["commitment"] != vector["commitment"]:
        sys.exit(f"{vector['name']}: another number of slots, or another commitment")
    print(f"{vector['name']}: {len(drawn['slots'])} slots and the commitment are the same")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        for path in sys.argv[1:]:
            with open(path, encoding="utf-8") as file:
                for one in json.load(file)["vectors"]:
                    compare(one)
    else:
        print(json.dumps([draw(one) for one in json.load(sys.stdin)]))
