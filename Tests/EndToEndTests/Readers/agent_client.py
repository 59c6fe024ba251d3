#!/usr/bin/env python3
"""A client of the Keyroll agent, written from its specification alone.

    agent_client.py SOCKET hello                        the prefaces only
    agent_client.py SOCKET status
    agent_client.py SOCKET list
    agent_client.py SOCKET get KEY [--version N|LABEL] [--field FIELD]
    agent_client.py SOCKET set KEY [FIELD]              the value is read from standard input
    agent_client.py SOCKET lock
    agent_client.py SOCKET refused FOLDER               sends every invalid vector; says what is answered to one
    agent_client.py --vectors FOLDER                    reads every vector as its `expect` line says
    agent_client.py --seeds FOLDER OTHER                writes every vector's bytes into the other folder
"""

import json
import os
import re
import socket
import struct
import sys
from pathlib import Path

import agent_forms as forms

PREFACE = b"KEYROLLA" + struct.pack("<II", 2, 0)
REQUEST, RESPONSE, FAILURE = 1, 2, 3
LIMITS = {"request": (1 << 20, 2 << 20), "reply": (64 << 20, 16 << 20)}


# Section 2

def check_preface(data):
    if len(data) < 16:
        raise forms.Refused("incomplete")
    if data[:8] != PREFACE[:8]:
        raise forms.Refused("preface")
    if data[8:12] != PREFACE[8:12]:
        raise forms.Refused("version")
    if any(data[12:16]):
        raise forms.Refused("preface")


# Section 3

def message(kind, number, items, secret=b"", identifier=1):
    body = forms.encode([*items] if number is None else [number, *items])
    return struct.pack("<IIII", len(body), len(secret), identifier, kind) + body + secret


def lengths(head, direction):
    """What a head announces: kind, body, secrets."""
    body, secret, _, kind = struct.unpack("<IIII", head)
    if kind not in ((REQUEST,) if direction == "request" else (RESPONSE, FAILURE)):
        raise forms.Refused("head")
    for length, limit, name in zip((body, secret), LIMITS[direction], ("body", "secret")):
        if length > limit:
            raise forms.Refused(f"{name}-length")
    return kind, body, secret


def told(kind, item):
    """The length of the secrets that a body tells; None when all of them are one."""
    number, rest = (item[1], item[2:]) if kind == REQUEST else (item[0], item[1:])
    if kind == RESPONSE and number == 2:
        return None
    if (kind, number) in ((REQUEST, 5), (REQUEST, 6), (REQUEST, 7), (RESPONSE, 3)):
        return sum(length for _, length in rest[1])
    return 0


def read(data, direction):
    """One message: its kind, its body, and its secrets."""
    if len(data) < 16:
        raise forms.Refused("incomplete")
    kind, body, secret = lengths(data[:16], direction)
    if len(data) != 16 + body + secret:
        raise forms.Refused("incomplete")
    item = forms.decode(data[16:16 + body])
    {REQUEST: forms.request, RESPONSE: forms.response, FAILURE: forms.failure}[kind](item)
    expected = told(kind, item)
    if expected is not None and secret != expected:
        raise forms.Refused("secrets")
    return kind, item, data[16 + body:]


# Section 4

class Agent:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(60)
        self.socket.connect(path)
        _, user, _ = struct.unpack(
            "iII", self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
        if user not in (os.getuid(), 0):
            sys.exit(f"the agent is of user {user}")
        self.socket.sendall(PREFACE)
        check_preface(self.exactly(16))

    def exactly(self, count):
        data = b""
        while len(data) < count:
            piece = self.socket.recv(count - len(data))
            if not piece:
                sys.exit("the agent closed the connection")
            data += piece
        return data

    def ask(self, number, *arguments, secret=b""):
        """The items and the secrets of the response; ends the program at a failure."""
        self.socket.sendall(message(REQUEST, None, [None, number, *arguments], secret))
        head = self.exactly(16)
        _, body, length = lengths(head, "reply")
        kind, item, secret = read(head + self.exactly(body + length), "reply")
        if kind == FAILURE:
            sys.exit("failure " + json.dumps(item, default=bytes.hex))
        return item, secret


def selector(text):
    return int(text) if text and text.isdigit() else text


def arguments(command, words):
    """Number, arguments and secret of the request for a command."""
    if command == "status":
        return 0, [], b""
    if command == "lock":
        return 1, [], b""
    if command == "list":
        return 18, [[None, None, None, None, None, None, False]], b""
    if command == "get":
        options = dict(zip(words[1::2], words[2::2]))
        return 3, [[words[0], selector(options.get("--version")), options.get("--field")]], b""
    if command == "set":
        value = sys.stdin.buffer.read()
        field = words[1] if len(words) > 1 else "value"
        wish = [words[0], [], None, False, None, None, False, False]
        return 5, [wish, [[field, len(value)]]], value
    sys.exit(__doc__)


def show(number, item, secret):
    if number == 2:
        sys.stdout.buffer.write(secret)
    elif number == 18:
        for key in item[1]:
            print(key[1])
    elif number == 0:
        names = ["process", "socket", "vault", "vault-id", "services", "started", "idle-limit",
                 "idle-left", "absolute-left", "memory-locked", "secret-pages", "files", "calls",
                 "clients", "requests"]
        print(json.dumps(dict(zip(names, item[1])), default=bytes.hex))
    elif number == 4:
        print(item[1][0], item[1][1][1], item[1][2])


def run(path, command, words):
    agent = Agent(path)
    if command == "hello":
        return print("hello")
    if command == "refused":
        return refused(path, Path(words[0]))
    number, items, secret = arguments(command, words)
    item, secret = agent.ask(number, *items, secret=secret)
    return show(item[0], item, secret)


# Section 4, rule 4

def refused(path, folder):
    """Sends each request that is not valid behind one that is: the answer must be that to the
    first, and nothing more."""
    count = 0
    for vector in sorted(folder.glob("*.txt")):
        fields, data = parse(vector)
        if fields["direction"] != "request" or fields["expect"] == "valid":
            continue
        agent = Agent(path)
        try:
            agent.socket.sendall(message(REQUEST, None, [None, 0]) + data)
            agent.socket.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # closed before everything was sent
        answer = b""
        try:
            while piece := agent.socket.recv(65536):
                answer += piece
        except ConnectionResetError:
            pass
        kind, item, _ = read(answer, "reply")
        if kind != RESPONSE or item[0] != 0:
            print(f"{vector.name}: answered")
        count += 1
    print(f"{count} refused")


# Vectors

def outcome(direction, data):
    """What `expect` says of a vector, and the message again as it would be written."""
    try:
        if direction == "preface":
            check_preface(data)
            return "valid", PREFACE
        kind, item, secret = read(data, direction)
        again = message(kind, None, item, secret, int.from_bytes(data[8:12], "little"))
        return "valid", again
    except forms.Refused as refused:
        return refused.reason, data


def parse(path):
    head, body = path.read_text("utf-8").split("\n\n", 1)
    return dict(line.split(": ", 1) for line in head.splitlines()), bytes.fromhex(body)


def unproven_bytes_of_example(folder):
    """What the worked example of the specification shows and no vector of it has."""
    page = Path(__file__).resolve().parents[3] / "Sources/Agent/Agent.docc/Specification.md"
    example = page.read_text("utf-8").split(". A worked example", 1)[1]
    known = PREFACE + b"".join(parse(path)[1] for path in sorted(folder.glob("valid_example_*.txt")))
    shown = re.findall(r"^ +\d+  ((?:[0-9a-f]{2})+)", example, re.M)
    return [text for text in shown if bytes.fromhex(text) not in known], len(shown)


def replay(folder):
    passed, failed = 0, 0
    for path in sorted(folder.glob("*.txt")):
        fields, data = parse(path)
        found, again = outcome(fields["direction"], data)
        told = found == fields["expect"] and again == data
        if "command" in fields:
            command, *words = fields["command"].split()
            number, items, secret = arguments(command, words)
            told = told and message(REQUEST, None, [None, number, *items], secret) == data
        if told:
            passed += 1
        else:
            failed += 1
            print(f"{path.name}: expected {fields['expect']}, found {found}")
    missing, shown = unproven_bytes_of_example(folder)
    for text in missing:
        failed += 1
        print(f"worked example: {text} is in no vector")
    print(f"{passed + shown - len(missing)} passed, {failed} failed")
    return 1 if failed or not passed else 0


def seed(folder, other):
    """The vectors as a fuzzer takes them."""
    other.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.txt"):
        (other / path.stem).write_bytes(parse(path)[1])


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "--seeds":
        sys.exit(seed(Path(sys.argv[2]), Path(sys.argv[3])))
    if len(sys.argv) == 3 and sys.argv[1] == "--vectors":
        sys.exit(replay(Path(sys.argv[2])))
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    run(sys.argv[1], sys.argv[2], sys.argv[3:])
