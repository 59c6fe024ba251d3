#!/usr/bin/env python3
"""Writes the test vectors of the ledger format, from Specification.md alone.

Run it to make the *.txt files beside it again.

    expect: REASON | valid | torn N        N frames stay when the torn tail is dropped
    key-file: HEX, passphrase: TEXT, recovery: TEXT        all that are named are offered
    comment: what is wrong, or what is unusual and right
    (an empty line, then the file in base64, 76 characters to the line)

Exactly one thing is wrong in a vector that is not valid.
"""

from body_vectors import body_faults, event_faults
from frame_vectors import frame_faults
from header_vectors import header_faults
from payload_vectors import blob_faults, checkpoint_faults, payload_faults
from tail_vectors import torn_tails
from valid_vectors import valid_shapes
from vault_vectors import vault_shapes
from vector_base import FOLDER, made


def main():
    for old in FOLDER.glob("*.txt"):
        old.unlink()
    for group in (valid_shapes, vault_shapes, header_faults, frame_faults, torn_tails,
                  payload_faults, body_faults, event_faults, blob_faults, checkpoint_faults):
        group()
    sizes = sorted(map(len, made.values()))
    print(f"{len(made)} vectors, {sizes[len(sizes) // 2]} bytes in the middle, "
          f"{sizes[-1]} at most, {sum(sizes)} in all")


if __name__ == "__main__":
    main()
