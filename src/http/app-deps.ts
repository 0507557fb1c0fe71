/** What the application is built from. */
import type { Logger } from 'pino';
import type { EventLog } from '../events/event-log.js';
import type { EventStreams } from '../events/event-streams.js';
import type { GatewayMetrics } from '../metrics/gateway-metrics.js';
import type { Peers } from '../peer/peers.js';
import type { FinishedRequest } from './requests/finished-request.js';
import type { GraphDrawer } from './graph/graph-drawer.js';
import type { AccessTokens } from './access/access-tokens.js';
import type { AdmissionSettings } from './access/admission.js';
import type { GuardSettings } from './access/guard.js';
import type { HopChanges } from './long-poll.js';
import type { IdempotencyLedger } from './idempotency/idempotency-ledger.js';
import type { SharedReads } from './reads/shared-reads.js';

/** The settings that http/ needs. @internal */
export interface HttpSettings extends GuardSettings, AdmissionSettings {
  /** Serve POST /v1/node/crash. */
  readonly allowCrash: boolean;
  /** Let setup set config-file. */
  readonly allowConfigFile: boolean;
  /** Whose a port is that the Node can never listen on; undefined for any other. @default none */
  readonly reservedPort?: (port: number) => string | undefined;
  /** Let financials ask for ranges. */
  readonly allowCustomFinancials: boolean;
  /** The gateway's own version. */
  readonly version: string;
  /** When the gateway started, Unix milliseconds. */
  readonly startedAtMs: number;
}

/** Everything that the application needs; nobody listens yet. */
export interface AppDeps {
  readonly peers: Peers;
  /** Its owner calls `touch` from the peers' `onTouched`. */
  readonly reads: SharedReads;
  readonly eventLog: EventLog;
  readonly eventStreams: Pick<EventStreams, 'open' | 'subscriberCount'>;
  /** Its owner tells them what happens at the peers. */
  readonly metrics: Pick<GatewayMetrics, 'text' | 'requestDone'>;
  /** Its owner calls `publish` from the peers' `onHopsChanged`. */
  readonly hopChanges: HopChanges;
  /** Closed by its owner. */
  readonly idempotency: Pick<IdempotencyLedger, 'answer'>;
  /** Closed by its owner. */
  readonly drawer: Pick<GraphDrawer, 'draw'>;
  readonly settings: HttpSettings;
  /** Its owner replaces them when their files have changed. */
  readonly tokens: AccessTokens;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly logger: Logger;
  /** Hears of every request once it is over. */
  readonly onRequestDone?: ((finished: FinishedRequest) => void) | undefined;
  /** Aborted when the gateway closes: long polls end. */
  readonly closing: AbortSignal;
}
