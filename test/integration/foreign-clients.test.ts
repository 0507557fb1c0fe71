/** Clients that are not ours, each doing a real task; one that this machine lacks is skipped, and says so. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { emptyLedger } from '../support/peers/ledgers.js';
import { createSimulator, type Simulator } from '../../src/simulator/simulator.js';
import { openGateway, type GatewayUnderTest } from '../support/http/gateway-under-test.js';
import { workingSetup } from '../support/peers/real-node.js';

const LIMIT_MS = 30_000;
const U64_MAX = 2n ** 64n - 1n;
const EXACT = 'Accept: application/json;integers=string';

// pip carries a copy of urllib3, so whoever has pip can run these.
const IMPORT =
  'try:\n    import urllib3\nexcept ImportError:\n    from pip._vendor import urllib3\n';

const works = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const skipWithout = (what: string, isThere: boolean): { readonly skip: string | false } => ({
  skip: isThere ? false : `${what} is not on this machine: nothing was tried`,
});

interface Ended {
  readonly code: number;
  readonly out: string;
}

async function run(command: string, ...args: readonly string[]): Promise<Ended> {
  try {
    const { stdout } = await promisify(execFile)(command, [...args], { timeout: LIMIT_MS });
    return { code: 0, out: stdout };
  } catch (error) {
    const { code, stdout } = error as { readonly code: unknown; readonly stdout: string };
    assert.equal(typeof code, 'number', String(error));
    return { code: Number(code), out: stdout };
  }
}

describe('clients that are not ours', () => {
  let simulator: Simulator;
  let gateway: GatewayUnderTest;

  before(async () => {
    simulator = createSimulator({
      setup: workingSetup('/home/masq-simulated'),
      ledger: { ...emptyLedger, totalPaidPayableGwei: U64_MAX },
    });
    const { daemonPort } = await simulator.start();
    gateway = await openGateway(daemonPort);
  });
  after(async () => {
    await gateway.close();
    await simulator.close();
  });
  beforeEach(async () => {
    await gateway.until('GET /readyz?require=daemon', ({ status }) => status === 200);
    assert.equal((await gateway.ask('POST /v1/node/start?ensure=true')).status, 200);
  });

  const count = (opcode: string): number =>
    simulator.received.filter((message) => message.opcode === opcode).length;
  const python = (script: string, ...args: readonly string[]): Promise<Ended> =>
    run(
      'python3',
      '-c',
      `import json, sys\n${IMPORT}url = sys.argv[1]\n${script}`,
      gateway.url,
      ...args,
    );

  describe('curl', skipWithout('curl', works('curl', '--version')), () => {
    test('--fail-with-body stops a script and shows the problem', async () => {
      const args = ['-s', '--fail-with-body', '-X', 'POST', `${gateway.url}/v1/node/start`];
      const { code, out } = await run('curl', ...args);
      assert.equal(code, 22);
      assert.match(out, /"code":"already-running"/);
    });

    test('--retry waits as long as Retry-After says, and gets what it came for', async () => {
      await gateway.ask('POST /v1/node/shutdown');
      const asking = run('curl', '-s', '--retry', '5', `${gateway.url}/v1/node/descriptor`);
      await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopped');
      await gateway.ask('POST /v1/node/start');
      const { code, out } = await asking;
      assert.equal(code, 0);
      // The answers in between stand before the last one.
      assert.match(out, /\{"nodeDescriptorOpt":null\}\n$/);
    });

    test('--compressed gets the same bytes', async () => {
      const [plain, packed] = [
        await run('curl', '-s', `${gateway.url}/openapi.yaml`),
        await run('curl', '-s', '--compressed', `${gateway.url}/openapi.yaml`),
      ];
      assert.ok(plain.out.length > 50_000);
      assert.equal(packed.out, plain.out);
    });

    test('brings the Node up and waits for its route in one line', async () => {
      await gateway.ask('POST /v1/node/shutdown');
      const { code, out } = await run(
        'sh',
        '-c',
        `curl -sf -X POST "${gateway.url}/v1/node/start?ensure=true" && curl -sf "${gateway.url}/readyz?require=route&wait=20"`,
      );
      assert.equal(code, 0, out);
      assert.match(out, /"newProcessId":\d+[^]*"ready":true/);
    });
  });

  describe('jq', skipWithout('jq', works('jq', '--version')), () => {
    test('reads amounts beyond 2^53 exactly where they are strings', async () => {
      const { out } = await run(
        'sh',
        '-c',
        `curl -s -H '${EXACT}' ${gateway.url}/v1/node/financials | jq -r .statsOpt.totalPaidPayableGwei`,
      );
      assert.equal(out, `${U64_MAX}\n`);
    });

    test('follows JSON lines one by one', async () => {
      const { out } = await run(
        'sh',
        '-c',
        `curl -sN -m 5 -H 'Accept: application/x-ndjson' ${gateway.url}/v1/events | jq --unbuffered -r 'first(.opcode)' | head -1`,
      );
      assert.equal(out, 'gateway.state\n');
    });
  });

  describe(
    'urllib3',
    skipWithout('Python with urllib3 or pip', works('python3', '-c', IMPORT)),
    () => {
      test('with its default retries reads, changes and reads again over one connection', async () => {
        const { code, out } = await python(`
http = urllib3.PoolManager()
json_type = {'Content-Type': 'application/json'}
status = http.request('GET', url + '/v1/status')
put = http.request('PUT', url + '/v1/node/configuration/gas-price', body='{"value": 7}', headers=json_type)
seen = http.request('GET', url + '/v1/node/configuration', headers={'Accept-Encoding': 'gzip'})
pool = http.connection_from_url(url)
print(json.dumps([status.status, put.status, json.loads(seen.data)['gasPrice'], pool.num_connections, pool.num_requests]))
`);
        assert.equal(code, 0, out);
        assert.deepEqual(JSON.parse(out), [200, 200, 7, 1, 3]);
      });

      test('told to repeat a change with its key whatever comes, never does it twice', async () => {
        simulator.setConfiguratorDelayMs(400);
        const before = count('setConfiguration');
        const asking = python(
          `
retries = urllib3.Retry(total=4, status_forcelist=[409, 502, 503, 504], allowed_methods=None, raise_on_status=False, backoff_factor=0.2)
answer = urllib3.PoolManager().request('PUT', url + '/v1/node/configuration/gas-price', body='{"value": 9}', retries=retries,
    headers={'Content-Type': 'application/json', 'Idempotency-Key': sys.argv[2]})
problem = json.loads(answer.data)
print(json.dumps([answer.status, problem['code'], problem['outcome'], answer.headers['idempotency-replayed'], len(answer.retries.history)]))
`,
          randomUUID(),
        );
        await gateway.until('GET /livez', () => count('setConfiguration') === before + 1);
        await simulator.killNode();
        const { code, out } = await asking;
        simulator.setConfiguratorDelayMs(undefined);
        assert.equal(code, 0, out);
        assert.deepEqual(JSON.parse(out), [502, 'link-lost', 'unknown', 'true', 4]);
        assert.equal(count('setConfiguration') - before, 1);
      });

      test('honours Retry-After until the Node is there', async () => {
        await gateway.ask('POST /v1/node/shutdown');
        const asking = python(`
retries = urllib3.Retry(total=8, status_forcelist=[503], raise_on_status=False)
answer = urllib3.PoolManager().request('GET', url + '/v1/node/connection-status', retries=retries)
print(answer.status, answer.data.decode())
`);
        await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopped');
        await gateway.ask('POST /v1/node/start');
        assert.equal((await asking).out, '200 {"stage":"NotConnected"}\n\n');
      });
    },
  );
});
