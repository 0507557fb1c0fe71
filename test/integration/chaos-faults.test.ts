/** Every way in which the connections to the peers can go wrong, one after the other, with calls open. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openChaos, eventually, type ChaosScene } from '../support/chaos/chaos-scene.js';
import type { ChaosLane } from '../support/chaos/chaos-lane.js';
import { assertTruth } from '../support/chaos/truth.js';
import { fragments, frame, hugeHead } from '../support/peers/ws-frames.js';

/** A fault as it is brought about while calls are open whose answers are held back. */
interface Fault {
  readonly name: string;
  /** The link is lost by it, or the peer falls silent: status and events must say so. */
  readonly outage: boolean;
  readonly strike: (
    lane: ChaosLane,
    scene: ChaosScene,
    hop: 'daemon' | 'node',
  ) => Promise<void> | void;
}

const GARBAGE = Buffer.from('\x00\xff\x13\x37 nobody says this \r\n\r\n', 'latin1');
const BAD_UTF8 = frame(Buffer.from([0x7b, 0xc3, 0x28, 0x7d]));
const TEN_TERABYTES = 10n ** 13n;
const RESERVED_OPCODE = 0x0b;
const BINARY = 2;
const PING = 9;
const REPLY = '"contextId": ';

const broken = (name: string, strike: Fault['strike']): Fault => ({ name, outage: true, strike });
const odd = (name: string, strike: Fault['strike']): Fault => ({ name, outage: false, strike });

const faults: readonly Fault[] = [
  broken('the peer resets every connection', (lane) => {
    lane.reset();
    lane.release();
  }),
  broken('the peer resets, then refuses for a while', async (lane, { proxy }, hop) => {
    await proxy.refuse(hop);
    lane.reset();
    lane.release();
  }),
  broken('the peer resets, and every new connection too', (lane) => {
    lane.resets = true;
    lane.reset();
    lane.release();
  }),
  broken('a frame is cut in the middle', (lane) => {
    lane.cutNextFrame();
    lane.release();
  }),
  broken('a black hole: nothing passes in either direction', (lane) => lane.hold()),
  broken('bytes that are no frames', (lane) => {
    lane.inject(GARBAGE);
    lane.release();
  }),
  broken('bytes that are no frames, from a peer that hears nothing any more', (lane) => {
    lane.hold('requests');
    lane.inject(GARBAGE);
    lane.release('answers');
  }),
  broken('a frame of ten terabytes', (lane) => {
    lane.inject(hugeHead(TEN_TERABYTES));
    lane.release();
  }),
  broken('a text frame that is no UTF-8', (lane) => {
    lane.inject(BAD_UTF8);
    lane.release();
  }),
  broken('a frame with a reserved opcode', (lane) => {
    lane.inject(frame('x', { opcode: RESERVED_OPCODE }));
    lane.release();
  }),
  broken('a continuation of nothing', (lane) => {
    lane.inject(frame('x', { opcode: 0 }));
    lane.release();
  }),
  ...(['wrong-subprotocol', 'no-subprotocol', 'refused', 'garbage', 'never-ends'] as const).map(
    (handshake) =>
      broken(`a reset, then handshakes with ${handshake}`, (lane) => {
        lane.handshake = handshake;
        lane.reset();
        lane.release();
      }),
  ),
  odd('every chunk is late', (lane) => {
    lane.delayMs = 30;
    lane.release();
  }),
  odd('one byte at a time', (lane) => {
    lane.slices = true;
    lane.release();
  }),
  odd('messages in fragments', (lane) => {
    lane.fragmented = true;
    lane.release();
  }),
  odd('a ping between the frames', (lane) => {
    lane.inject(frame('?', { opcode: PING }));
    lane.release();
  }),
  odd('a binary frame', (lane) => {
    lane.inject(frame(GARBAGE, { opcode: BINARY }));
    lane.release();
  }),
  odd('an empty frame, and texts that nobody can read', (lane) => {
    for (const text of ['', '{', 'null', '[]', '{"opcode":7}', '{"opcode":"x","contextId":-1}']) {
      lane.say(text);
    }
    lane.release();
  }),
  odd('a fragmented message of one byte a frame', (lane) => {
    lane.inject(fragments('{"opcode": "configurationChanged", "payload": {}}', 1));
    lane.release();
  }),
  odd('replies for nobody', (lane) => {
    for (const id of ['0', '9007199254740993', '18446744073709551615', '77777']) {
      lane.say(`{"opcode": "descriptor", "contextId": ${id}, "payload": {}}`);
      lane.say(`{"opcode": "setup", "contextId": ${id}, "error": {"code": 1, "message": "x"}}`);
    }
    lane.release();
  }),
  odd('replies with another opcode than the question’s', (lane) => {
    for (let id = 1; id < 60; id++) {
      lane.say(`{"opcode": "walletAddresses", "contextId": ${id}, "payload": {}}`);
    }
    lane.release();
  }),
  odd('every reply twice', (lane) => {
    lane.alter = (text) => (text.includes(REPLY) ? [text, text] : [text]);
    lane.release();
  }),
  odd('unknown opcodes and fields', (lane) => {
    lane.alter = (text) => [
      '{"opcode": "notInvented", "payload": {"a": [1, {"b": null}]}}',
      text
        .replace('"payload": {', '"futureField": {"x": 1}, "payload": {"futureValue": 7, ')
        .replace(', }', '}'),
    ];
    lane.release();
  }),
  {
    name: 'replies later than their limits',
    outage: false,
    strike: async (lane) => {
      await new Promise((resolve) => setTimeout(resolve, 1_600));
      lane.release();
    },
  },
];

let serial = 5_000;

/** Calls that are open while the fault strikes: reads and writes whose answers are held back, and more that wait. */
function openCalls(scene: ChaosScene, hop: 'daemon' | 'node') {
  const calls = callsOf(hop);
  return calls.map(async ({ route, body, content, changes }) => {
    const answer = await scene.gateway.ask(route, {
      ...(body === undefined ? {} : { body }),
      headers: { 'cache-control': 'no-cache' },
    });
    return { answer, what: route, content, changes };
  });
}

function callsOf(hop: 'daemon' | 'node') {
  const value = (): string => String((serial += 1));
  const write = (route: string, number = value()) => ({
    route,
    body: { value: number },
    content: `"${number}"`,
    changes: true,
  });
  const read = (route: string) => ({ route, body: undefined, content: '', changes: false });
  return hop === 'node'
    ? [
        write('PUT /v1/node/configuration/start-block'),
        read('GET /v1/node/financials'),
        write('PUT /v1/node/configuration/start-block'),
        read('GET /v1/node/descriptor'),
        read('GET /v1/node/neighborhood'),
      ]
    : [
        write('PUT /v1/setup/gas-price'),
        read('GET /v1/setup'),
        write('PUT /v1/setup/gas-price'),
        read('GET /v1/setup/min-hops'),
      ];
}

for (const hop of ['node', 'daemon'] as const) {
  describe(`between gateway and ${hop}: every call gets one true answer, the outage is told, all works again`, () => {
    let scene: ChaosScene;
    before(async () => {
      scene = await openChaos({ node: hop === 'node' });
    });
    after(() => scene.close());

    for (const fault of faults) {
      test(fault.name, async () => {
        await scene.proxy.calm();
        await scene.recovered();
        const lane = scene.lane(hop);
        const seen = scene.events.events.length;
        // A change of the setup is preceded by a reading of it, which is answered.
        if (hop === 'node') lane.hold('answers');
        else lane.holdFrom(`"${serial + 1}"`);
        const calls = openCalls(scene, hop);
        await scene.arrived(`"${serial - 1}"`);
        await fault.strike(lane, scene, hop);
        if (fault.outage) await told(scene, hop, seen);
        const done = await Promise.all(calls);
        await scene.proxy.calm();
        await scene.recovered();
        for (const { answer, what, content, changes } of done) {
          const received = content === '' ? 0 : scene.received(content);
          assertTruth(answer, { what, changes, received });
        }
        assert.deepEqual(scene.simulator.deaths, []);
      });
    }
  });
}

/** Status and stream say that the hop does not work, and for a lost link that broadcasts may be missing. */
async function told(scene: ChaosScene, hop: 'daemon' | 'node', seen: number): Promise<void> {
  const isBad = (state: Readonly<Record<string, unknown>>): boolean =>
    state[`${hop}Link`] !== 'open' || state[`${hop}State`] === 'unresponsive';
  await eventually(
    () =>
      scene.events.events
        .slice(seen)
        .some(({ opcode, payload }) => opcode === 'gateway.state' && isBad(payload)),
    `no event told that the ${hop} link does not work`,
  );
}
