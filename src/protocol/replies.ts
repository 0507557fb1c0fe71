/** Typed readings of the few replies and broadcasts that the gateway itself has to understand; all others pass as text. */
import { memberReader } from './codec.js';
import { memberSpans, readString } from './json-text.js';

/** What a successful `start` tells (masq_lib/src/messages.rs:388). */
export interface StartReply {
  readonly newProcessId: number;
  readonly redirectUiPort: number;
}

/** Kinds of crashReason (masq_lib/src/messages.rs:396-402); `other` for one that the peers' sources do not list. */
export type CrashReasonKind =
  'NoInformation' | 'ChildWaitFailure' | 'Unrecognized' | 'DaemonCrashed' | 'other';

/** What the Daemon broadcasts when the Node's process ends, planned or not. The reason's text is left out. */
export interface Crashed {
  readonly processId: number;
  readonly reason: CrashReasonKind;
}

/** The Node's own connection stages (masq_lib/src/messages.rs:545-562). */
export type Stage = 'NotConnected' | 'ConnectedToNeighbor' | 'RouteFound';

const stages: readonly Stage[] = ['NotConnected', 'ConnectedToNeighbor', 'RouteFound'];
const unitReasons: readonly CrashReasonKind[] = ['NoInformation', 'DaemonCrashed'];
const textReasons: readonly CrashReasonKind[] = ['ChildWaitFailure', 'Unrecognized'];
const MAX_PORT = 65_535;
const MAX_PROCESS_ID = 4_294_967_295;

function readCount(token: string | undefined, most: number): number | undefined {
  if (token === undefined || !/^\d{1,10}$/.test(token)) return undefined;
  const count = Number(token);
  return count <= most ? count : undefined;
}

function readText(payload: string, key: string): string | undefined {
  return readString(memberReader(payload)(key) ?? '');
}

/** Reads the payload of a `start` reply; undefined where it does not say where the new Node is. */
export function readStartReply(payload: string): StartReply | undefined {
  const member = memberReader(payload);
  const newProcessId = readCount(member('newProcessId'), MAX_PROCESS_ID);
  const redirectUiPort = readCount(member('redirectUiPort'), MAX_PORT);
  return newProcessId === undefined || redirectUiPort === undefined || redirectUiPort === 0
    ? undefined
    : { newProcessId, redirectUiPort };
}

/** Reads the payload of a `crashed` broadcast; undefined where it names no process. */
export function readCrashed(payload: string): Crashed | undefined {
  const member = memberReader(payload);
  const processId = readCount(member('processId'), MAX_PROCESS_ID);
  return processId === undefined
    ? undefined
    : { processId, reason: readCrashReason(member('crashReason') ?? '') };
}

function readCrashReason(token: string): CrashReasonKind {
  const bare = readString(token);
  if (bare !== undefined) return unitReasons.find((kind) => kind === bare) ?? 'other';
  const members = memberSpans(token);
  return textReasons.find((kind) => members?.has(kind) === true) ?? 'other';
}

/** Reads the stage in a `connectionStatus` reply or a `connectionChange` broadcast. */
export function readStage(payload: string): Stage | undefined {
  const stage = readText(payload, 'stage');
  return stages.find((known) => known === stage);
}

/** Reads `neighborhoodMode` of a `configuration` reply: standard, originate-only, consume-only or zero-hop. */
export function readNeighborhoodMode(payload: string): string | undefined {
  return readText(payload, 'neighborhoodMode');
}

/** Reads `matches` of a `checkPassword` reply. */
export function readMatches(payload: string): boolean | undefined {
  return readFlag(memberReader(payload)('matches'));
}

function readFlag(token: string | undefined): boolean | undefined {
  if (token === 'true') return true;
  return token === 'false' ? false : undefined;
}
