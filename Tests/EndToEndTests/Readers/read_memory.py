#!/usr/bin/env python3
"""Looks for secrets in the memory of a running process, as root may read it.

usage: read_memory.py PID < SECRETS

Each line of standard input is a secret in hex. Every readable mapping of /proc/PID/mem is read in
whole, and each secret is looked for as it is, reversed, in UTF-16, hex and Base64 (in all three
alignments). Prints one JSON object: bytes read, mappings that could not be read, and for each
secret the mappings and forms in which it was found.
"""
import base64
import json
import sys

LONGEST_PIECE = 1 << 24


def forms(secret):
    yield "plain", secret
    yield "reversed", secret[::-1]
    yield "utf-16", b"".join(bytes([byte, 0]) for byte in secret)
    yield "hex", secret.hex().encode()
    yield "HEX", secret.hex().upper().encode()
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + secret)
        # The ends depend on the neighbours.
        yield f"base64+{shift}", encoded[4 if shift else 0 : -4]


def mappings(process):
    with open(f"/proc/{process}/maps") as table:
        for line in table:
            words = line.split(None, 5)
            start, end = (int(word, 16) for word in words[0].split("-"))
            name = words[5].strip() if len(words) > 5 else ""
            yield start, end, words[1], name


def main():
    process = int(sys.argv[1])
    secrets = [bytes.fromhex(line) for line in sys.stdin.read().split()]
    wanted = [list(forms(secret)) for secret in secrets]
    overlap = max((len(form) for all in wanted for _, form in all), default=1)
    found = [[] for _ in secrets]
    read, refused = 0, []
    with open(f"/proc/{process}/mem", "rb", buffering=0) as memory:
        for start, end, access, name in mappings(process):
            if name in ("[vvar]", "[vvar_vclock]", "[vsyscall]"):
                continue
            place, previous, whole = start, b"", True
            while place < end:
                try:
                    memory.seek(place)
                    piece = memory.read(min(LONGEST_PIECE, end - place))
                except OSError:
                    piece = b""
                if not piece:
                    whole = False
                    break
                read += len(piece)
                place += len(piece)
                text = previous + piece
                previous = text[-overlap:]
                for index, all in enumerate(wanted):
                    for form, content in all:
                        if content in text:
                            found[index].append(f"{form} in {name or 'memory'} {access}")
            if not whole:
                refused.append(f"{access} {name}".strip())
    print(json.dumps({"read": read, "refused": refused, "found": found}))


main()
