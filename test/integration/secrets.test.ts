/** Promise 5: secrets planted through every route, every kind of error made to happen, and everything searched for them. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { peerCodes } from '../../src/protocol/error-codes.js';
import {
  openGateway,
  type AskOptions,
  type GatewayUnderTest,
} from '../support/http/gateway-under-test.js';
import { documentedOperations } from '../support/http/openapi-check.js';
import {
  PlantedSecrets,
  type Finding,
  type SecretKind,
} from '../support/hostile/planted-secrets.js';
import {
  failure,
  redirect,
  reply,
  ScriptedPeer,
  type PeerRequest,
} from '../support/peers/scripted-peer.js';
import { answerIn, manners, telltaleLines, type Manner } from '../support/peers/telltale-peers.js';

/** Short limits, so that time-outs and losses are many. */
const timings = {
  conversationLimitFactor: 0.01,
  fenceLimitMs: 200,
  quietTimeMs: 20,
  backoffFirstMs: 5,
  backoffMostMs: 30,
  probeSoonMs: 30,
  unresponsiveRetryMs: 60,
};
const PATIENCE_MS = 10_000;
const secrets = new PlantedSecrets();
const findings: Finding[] = [];

interface PlainAnswer {
  readonly status: number;
  /** Headers and body. */
  readonly text: string;
}

/** Asks without holding the answer to the document: these peers use codes where no real one does. */
async function plainly(url: string, route: string, options: AskOptions): Promise<PlainAnswer> {
  const [method = 'GET', path = '/'] = route.split(' ');
  const body =
    options.rawBody ?? (options.body === undefined ? null : JSON.stringify(options.body));
  const json = body === null ? {} : { 'content-type': 'application/json' };
  const headers = { ...json, ...options.headers };
  const response = await fetch(`${url}${path}`, { method, body, headers });
  const text = JSON.stringify([...response.headers]) + (await response.text());
  return { status: response.status, text };
}

/** A gateway with everything that it says collected. */
class Watched {
  readonly daemon: ScriptedPeer;
  readonly gateway: GatewayUnderTest;
  readonly #stop = new AbortController();
  #streamed = '';

  private constructor(daemon: ScriptedPeer, gateway: GatewayUnderTest) {
    this.daemon = daemon;
    this.gateway = gateway;
  }

  static async open(daemon: ScriptedPeer): Promise<Watched> {
    const flags = { logLevel: 'trace', messagesPerSecond: 10_000 };
    const watched = new Watched(daemon, await openGateway(daemon.port, flags, timings));
    void watched.#listen();
    return watched;
  }

  /** Asks, and looks at the answer; what the reply owes to its caller is allowed in a success. */
  async ask(
    route: string,
    options: AskOptions = {},
    owed: readonly SecretKind[] = [],
  ): Promise<PlainAnswer> {
    const answer = await plainly(this.gateway.url, route, options);
    const allowed = answer.status < 300 ? owed : [];
    findings.push(...secrets.findIn(`${route} ${answer.status}`, answer.text, allowed));
    return answer;
  }

  /** Looks at the log, the stream, the history and every page and state that can be read. */
  async search(): Promise<void> {
    for (const line of this.gateway.log) findings.push(...secrets.findIn('log', line));
    for (const event of this.#streamed.split('\n\n')) {
      const allowed: SecretKind[] = /^event: setup$/m.test(event) ? ['api-key'] : [];
      findings.push(...secrets.findIn('event stream', event, allowed));
    }
    const history = await this.gateway.ask('GET /v1/events/history?limit=1000');
    for (const event of history.body['events'] as readonly { readonly opcode: string }[]) {
      const allowed: SecretKind[] = event.opcode === 'setup' ? ['api-key'] : [];
      findings.push(...secrets.findIn('history', JSON.stringify(event), allowed));
    }
    for (const path of readable) {
      const owed: SecretKind[] = /^\/v1\/(?:setup|node\/configuration)$/.test(path)
        ? ['api-key']
        : [];
      await this.ask(`GET ${path}`, {}, owed);
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.gateway.close();
    for (const line of this.gateway.log) findings.push(...secrets.findIn('log', line));
    await this.daemon.close();
  }

  async #listen(): Promise<void> {
    try {
      const response = await fetch(`${this.gateway.url}/v1/events`, { signal: this.#stop.signal });
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) {
        this.#streamed += decoder.decode(chunk as Uint8Array, { stream: true });
      }
    } catch (error) {
      if (!this.#stop.signal.aborted) throw error;
    }
  }
}

const readable = documentedOperations()
  .filter(({ method, path }) => method === 'GET' && !path.includes('{'))
  .map(({ path }) => path)
  .filter((path) => path !== '/v1/events' && path !== '/v1/events/history');

const noFindings = (): void => {
  const shown = findings.map(({ where, kind, secret }) => `${kind} ${secret} in ${where}`);
  assert.deepEqual([...new Set(shown)].slice(0, 20), []);
};

const state = (watched: Watched, name: string): Promise<unknown> => {
  const endMs = Date.now() + PATIENCE_MS;
  return watched.gateway.until(
    'GET /v1/status',
    ({ body }) => body['nodeState'] === name || Date.now() > endMs,
  );
};

async function renewed({ daemon, gateway }: Watched): Promise<void> {
  const before = daemon.connections;
  daemon.cut();
  await daemon.until(() => daemon.connections > before);
  await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopped');
}

describe('secrets in conversations with the Node', () => {
  const serviceUrl = secrets.serviceUrl();
  let node: ScriptedPeer;
  let watched: Watched;
  let manner: Manner = 'reply';
  let target = '';

  const goodPayload = ({ opcode, text }: PeerRequest): string => {
    switch (opcode) {
      case 'checkPassword':
        return '{"matches":true}';
      case 'connectionStatus':
        return '{"stage":"RouteFound"}';
      case 'configuration':
        return configuration(
          serviceUrl,
          text.includes('"dbPasswordOpt":"') ? secrets.made() : null,
        );
      case 'walletAddresses':
        return '{"consumingWalletAddress":"0x1","earningWalletAddress":"0x2"}';
      case 'generateWallets':
        return JSON.stringify({
          mnemonicPhraseOpt: [secrets.made()],
          consumingWalletAddress: '0x1',
          consumingWalletPrivateKey: secrets.made(),
          earningWalletAddress: '0x2',
          earningWalletPrivateKey: secrets.made(),
        });
      default:
        return '{}';
    }
  };
  // Fences and the gateway's own readings are answered well, or nothing would ever be asked.
  const isTarget = ({ opcode, text }: PeerRequest): boolean =>
    opcode === target && !/"payload":\{(?:"dbPasswordOpt":null)?\}/.test(text);

  before(async () => {
    node = await ScriptedPeer.listen((request, peer) =>
      answerIn(isTarget(request) ? manner : 'reply', request, peer, goodPayload(request)),
    );
    const daemon = await ScriptedPeer.listen((request) =>
      request.opcode === 'setup'
        ? reply(request, '{"running":true,"values":[],"errors":[]}')
        : redirect(request, node.port),
    );
    watched = await Watched.open(daemon);
    await state(watched, 'running');
  });
  after(async () => {
    await watched.close();
    await node.close();
    noFindings();
  });

  const conversations: readonly (readonly [
    opcode: string,
    route: string,
    body: () => unknown,
    owed: readonly SecretKind[],
  ])[] = [
    [
      'checkPassword',
      'POST /v1/node/password/check',
      () => ({ dbPasswordOpt: secrets.password() }),
      [],
    ],
    [
      'changePassword',
      'POST /v1/node/password/change',
      () => ({ oldPasswordOpt: secrets.password(), newPassword: secrets.password() }),
      [],
    ],
    [
      'configuration',
      'POST /v1/node/configuration/query',
      () => ({ dbPasswordOpt: secrets.password() }),
      ['made', 'api-key'],
    ],
    [
      'walletAddresses',
      'POST /v1/node/wallets/query',
      () => ({ dbPassword: secrets.password() }),
      [],
    ],
    [
      'generateWallets',
      'POST /v1/node/wallets/generate',
      () => ({
        dbPassword: secrets.password(),
        seedSpecOpt: { mnemonicPassphraseOpt: secrets.password() },
      }),
      ['made'],
    ],
    [
      'recoverWallets',
      'POST /v1/node/wallets/recover',
      () => ({
        dbPassword: secrets.password(),
        seedSpecOpt: {
          mnemonicPhrase: secrets.phrase(),
          mnemonicPassphraseOpt: secrets.password(),
        },
        consumingPrivateKeyOpt: secrets.key(),
        earningDerivationPathOpt: "m/44'/60'/0'/0/1",
      }),
      [],
    ],
  ];

  for (const [opcode, route, body, owed] of conversations) {
    test(`${route}: only in the reply that owes them, whatever the Node does`, async () => {
      for (const each of manners) {
        manner = 'reply';
        await state(watched, 'running');
        [manner, target] = [each, opcode];
        const answer = await watched.ask(
          route,
          { body: body(), headers: { 'idempotency-key': `${opcode}-${each.replace(' ', '-')}` } },
          owed,
        );
        assert.notEqual(answer.status, 500, answer.text);
        // What was not answered keeps its place until the link is renewed.
        if (answer.status === 504) {
          node.cut();
          await node.until(() => node.open === 0);
        }
      }
      manner = 'reply';
      await state(watched, 'running');
      assert.ok(node.of(opcode).length >= manners.length / 2, 'hardly anything reached the Node');
      noFindings();
    });
  }

  test('in refused requests of every kind: nowhere', async () => {
    for (const [, route, good] of conversations) {
      const body = good() as Readonly<Record<string, unknown>>;
      const text = JSON.stringify(body);
      const bad: readonly AskOptions[] = [
        { body: { ...body, unknown: secrets.password() } },
        { body: Object.fromEntries(Object.entries(body).map(([key, value]) => [key, [value]])) },
        { body: { ...body, dbPassword: `-${secrets.password()}\u0000` } },
        { body: { ...body, newPassword: `-${secrets.password()}` } },
        { body: { ...body, consumingPrivateKeyOpt: secrets.badKey() } },
        { body: [body] },
        { rawBody: text.slice(0, -1) },
        { rawBody: text.replace('{', `{"dbPassword":"${secrets.password()}",`) },
        { rawBody: text, headers: { 'content-type': 'text/plain' } },
        { rawBody: text, headers: { 'content-encoding': 'gzip' } },
        { rawBody: text, headers: { accept: 'text/html' } },
        { rawBody: text, headers: { origin: 'http://evil.example' } },
        { rawBody: text, headers: { authorization: `Bearer ${secrets.password()}` } },
        { rawBody: text + ' '.repeat(1_100_000) },
      ];
      for (const options of bad) await watched.ask(route, options, ['made', 'api-key']);
      const [method = ''] = route.split(' ');
      const query = encodeURIComponent(secrets.password());
      await watched.ask(`${route}?dbPassword=${query}`, { body });
      await watched.ask(`${method} /v1/node/nowhere`, { body });
      await watched.ask(`PUT ${route.split(' ')[1] ?? ''}`, { body });
    }
    noFindings();
  });

  test('of other UIs, in bad messages, panics and log lines: nowhere', async () => {
    const text = (): string =>
      JSON.stringify({ dbPassword: secrets.password(), phrase: secrets.phrase() });
    for (const payload of telltaleLines(text())) {
      node.broadcast(`{"opcode": "logBroadcast", "payload": ${payload}}`);
    }
    const line = JSON.stringify({ msg: `scan failed: '${serviceUrl}'`, logLevel: 'Error' });
    node.broadcast(`{"opcode": "logBroadcast", "payload": ${line}}`);
    node.broadcast(
      `{"opcode": "unmarshalError", "payload": {"message":"x","badData":${JSON.stringify(text())}}}`,
    );
    node.broadcast(`{"opcode": "undelivered", "payload": {"opcode":${JSON.stringify(text())}}}`);
    node.broadcast(`{"opcode": "redirect", "payload": {"payload":${JSON.stringify(text())}}}`);
    node.broadcast(text());
    await watched.gateway.until('GET /v1/events/history?limit=1000', ({ text: told }) =>
      told.includes('scan failed'),
    );
    await watched.search();
    noFindings();
  });
});

describe('secrets in the setup', () => {
  let watched: Watched;
  let manner: Manner = 'reply';
  let complaints: readonly (readonly [string, string])[] = [];
  const values = new Map<string, string>();

  const setup = (): string =>
    JSON.stringify({
      running: false,
      values: [...values].map(([name, value]) => ({
        name,
        value: /password|key/.test(name) ? '****************' : value,
        status: 'Set',
      })),
      errors: complaints,
    });
  const take = ({ payload }: PeerRequest): void => {
    const { values: given = [] } = payload as {
      readonly values?: readonly { readonly name: string; readonly value: string | null }[];
    };
    for (const { name, value } of given) {
      if (value === null) values.delete(name);
      else values.set(name, value);
    }
  };

  before(async () => {
    const daemon = await ScriptedPeer.listen((request, peer) => {
      if (request.opcode === 'descriptor')
        return failure(request, peerCodes.NODE_NOT_RUNNING, 'Node is not running');
      take(request);
      const isChange = request.opcode === 'start' || !request.text.includes('"values":[]');
      return answerIn(isChange ? manner : 'reply', request, peer, setup());
    });
    watched = await Watched.open(daemon);
    await state(watched, 'stopped');
  });
  after(async () => {
    await watched.close();
    noFindings();
  });

  const bodies: readonly (readonly [string, () => AskOptions])[] = [
    ['PUT /v1/setup/db-password', () => ({ body: { value: secrets.password() } })],
    ['PUT /v1/setup/consuming-private-key', () => ({ body: { value: secrets.key() } })],
    ['PUT /v1/setup/blockchain-service-url', () => ({ body: { value: secrets.serviceUrl() } })],
    [
      'PATCH /v1/setup',
      () => ({
        body: { 'db-password': secrets.password(), 'consuming-private-key': secrets.key() },
        headers: { 'content-type': 'application/merge-patch+json' },
      }),
    ],
    [
      'PATCH /v1/setup',
      () => ({
        body: {
          values: [
            { name: 'blockchain-service-url', value: secrets.serviceUrl() },
            { name: 'db-password', value: secrets.password() },
          ],
        },
      }),
    ],
    ['POST /v1/node/start', () => ({ body: {} })],
  ];

  test('whatever the Daemon does: only service URLs, and those only in setups', async () => {
    for (const [route, options] of bodies) {
      for (const each of manners) {
        manner = 'reply';
        await watched.gateway.until('GET /v1/status', ({ body }) => body['daemonState'] === 'up');
        manner = each;
        const answer = await watched.ask(route, options(), ['api-key']);
        assert.notEqual(answer.status, 500, answer.text);
        if (answer.status === 504) await renewed(watched);
      }
    }
    manner = 'reply';
    await watched.gateway.until('GET /v1/status', ({ body }) => body['daemonState'] === 'up');
    await watched.search();
    noFindings();
  });

  test('that the Daemon quotes in its complaints: nowhere, whoever set them', async () => {
    manner = 'reply';
    complaints = [
      ['consuming-private-key', `Invalid value: ${secrets.badKey()}`],
      ['db-password', `DatabaseError("${secrets.password()}")`],
      [
        '<unknown>',
        `Unfamiliar message: error: Found argument '--${secrets.password()}' which wasn't expected`,
      ],
      [
        '<unknown>',
        `Unfamiliar message: error: ${secrets.badKey()}\n isn't a valid value for '--x'`,
      ],
    ];
    watched.daemon.broadcast(`{"opcode": "setup", "payload": ${setup()}}`);
    await watched.ask('PUT /v1/setup/db-password', { body: { value: secrets.password() } }, [
      'api-key',
    ]);
    await watched.ask('PUT /v1/setup/consuming-private-key', { body: { value: secrets.key() } });
    await watched.ask('PUT /v1/setup/gas-price', { body: { value: '5' } }, ['api-key']);
    await watched.ask('GET /v1/setup', { headers: { 'cache-control': 'no-cache' } }, ['api-key']);
    await watched.ask('GET /v1/setup/consuming-private-key');
    await watched.search();
    noFindings();
    assert.ok(watched.gateway.log.length > 100 && secrets.count > 300);
  });
});

function configuration(serviceUrl: string, key: string | null): string {
  return JSON.stringify({
    blockchainServiceUrlOpt: serviceUrl,
    chainName: 'dev',
    clandestinePort: 1234,
    currentSchemaVersion: '11',
    earningWalletAddressOpt: null,
    gasPrice: 1,
    maxBlockCount: null,
    neighborhoodMode: 'zero-hop',
    portMappingProtocol: null,
    startBlock: null,
    consumingWalletPrivateKeyOpt: key,
    consumingWalletAddressOpt: null,
    pastNeighbors: [],
    paymentThresholds: {
      thresholdIntervalSec: 1,
      debtThresholdGwei: 1,
      paymentGracePeriodSec: 1,
      maturityThresholdSec: 1,
      permanentDebtAllowedGwei: 1,
      unbanBelowGwei: 1,
    },
    ratePack: {
      routingByteRate: 1,
      routingServiceRate: 1,
      exitByteRate: 1,
      exitServiceRate: 1,
    },
    scanIntervals: { pendingPayableSec: 1, payableSec: 1, receivableSec: 1 },
  });
}
