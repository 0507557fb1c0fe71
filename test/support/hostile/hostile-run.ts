/** Hostile requests by the thousand through a real gateway before a simulator, every frame at its sockets judged. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { emptyLedger } from '../peers/ledgers.js';
import { createSimulator, type Simulator } from '../../../src/simulator/simulator.js';
import { settableNames } from '../../../src/protocol/setup-names.js';
import { deadlyReason } from './deadly-frames.js';
import { openGateway, operationAt, type GatewayUnderTest } from '../http/gateway-under-test.js';
import { HostileClient, type AnswerKey } from './hostile-client.js';
import { everyRoute, hostileRequest, type HostileRequest } from './hostile-requests.js';
import { RUN_PASSWORD } from './hostile-routes.js';
import { workingSetup } from '../peers/real-node.js';
import { UiClient } from '../peers/ui-client.js';

/** What is to be run. */
export interface HostileRunOptions {
  readonly requests: number;
  /** The same seed makes the same requests. */
  readonly seed: number;
  readonly onRound?: (report: HostileReport) => void;
}

/** What came of it. */
export interface HostileReport {
  readonly requests: number;
  readonly framesJudged: number;
  readonly rounds: number;
  readonly answers: ReadonlyMap<AnswerKey, number>;
  readonly operations: ReadonlyMap<string, number>;
  /** The largest numbers that ever waited in the two small mailboxes of any Node. */
  readonly mailboxMost: { readonly configurator: number; readonly blockchainBridge: number };
}

type Tally = { -readonly [K in keyof HostileReport]: HostileReport[K] } & {
  answers: Map<AnswerKey, number>;
  operations: Map<string, number>;
};

const HOME = '/home/masq-simulated';
const WORKERS = 16;
/** A new simulator and gateway after so many requests, and a Node up or down after so many. */
const ROUND = 2_000;
const PHASE = 250;
/** Half of the mailbox is for other UIs, of which there are none here. */
const OURS_MOST = 8;
/**
 * Settings of a test, not of the product: the bucket of 100 messages a second would make the run a matter of hours, and a quiet
 * time of a second one of minutes. The credits that keep the Configurator alive are as shipped.
 */
const testFlags = { messagesPerSecond: 10_000, logLevel: 'silent' };
const testTimings = {
  quietTimeMs: 60,
  backoffFirstMs: 5,
  backoffMostMs: 50,
  probeSoonMs: 50,
  probeLaterMs: 100,
  probeFreshMs: 20,
  orphanConfirmMs: 100,
  crashedProbeMs: 100,
  scanWaitMs: 100,
  payablesHoldMs: 20,
};
/** What another UI may have left in a half-done setup: each would kill the Daemon as soon as the setup is complete. */
const poisons: readonly (readonly [string, string])[] = [
  ['neighborhood-mode', 'Standard'],
  ['gas-price', '--neighbors'],
  ['neighborhood-mode', 'ZERO-HOP'],
];

/** Runs; rejects at the first deadly frame, death, undocumented answer, or request without one. */
export async function runHostile(options: HostileRunOptions): Promise<HostileReport> {
  const tally: Tally = {
    requests: 0,
    framesJudged: 0,
    rounds: 0,
    answers: new Map(),
    operations: new Map(),
    mailboxMost: { configurator: 0, blockchainBridge: 0 },
  };
  while (tally.requests < options.requests) {
    const seed = options.seed + tally.rounds;
    const count = Math.min(ROUND, options.requests - tally.requests);
    const known = tally.rounds === 0 ? everyRoute.slice(0, count) : [];
    const numRuns = Math.max(1, count - known.length);
    const requests = [...known, ...fc.sample(hostileRequest, { numRuns, seed })].slice(0, count);
    try {
      await runRound(requests, tally);
    } catch (error) {
      throw new Error(`round ${tally.rounds}, seed ${seed}: ${String(error)}`, { cause: error });
    }
    tally.rounds += 1;
    options.onRound?.(tally);
  }
  return tally;
}

async function runRound(requests: readonly HostileRequest[], tally: Tally): Promise<void> {
  const simulator = createSimulator({ home: HOME, ledger: emptyLedger, keyDerivationMs: 0.2 });
  const { daemonPort } = await simulator.start();
  const judge = new Judge(simulator);
  if (tally.rounds % 2 === 1) await poison(daemonPort, tally.rounds);
  judge.skip();
  const gateway = await openGateway(daemonPort, testFlags, testTimings);
  const client = new HostileClient(gateway.url);
  try {
    await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopped');
    for (let first = 0; first < requests.length; first += PHASE) {
      if ((first / PHASE) % 2 === 1) await bringUp(gateway);
      else await gateway.ask('POST /v1/node/shutdown?ensure=true');
      await sendAll(client, requests.slice(first, first + PHASE), tally);
      tally.framesJudged += judge.judge();
    }
    await gateway.ask('GET /v1/status');
  } finally {
    client.close();
    await gateway.close();
    await simulator.close();
  }
  const { configurator, blockchainBridge } = simulator.mailboxHighWater;
  tally.mailboxMost = {
    configurator: Math.max(tally.mailboxMost.configurator, configurator),
    blockchainBridge: Math.max(tally.mailboxMost.blockchainBridge, blockchainBridge),
  };
  assert.ok(configurator <= OURS_MOST, `${configurator} messages waited in the Configurator`);
}

/** Looks at what reached the peers' sockets since it last looked. */
class Judge {
  readonly #simulator: Simulator;
  #judged = 0;

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
  }

  /** What came so far is another UI's. */
  skip(): void {
    this.#judged = this.#simulator.received.length;
  }

  judge(): number {
    const { received, deaths, daemonAlive } = this.#simulator;
    const frames = received.slice(this.#judged);
    this.#judged = received.length;
    for (const frame of frames) {
      const reason = deadlyReason(frame);
      assert.equal(reason, undefined, `reached the ${frame.hop}: ${frame.text.slice(0, 500)}`);
    }
    const panics = deaths.filter(({ reason }) => reason !== 'shutdown');
    assert.deepEqual(panics, [], 'a peer died');
    assert.ok(daemonAlive, 'the Daemon died');
    return frames.length;
  }
}

async function poison(daemonPort: number, round: number): Promise<void> {
  const [name, value] = poisons[round % poisons.length] ?? ['neighborhood-mode', 'Standard'];
  const other = await UiClient.open(daemonPort);
  await other.ask('setup', JSON.stringify({ values: [{ name, value }] }));
  await other.close();
}

async function sendAll(
  client: HostileClient,
  requests: readonly HostileRequest[],
  tally: Tally,
): Promise<void> {
  const left = requests[Symbol.iterator]();
  const work = async (): Promise<void> => {
    for (const request of left) {
      const key = await client.send(request);
      tally.requests += 1;
      count(tally.answers, key);
      count(tally.operations, operationAt(request.method, request.target) ?? 'no operation');
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** A Node with a password, whatever the setup has come to. */
async function bringUp(gateway: GatewayUnderTest): Promise<void> {
  await gateway.ask('POST /v1/node/shutdown?ensure=true');
  const good = workingSetup(HOME);
  const values = settableNames
    .filter((name) => name !== 'config-file')
    .map((name) => ({ name, value: good[name] ?? null }));
  const setup = await gateway.ask('PATCH /v1/setup', { body: { values } });
  assert.equal(setup.status, 200, setup.text);
  const started = await gateway.ask('POST /v1/node/start?ensure=true');
  assert.equal(started.status, 200, started.text);
  const first = { oldPasswordOpt: null, newPassword: RUN_PASSWORD };
  await gateway.ask('POST /v1/node/password/change', { body: first });
}
