/** The application over fake peers, with its log in memory. */
import type { Express } from 'express';
import { pino } from 'pino';
import { EventLog } from '../../src/events/event-log.js';
import { createEventStreams } from '../../src/events/event-streams.js';
import type { EventStreams } from '../../src/events/event-streams.js';
import { AccessTokens } from '../../src/http/access/access-tokens.js';
import type { TokenTexts } from '../../src/http/access/access-tokens.js';
import { createApp } from '../../src/http/app.js';
import type { HttpSettings } from '../../src/http/app-deps.js';
import { HopChanges } from '../../src/http/long-poll.js';
import { IdempotencyLedger } from '../../src/http/idempotency/idempotency-ledger.js';
import { problemCodes } from '../../src/problems/problem-table.js';
import { sampleReadings } from '../../src/http/reads/sample-readings.js';
import { SharedReads } from '../../src/http/reads/shared-reads.js';
import { GatewayMetrics } from '../../src/metrics/gateway-metrics.js';
import { opcodes, readKinds } from '../../src/protocol/opcodes.js';
import { FakePeers } from './fake-peers.js';
import { FakeScheduler } from './fake-scheduler.js';

/** What a test turns and looks at. */
export interface TestApp {
  readonly app: Express;
  readonly peers: FakePeers;
  readonly reads: SharedReads;
  readonly metrics: GatewayMetrics;
  readonly eventLog: EventLog;
  readonly eventStreams: EventStreams;
  readonly hopChanges: HopChanges;
  readonly idempotency: IdempotencyLedger;
  readonly tokens: AccessTokens;
  readonly closing: AbortController;
  /** One entry per log line. */
  readonly logLines: Readonly<Record<string, unknown>>[];
  readonly drawn: string[];
  readonly clock: { nowMs: number };
}

const STARTED_AT_MS = Date.UTC(2026, 10, 23);

/** Builds it; settings are the strictest unless told otherwise. */
export function testApp(
  settings: Partial<HttpSettings> = {},
  maxStreams = 10,
  tokens: TokenTexts = { admin: undefined, reader: undefined },
): TestApp {
  const peers = new FakePeers();
  const clock = { nowMs: STARTED_AT_MS };
  const now = (): number => clock.nowMs;
  const eventLog = new EventLog({
    startedAtMs: STARTED_AT_MS,
    now,
    onListenerError: (error) => {
      throw error;
    },
  });
  const eventStreams = createEventStreams({
    log: eventLog,
    describeState: () => '{}',
    now,
    limits: { maxStreams },
  });
  const logLines: Readonly<Record<string, unknown>>[] = [];
  const write = (line: string): void => {
    logLines.push(JSON.parse(line) as Readonly<Record<string, unknown>>);
  };
  const reads = new SharedReads({ peers, now });
  const parts = {
    peers,
    reads,
    metrics: new GatewayMetrics({
      peers,
      eventLog,
      eventStreams,
      readings: sampleReadings(reads),
      droppedLogLines: () => 0,
      vocabulary: { opcodes: Object.keys(opcodes), readKinds, problemCodes },
      version: '1.2.3',
      startedAtMs: STARTED_AT_MS,
      now,
    }),
    eventLog,
    eventStreams,
    hopChanges: new HopChanges(),
    idempotency: new IdempotencyLedger({ now, scheduler: new FakeScheduler() }),
    tokens: new AccessTokens(tokens),
    drawn: [] as string[],
  };
  const closing = new AbortController();
  const app = createApp({
    ...parts,
    drawer: {
      draw: (dot, nodeCount) => {
        parts.drawn.push(`${nodeCount}: ${dot}`);
        return Promise.resolve('<svg/>');
      },
    },
    settings: {
      allowedHosts: [],
      allowedOrigins: [],
      readOnly: false,
      metricsWithoutAuth: false,
      allowCrash: false,
      allowConfigFile: false,
      allowCustomFinancials: false,
      version: '1.2.3',
      startedAtMs: STARTED_AT_MS,
      ...settings,
    },
    now,
    logger: pino({ level: 'info' }, { write }),
    closing: closing.signal,
  });
  return { app, ...parts, closing, logLines, clock };
}
