/** Hostile and heavy traffic at once through a gateway as shipped: Daemon and Node live; the same Node asked directly does not. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { settableNames } from '../../src/protocol/setup-names.js';
import { killNodeDirectly } from '../support/load/direct-kill.js';
import { openGateway, type GatewayUnderTest } from '../support/http/gateway-under-test.js';
import { HostileClient } from '../support/hostile/hostile-client.js';
import { hostileRequest, type HostileRequest } from '../support/hostile/hostile-requests.js';
import { RUN_ADDRESS, RUN_PASSWORD } from '../support/hostile/hostile-routes.js';
import { runLoad } from '../support/load/peer-load.js';
import { openPeer, until, type PeerUnderTest } from '../support/peers/peer-under-test.js';

/** Longer runs by hand: HOSTILE_SECONDS=60. */
const seconds = Number(process.env['HOSTILE_SECONDS'] ?? '4');
const READERS = 32;
const ATTACKERS = 48;
const BATCH = 500;
const DIRECT_LIMIT_MS = 10_000;
/** What starts and ends the Node would end the run; a directory whose database is none kills a Daemon, and no client can see that. */
const leftOut =
  /^\/v1\/node\/(?:start|shutdown|restart)|setup\/data-directory|"data-directory"|^\/v1\/events/;

function mayGo({ target, body }: HostileRequest): boolean {
  return !leftOut.test(target) && !leftOut.test(body?.toString() ?? '');
}

/** Sends hostile requests until the time is over; resolves with the number of answers by status. */
async function attack(url: string, seed: number, forS: number): Promise<Map<string, number>> {
  const client = new HostileClient(url);
  const answers = new Map<string, number>();
  const endMs = performance.now() + forS * 1000;
  const attacker = async (index: number): Promise<void> => {
    for (let batch = 0; performance.now() < endMs; batch += 1) {
      const numRuns = BATCH;
      const requests = fc.sample(hostileRequest, { numRuns, seed: seed + index + batch * 1000 });
      for (const request of requests.filter(mayGo)) {
        if (performance.now() > endMs) return;
        const status = (await client.send(request)).slice(0, 3);
        answers.set(status, (answers.get(status) ?? 0) + 1);
      }
    }
  };
  await Promise.all(Array.from({ length: ATTACKERS }, (_, index) => attacker(index)));
  client.close();
  return answers;
}

const listed = (answers: ReadonlyMap<string, number>): string =>
  [...answers]
    .sort()
    .map(([answer, count]) => `${answer}: ${count}`)
    .join(', ');

describe('hostile and heavy traffic', () => {
  let peer: PeerUnderTest;
  let gateway: GatewayUnderTest;
  const state = async (): Promise<unknown> => {
    const { body } = await gateway.ask('GET /v1/status');
    return [body['daemonState'], body['nodeState'], body['nodeProcessId'], body['nodeSince']];
  };

  before(async () => {
    peer = await openPeer();
    gateway = await openGateway(peer.daemonPort, { logLevel: 'silent' });
    const wanted = { ...peer.workingSetup, 'earning-wallet': RUN_ADDRESS };
    const values = Object.entries(wanted).map(([name, value]) => ({ name, value }));
    await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopped');
    assert.equal((await gateway.ask('PATCH /v1/setup', { body: { values } })).status, 200);
    assert.equal((await gateway.ask('POST /v1/node/start')).status, 200);
  });
  after(async () => {
    await gateway.close();
    await peer.close();
  });

  test('a wallet of the setup is not stored, so that asking for a pair finds none and kills nobody', async () => {
    const first = { oldPasswordOpt: null, newPassword: RUN_PASSWORD };
    assert.equal((await gateway.ask('POST /v1/node/password/change', { body: first })).status, 200);
    const body = { dbPassword: RUN_PASSWORD };
    const answer = await gateway.ask('POST /v1/node/wallets/query', { body });
    assert.equal(answer.body['code'], 'wallets-missing', answer.text);
  });

  test('Daemon and Node are what they were', async (t) => {
    const before = await state();
    const seed = Math.floor(Math.random() * 1_000_000);
    const passwords: [string, string] = [RUN_PASSWORD, `${RUN_PASSWORD} 2`];
    const load = { url: gateway.url, seconds, readers: READERS, passwords };
    const [heavy, hostile] = await Promise.all([runLoad(load), attack(gateway.url, seed, seconds)]);
    t.diagnostic(`${seconds} s on the ${peer.kind}, seed ${seed}; hostile: ${listed(hostile)}`);
    t.diagnostic(
      `heavy: ${heavy.passwordChanges} password changes, ${heavy.reads} reads: ${listed(heavy.answers)}`,
    );
    assert.deepEqual(await state(), before);
    for (const answer of heavy.answers.keys()) assert.match(answer, /^(200|429|504 not-sent)/);
  });

  test('a Daemon without a Node lives through hostile setups, and a Node starts afterwards', async (t) => {
    await gateway.ask('POST /v1/node/shutdown');
    await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopped');
    const answers = await attack(gateway.url, Date.now() % 1_000_000, Math.ceil(seconds / 4));
    t.diagnostic(`without a Node: ${listed(answers)}`);
    assert.equal((await gateway.ask('GET /v1/status')).body['daemonState'], 'up');
    const values = settableNames
      .filter((name) => name !== 'config-file')
      .map((name) => ({ name, value: peer.workingSetup[name] ?? null }));
    const mended = await gateway.ask('PATCH /v1/setup', { body: { values } });
    assert.equal(mended.status, 200, mended.text);
    const started = await gateway.ask('POST /v1/node/start');
    assert.equal(started.status, 200, started.text);
    assert.equal((await gateway.ask('POST /v1/node/shutdown')).status, 200);
  });

  test('the same reads and password checks without the gateway kill a Node', async (t) => {
    const port = await peer.startNodeByHand();
    const { dead, tookMs, written } = await killNodeDirectly(port, DIRECT_LIMIT_MS);
    t.diagnostic(
      `asked directly the ${peer.kind} Node died after ${tookMs.toFixed(0)} ms, ${written} messages`,
    );
    assert.ok(dead);
    await until(async () => !(await isListening(peer, port)));
  });
});

async function isListening(peer: PeerUnderTest, port: number): Promise<boolean> {
  try {
    await (await peer.otherUi(port)).close();
    return true;
  } catch {
    return false; // nobody listens any more: the process is gone
  }
}
