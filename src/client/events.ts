/** The events of a stream, each with its payload's type. */
import type { components } from '../generated/openapi.js';
import { readJson } from './exact-json.js';

type Schemas = components['schemas'];

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

/** One event; `kind` tells which, and with it the type of the payload. */
export type GatewayEvent =
  /** Every hop: first in a new stream, after the missed events in a resumed one, and at each change. */
  | Known<'gateway.state', Schemas['Status']>
  /** Events are missing here: what was derived from them is to be asked for anew. */
  | Known<'gateway.gap', Schemas['Gap']>
  /** The late result of a scan that had been answered with `accepted`. */
  | Known<'gateway.scan', Schemas['LateScan']>
  | Known<'logBroadcast', Schemas['LogBroadcast']>
  | Known<'connectionChange', Schemas['ConnectionStatus']>
  | Known<'newPassword', Schemas['EmptyReply']>
  | Known<'configurationChanged', Schemas['EmptyReply']>
  | Known<'setup', Schemas['Setup']>
  | Known<'crashed', Schemas['Crashed']>
  | OtherEvent;

export type EventKind = GatewayEvent['kind'];

const knownKinds: Readonly<Record<Exclude<EventKind, 'other'>, true>> = {
  'gateway.state': true,
  'gateway.gap': true,
  'gateway.scan': true,
  logBroadcast: true,
  connectionChange: true,
  newPassword: true,
  configurationChanged: true,
  setup: true,
  crashed: true,
};

/** An event's envelope, read. @throws SyntaxError for what is none. */
export function readEvent(text: string): GatewayEvent {
  const envelope = readJson(text);
  if (!isEnvelope(envelope)) throw new SyntaxError('an event without an opcode');
  const kind = Object.hasOwn(knownKinds, envelope.opcode) ? envelope.opcode : 'other';
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
