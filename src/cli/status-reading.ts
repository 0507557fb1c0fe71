/** The status of a gateway, asked for and decoded. */
import * as z from 'zod';
import type { components } from '../client/client.js';
import type { ClientOptions } from './client-options.js';
import { get } from './gateway-connection.js';
import type { AskOptions } from './gateway-connection.js';
import { refusal } from './refusal.js';
import { CommandError, exitCodes } from './terminal.js';

const time = z.string();
// A subset of the status in openapi.yaml: what these commands use.
const schema = z.object({
  overall: z.enum(['ok', 'degraded', 'down']),
  overallCode: z.number(),
  gatewayVersion: z.string(),
  gatewaySince: time,
  daemonState: z.string(),
  daemonSince: time,
  daemonForSeconds: z.number(),
  daemonLink: z.string(),
  nodeState: z.string(),
  nodeSince: time,
  nodeForSeconds: z.number(),
  nodeLink: z.string(),
  nodePort: z.number().nullable(),
  nodeProcessId: z.number().nullable(),
  connectionStage: z.string().nullable(),
  connectionStageAt: time.nullable(),
  routeFound: z.boolean().nullable(),
  nodeLastExitAt: time.nullable(),
  nodeLastExitKind: z.enum(['requested', 'killed', 'ended']).nullable(),
  nodeLastExitReason: z.string().nullable(),
  eventSubscribers: z.number(),
  lastEventId: z.string().nullable(),
} satisfies Partial<Record<keyof components['schemas']['Status'], z.ZodType>>);

/** What `/v1/status` and `gateway.state` say; keys of later versions are let by. */
export type Status = Readonly<z.output<typeof schema>>;

/** A status with what only the asking shows. */
export interface StatusReading {
  readonly status: Status;
  /** The answer's JSON text. */
  readonly text: string;
  readonly tookMs: number;
  /** The gateway's own clock, Unix ms, whole seconds; undefined where it did not say. */
  readonly gatewayClockMs: number | undefined;
}

/** Asks for the status. Rejects with ConnectionError, or CommandError (refused) where the answer is none. */
export async function readStatus(
  options: ClientOptions,
  ask: AskOptions = {},
): Promise<StatusReading> {
  const startedMs = performance.now();
  const answer = await get(options, '/v1/status', ask);
  const tookMs = performance.now() - startedMs;
  if (answer.status !== 200) throw refusal('/v1/status', answer);
  const clockMs = Date.parse(answer.headers.date ?? '');
  return {
    status: decodeStatus(answer.text),
    text: answer.text,
    tookMs,
    gatewayClockMs: Number.isNaN(clockMs) ? undefined : clockMs,
  };
}

/** Decodes a status. @throws CommandError (refused) where it is none. */
export function decodeStatus(text: string): Status {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new CommandError(
    exitCodes.refused,
    `what answers is no masq-gateway of this version: its status does not fit${place === '' ? '' : ` (${place})`}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // no JSON is no status
  }
}
