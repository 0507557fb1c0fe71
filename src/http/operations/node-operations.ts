/** The Node's life and the conversations with a mind of their own; the peers side knows how, these only ask. */
import {
  crashNodeBody,
  queryConfigurationBody,
  startScanBody,
} from '../../generated/validators.js';
import type { Peers, ScanResult, ScanType } from '../../peer/peers.js';
import { entryOf, opcodes, START_LIMIT_MS, SHUTDOWN_LIMIT_MS } from '../../protocol/opcodes.js';
import { passwordFault } from '../../protocol/password-rules.js';
import { canonicalPayload } from '../requests/canonical-payload.js';
import { invalidRequest, requestFault } from '../../problems/request-faults.js';
import { JSON_TYPE, jsonAnswer, noStore } from '../operation.js';
import type { Answer, Call, Operation } from '../operation.js';
import { waitingFor } from '../requests/waiting.js';
import type { WaitRule } from '../requests/waiting.js';

/** What the routes of this file need. */
export interface NodeDeps {
  readonly peers: Pick<
    Peers,
    'startNode' | 'shutdownNode' | 'restartNode' | 'queryConfiguration' | 'scan' | 'crashNode'
  >;
  readonly settings: { readonly allowCrash: boolean };
}

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

const json = { produces: [JSON_TYPE] } as const;

/** start, shutdown, restart, configuration with a password, scan and crash. */
export function nodeOperations(deps: NodeDeps): readonly Operation[] {
  return [...lifeOperations(deps.peers), ...otherOperations(deps)];
}

function lifeOperations(peers: NodeDeps['peers']): readonly Operation[] {
  return [
    {
      ...json,
      operationId: 'startNode',
      method: 'POST',
      path: '/v1/node/start',
      access: 'w',
      opcode: 'start',
      query: { ensure: 'flag' },
      run: async (call) => {
        const waiting = waitingFor(call, startRule);
        const reply = await peers.startNode({ ...waiting.options, ensure: isEnsuring(call) });
        return jsonAnswer(200, reply, { ...noStore, ...waiting.headers });
      },
    },
    {
      ...json,
      operationId: 'shutdownNode',
      method: 'POST',
      path: '/v1/node/shutdown',
      access: 'w',
      opcode: 'shutdown',
      query: { ensure: 'flag' },
      run: async (call) => {
        const waiting = waitingFor(call, shutdownRule);
        await peers.shutdownNode({ ...waiting.options, ensure: isEnsuring(call) });
        return jsonAnswer(200, '{}', { ...noStore, ...waiting.headers });
      },
    },
    {
      ...json,
      operationId: 'restartNode',
      method: 'POST',
      path: '/v1/node/restart',
      access: 'w',
      opcode: 'start',
      run: async (call) => {
        const waiting = waitingFor(call, restartRule);
        const reply = await peers.restartNode(waiting.options);
        return jsonAnswer(200, reply, { ...noStore, ...waiting.headers });
      },
    },
  ];
}

function otherOperations(deps: NodeDeps): readonly Operation[] {
  return [
    {
      ...json,
      operationId: 'queryConfiguration',
      method: 'POST',
      path: '/v1/node/configuration/query',
      access: 's',
      opcode: 'configuration',
      bodyValidator: queryConfigurationBody,
      run: (call) => queryConfiguration(deps.peers, call),
    },
    {
      ...json,
      operationId: 'startScan',
      method: 'POST',
      path: '/v1/node/scans',
      access: 'w',
      opcode: 'scan',
      bodyValidator: startScanBody,
      run: (call) => startScan(deps.peers, call),
    },
    {
      ...json,
      operationId: 'crashNode',
      method: 'POST',
      path: '/v1/node/crash',
      access: 'w',
      opcode: 'crash',
      bodyValidator: crashNodeBody,
      run: (call) => crashNode(deps, call),
    },
  ];
}

function isEnsuring(call: Call): boolean {
  return call.query.ensure === true;
}

async function queryConfiguration(peers: NodeDeps['peers'], call: Call): Promise<Answer> {
  const { dbPasswordOpt } = call.body as unknown as { readonly dbPasswordOpt: string };
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

async function startScan(peers: NodeDeps['peers'], call: Call): Promise<Answer> {
  const { scanType } = call.body as unknown as { readonly scanType: ScanType };
  const waiting = waitingFor(call, opcodes.scan);
  const result = await peers.scan(scanType, waiting.options);
  return jsonAnswer(scanStatus[result], JSON.stringify({ result }), {
    ...noStore,
    ...waiting.headers,
  });
}

async function crashNode({ peers, settings }: NodeDeps, call: Call): Promise<Answer> {
  if (!settings.allowCrash) {
    throw requestFault(
      'not-found',
      'Crashing the Node is switched off; it is for tests, with the setting allow-crash.',
    );
  }
  const waiting = waitingFor(call, opcodes.crash);
  await peers.crashNode(canonicalPayload(call.body), waiting.options);
  return jsonAnswer(202, '{}', { ...noStore, ...waiting.headers });
}
