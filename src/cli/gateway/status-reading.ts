/** The status of a gateway, asked for and decoded. */
import * as z from 'zod';
import type { components } from '../../client/client.js';
import type { ClientOptions } from './client-options.js';
import { ask, type AskOptions } from './gateway-connection.js';
import { CommandError, exitCodes } from '../output/terminal.js';

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
  nodeLastExitKind: z.enum(['requested', 'killed', 'ended', 'unknown']).nullable(),
  nodeLastExitReason: z.string().nullable(),
  eventSubscribers: z.number(),
  lastEventId: z.string().nullable(),
} satisfies Partial<Record<keyof components['schemas']['Status'], z.ZodType>>);

/** What `/v1/status` and `gateway.state` say; keys of later versions are let by. */
export type Status = Readonly<z.output<typeof schema>>;

/** A status with what only the asking shows. */
export interface StatusReading {
  readonly status: Status;
  /** The answer as JSON text. */
  readonly text: string;
  readonly tookMs: number;
  /** The gateway's own clock, Unix ms, whole seconds; undefined if it did not say. */
  readonly gatewayClockMs: number | undefined;
}

/** Asks for the status. Rejects with ConnectionError, or CommandError (refused) if the answer is none. */
export async function readStatus(
  options: ClientOptions,
  how: AskOptions = {},
): Promise<StatusReading> {
  const startedMs = performance.now();
  const { value, clockMs } = await ask(options, (client) => client.get('/v1/status'), how);
  return {
    status: checkedStatus(value),
    text: `${JSON.stringify(value)}\n`,
    tookMs: performance.now() - startedMs,
    gatewayClockMs: clockMs,
  };
}

/** The value, if it is a status: a monitor must not judge by anything else. @throws CommandError (refused) if it is none. */
export function checkedStatus(value: unknown): Status {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new CommandError(
    exitCodes.refused,
    `what answers is no masq-gateway of this version: its status does not fit${place === '' ? '' : ` (${place})`}`,
  );
}
