#!/usr/bin/env python3
"""Looks at a MASQ Node through the gateway: its status, its money, everything that happens. See examples/README.md."""

import argparse
import http.client
import json
import sys
import time

from masq import Gateway, Place, Problem

GWEI_PER_MASQ = 10**9


def status(gateway, options):
    """One line now, and with --every another at each change. Exit code: 0 ok, 1 degraded, 2 down."""
    last = None
    while True:
        now = gateway.get("/v1/status")
        line = "{overall} daemon={daemonState} node={nodeState} route={connectionStage}".format(**now)
        if line != last:
            print(line, flush=True)
        last = line
        if options.every is None:
            return now["overallCode"]
        time.sleep(options.every)


def financials(gateway, options):
    """What is owed and what was paid, exact to the last gwei."""
    totals = gateway.get("/v1/node/financials")["statsOpt"]
    for name, gwei in totals.items():
        sign = "-" if gwei < 0 else ""
        whole, part = divmod(abs(gwei), GWEI_PER_MASQ)
        print(f"{name[: -len('Gwei')]}: {sign}{whole}.{part:09d} MASQ ({gwei} gwei)")
    return 0


def follow(gateway, options):
    """One line for each event; with --resume it goes on where it was when it was ended."""
    place = Place(options.resume)
    opcodes = options.opcode.split(",") if options.opcode else ()
    for event in gateway.events(place.values.get("lastEventId"), opcodes):
        payload = json.dumps(event["payload"], ensure_ascii=False)
        print(event["id"], event["at"], event["hop"], event["opcode"], payload, flush=True)
        place.keep(lastEventId=event["id"])
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("status", help=status.__doc__)
    command.add_argument("--every", type=float, metavar="SECONDS")
    command.set_defaults(run=status)
    command = commands.add_parser("financials", help=financials.__doc__)
    command.set_defaults(run=financials)
    command = commands.add_parser("follow", help=follow.__doc__)
    command.add_argument("--resume", metavar="FILE", help="remembers the last event there")
    command.add_argument("--opcode", metavar="A,B", help="only these; gateway.* comes always")
    command.set_defaults(run=follow)
    options = parser.parse_args()
    try:
        return options.run(Gateway(), options)
    except Problem as problem:
        print(f"watch: {problem} ({problem.code}, {problem.hop}, {problem.outcome})", file=sys.stderr)
    except (OSError, http.client.HTTPException) as error:
        print(f"watch: no answer from the gateway: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 3


if __name__ == "__main__":
    sys.exit(main())
