/** Values that the Daemon stores without complaint and of which the Node dies, or with which it can never start. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { after, before, describe, test } from 'node:test';
import {
  openPeer,
  setupPayload,
  setupView,
  until,
  type PeerUnderTest,
} from '../support/peers/peer-under-test.js';
import type { UiClient } from '../support/peers/ui-client.js';
import { errorOf, payloadText } from '../support/peers/ui-client.js';

const START_LIMIT_MS = 30_000;
/** A debug build notices a bad URL up to five seconds after its start. */
const DEATH_LIMIT_MS = 15_000;
const SCAN_RECEIVABLES = '{"scanType":"Receivables"}';
const GOOD_THRESHOLDS = '1000000000|1200|1200|500000000|21600|500000000';

describe('stored values and the Node', () => {
  let peer: PeerUnderTest;
  let daemonUi: UiClient;
  let directory = 0;

  before(async () => {
    peer = await openPeer();
    daemonUi = await peer.otherUi();
  });
  after(() => peer.close());

  /** Sets values in a data directory of their own; asserts that the Daemon finds no fault. */
  async function accepted(values: Readonly<Record<string, string | null>>): Promise<void> {
    directory += 1;
    const setup = { ...peer.workingSetup, 'data-directory': `${peer.home}/poison${directory}` };
    const reply = setupView(await daemonUi.ask('setup', setupPayload({ ...setup, ...values })));
    assert.deepEqual(reply.errors, []);
  }

  /** Starts the Node; its UI, or undefined where the start fails. */
  async function start(): Promise<UiClient | undefined> {
    const reply = await daemonUi.ask('start', '{}', START_LIMIT_MS);
    const port = /"redirectUiPort":(\d+)/.exec(reply)?.[1];
    if (port !== undefined) return peer.otherUi(Number(port)).catch(() => undefined);
    assert.match(errorOf(reply).message, /died immediately|unresponsive/);
    return undefined;
  }

  async function ends(ui: UiClient): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('the Node lives on')), DEATH_LIMIT_MS);
    });
    await Promise.race([ui.closed, late]).finally(() => clearTimeout(timer));
  }

  async function daemonKnowsTheEnd(): Promise<void> {
    await until(async () => !setupView(await daemonUi.ask('setup', setupPayload({}))).running);
  }

  async function diesAtStart(): Promise<void> {
    const ui = await start();
    if (ui !== undefined) await ends(ui);
    await daemonKnowsTheEnd();
  }

  const fatal: Readonly<Record<string, () => Readonly<Record<string, string | null>>>> = {
    'a URL with a brace in its path': () => ({
      'blockchain-service-url': 'http://127.0.0.1:9/{x}',
    }),
    'a URL with an escape in its host': () => ({ 'blockchain-service-url': 'http://a%41.b:9/' }),
    'a URL without a host behind the slashes': () => ({
      'blockchain-service-url': 'http:///127.0.0.1:9',
    }),
    'a real-user that is root': () => ({ 'real-user': `0:0:${peer.home}` }),
    'ip 0.0.0.0 in standard mode': () => ({ 'neighborhood-mode': 'standard', ip: '0.0.0.0' }),
    'the clandestine port of the Daemon in standard mode': () => ({
      'neighborhood-mode': 'standard',
      ip: '1.2.3.4',
      'clandestine-port': String(peer.daemonPort),
    }),
  };
  for (const [what, values] of Object.entries(fatal)) {
    test(`${what} is stored, and the Node ends at its start`, async () => {
      await accepted({ ip: null, 'clandestine-port': null, ...values() });
      await diesAtStart();
    });
  }

  test('a URL with everything that RFC 3986 allows serves the scans', async () => {
    await accepted({
      ip: null,
      'clandestine-port': null,
      'blockchain-service-url':
        "http://me:p%20w@127.0.0.1:9/-._~!$&'()*+,;=:@/%7B?-._~!$&'()*+,;=:@/?%22#-._~!$&'()*+,;=:@/?",
    });
    const ui = await start();
    assert.ok(ui !== undefined);
    assert.match(errorOf(await ui.ask('scan', SCAN_RECEIVABLES)).message, /scan failed/);
    await peer.killNode();
    await daemonKnowsTheEnd();
  });

  test('a debt threshold above 2^63 - 1 kills at a receivables scan; a clear does not cure it, a good value does', async () => {
    await accepted({ 'payment-thresholds': '9223372036854775808|1|1|1|1000000000|1' });
    const ui = await start();
    assert.ok(ui !== undefined);
    ui.post('scan', SCAN_RECEIVABLES);
    await ends(ui);
    await daemonKnowsTheEnd();
    const cleared = setupView(
      await daemonUi.ask('setup', setupPayload({ 'payment-thresholds': null })),
    );
    assert.match(
      cleared.line('payment-thresholds'),
      /^9223372036854775808\|1\|1\|1\|1000000000\|1\|(?:Set|Configured)$/,
    );
    const cured = setupView(
      await daemonUi.ask('setup', setupPayload({ 'payment-thresholds': GOOD_THRESHOLDS })),
    );
    assert.deepEqual(cured.errors, []);
    const again = await start();
    assert.ok(again !== undefined);
    assert.match(errorOf(await again.ask('scan', SCAN_RECEIVABLES)).message, /scan failed/);
    await peer.killNode();
    await daemonKnowsTheEnd();
  });

  test('payment thresholds, rates and numbers at their bounds serve a receivables scan', async () => {
    await accepted({
      'payment-thresholds':
        '9223372036854775807|1000000000|1000000000|0|1000000000|18446744073709551615',
      'scan-intervals': '31536000|31536000|31536000',
      'gas-price': '18446744073709551615',
      scans: 'on',
    });
    const ui = await start();
    assert.ok(ui !== undefined);
    const set = '{"name":"start-block","value":"1000000000000"}';
    assert.equal(payloadText(await ui.ask('setConfiguration', set)), '{}');
    assert.match(errorOf(await ui.ask('scan', SCAN_RECEIVABLES)).message, /scan failed/);
    assert.match(await ui.ask('configuration'), /"startBlock":1000000000000/);
    await peer.killNode();
    await daemonKnowsTheEnd();
  });

  describe('with a chain service that names its longest range', () => {
    let service: Server | undefined;

    before(async () => {
      if (peer.kind === 'simulator')
        peer.simulator?.setScanBehaviour('Receivables', 'range-too-large');
      else service = await chainService();
    });
    after(() => service?.close());

    // A release build wraps around and lives.
    const isRelease = process.env['MASQNODE_BIN']?.includes('release') === true;
    test(
      'a start block near 2^64 kills at the second scan, and is still there afterwards',
      { skip: isRelease },
      async () => {
        const address = service?.address();
        const port = typeof address === 'object' && address !== null ? address.port : 9;
        await accepted({
          'payment-thresholds': GOOD_THRESHOLDS,
          'blockchain-service-url': `http://127.0.0.1:${port}`,
          scans: 'off',
        });
        const ui = await start();
        assert.ok(ui !== undefined);
        const set = '{"name":"start-block","value":"18446744073709551615"}';
        assert.equal(payloadText(await ui.ask('setConfiguration', set)), '{}');
        assert.match(errorOf(await ui.ask('scan', SCAN_RECEIVABLES)).message, /max: 3500/);
        assert.match(await ui.ask('configuration'), /"maxBlockCount":3500/);
        ui.post('scan', SCAN_RECEIVABLES);
        await ends(ui);
        await daemonKnowsTheEnd();
        const again = await start();
        assert.match(
          (await again?.ask('configuration')) ?? '',
          /"startBlock":18446744073709551615/,
        );
        const cure = '{"name":"start-block","value":"none"}';
        assert.equal(payloadText((await again?.ask('setConfiguration', cure)) ?? ''), '{}');
        assert.match(
          errorOf((await again?.ask('scan', SCAN_RECEIVABLES)) ?? '').message,
          /max: 3500/,
        );
      },
    );
  });
});

/** Answers eth_blockNumber, and refuses eth_getLogs as a provider does that limits the range. */
async function chainService(): Promise<Server> {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      const id = /"id":(\d+)/.exec(body)?.[1] ?? '0';
      const rest = body.includes('eth_blockNumber')
        ? '"result":"0xffffffffffff"'
        : '"error":{"code":-32005,"message":"eth_getLogs block range too large, range: 200000, max: 3500"}';
      response.setHeader('content-type', 'application/json');
      response.end(`{"jsonrpc":"2.0","id":${id},${rest}}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
