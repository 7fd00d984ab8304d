"""Checks that an arm that was disclosed stood in the randomization list before the first patient.

It needs Python's standard library only, and shares no code with the product: see docs/randomization-list.md.

usage: verify_allocation.py ALLOCATION COMMITMENT

ALLOCATION is a file with what the unblinding answered as "allocation"; COMMITMENT is the commitment of the event
RandomizationListCommitted, as it stands in the trial ledger or in a package of it.
Exit 0: verified. Exit 1: not verified, and why.
"""

import hashlib
import json
import sys


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaf, index, size, path):
    """RFC 9162, 2.1.3.2: the root to which a leaf's audit path leads."""
    if not 0 <= index < size:
        sys.exit("not verified: there is no such place in the list")
    place, last, value = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            sys.exit("not verified: the proof is too long")
        if place % 2 == 1 or place == last:
            value = node(sibling, value)
            while place % 2 == 0 and place != 0:
                place, last = place // 2, last // 2
        else:
            value = node(value, sibling)
        place, last = place // 2, last // 2
    if last != 0:
        sys.exit("not verified: the proof is too short")
    return value


def verify(allocation, commitment):
    names = ("arm", "nonce", "slot", "stratum")
    canonical = json.dumps({name: allocation[name] for name in names}, separators=(",", ":"), sort_keys=True)
    slot = hashlib.sha256(canonical.encode()).digest()
    leaf = hashlib.sha256(b"\x00" + slot).digest()
    path = [bytes.fromhex(one) for one in allocation["inclusionProof"]]
    root = root_of(leaf, allocation["index"], allocation["listSize"], path)
    if root.hex() != commitment:
        sys.exit("not verified: this is not in the list to which the cell therapy unit committed itself")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        verify(json.load(file), sys.argv[2])
    print("verified: the arm stood in this slot before the first patient")
