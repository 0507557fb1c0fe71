/** UIv2 frames: requests written, whatever a peer sends decoded into one closed union. */
import { isObjectText, memberSpans, readString } from './json-text.js';
import { isolatedEntryOf } from './opcodes.js';
import type { Opcode } from './opcodes.js';

/** The subprotocol that both peers insist on (node/src/ui_gateway/websocket_supervisor.rs:203-223). */
export const SUBPROTOCOL = 'MASQNode-UIv2';

/** A frame of a peer. `payload` is JSON text exactly as it stood in the frame. */
export type Frame =
  | {
      readonly kind: 'reply';
      readonly opcode: string;
      /** Exact up to 2^53; beyond that it is no request of ours anyway. */
      readonly contextId: number;
      readonly payload: string;
    }
  | {
      readonly kind: 'error';
      readonly opcode: string;
      readonly contextId: number;
      /** Exact u64 as a decimal string. */
      readonly code: string;
      readonly message: string;
    }
  /** Known by its opcode; an opcode that we do not know is a broadcast if it has no contextId. */
  | { readonly kind: 'broadcast'; readonly opcode: string; readonly payload: string }
  /** The Daemon's word that the Node listens at `port`; `contextId` is that of the request it answers. */
  | {
      readonly kind: 'redirect';
      readonly port: number;
      readonly opcode: string;
      readonly contextId: number | undefined;
    }
  | { readonly kind: 'undelivered'; readonly opcode: string }
  /** Our own text came back as unreadable; `contextId` is found in it. The text itself goes no further. */
  | { readonly kind: 'unmarshal-error'; readonly contextId: number | undefined }
  | { readonly kind: 'unparsable' };

/** The text frame of a request; `payload` is JSON text of an object. Without `contextId` it is fire-and-forget. */
export function encodeRequest(
  opcode: Opcode,
  contextId: number | undefined,
  payload: string,
): string {
  const context = contextId === undefined ? '' : `"contextId":${contextId},`;
  return `{"opcode":"${opcode}",${context}"payload":${payload}}`;
}

/**
 * Whose answer a frame was meant to be that is no JSON as a whole: the peers write opcode and contextId first, and do not escape all that
 * comes behind them (masq_lib/src/ui_traffic_converter.rs:88-103,214-227). Undefined where even that is unreadable.
 */
export function answerHead(
  text: string,
): { readonly opcode: string; readonly contextId: number } | undefined {
  const [, opcode, contextId] = answerStart.exec(text) ?? [];
  return opcode === undefined ? undefined : { opcode, contextId: Number(contextId) };
}

const answerStart = /^\{"opcode": "([A-Za-z]+)", "contextId": (\d{1,15}), "(?:payload|error)": /;

// What both peers write, always (masq_lib/src/ui_traffic_converter.rs:88-103); found without reading the payload twice.
const usualHead = /^\{"opcode": "([A-Za-z]+)", (?:"contextId": (\d{1,20}), )?"payload": /;

/** Decodes the text of one frame; never throws: what is no UIv2 frame is `unparsable`. */
export function decodeFrame(text: string): Frame {
  const head = usualHead.exec(text);
  if (head !== null) {
    const [all, opcode = '', contextId] = head;
    const payload = text.slice(all.length, -1);
    if (
      payload.startsWith('{') &&
      payload.endsWith('}') &&
      text.endsWith('}') &&
      isObjectText(payload)
    ) {
      const id = contextId === undefined ? undefined : Number(contextId);
      return payloadFrame(opcode, id, payload);
    }
  }
  return decodeUnusual(text);
}

function decodeUnusual(text: string): Frame {
  const member = memberReader(text);
  const opcode = readString(member('opcode') ?? '');
  if (opcode === undefined) return { kind: 'unparsable' };
  const idText = member('contextId');
  const contextId = readContextId(idText);
  const mayBeIsolated = isolatedEntryOf(opcode) !== undefined;
  if (idText !== undefined && contextId === undefined && !mayBeIsolated)
    return { kind: 'unparsable' };
  const payload = member('payload');
  if (payload !== undefined) {
    return payload.startsWith('{')
      ? payloadFrame(opcode, contextId, payload)
      : { kind: 'unparsable' };
  }
  return errorFrame(opcode, contextId, member('error'));
}

// The opcode decides. Only a contextId other than 0 can make a reply of what may also be a broadcast (setup); whether we ever
// asked with it, the link knows.
function payloadFrame(opcode: string, contextId: number | undefined, payload: string): Frame {
  const isolated = isolatedEntryOf(opcode);
  const mayBeReply = isolated === undefined || (isolated.alsoReply && contextId !== 0);
  if (contextId !== undefined && mayBeReply) return { kind: 'reply', opcode, contextId, payload };
  switch (opcode) {
    case 'redirect':
      return redirectFrame(payload);
    case 'undelivered':
      return {
        kind: 'undelivered',
        opcode: readString(memberReader(payload)('opcode') ?? '') ?? '',
      };
    case 'unmarshalError': {
      const badText = readString(memberReader(payload)('badData') ?? '') ?? '';
      return {
        kind: 'unmarshal-error',
        contextId: readContextId(memberReader(badText)('contextId')),
      };
    }
    default:
      return { kind: 'broadcast', opcode, payload };
  }
}

function redirectFrame(payload: string): Frame {
  const member = memberReader(payload);
  const port = readContextId(member('port'));
  const opcode = readString(member('opcode') ?? '');
  if (port === undefined || port === 0 || port > 65535 || opcode === undefined)
    return { kind: 'unparsable' };
  return { kind: 'redirect', port, opcode, contextId: readContextId(member('contextId')) };
}

function errorFrame(
  opcode: string,
  contextId: number | undefined,
  error: string | undefined,
): Frame {
  const member = memberReader(error ?? '');
  const code = member('code');
  const message = readString(member('message') ?? '');
  if (
    contextId === undefined ||
    code === undefined ||
    !/^\d{1,20}$/.test(code) ||
    message === undefined
  ) {
    return { kind: 'unparsable' };
  }
  return { kind: 'error', opcode, contextId, code, message };
}

/** Reads members of a JSON object as text; nothing is found in what is no object. */
export function memberReader(text: string): (key: string) => string | undefined {
  const spans = memberSpans(text);
  return (key) => {
    const span = spans?.get(key);
    return span === undefined ? undefined : text.slice(span.start, span.end);
  };
}

function readContextId(token: string | undefined): number | undefined {
  return token !== undefined && /^\d{1,20}$/.test(token) ? Number(token) : undefined;
}
