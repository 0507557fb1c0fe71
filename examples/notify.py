#!/usr/bin/env python3
"""Speaks when a MASQ Node was killed or died of a panic, and is silent otherwise. See examples/README.md."""

import argparse
import os
import subprocess
import sys

from masq import Gateway, Place, Problem

COMMAND_LIMIT_S = 60


def is_serious(status):
    """A planned shutdown, ours or another UI's, is `requested` or `ended`: no reason to wake anybody."""
    return status["nodeLastExitKind"] == "killed" or status["nodeLastExitReason"] == "panic"


def speak(status, command):
    at, kind = status["nodeLastExitAt"], status["nodeLastExitKind"]
    reason = status["nodeLastExitReason"] or "unknown"
    text = f"The MASQ Node {'died of a panic' if reason == 'panic' else 'was killed'} at {at}.\n"
    if not command:
        print(text, end="", flush=True)
        return
    told = {"MASQ_EXIT_AT": at, "MASQ_EXIT_KIND": kind, "MASQ_EXIT_REASON": reason}
    try:
        subprocess.run(
            command, input=text.encode(), env={**os.environ, **told}, check=True, timeout=COMMAND_LIMIT_S
        )
    except (OSError, subprocess.SubprocessError) as error:
        print(f"notify: {text.strip()} But: {error}", file=sys.stderr, flush=True)


def watch(gateway, place, command):
    # Among the opcodes of the peers `crashed` is the rarest; the gateway's own events come always.
    for event in gateway.events(place.values.get("lastEventId"), ["crashed"]):
        if event["opcode"] == "gateway.state":
            status = event["payload"]
            at = status["nodeLastExitAt"]
            # What happened before the first look is not news.
            spoken = place.values.setdefault("spokenOf", at)
            if at is not None and at != spoken and is_serious(status):
                speak(status, command)
                place.keep(spokenOf=at)
        place.keep(lastEventId=event["id"])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", metavar="FILE", help="goes on from there, so that no exit is missed")
    parser.add_argument("command", nargs="*", help="run for each (after --); the text is its standard input")
    options = parser.parse_args()
    try:
        watch(Gateway(), Place(options.state), options.command)
    except Problem as problem:
        print(f"notify: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
