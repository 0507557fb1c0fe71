/** Messages as the peers take them in and give them out (masq_lib/src/ui_traffic_converter.rs:88-227). */
import {
  debugText,
  displayText,
  isJsonMap,
  JsonSyntaxFault,
  parseJson,
  writeSorted,
  type Json,
} from './serde-json.js';

const MAX_U64 = (1n << 64n) - 1n;

/** What a message carries: an object, or an error that its sender reports. */
type Body =
  | { readonly kind: 'payload'; readonly payload: ReadonlyMap<string, Json> }
  | { readonly kind: 'error'; readonly code: bigint; readonly message: string };

/** A message that could be read. Without `contextId` it is fire-and-forget. */
export interface Message {
  readonly opcode: string;
  readonly contextId: bigint | undefined;
  readonly body: Body;
}

/** A text that could not be read; `opcode` is known where only payload or error was at fault. */
interface Misread {
  readonly reason: string;
  readonly opcode: string | undefined;
  readonly contextId: bigint | undefined;
}

/** Reads a frame's text as a peer does. */
export function unmarshal(text: string): Message | Misread {
  try {
    return readRoot(parseJson(text));
  } catch (error) {
    if (error instanceof Fault) return error.misread;
    if (error instanceof JsonSyntaxFault) {
      return critical(`Couldn't parse text as JSON: ${error.message}`);
    }
    throw error;
  }
}

/** Tells what could be read from what could not. */
export function isMisread(read: Message | Misread): read is Misread {
  return 'reason' in read;
}

class Fault extends Error {
  readonly misread: Misread;

  constructor(misread: Misread) {
    super(misread.reason);
    this.misread = misread;
  }
}

function critical(reason: string): Misread {
  return { reason, opcode: undefined, contextId: undefined };
}

function readRoot(root: Json): Message {
  if (!isJsonMap(root)) {
    throw new Fault(
      critical(`Root was not a JSON object:\n------\n${displayText(root)}\n------\n`),
    );
  }
  const opcode = readText(root, 'opcode', critical);
  const contextId = root.has('contextId') ? readU64(root, 'contextId', critical) : undefined;
  const nonCritical = (reason: string): Misread => ({ reason, opcode, contextId });
  return { opcode, contextId, body: readBody(root, nonCritical) };
}

type MakeMisread = (reason: string) => Misread;

function readBody(root: ReadonlyMap<string, Json>, misread: MakeMisread): Body {
  const payload = root.get('payload');
  if (isJsonMap(payload)) return { kind: 'payload', payload };
  if (payload !== undefined) {
    throw new Fault(misread(wrongType('payload', 'object', debugText(payload))));
  }
  const error = root.get('error');
  if (error === undefined) throw new Fault(misread(missing('payload, error')));
  if (!isJsonMap(error)) {
    throw new Fault(misread(wrongType('error', 'object', displayText(error))));
  }
  const code = readU64(error, 'code', misread);
  return { kind: 'error', code, message: readText(error, 'message', misread) };
}

function readText(map: ReadonlyMap<string, Json>, name: string, misread: MakeMisread): string {
  const value = map.get(name);
  if (value === undefined) throw new Fault(misread(missing(name)));
  if (typeof value !== 'string') {
    throw new Fault(misread(wrongType(name, 'string', displayText(value))));
  }
  return value;
}

function readU64(map: ReadonlyMap<string, Json>, name: string, misread: MakeMisread): bigint {
  const value = map.get(name);
  if (value === undefined) throw new Fault(misread(missing(name)));
  if (typeof value !== 'bigint' || value < 0n || value > MAX_U64) {
    throw new Fault(misread(wrongType(name, 'u64', displayText(value))));
  }
  return value;
}

function missing(names: string): string {
  return `Required field was missing: ${names}`;
}

function wrongType(name: string, type: string, found: string): string {
  return `Field ${name} should have been of type ${type}, but was '${found}' instead`;
}

/** The line that a peer logs about a misread text; the whole text is in it, secrets and all. */
export function misreadLogLine(
  misread: Misread,
  clientId: number,
  address: string,
  text: string,
): string {
  const what =
    misread.opcode === undefined
      ? 'Critical error unmarshalling unidentified message'
      : `Error unmarshalling '${misread.opcode}' message`;
  return `Bad message from client ${clientId} at ${address}: ${what}: ${misread.reason}:\n${text}\n`;
}

/** The frame of a reply or, without contextId, of a broadcast; the opcode is not escaped, as with the peers. */
export function payloadFrame(
  opcode: string,
  contextId: bigint | undefined,
  payload: string,
): string {
  return `{"opcode": "${opcode}", ${contextText(contextId)}"payload": ${payload}}`;
}

/** The frame of an error reply; `code` is an exact decimal string. */
export function errorFrame(
  opcode: string,
  contextId: bigint | undefined,
  code: string,
  message: string,
): string {
  return `{"opcode": "${opcode}", ${contextText(contextId)}"error": {"code": ${code}, "message": "${escape(message)}"}}`;
}

function contextText(contextId: bigint | undefined): string {
  return contextId === undefined ? '' : `"contextId": ${contextId.toString()}, `;
}

const escapes = new Map([
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['"', '\\"'],
  ['\\', '\\\\'],
]);

function escape(message: string): string {
  return message.replace(/[\b\f\n\r\t"\\]/g, (sign) => escapes.get(sign) ?? sign);
}

/** The payload as the Daemon puts it into a redirect: written anew, keys sorted. */
export function payloadAsText(payload: ReadonlyMap<string, Json>): string {
  return writeSorted(payload);
}
