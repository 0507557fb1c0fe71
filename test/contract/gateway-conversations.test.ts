import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openGateway, type GatewayUnderTest } from '../support/http/gateway-under-test.js';
import { openPeer, type PeerUnderTest } from '../support/peers/peer-under-test.js';

const PASSWORD = 'correct horse';
const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

describe('every conversation with a fresh Node, through the gateway', () => {
  let peer: PeerUnderTest;
  let gateway: GatewayUnderTest;

  before(async () => {
    peer = await openPeer();
    gateway = await openGateway(peer.daemonPort);
    const values = Object.entries(peer.workingSetup).map(([name, value]) => ({ name, value }));
    await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopped');
    assert.equal((await gateway.ask('PATCH /v1/setup', { body: { values } })).status, 200);
    assert.equal((await gateway.ask('POST /v1/node/start')).status, 200);
  });
  after(async () => {
    await gateway.close();
    await peer.close();
  });

  const problem = async (
    route: string,
    body: unknown,
    status: number,
    code: string,
  ): Promise<void> => {
    const answer = await gateway.ask(route, { body });
    assert.equal(answer.status, status, answer.text);
    assert.equal(answer.body['code'], code, answer.text);
  };

  test('quick reads', async () => {
    assert.deepEqual((await gateway.ask('GET /v1/node/descriptor')).body, {
      nodeDescriptorOpt: null,
    });
    const configuration = await gateway.ask('GET /v1/node/configuration');
    assert.equal(configuration.body['neighborhoodMode'], 'zero-hop');
    const financials = await gateway.ask('GET /v1/node/financials?top=5&orderedBy=balance');
    assert.deepEqual(financials.body['queryResultsOpt'], { payableOpt: [], receivableOpt: [] });
    const query = await gateway.ask('POST /v1/node/financials/query', {
      body: { statsRequired: false, topRecordsOpt: { count: 0, orderedBy: 'Age' } },
    });
    assert.equal(query.body['statsOpt'], null);
  });

  test('the neighborhood as text, nodes and edges, DOT and a drawn SVG', async () => {
    const { body } = await gateway.ask('GET /v1/node/neighborhood');
    assert.match(String(body['graph']), /^digraph db \{/);
    const graph = await gateway.ask('GET /v1/node/neighborhood/graph');
    assert.ok(Array.isArray(graph.body['nodes']) && graph.body['nodes'].length === 1, graph.text);
    const dot = await gateway.ask('GET /v1/node/neighborhood/graph.dot');
    assert.equal(dot.text.trimEnd(), String(body['graph']).trimEnd());
    const svg = await gateway.ask('GET /v1/node/neighborhood/graph.svg');
    assert.match(svg.text, /<svg/);
  });

  test('wallets before any password', async () => {
    await problem(
      'POST /v1/node/wallets/generate',
      { dbPassword: PASSWORD },
      403,
      'wrong-password',
    );
  });

  test('a password set, checked, and refused where it is wrong', async () => {
    const check = (dbPasswordOpt: string | null): Promise<unknown> =>
      gateway
        .ask('POST /v1/node/password/check', { body: { dbPasswordOpt } })
        .then(({ body }) => body);
    assert.deepEqual(await check(null), { matches: true });
    const set = await gateway.ask('POST /v1/node/password/change', {
      body: { oldPasswordOpt: null, newPassword: PASSWORD },
    });
    assert.equal(set.status, 200, set.text);
    assert.deepEqual(await check(PASSWORD), { matches: true });
    assert.deepEqual(await check('wrong'), { matches: false });
    const change = 'POST /v1/node/password/change';
    await problem(change, { newPassword: 'another one' }, 409, 'password-exists');
    await problem(
      change,
      { oldPasswordOpt: 'wrong', newPassword: 'another one' },
      403,
      'wrong-password',
    );
    // The setup holds no db-password that could be stale.
    const again = await gateway.ask('POST /v1/node/restart');
    assert.equal(again.status, 200, again.text);
    assert.deepEqual(await check(PASSWORD), { matches: true });
  });

  test('a wrong password of configuration and wallets is an error, not a heap of nulls', async () => {
    const wrong = { dbPasswordOpt: 'wrong' };
    await problem('POST /v1/node/configuration/query', wrong, 403, 'wrong-password');
    await problem('POST /v1/node/wallets/query', { dbPassword: PASSWORD }, 409, 'wallets-missing');
  });

  test('wallets generated once, asked for, and never twice', async () => {
    const generate = { dbPassword: PASSWORD, seedSpecOpt: { mnemonicPhraseSizeOpt: 12 } };
    const made = await gateway.ask('POST /v1/node/wallets/generate', { body: generate });
    assert.equal(made.status, 200, made.text);
    assert.equal((made.body['mnemonicPhraseOpt'] as readonly string[]).length, 12);
    assert.equal(made.headers.get('cache-control'), 'no-store');
    const asked = await gateway.ask('POST /v1/node/wallets/query', {
      body: { dbPassword: PASSWORD },
    });
    assert.match(String(asked.body['consumingWalletAddress']), ADDRESS);
    assert.equal(asked.body['earningWalletAddress'], made.body['earningWalletAddress']);
    await problem('POST /v1/node/wallets/generate', generate, 409, 'wallets-exist');
    const full = await gateway.ask('POST /v1/node/configuration/query', {
      body: { dbPasswordOpt: PASSWORD },
    });
    assert.match(String(full.body['consumingWalletPrivateKeyOpt']), /^[0-9a-f]{64}$/);
    await problem(
      'POST /v1/node/wallets/query',
      { dbPassword: 'not this one' },
      403,
      'wrong-password',
    );
  });

  test('configuration set, and values that the Node would refuse stopped before it', async () => {
    const put = (name: string, value: unknown): Promise<void> =>
      gateway
        .ask(`PUT /v1/node/configuration/${name}`, { body: { value } })
        .then(({ status, text }) => assert.equal(status, 200, text));
    await put('gas-price', '7');
    await put('min-hops', 2);
    await put('start-block', 'none');
    const { body } = await gateway.ask('GET /v1/node/configuration');
    assert.equal(body['gasPrice'], 7);
    assert.equal(body['startBlock'], null);
    await problem(
      'PUT /v1/node/configuration/start-block',
      { value: 'latest' },
      400,
      'invalid-request',
    );
  });

  test('exit location: both doors, and what is applied though countries are missing', async () => {
    const body = { fallbackRouting: true, exitLocations: [{ countryCodes: ['CZ'], priority: 1 }] };
    const put = await gateway.ask('PUT /v1/node/exit-location', { body });
    assert.equal(put.status === 200 || put.body['code'] === 'countries-missing', true, put.text);
    const cleared = { fallbackRouting: true, exitLocations: [] };
    assert.equal((await gateway.ask('PUT /v1/node/exit-location', { body: cleared })).status, 200);
    const listed = await gateway.ask('POST /v1/node/exit-location/apply-and-list', {
      body: cleared,
    });
    assert.ok(Array.isArray(listed.body['exitCountries']), listed.text);
  });

  test('scans answer in every way that a Node knows', async () => {
    const scan = (scanType: string): Promise<{ status: number; text: string }> =>
      gateway.ask('POST /v1/node/scans', { body: { scanType }, headers: { prefer: 'wait=5' } });
    // Wallets came after this Node's start: it has no consuming wallet yet, or nothing to do, according to the peer.
    for (const scanType of ['Payables', 'PendingPayables']) {
      const { status, text } = await scan(scanType);
      assert.ok(
        /nothing-to-do/.test(text) ? status === 200 : /no-consuming-wallet/.test(text),
        text,
      );
    }
    const receivables = await scan('Receivables');
    assert.equal(receivables.status, 502, receivables.text);
    assert.match(receivables.text, /"code":"scan-failed".*"outcome":"refused"/);
    assert.match(receivables.text, /"peerCode":"9223372036854775815"/);
  });

  test('events tell what happened, resumable by id', async () => {
    const { body } = await gateway.ask('GET /v1/events/history?limit=1000');
    const events = body['events'] as readonly { readonly opcode: string; readonly id: string }[];
    const seen = new Set(events.map(({ opcode }) => opcode));
    for (const opcode of ['gateway.state', 'logBroadcast', 'newPassword', 'setup']) {
      assert.ok(seen.has(opcode), `${opcode} is missing among ${[...seen].join(' ')}`);
    }
    assert.equal(JSON.stringify(body).includes(PASSWORD), false);
    assert.equal(gateway.log.join('').includes(PASSWORD), false);
    const later = await gateway.ask(`GET /v1/events/history?since=${events[0]?.id ?? ''}&limit=1`);
    const [next] = later.body['events'] as readonly { readonly id: string }[];
    assert.equal(next?.id, events[1]?.id);
  });

  test('crash is not served unless it is switched on', async () => {
    const answer = await gateway.ask('POST /v1/node/crash', {
      body: { actor: 'CONFIGURATOR', panicMessage: 'please' },
    });
    assert.ok(answer.status === 404 || answer.status === 403, answer.text);
  });
});
