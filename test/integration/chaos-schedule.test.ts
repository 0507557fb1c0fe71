/** Faults in random order, on both links at once, with reads, writes and streams running all the time. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { openChaos, type ChaosScene } from '../support/chaos/chaos-scene.js';
import type { Answer } from '../support/http/gateway-under-test.js';
import { assertTruth } from '../support/chaos/truth.js';
import { frame, hugeHead } from '../support/peers/ws-frames.js';

type Hop = 'daemon' | 'node';
type Strike = (scene: ChaosScene, hop: Hop) => Promise<void> | void;

const strikes: Readonly<Record<string, Strike>> = {
  reset: (scene, hop) => scene.lane(hop).reset(),
  refuse: async (scene, hop) => {
    await scene.proxy.refuse(hop);
    scene.lane(hop).reset();
  },
  'reset all new': (scene, hop) => {
    scene.lane(hop).resets = true;
    scene.lane(hop).reset();
  },
  'black hole': (scene, hop) => scene.lane(hop).hold(),
  'no answers': (scene, hop) => scene.lane(hop).hold('answers'),
  'no requests': (scene, hop) => scene.lane(hop).hold('requests'),
  'cut mid-frame': (scene, hop) => scene.lane(hop).cutNextFrame(),
  garbage: (scene, hop) => scene.lane(hop).inject(Buffer.from('\x00garbage\xff', 'latin1')),
  huge: (scene, hop) => scene.lane(hop).inject(hugeHead(2n ** 62n)),
  'bad text': (scene, hop) => scene.lane(hop).inject(frame(Buffer.from([0xff]))),
  unreadable: (scene, hop) => scene.lane(hop).say('{"opcode":'),
  slices: (scene, hop) => void (scene.lane(hop).slices = true),
  fragments: (scene, hop) => void (scene.lane(hop).fragmented = true),
  late: (scene, hop) => void (scene.lane(hop).delayMs = 40),
  doubled: (scene, hop) => void (scene.lane(hop).alter = (text) => [text, text]),
  'wrong handshake': (scene, hop) => {
    scene.lane(hop).handshake = 'wrong-subprotocol';
    scene.lane(hop).reset();
  },
  'endless handshake': (scene, hop) => {
    scene.lane(hop).handshake = 'never-ends';
    scene.lane(hop).reset();
  },
  'slow Configurator': ({ simulator }) => simulator.setConfiguratorDelayMs(30),
  wedge: ({ simulator }, hop) =>
    hop === 'node' ? simulator.wedgeNode() : simulator.freezeDaemon(),
};

interface Step {
  readonly strike: string;
  readonly hop: Hop;
  readonly forMs: number;
  readonly calm: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  strike: fc.constantFrom(...Object.keys(strikes)),
  hop: fc.constantFrom<Hop>('node', 'daemon'),
  forMs: fc.integer({ min: 5, max: 250 }),
  calm: fc.boolean(),
});

/** What a request was answered with, and what tells whether it was the answer to just this request. */
interface Deed {
  readonly what: string;
  readonly content: string;
  readonly changes: boolean;
  readonly answer: Answer;
  readonly isOurs: boolean;
}

let serial = 100_000;

async function write({ gateway }: ChaosScene): Promise<Deed> {
  const value = String((serial += 1));
  const what = 'PUT /v1/node/configuration/start-block';
  const answer = await gateway.ask(what, { body: { value } });
  return { what, content: `"${value}"`, changes: true, answer, isOurs: answer.text === '{}\n' };
}

/** An exit location with a priority of its own, which its reply repeats. */
async function locate({ gateway }: ChaosScene): Promise<Deed> {
  const priority = (serial += 1) % 1_000;
  const what = 'PUT /v1/node/exit-location';
  const exitLocations = [{ countryCodes: ['CZ', 'SK'], priority: priority + 1 }];
  const answer = await gateway.ask(what, { body: { fallbackRouting: true, exitLocations } });
  const isOurs = answer.text.includes(`"priority":${priority + 1}}`);
  // Its priority may have been used before: whether it was sent is not asked of it.
  return { what, content: '', changes: false, answer: asRead(answer), isOurs };
}

/** Rows as many as asked for: two readers never get the same. */
async function query({ gateway }: ChaosScene): Promise<Deed> {
  const count = 1 + (serial++ % 3);
  const what = 'POST /v1/node/financials/query';
  const body = { statsRequired: false, topRecordsOpt: { count, orderedBy: 'Age' } };
  const headers = { 'cache-control': 'no-cache' };
  const answer = await gateway.ask(what, { body, headers });
  const rows = answer.text.split('"pendingPayableHashOpt"').length - 1;
  return { what, content: '', changes: false, answer, isOurs: rows === count };
}

async function readSetup({ gateway }: ChaosScene): Promise<Deed> {
  const what = 'GET /v1/setup/chain';
  const answer = await gateway.ask(what, { headers: { 'cache-control': 'no-cache' } });
  return {
    what,
    content: '',
    changes: false,
    answer,
    isOurs: answer.text.includes('"chain"'),
  };
}

function asRead(answer: Answer): Answer {
  const outcome = answer.body['outcome'] === 'unknown' ? 'refused' : answer.body['outcome'];
  return { ...answer, body: { ...answer.body, outcome } };
}

/** Calls of one kind, one after the other, until told to stop. */
async function keepAsking(
  scene: ChaosScene,
  ask: (scene: ChaosScene) => Promise<Deed>,
  running: { now: boolean },
): Promise<readonly Deed[]> {
  const deeds: Deed[] = [];
  while (running.now) {
    deeds.push(await ask(scene));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return deeds;
}

async function runSchedule(steps: readonly Step[]): Promise<void> {
  const scene = await openChaos();
  try {
    await scene.recovered();
    const running = { now: true };
    const callers = [write, write, locate, query, query, readSetup].map((ask) =>
      keepAsking(scene, ask, running),
    );
    const lines = tellLines(scene, running);
    for (const { strike, hop, forMs, calm } of steps) {
      await strikes[strike]?.(scene, hop);
      await new Promise((resolve) => setTimeout(resolve, forMs));
      if (calm) await calmDown(scene);
    }
    await calmDown(scene);
    await scene.recovered();
    running.now = false;
    const deeds = (await Promise.all(callers)).flat();
    await lines;
    for (const { what, content, changes, answer, isOurs } of deeds) {
      if (answer.status === 200) assert.ok(isOurs, `${what} got another's reply: ${answer.text}`);
      const received = content === '' ? 0 : scene.received(content);
      assertTruth(answer, { what, changes, received });
    }
    await assertEvents(scene);
    assert.deepEqual(scene.simulator.deaths, []);
    const { configurator, blockchainBridge } = scene.simulator.mailboxHighWater;
    assert.ok(configurator <= 8 && blockchainBridge <= 8, 'more than half of a mailbox was ours');
  } finally {
    await scene.close();
  }
}

async function calmDown({ proxy, simulator }: ChaosScene): Promise<void> {
  await proxy.calm();
  simulator.setConfiguratorDelayMs(undefined);
  simulator.unwedgeNode();
  simulator.thawDaemon();
}

/** Numbered lines of the Node's log, of which a gap tells where they may be missing. */
async function tellLines({ simulator }: ChaosScene, running: { now: boolean }): Promise<void> {
  for (let n = 1; running.now; n++) {
    simulator.broadcastLog('Info', `line number ${n} of the schedule`);
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}

/** What the stream gave is what the log holds; lines are missing only where a gap says so; every outage has its event. */
async function assertEvents({ gateway, events }: ChaosScene): Promise<void> {
  const history = await gateway.ask('GET /v1/events/history?limit=1000');
  const kept = history.body['events'];
  assert.ok(Array.isArray(kept));
  const newest = (kept.at(-1) as { id: string }).id;
  const endMs = Date.now() + 2_000;
  const readIds = (): Set<string> => new Set(events.events.map(({ id }) => id));
  while (!readIds().has(newest) && Date.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const ids = readIds();
  const missed = kept.filter((event: { id: string }) => !ids.has(event.id));
  // The reader came once the gateway was there: what it missed lies before its first event.
  const first = numberOf(events.events[0]?.id ?? '');
  assert.deepEqual(
    missed.filter((event: { id: string }) => numberOf(event.id) > first),
    [],
  );
  let last = 0;
  let excused = true;
  let wasOpen = true;
  for (const { opcode, payload } of events.events) {
    if (opcode === 'gateway.state') {
      if (wasOpen && payload['nodeLink'] !== 'open') excused = false;
      wasOpen = payload['nodeLink'] === 'open';
    }
    if (opcode === 'gateway.gap' && payload['hop'] === 'node') excused = true;
    const number = /line number (\d+) of/.exec(String(payload['msg']))?.[1];
    if (opcode !== 'logBroadcast' || number === undefined) continue;
    if (last !== 0 && Number(number) > last + 1) {
      assert.ok(excused, `lines ${last + 1} to ${Number(number) - 1} are missing without a gap`);
    }
    last = Math.max(last, Number(number));
    excused = false;
  }
}

function numberOf(id: string): number {
  return Number(id.split('-').at(-1));
}

describe('a random schedule of faults on both links', () => {
  test('nothing is sent twice, nobody gets another’s reply, no event is lost, every outage is told', async () => {
    const runs = Number(process.env['CHAOS_RUNS'] ?? 5);
    const seed = Number(process.env['CHAOS_SEED'] ?? 20_261_123);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), runSchedule),
      { numRuns: runs, seed, endOnFailure: true },
    );
  });
});
