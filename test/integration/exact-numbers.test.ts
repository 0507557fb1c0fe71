import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { emptyLedger } from '../support/peers/ledgers.js';
import { createSimulator, type Simulator } from '../../src/simulator/simulator.js';
import { openGateway, type GatewayUnderTest } from '../support/http/gateway-under-test.js';
import { workingSetup } from '../support/peers/real-node.js';

const U64_MAX = 2n ** 64n - 1n;
const I64_MAX = 2n ** 63n - 1n;
const I64_MIN = -(2n ** 63n);
const RUNS = { numRuns: 60 };
const TEXT_FORM = 'application/json;integers=string';

/** Bigints that are as likely near 2^53, 2^63 and 2^64 as anywhere. */
function integer(min: bigint, max: bigint): fc.Arbitrary<bigint> {
  const edges = [
    0n,
    1n,
    -1n,
    2n ** 53n - 1n,
    2n ** 53n + 1n,
    -(2n ** 53n) - 1n,
    min,
    max,
    max - 1n,
  ];
  return fc.oneof(
    fc.bigInt({ min, max }),
    fc.constantFrom(...edges.filter((edge) => edge >= min && edge <= max)),
  );
}

const u64 = integer(0n, U64_MAX);
const i64 = integer(I64_MIN, I64_MAX);
/** What the Node takes of an age or an amount that is not negative. */
const upToI64 = integer(0n, I64_MAX);

describe('64-bit numbers between a client and the Node', () => {
  let simulator: Simulator;
  let gateway: GatewayUnderTest;

  before(async () => {
    simulator = createSimulator({ setup: workingSetup('/home/masq-simulated') });
    const { daemonPort } = await simulator.start();
    const flags = { allowCustomFinancials: true, messagesPerSecond: 10_000 };
    gateway = await openGateway(daemonPort, flags);
    await gateway.until('POST /v1/node/start?ensure=true', ({ status }) => status === 200);
  });
  after(async () => {
    await gateway.close();
    await simulator.close();
  });

  test('come digit for digit, as numbers and as strings', async () => {
    const ledger = fc.record({ payable: u64, receivable: i64, paid: u64, received: u64 });
    await fc.assert(
      fc.asyncProperty(ledger, async ({ payable, receivable, paid, received }) => {
        simulator.setLedger({
          ...emptyLedger,
          payables: [{ wallet: '0x1', ageS: 1n, balanceGwei: payable }],
          receivables: [{ wallet: '0x2', ageS: 1n, balanceGwei: receivable }],
          totalPaidPayableGwei: paid,
          totalPaidReceivableGwei: received,
        });
        const digits = [payable, paid, receivable, received].map(String);
        const read = async (accept: string): Promise<string> => {
          const headers = { accept, 'cache-control': 'no-cache' };
          const answer = await gateway.ask('GET /v1/node/financials', { headers });
          assert.equal(answer.headers.get('content-type'), accept);
          return answer.text;
        };
        const numbers = await read('application/json');
        assert.deepEqual(
          [...numbers.matchAll(/:(-?\d+)/g)].map(([, found]) => found),
          digits,
        );
        const strings = await read(TEXT_FORM);
        assert.deepEqual(
          [...strings.matchAll(/:"(-?\d+)"/g)].map(([, found]) => found),
          digits,
        );
        assert.equal(strings.replaceAll(/"(-?\d+)"/g, '$1'), numbers);
      }),
      RUNS,
    );
  });

  test('go digit for digit, given as numbers or as strings', async () => {
    const range = (amount: fc.Arbitrary<bigint>): fc.Arbitrary<readonly bigint[]> =>
      fc
        .tuple(fc.tuple(upToI64, upToI64), fc.tuple(amount, amount))
        .map((pairs) => pairs.flatMap((pair) => [...pair].sort((a, b) => (a < b ? -1 : 1))));
    const asked = fc.tuple(range(upToI64), range(i64), fc.infiniteStream(fc.boolean()));
    await fc.assert(
      fc.asyncProperty(asked, async ([payable, receivable, quoted]) => {
        const names = ['minAgeS', 'maxAgeS', 'minAmountGwei', 'maxAmountGwei'];
        const text = (values: readonly bigint[], write: (value: bigint) => string): string =>
          `{${names.map((name, at) => `"${name}":${write(values[at] ?? 0n)}`).join(',')}}`;
        const either = (value: bigint): string =>
          quoted.next().value === true ? `"${value}"` : String(value);
        const body = (write: (value: bigint) => string): string =>
          `{"statsRequired":false,"customQueriesOpt":{"payableOpt":${text(payable, write)},"receivableOpt":${text(receivable, write)}}}`;
        const headers = { 'cache-control': 'no-cache' };
        const answer = await gateway.ask('POST /v1/node/financials/query', {
          rawBody: body(either),
          headers,
        });
        assert.equal(answer.status, 200, answer.text);
        const sent = simulator.received.findLast(({ opcode }) => opcode === 'financials');
        assert.ok(sent?.text.includes(`"payload":${body(String)}`), sent?.text);
      }),
      RUNS,
    );
  });

  test('a u64 that is set as number or string is read back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(integer(1n, U64_MAX), fc.boolean(), async (price, quoted) => {
        const rawBody = quoted ? `{"value":"${price}"}` : `{"value":${price}}`;
        const set = await gateway.ask('PUT /v1/node/configuration/gas-price', { rawBody });
        assert.equal(set.status, 200, set.text);
        const headers = { accept: TEXT_FORM };
        const { body } = await gateway.ask('GET /v1/node/configuration', { headers });
        assert.equal(body['gasPrice'], String(price));
      }),
      { numRuns: 20 },
    );
  });
});
