"""Runs one program at a pseudo-terminal, as it is told line by line.

Each line of standard input is a JSON array, a step and its arguments; each is answered by one line
of JSON with the screen so far, whether the terminal shows what is typed, and the status once the
program has ended (128 and the signal's number where one ended it).

    ["start", ROWS, COLUMNS, [WORD, ...]]   runs the program in the foreground
    ["see", TEXT]       waits until TEXT is shown, after what was seen before
    ["type", TEXT]      presses these keys
    ["signal", NUMBER]  sends a signal to the program
    ["stopped"]         waits until the program is stopped
    ["continue"]        brings it to the foreground again, as `fg` does
    ["end"]             waits until the program has ended
    ["leave"]           kills a program that still runs; there are no further steps
"""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

PATIENCE = 20.0  # seconds
WHOLE_SCREEN = 0.05  # seconds without output after which a screen is taken as it is


class Failure(Exception):
    pass


class Terminal:
    """A terminal whose keyboard and screen are `master`, and whose shell is this process."""

    def __init__(self):
        self.master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
        self.screen = b""
        self.seen = 0
        self.program = None
        self.status = None
        self.is_stopped = False

    def start(self, rows, columns, words):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.program = os.fork()
        if self.program == 0:
            self.become(words)

    def become(self, words):
        try:
            os.setpgid(0, 0)
            os.tcsetpgrp(self.slave, os.getpid())
            # Whatever started this process may ignore or block them.
            for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_SETMASK, [])
            for descriptor in range(3):
                os.dup2(self.slave, descriptor)
            os.closerange(3, 64)
            os.execvp(words[0], words)
        finally:
            os._exit(127)

    def see(self, text):
        wanted = text.encode()
        self.wait_for(lambda: wanted in self.screen[self.seen :], "is not shown: " + text)
        self.seen = self.screen.index(wanted, self.seen) + len(wanted)

    def type(self, text):
        keys = text.encode()
        while keys:
            keys = keys[os.write(self.master, keys[:512]) :]
            self.watch(0)

    def signal(self, number):
        os.kill(self.program, number)

    def stopped(self):
        self.wait_for(lambda: self.is_stopped, "does not stop")
        os.tcsetpgrp(self.slave, os.getpgrp())

    def resume(self):
        self.is_stopped = False
        os.tcsetpgrp(self.slave, self.program)
        os.killpg(self.program, signal.SIGCONT)

    def end(self):
        self.wait_for(lambda: self.status is not None, "does not end")
        while self.watch(WHOLE_SCREEN):
            pass

    def wait_for(self, condition, complaint):
        limit = time.monotonic() + PATIENCE
        while True:
            ended = self.status is not None
            self.watch(0.005)
            self.look_after()
            if condition():
                return
            # A program that has ended shows nothing more.
            if ended and not self.watch(WHOLE_SCREEN) and not condition():
                raise Failure(complaint)
            if time.monotonic() > limit:
                raise Failure(complaint)

    def watch(self, patience):
        """Takes what is shown; whether there was anything."""
        if not select.select([self.master], [], [], patience)[0]:
            return False
        self.screen += os.read(self.master, 65536)
        return True

    def look_after(self):
        if self.status is not None:
            return
        process, status = os.waitpid(self.program, os.WNOHANG | os.WUNTRACED)
        if process == 0:
            return
        if os.WIFSTOPPED(status):
            self.is_stopped = True
        else:
            code = os.waitstatus_to_exitcode(status)
            self.status = code if code >= 0 else 128 - code

    def answer(self):
        echo = bool(termios.tcgetattr(self.slave)[3] & termios.ECHO)
        screen = self.screen.decode(errors="replace")
        return {"screen": screen, "echo": echo, "status": self.status}


def main():
    os.setsid()
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    terminal = Terminal()
    steps = {
        "start": terminal.start, "see": terminal.see, "type": terminal.type,
        "signal": terminal.signal, "stopped": terminal.stopped, "continue": terminal.resume,
        "end": terminal.end,
    }
    for line in iter(sys.stdin.readline, ""):
        step, *arguments = json.loads(line)
        if step == "leave":
            break
        answer = {}
        try:
            steps[step](*arguments)
        except (Failure, OSError) as failure:
            answer["failure"] = str(failure)
        print(json.dumps(terminal.answer() | answer), flush=True)
    if terminal.program is not None and terminal.status is None:
        os.killpg(terminal.program, signal.SIGKILL)


# Only a process that leads no group can begin a session.
child = os.fork()
if child == 0:
    main()
else:
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
