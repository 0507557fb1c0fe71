/** The events of a stream, each with its payload's type. */
import { eventOpcodes } from '../generated/events.js';
import type { EventPayloads } from '../generated/events.js';
import type { components } from '../generated/openapi.js';
import { readJson } from './exact-json.js';

type Schemas = components['schemas'];

/** What all events have. */
interface EventBase {
  /** Its place in the log; `lastEventId` of a later stream that goes on from here. */
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
  /** Who said it. */
  readonly hop: Schemas['Hop'];
  readonly opcode: string;
}

interface Known<Kind extends string, Payload> extends EventBase {
  readonly kind: Kind;
  readonly opcode: Kind;
  readonly payload: Payload;
}

/** An event with an opcode that this client does not know; peers may come to send others. */
export interface OtherEvent extends EventBase {
  readonly kind: 'other';
  readonly payload: unknown;
}

/**
 * One event; `kind` says which, and with it the type of the payload. `gateway.state`: every hop, first in a new stream, after the missed
 * events in a resumed one, and at each change. `gateway.gap`: events are missing here, so ask again for what was derived from them.
 * `gateway.scan`: the late result of a scan that had been answered with `accepted`.
 */
export type GatewayEvent =
  | { [Opcode in keyof EventPayloads]: Known<Opcode, EventPayloads[Opcode]> }[keyof EventPayloads]
  | OtherEvent;

/** What an event can be. */
export type EventKind = GatewayEvent['kind'];

const knownKinds: ReadonlySet<string> = new Set(eventOpcodes);

/** An event's envelope, read. @throws SyntaxError for what is none. */
export function readEvent(text: string): GatewayEvent {
  const envelope = readJson(text);
  if (!isEnvelope(envelope)) throw new SyntaxError('an event without an opcode');
  const kind = knownKinds.has(envelope.opcode) ? envelope.opcode : 'other';
  // Here, and only here, an event is taken for what openapi.yaml says that it is.
  return { ...envelope, kind } as GatewayEvent;
}

function isEnvelope(value: unknown): value is { readonly opcode: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'opcode' in value &&
    typeof value.opcode === 'string'
  );
}
