/** A status in words. Pure. */
import { printable } from './terminal.js';
import type { Status } from '../gateway/status-reading.js';

type ExitKind = NonNullable<Status['nodeLastExitKind']>;

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** `40 s`, `3 min`, `5 h`, `12 d`: one unit, rounded down. @internal */
export function spanWords(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < MINUTE_S) return `${whole} s`;
  if (whole < HOUR_S) return `${Math.floor(whole / MINUTE_S)} min`;
  if (whole < DAY_S) return `${Math.floor(whole / HOUR_S)} h`;
  return `${Math.floor(whole / DAY_S)} d`;
}

/** What the Daemon is doing, without its name. */
export function daemonWords({ daemonState, daemonForSeconds }: Status): string {
  const state = daemonState === 'absent' ? 'absent, a Node listens on its port' : daemonState;
  return `${printable(state)} for ${spanWords(daemonForSeconds)}`;
}

/** What the Node is doing, without its name. */
export function nodeWords({ nodeState, nodeForSeconds }: Status): string {
  return `${printable(nodeState)} for ${spanWords(nodeForSeconds)}`;
}

/** How the last Node that is known of ended; undefined where none has. Only a panic line makes an end a failure. */
export function lastExitWords(status: Status): string | undefined {
  const { nodeLastExitKind: kind, nodeLastExitAt: at, nodeLastExitReason: reason } = status;
  if (kind === null || at === null) return undefined;
  return `${exitWords(kind, reason)} at ${printable(at)}`;
}

function exitWords(kind: ExitKind, reason: string | null): string {
  switch (kind) {
    case 'requested':
      return 'shut down as requested';
    case 'killed':
      return 'killed by a signal';
    case 'ended':
      return reason === 'panic' ? 'ended after a panic' : 'ended';
    case 'unknown':
      return 'ended in an unknown way, perhaps by a signal,';
  }
}

/** Everything in one line: for a log, a pager, a monitor. */
export function statusLine(status: Status): string {
  const exit = lastExitWords(status);
  return [
    `Daemon ${daemonWords(status)}`,
    `Node ${nodeWords(status)}`,
    ...(status.connectionStage === null ? [] : [`stage ${printable(status.connectionStage)}`]),
    ...(exit === undefined ? [] : [`last Node ${exit}`]),
  ].join(', ');
}

/** Everything, one hop a line; `where` names the gateway. */
export function statusTable(status: Status, where: string): string {
  const { nodePort, nodeProcessId, connectionStage, connectionStageAt } = status;
  const nodeDetails = [
    `link ${status.nodeLink}`,
    ...(nodePort === null ? [] : [`port ${nodePort}`]),
    ...(nodeProcessId === null ? [] : [`process ${nodeProcessId}`]),
  ].join(', ');
  const exit = lastExitWords(status);
  const rows: readonly (readonly [string, string])[] = [
    ['overall', status.overall],
    ['gateway', `${printable(status.gatewayVersion)} at ${where}, since ${status.gatewaySince}`],
    ['Daemon', `${daemonWords(status)}, link ${status.daemonLink}`],
    ['Node', `${nodeWords(status)}, ${nodeDetails}`],
    [
      'stage',
      connectionStage === null
        ? 'not known'
        : `${connectionStage}, told at ${connectionStageAt ?? '?'}`,
    ],
    ...(exit === undefined ? [] : [['last Node', exit] as const]),
    ['events', `${status.eventSubscribers} subscribers, newest ${status.lastEventId ?? 'none'}`],
  ];
  return rows.map(([name, text]) => `${name.padEnd(10)} ${printable(text)}\n`).join('');
}
