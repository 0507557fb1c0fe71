"""Runs a command whose standard error is read only on demand: unread-output.py KIND STREAMS COMMAND...

KIND is terminal, pipe, socket or full (/dev/full); STREAMS is err or both (standard output too).
Input, one word a line: "read" and "stop" (a terminal is stopped with Ctrl-S), "hangup" (the reading end is closed).
Standard output: "pid N" first, then what is read from the command, "exit CODE" last. A standard output of the command that
is not taken goes to standard error.
"""
import os, pty, select, socket, subprocess, sys

kind, streams, command = sys.argv[1], sys.argv[2], sys.argv[3:]


def open_ends():
    if kind == "terminal":
        return pty.openpty()
    if kind == "pipe":
        return os.pipe()
    if kind == "socket":
        return tuple(end.detach() for end in socket.socketpair())
    return os.open("/dev/null", os.O_RDONLY), os.open("/dev/full", os.O_WRONLY)


def say(line):
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


ours, theirs = open_ends()
if kind == "terminal":
    os.write(ours, b"\x13")  # Ctrl-S
out = theirs if streams == "both" else sys.stderr
child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=theirs, start_new_session=True)
say(b"pid %d\n" % child.pid)
os.close(theirs)
reading = False
while child.poll() is None:
    wanted = [0] + ([ours] if reading else [])
    ready = select.select(wanted, [], [], 0.05)[0]
    if ours in ready:
        try:
            text = os.read(ours, 65536)
        except OSError:  # the terminal has no more writers
            text = b""
        reading = text != b""
        say(text)
    if 0 in ready:
        word = os.read(0, 64).strip()
        if word == b"":  # the test has ended
            child.kill()
            break
        reading = word == b"read"
        if word == b"hangup":
            os.close(ours)
        elif kind == "terminal":
            os.write(ours, b"\x11" if reading else b"\x13")
say(b"exit %d\n" % child.wait())
