/** The typed client before a gateway over real sockets: what its unit tests cannot know. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { createGatewayClient, GatewayProblem } from '../../src/client/client.js';
import type { GatewayClient, GatewayEvent, Interruption } from '../../src/client/client.js';
import { createSimulator } from '../../src/simulator/simulator.js';
import { openGateway } from '../support/gateway-under-test.js';
import type { GatewayUnderTest } from '../support/gateway-under-test.js';

/** A TCP port before a gateway whose connections can be cut. */
interface Cable {
  readonly url: string;
  cut(): void;
  close(): Promise<void>;
}

async function layCable(url: string): Promise<Cable> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(new URL(url).port), '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}

/** Takes events until `wanted` says that this was the last. */
async function take(
  events: AsyncIterable<GatewayEvent>,
  wanted: (event: GatewayEvent) => boolean,
): Promise<readonly GatewayEvent[]> {
  const taken: GatewayEvent[] = [];
  for await (const event of events) {
    taken.push(event);
    if (wanted(event)) break;
  }
  return taken;
}

const lineOf = (event: GatewayEvent): string | undefined =>
  event.kind === 'logBroadcast' ? event.payload.msg : undefined;

describe('the client before a running Node', () => {
  const simulator = createSimulator({ demo: true, idleLogEveryMs: 0, launchMs: 20 });
  const folder = mkdtempSync(join(tmpdir(), 'masq-gateway-client-'));
  let daemonPort: number;
  let gateway: GatewayUnderTest;
  let client: GatewayClient;

  before(async () => {
    ({ daemonPort } = await simulator.start());
  });
  beforeEach(async () => {
    gateway = await openGateway(daemonPort);
    client = createGatewayClient({ baseUrl: gateway.url });
    await client.get('/readyz', { params: { query: { require: 'daemon', wait: 10 } } });
    await client.post('/v1/node/start', { params: { query: { ensure: true } } });
  });
  afterEach(() => gateway.close());
  after(async () => {
    rmSync(folder, { recursive: true });
    await simulator.close();
  });

  test('carries the last of the 64-bit numbers there and back', async () => {
    const most = 2n ** 64n - 1n;
    await client.put('/v1/node/configuration/{name}', {
      params: { path: { name: 'gas-price' } },
      body: { value: most },
    });
    assert.equal((await client.get('/v1/node/configuration')).gasPrice, most);
  });

  test('misses no event and sees none twice where the connection is cut', async () => {
    const cable = await layCable(gateway.url);
    const told: Interruption[] = [];
    const events = createGatewayClient({ baseUrl: cable.url }).events({
      onInterruption: (interruption) => {
        told.push(interruption);
        simulator.broadcastLog('Info', 'line 2');
      },
    });
    let begun = false;
    const taken = await take(events, (event) => {
      if (!begun) simulator.broadcastLog('Info', 'line 1');
      begun = true;
      if (lineOf(event) === 'line 1') cable.cut();
      return lineOf(event) === 'line 2';
    });
    await cable.close();
    assert.deepEqual(taken.map(lineOf).filter(Boolean), ['line 1', 'line 2']);
    assert.equal(told.length, 1);
    assert.equal(taken.filter(({ kind }) => kind === 'gateway.gap').length, 0);
  });

  test('continues with the next gateway at the same address and reports the gap', async () => {
    const port = Number(new URL(gateway.url).port);
    const interruptions: Interruption[] = [];
    const events = client.events({ onInterruption: (each) => void interruptions.push(each) });
    const first = await events.next();
    assert.ok(first.done !== true);
    await gateway.close();
    gateway = await openGateway(daemonPort, { port });
    let gapSeen = false;
    const taken = await take(events, ({ kind }) => {
      gapSeen ||= kind === 'gateway.gap';
      return gapSeen && kind === 'gateway.state';
    });
    const gapAt = taken.findIndex(({ kind }) => kind === 'gateway.gap');
    const gap = taken[gapAt];
    assert.ok(gap?.kind === 'gateway.gap');
    assert.equal(gap.payload.reason, 'cursor');
    // The old gateway may have sent more before it closed.
    const lastOfOld = gapAt > 0 ? taken[gapAt - 1]?.id : first.value.id;
    assert.equal(gap.payload.from, lastOfOld);
    // Later attempts may find nobody listening: the next gateway takes a moment.
    assert.equal(interruptions[0]?.error, undefined, 'a closing gateway ends its streams properly');
  });

  test('is told how long to wait where there is no place for another stream', async () => {
    await gateway.close();
    gateway = await openGateway(daemonPort, { maxStreams: 1 });
    const narrow = createGatewayClient({ baseUrl: gateway.url });
    const first = narrow.events();
    await first.next();
    const enough = new AbortController();
    const told: Interruption[] = [];
    const second = narrow.events({
      signal: enough.signal,
      onInterruption: (interruption) => {
        told.push(interruption);
        enough.abort();
      },
    });
    await assert.rejects(second.next(), enough.signal.reason as Error);
    await first.return();
    assert.ok(told[0]?.error instanceof GatewayProblem);
    assert.equal(told[0].error.code, 'streams-full');
    assert.equal(told[0].waitMs, 5000);
  });

  test('gets in with a token, streams too, and is told where it has none', async () => {
    await gateway.close();
    const token = 'correct-horse-battery-staple-0123456789';
    const adminTokenFile = join(folder, 'token');
    writeFileSync(adminTokenFile, token, { mode: 0o600 });
    gateway = await openGateway(daemonPort, { adminTokenFile });
    const refused = createGatewayClient({ baseUrl: gateway.url });
    const unauthorized = (error: unknown): boolean =>
      error instanceof GatewayProblem && error.code === 'unauthorized';
    await assert.rejects(refused.get('/v1/status'), unauthorized);
    await assert.rejects(refused.events().next(), unauthorized);

    const admitted = createGatewayClient({ baseUrl: gateway.url, token });
    await admitted.get('/v1/status');
    const [event] = await take(admitted.events(), () => true);
    assert.equal(event?.kind, 'gateway.state');
  });
});
