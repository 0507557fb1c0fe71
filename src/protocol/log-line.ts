/**
 * The Node's log lines as they come in a `logBroadcast`: the few that tell something, and what of them may be shown. They are
 * other people's text: nothing but the patterns below is ever read from them.
 */
import { memberReader } from './codec.js';
import { memberSpans, readString } from './json-text.js';

/** Kind of scan, as the Node spells it. */
export type ScanKind = 'Payables' | 'Receivables' | 'PendingPayables';

/**
 * What a line says. `bad-message`: some UI sent something unreadable, and the whole of it follows, passwords included.
 * `panic`: an actor died and the Node with it; the message follows. `backtrace`: often comes behind a panic, kilobytes of it. `scan-silent`: why a scan of that kind will not be answered.
 */
export type LogLine =
  | { readonly kind: 'bad-message' }
  | { readonly kind: 'panic' }
  | { readonly kind: 'backtrace' }
  | { readonly kind: 'shutdown-order'; readonly clientId: string }
  | { readonly kind: 'scan-silent'; readonly scan: ScanKind; readonly why: ScanSilence }
  | { readonly kind: 'scan-ended'; readonly scan: ScanKind }
  | { readonly kind: 'other' };

/** Why the Node leaves a scan unanswered (node/src/accountant/scanners/mod.rs:957-981). */
export type ScanSilence = 'nothing-to-process' | 'no-consuming-wallet' | 'already-initiated';

/** Severity of a log line, as the Node spells it. */
export type LogLevel = 'Error' | 'Warn' | 'Info';

/** A log line with its severity. */
export interface LogMessage {
  readonly msg: string;
  readonly logLevel: LogLevel;
}

/** A `logBroadcast`, read once. */
export interface LogBroadcast {
  /** The payload with its `msg` redacted if it must be, otherwise the very same text. */
  readonly shown: string;
  /** Undefined, as `line` is, if the payload is none of a log line. */
  readonly logLevel: LogLevel | undefined;
  readonly line: LogLine | undefined;
}

// node/src/ui_gateway/websocket_supervisor.rs:325-355; what follows the address is never kept.
const badMessage =
  /^Bad message from client(?: \d{1,20} at (?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:.]{2,45}\]):\d{1,5})?/;
// node/src/server_initializer.rs:246-262: file, line and column, then the panic's message.
const panic = /^(?:<unknown location>|(?:[A-Za-z]:)?[^:\n]{1,512}\.rs:\d{1,9}:\d{1,9})(?= - )/;
// Seen on a running Node: a second line of that panic, its first frame at the beginning.
const backtrace = /^\s{1,8}0: [^\n]{1,200}/;
const webAddress = /\b(https?|wss?):\/\/[^\s'"<>]+/gi;
// node/src/neighborhood/mod.rs:2047-2051.
const shutdownOrder = /^Received shutdown order from client (\d{1,20}): shutting down hard$/;

const scanSilences: readonly { readonly why: ScanSilence; readonly pattern: RegExp }[] = [
  {
    why: 'nothing-to-process',
    pattern: /^There was nothing to process during ([A-Za-z]{1,20}) scan\.$/,
  },
  {
    why: 'no-consuming-wallet',
    pattern: /^Cannot initiate ([A-Za-z]{1,20}) scan because no consuming wallet was found\.$/,
  },
  { why: 'already-initiated', pattern: /^([A-Za-z]{1,20}) scan was already initiated at / },
];
// node/src/accountant/scanners/mod.rs:146-149.
const scanEnd = /^The ([A-Za-z]{1,20}) scan ended in \d{1,20}ms\.$/;
const scanKinds: readonly ScanKind[] = ['Payables', 'Receivables', 'PendingPayables'];
const logLevels: readonly LogLevel[] = ['Error', 'Warn', 'Info'];

/** Tells what the `msg` of a logBroadcast says. */
export function classifyLogLine(msg: string): LogLine {
  if (badMessage.test(msg)) return { kind: 'bad-message' };
  if (panic.test(msg)) return { kind: 'panic' };
  if (backtrace.test(msg)) return { kind: 'backtrace' };
  const clientId = shutdownOrder.exec(msg)?.[1];
  if (clientId !== undefined) return { kind: 'shutdown-order', clientId };
  for (const { why, pattern } of scanSilences) {
    const scan = scanKindIn(pattern, msg);
    if (scan !== undefined) return { kind: 'scan-silent', scan, why };
  }
  const scan = scanKindIn(scanEnd, msg);
  return scan === undefined ? { kind: 'other' } : { kind: 'scan-ended', scan };
}

function scanKindIn(pattern: RegExp, msg: string): ScanKind | undefined {
  const name = pattern.exec(msg)?.[1];
  return scanKinds.find((kind) => kind === name);
}

/**
 * The line as it may be shown: of a bad message and of a panic only what comes before other people's text, of a backtrace the
 * first frame, of an address of the web only that there is one: that of the blockchain service often holds a key.
 */
export function redactLogLine(msg: string): string {
  const part = (badMessage.exec(msg) ?? panic.exec(msg) ?? backtrace.exec(msg))?.[0] ?? msg;
  return part.replace(webAddress, '$1://…');
}

/** Reads the payload of a `logBroadcast`; undefined where it is none. */
export function readLogMessage(payload: string): LogMessage | undefined {
  const member = memberReader(payload);
  const msg = readString(member('msg') ?? '');
  const level = readString(member('logLevel') ?? '');
  const logLevel = logLevels.find((known) => known === level);
  return msg === undefined || logLevel === undefined ? undefined : { msg, logLevel };
}

/** Reads the payload of a `logBroadcast`: what may be shown of it, its level, and what it says. */
export function readLogBroadcast(payload: string): LogBroadcast {
  const spans = memberSpans(payload);
  const textOf = (key: string): string | undefined => {
    const span = spans?.get(key);
    return span && readString(payload.slice(span.start, span.end));
  };
  const msg = textOf('msg');
  const msgSpan = spans?.get('msg');
  if (msg === undefined || msgSpan === undefined) return unreadable(payload);
  const redacted = redactLogLine(msg);
  const shown =
    redacted === msg
      ? payload
      : payload.slice(0, msgSpan.start) + JSON.stringify(redacted) + payload.slice(msgSpan.end);
  const level = textOf('logLevel');
  const logLevel = logLevels.find((known) => known === level);
  return { shown, logLevel, line: logLevel && classifyLogLine(msg) };
}

function unreadable(payload: string): LogBroadcast {
  return { shown: payload, logLevel: undefined, line: undefined };
}
