#!/usr/bin/env python3
"""Many clients of one agent at once: good ones, hostile ones, and ones that die.

    soak_agent.py soak SOCKET SECONDS FILE [SEED]   thirty-two clients for so long, a quarter of it to
                                                    warm up; what came of it is printed as one JSON
                                                    object, and FILE gets the value of each key that
                                                    was acknowledged
    soak_agent.py write SOCKET PREFIX [CLIENTS]     some writers until the agent is gone; prints one
                                                    JSON object: what was acknowledged, and what was
                                                    under way at the end

Bounded in count and time, on this machine's socket only. Figures of the agent's process come from
/proc; its descriptors are null unless root looks.
"""

import concurrent.futures
import json
import multiprocessing
import os
import random
import signal
import socket
import statistics
import struct
import sys
import time
from pathlib import Path

import agent_client as protocol

GET, SET, STATUS, KEYS = 3, 5, 0, 18
ANY_KEY = [None, None, None, None, None, None, False]
# Seconds after which a good client says that it is stuck.
PATIENCE = 45
# The agent turns away who stops in the middle of a message.
LONGEST_SILENCE = 30
SHARED = {f"soak/shared/{i}": f"shared-value-{i}-" + "s" * (i * 37) for i in range(10)}
LARGE = ("soak/large", "L" * 60_000)


class Lost(Exception):
    """The agent closed the connection."""


class Refused(Exception):
    """The agent answered with a failure."""


def connect(path, patience=PATIENCE):
    """A connection that waits: for room in the agent's queue too."""
    end = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
        end.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", patience, 0))
    end.connect(path)
    return end


class Client:
    """One connection that keeps to the protocol."""

    def __init__(self, path):
        self.socket, self.sent, self.read, self.greeted = connect(path), 0, 0, False
        self.ahead = protocol.PREFACE

    def ask(self, number, *arguments, secret=b""):
        self.sent += 1
        request = protocol.message(protocol.REQUEST, None, [None, number, *arguments], secret, self.sent)
        try:
            self.socket.sendall(self.ahead + request)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise Lost from error
        self.ahead = b""

    def reply(self):
        """Items and secrets of the oldest answer that was not read."""
        if not self.greeted:
            protocol.check_preface(self.exactly(16))
            self.greeted = True
        head = self.exactly(16)
        _, body, secret = protocol.lengths(head, "reply")
        kind, item, secret = protocol.read(head + self.exactly(body + secret), "reply")
        self.read += 1
        assert int.from_bytes(head[8:12], "little") == self.read, "out of order"
        if kind == protocol.FAILURE:
            raise Refused(json.dumps(item, default=bytes.hex))
        return item, secret

    def exactly(self, count):
        data = bytearray()
        while len(data) < count:
            try:
                piece = self.socket.recv(count - len(data))
            except ConnectionResetError as error:
                raise Lost from error
            if not piece:
                raise Lost
            data += piece
        return bytes(data)

    def get(self, name):
        self.ask(GET, [name, None, None])
        return self.reply()[1].decode()

    def set(self, name, value):
        """Whether it is a version of its own does not matter here: the value is replaced."""
        data = value.encode()
        wish = [name, [], None, False, None, None, False, False]
        self.ask(SET, wish, [["value", len(data)]], secret=data)
        return self.reply()

    def close(self):
        self.socket.close()


class Part:
    """What one of the clients does, from its own chance, until the time is over."""

    def __init__(self, path, index, seed, end):
        self.path, self.index, self.end = path, index, end
        self.seconds = end - time.monotonic()
        self.random = random.Random(f"{seed}/{index}")
        self.counts, self.times, self.values, self.failures = {}, [], {}, []

    def goes_on(self, pause=0.0):
        """Whether there is time left, after a pause of up to so many seconds."""
        time.sleep(min(self.random.uniform(0, pause), max(0, self.end - time.monotonic())))
        return time.monotonic() < self.end

    def count(self, name, more=1):
        self.counts[name] = self.counts.get(name, 0) + more

    def timed(self, client, number, *arguments):
        start = time.monotonic()
        client.ask(number, *arguments)
        answer = client.reply()
        self.times.append((time.monotonic() - start) * 1000)
        self.count("answered")
        return answer

    def expect(self, found, wanted, what):
        if found != wanted:
            self.failures.append(f"{what}: {found!r:.60} is not {wanted!r:.60}")


# Good clients

def reader(part):
    client = Client(part.path)
    while part.goes_on(0.01):
        name = part.random.choice(list(SHARED))
        choice = part.random.random()
        if choice < 0.80:
            _, secret = part.timed(client, GET, [name, None, None])
            part.expect(secret.decode(), SHARED[name], name)
        elif choice < 0.90:
            for _ in range(16):
                client.ask(GET, [name, None, None])
            for _ in range(16):
                part.expect(client.reply()[1].decode(), SHARED[name], name)
            part.count("answered", 16)
        elif choice < 0.95:
            item, _ = part.timed(client, KEYS, ANY_KEY)
            part.expect(set(SHARED) <= {key[1] for key in item[1]}, True, "keys")
        else:
            part.timed(client, STATUS)


def newcomer(part):
    """As commands do: a connection for each question."""
    while part.goes_on(0.05):
        client = Client(part.path)
        name = part.random.choice(list(SHARED))
        _, secret = part.timed(client, GET, [name, None, None])
        part.expect(secret.decode(), SHARED[name], name)
        part.count("newcomers")
        client.close()


def writer(part):
    client = None
    number = 0
    # Versions are kept for ever: their number, not their rate, is what memory may grow by.
    while part.goes_on(max(0.5, part.seconds / 60)):
        # Who connects and asks nothing is taken for a hostile one.
        client = client or Client(part.path)
        name = f"soak/w{part.index}/{number % 5}"
        value = f"{part.index}-{number}-{part.random.getrandbits(64):x}-" + "v" * part.random.randrange(500)
        client.set(name, value)
        part.values[name] = value
        part.count("acknowledged")
        part.count("answered", 2)
        part.expect(client.get(name), value, f"{name} after it was set")
        number += 1


# Hostile clients

def valid_request(chance):
    if chance.random() < 0.5:
        return protocol.message(protocol.REQUEST, None, [None, GET, [chance.choice(list(SHARED)), None, None]])
    # Refused when all of it is understood: the vault does not grow by it.
    wish = ["hostile/key", [], None, False, ["no-such-tool", None], None, False, False]
    return protocol.message(protocol.REQUEST, None, [None, SET, wish, [["value", 3]]], b"abc")


def head(body, secret, kind=protocol.REQUEST, tail=0):
    return struct.pack("<IIII", body, secret, 1, kind | tail << 8)


def lie(chance):
    """A message that is wrong in one way."""
    valid = valid_request(chance)
    choices = [
        lambda: head(chance.choice([(1 << 20) + 1, 1 << 31, (1 << 32) - 1]), 0),
        lambda: head(10, chance.choice([(2 << 20) + 1, (1 << 32) - 1])),
        lambda: head(10, 0, kind=chance.choice([0, 2, 3, 255])),
        lambda: head(10, 0, tail=chance.randrange(1, 1 << 24)),
        # Deeper than any form, and longer than any array.
        lambda: head(200_000, 0) + b"\x81" * 200_000,
        lambda: head(1 << 20, 0) + b"\x81" * (1 << 20),
        lambda: head(9, 0) + b"\x9b" + b"\xff" * 8,
        lambda: head(9, 0) + b"\x5b" + b"\x7f" * 8,
        lambda: head(0, 0),
        lambda: head(0, 1 << 20) + bytes(1 << 20),
        # Secrets that the body does not tell of, or other ones.
        lambda: valid[:4] + struct.pack("<I", chance.randrange(4, 5000)) + valid[8:] + bytes(5000),
        lambda: struct.pack("<I", chance.randrange(1, len(valid))) + valid[4:],
        # Correct, and large.
        lambda: protocol.message(protocol.REQUEST, None, [None, GET, ["n" * 900_000, None, None]]),
    ]
    return chance.choice(choices)()


def noise(chance):
    kind = chance.random()
    if kind < 0.2:
        return chance.randbytes(chance.randrange(1, 5000))
    if kind < 0.4:
        return protocol.PREFACE + chance.randbytes(chance.randrange(1, 5000))
    if kind < 0.6:
        # One bit of a request: whatever it becomes, it does not become another request that matters.
        data = bytearray(valid_request(chance))
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return protocol.PREFACE + bytes(data)
    return protocol.PREFACE + (valid_request(chance) if kind < 0.7 else b"") + lie(chance)


def drain(end, most=1 << 22):
    """Reads until the agent closes: whether it did."""
    try:
        while most > 0:
            piece = end.recv(65536)
            if not piece:
                return True
            most -= len(piece)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return False


def garbage(part):
    while part.goes_on(0.05):
        try:
            end = connect(part.path, 2)
            end.sendall(noise(part.random))
        except OSError:
            continue
        part.count("garbage")
        if part.random.random() < 0.5:
            drain(end)
        end.close()


def silent(part):
    """Half a message, then nothing, until the agent has had enough."""
    while part.goes_on(0.1):
        ends = []
        for _ in range(part.random.randrange(1, 5)):
            whole = protocol.PREFACE + part.random.choice([
                valid_request(part.random),
                head(1 << 20, 0) + bytes(1 << 20),
                head(30, 2 << 20) + bytes(2 << 20),
            ])
            try:
                end = connect(part.path, 1)
                end.sendall(whole[:part.random.randrange(len(whole))])
            except OSError:
                continue
            ends.append((end, time.monotonic()))
            part.count("silent")
        stay = time.monotonic() + part.random.choice([0.5, 3, LONGEST_SILENCE])
        while ends and time.monotonic() < stay and part.goes_on():
            end, start = ends[0]
            if drain(end):
                part.count("silent_ended")
                ends.pop(0)
            elif time.monotonic() - start > LONGEST_SILENCE - 2:
                part.failures.append("a silent client was not turned away")
        for end, _ in ends:
            end.close()


def half_open(part):
    """Ends one direction only."""
    while part.goes_on(0.1):
        client = Client(part.path)
        try:
            number = part.random.randrange(1, 40)
            for _ in range(number):
                client.ask(GET, ["soak/shared/1", None, None])
            if part.random.random() < 0.3:
                client.socket.shutdown(socket.SHUT_RD)
                client.ask(GET, ["soak/shared/1", None, None])
            else:
                client.socket.shutdown(socket.SHUT_WR)
                for _ in range(number):
                    part.expect(client.reply()[1].decode(), SHARED["soak/shared/1"], "half open")
                part.expect(drain(client.socket), True, "half open, the end")
        except Lost:
            pass
        client.close()
        part.count("half_open")


def die(path, chance):
    """In the middle of something."""
    client = Client(path)
    while True:
        choice = chance.random()
        if choice < 0.1:
            client.set(f"soak/killed/{chance.randrange(3)}", "k" * chance.randrange(1, 5000))
        elif choice < 0.8:
            client.get(LARGE[0])
        else:
            client.socket.sendall(valid_request(chance)[:chance.randrange(1, 30)])
            time.sleep(1)


def killed(part):
    while part.goes_on(0.6):
        child = os.fork()
        if child == 0:
            try:
                die(part.path, random.Random(part.random.random()))
            finally:
                os._exit(0)
        time.sleep(part.random.uniform(0, 0.05))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        part.count("killed")


def storm(part):
    """More connections at once than an agent serves."""
    while part.goes_on(2):
        ends = []
        for _ in range(160):
            end = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            end.setblocking(False)
            try:
                end.connect(part.path)
                if part.random.random() < 0.3:
                    end.send(noise(part.random))
            except OSError:
                pass
            ends.append(end)
        part.count("storm", len(ends))
        part.goes_on(1.5)
        for end in ends:
            end.close()


def slow(part):
    """Asks for much and reads it late, or not at all."""
    while part.goes_on(0.2):
        client = Client(part.path)
        try:
            for _ in range(50):
                client.ask(GET, [LARGE[0], None, None])
            part.goes_on(part.random.choice([0.2, 2, 5]))
            for _ in range(part.random.randrange(50)):
                part.expect(client.reply()[1].decode(), LARGE[1], "slow")
                part.goes_on(0.02)
        except (Lost, BlockingIOError):
            pass
        client.close()
        part.count("slow")


# Good ones first: of the others each may be turned away.
GOOD = [reader] * 8 + [newcomer] * 4 + [writer] * 8
HOSTILE = [garbage] * 4 + [silent] * 2 + [half_open] * 1 + [killed] * 2 + [storm] * 2 + [slow] * 1


def play(role, path, index, seed, end):
    part = Part(path, index, seed, end)
    try:
        role(part)
    except Exception as error:
        # What a hostile client runs into is its own fault, unless the agent is gone.
        if role in GOOD or isinstance(error, (ConnectionRefusedError, FileNotFoundError, AssertionError)):
            part.failures.append(f"{role.__name__}: {type(error).__name__} {error}")
    return part.counts, part.times, part.values, part.failures


# The agent's process

def resident(process):
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def descriptors(process):
    try:
        return len(os.listdir(f"/proc/{process}/fd"))
    except PermissionError:
        return None


def quiet(path):
    """Waits until nobody else is connected: process, memory in kB, descriptors without ours."""
    client = Client(path)
    for _ in range(300):
        client.ask(STATUS)
        status = client.reply()[0][1]
        if status[13] == 1:
            break
        time.sleep(0.1)
    # What is written behind the answers is written then.
    time.sleep(1.5)
    count = descriptors(status[0])
    found = status[0], resident(status[0]), None if count is None else count - 1
    client.close()
    return found


def phase(path, seconds, seed, process):
    """All clients for so long: what they counted, and the largest memory meanwhile in kB."""
    roles = GOOD + HOSTILE
    end = time.monotonic() + seconds
    peak = 0
    counts, times, values, failures = {}, [], {}, []
    fork = multiprocessing.get_context("fork")
    with concurrent.futures.ProcessPoolExecutor(len(roles), fork) as pool:
        under_way = [pool.submit(play, role, path, index, seed, end) for index, role in enumerate(roles)]
        while time.monotonic() < end:
            peak = max(peak, resident(process))
            time.sleep(0.2)
        for future in under_way:
            counted, took, wrote, failed = future.result()
            for name, number in counted.items():
                counts[name] = counts.get(name, 0) + number
            times += took
            values |= wrote
            failures += failed
    return counts, times, values, failures, peak


def soak(path, seconds, file, seed):
    client = Client(path)
    for name, value in [*SHARED.items(), LARGE]:
        client.set(name, value)
    client.close()
    process, _, at_start = quiet(path)
    warm = phase(path, seconds / 4, f"{seed}/warm", process)
    _, first, _ = quiet(path)
    main = phase(path, seconds * 3 / 4, f"{seed}/main", process)
    _, last, at_end = quiet(path)
    Path(file).write_text(json.dumps(warm[2] | main[2]))
    counts = {name: warm[0].get(name, 0) + number for name, number in main[0].items()}
    times = sorted(main[1])
    print(json.dumps(counts | {
        "clients": len(GOOD) + len(HOSTILE), "failures": (warm[3] + main[3])[:20],
        "rss_first": first, "rss_last": last, "rss_peak": max(warm[4], main[4]),
        "descriptors_first": at_start, "descriptors_last": at_end,
        "p50": statistics.median(times), "p99": times[len(times) * 99 // 100], "longest": times[-1],
    }))


# Writers until the agent is gone

def write(path, prefix, index):
    acknowledged, under_way = {}, {}
    try:
        client = Client(path)
        for number in range(1_000_000):
            name, value = f"{prefix}/{index}/{number % 3}", f"{prefix}-{index}-{number}"
            under_way = {name: value}
            client.set(name, value)
            acknowledged[name] = value
            under_way = {}
    except (Lost, OSError, Refused):
        pass
    return acknowledged, under_way


def write_all(path, prefix, clients):
    fork = multiprocessing.get_context("fork")
    with concurrent.futures.ProcessPoolExecutor(clients, fork) as pool:
        ends = [pool.submit(write, path, prefix, index) for index in range(clients)]
        print("writing", flush=True)
        acknowledged, under_way = {}, {}
        for end in ends:
            done, begun = end.result()
            acknowledged |= done
            under_way |= begun
    print(json.dumps({"acknowledged": acknowledged, "under_way": under_way}))


if __name__ == "__main__":
    command, *words = sys.argv[1:] or [""]
    if command == "soak" and len(words) in (3, 4):
        soak(words[0], float(words[1]), words[2], words[3] if len(words) == 4 else "1")
    elif command == "write" and len(words) in (2, 3):
        write_all(words[0], words[1], int(words[2]) if len(words) == 3 else 4)
    else:
        sys.exit(__doc__)
