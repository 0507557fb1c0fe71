/** The Node's life and the conversations with a mind of their own; the peers side knows how, these only ask. */
import type { ScanResult } from '../../peer/peers.js';
import { writeJson } from '../../protocol/json-text.js';
import { entryOf, opcodes, START_LIMIT_MS, SHUTDOWN_LIMIT_MS } from '../../protocol/opcodes.js';
import { passwordFault } from '../../protocol/password-rules.js';
import { invalidRequest, requestFault } from '../../problems/request-faults.js';
import { jsonAnswer, noStore } from '../answers/answer.js';
import type { Answer } from '../answers/answer.js';
import type { AppDeps } from '../app-deps.js';
import type { Call } from '../requests/call.js';
import { waitingFor } from '../requests/prefer.js';
import type { WaitRule } from '../requests/prefer.js';
import type { Handlers } from './handlers.js';

/** A start is answered up to this much after its reply, once our own link to the Node is open. */
const LINK_GRACE_MS = 5_000;
/** A shutdown waits this long for what must not be interrupted before it is written. */
const FENCE_GRACE_MS = 10_000;

const startRule: WaitRule = { changes: true, limitMs: START_LIMIT_MS + LINK_GRACE_MS };
const shutdownRule: WaitRule = { changes: true, limitMs: FENCE_GRACE_MS + SHUTDOWN_LIMIT_MS };
const restartRule: WaitRule = {
  changes: true,
  limitMs: startRule.limitMs + shutdownRule.limitMs,
};

/** start, shutdown, restart, configuration with a password, scan and crash. */
export function nodeHandlers(deps: AppDeps) {
  const { peers } = deps;
  return {
    startNode: async (call) => {
      const waiting = waitingFor(call, startRule);
      const { ensure = false } = call.query;
      const reply = await peers.startNode({ ...waiting.options, ensure });
      return jsonAnswer(200, reply, { ...noStore, ...waiting.headers });
    },
    shutdownNode: async (call) => {
      const waiting = waitingFor(call, shutdownRule);
      const { ensure = false } = call.query;
      await peers.shutdownNode({ ...waiting.options, ensure });
      return jsonAnswer(200, '{}', { ...noStore, ...waiting.headers });
    },
    restartNode: async (call) => {
      const waiting = waitingFor(call, restartRule);
      const reply = await peers.restartNode(waiting.options);
      return jsonAnswer(200, reply, { ...noStore, ...waiting.headers });
    },
    queryConfiguration: (call) => queryConfiguration(peers, call),
    startScan: (call) => startScan(peers, call),
    crashNode: (call) => crashNode(deps, call),
  } satisfies Partial<Handlers>;
}

async function queryConfiguration(
  peers: AppDeps['peers'],
  call: Call<'queryConfiguration'>,
): Promise<Answer> {
  const { dbPasswordOpt } = call.body.value;
  const detail = passwordFault(dbPasswordOpt);
  if (detail !== undefined) throw invalidRequest([{ pointer: '/dbPasswordOpt', detail }]);
  const waiting = waitingFor(call, entryOf('configuration', true));
  const reply = await peers.queryConfiguration(dbPasswordOpt, waiting.options);
  return jsonAnswer(200, reply, { ...noStore, ...waiting.headers });
}

// `accepted`: the Node may be silent for minutes; what comes later is an event.
const scanStatus: Readonly<Record<ScanResult, number>> = {
  done: 200,
  'nothing-to-do': 200,
  accepted: 202,
};

async function startScan(peers: AppDeps['peers'], call: Call<'startScan'>): Promise<Answer> {
  const waiting = waitingFor(call, opcodes.scan);
  const result = await peers.scan(call.body.value.scanType, waiting.options);
  return jsonAnswer(scanStatus[result], JSON.stringify({ result }), {
    ...noStore,
    ...waiting.headers,
  });
}

async function crashNode({ peers, settings }: AppDeps, call: Call<'crashNode'>): Promise<Answer> {
  if (!settings.allowCrash) {
    throw requestFault(
      'not-found',
      'Crashing the Node is switched off; it is for tests, with the setting allow-crash.',
    );
  }
  const waiting = waitingFor(call, opcodes.crash);
  await peers.crashNode(writeJson(call.json), waiting.options);
  return jsonAnswer(202, '{}', { ...noStore, ...waiting.headers });
}
