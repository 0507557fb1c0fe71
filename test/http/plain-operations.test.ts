import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import request from 'supertest';
import { GatewayError, PeerError } from '../../src/errors.js';
import { peerCodes } from '../../src/protocol/error-codes.js';
import { testApp, type TestApp } from '../support/http/test-app.js';

type Verb = 'get' | 'post' | 'put';
type Row = readonly [Verb, string, object | string | undefined, string, string];

const phrase = Array.from({ length: 12 }, () => 'abandon');
const rows: readonly Row[] = [
  ['get', '/v1/node/descriptor', undefined, 'descriptor', '{}'],
  ['get', '/v1/node/connection-status', undefined, 'connectionStatus', '{}'],
  ['get', '/v1/node/configuration', undefined, 'configuration', '{}'],
  ['get', '/v1/node/neighborhood', undefined, 'neighborhoodGraph', '{}'],
  ['get', '/v1/node/financials', undefined, 'financials', '{"statsRequired":true}'],
  [
    'get',
    '/v1/node/financials?stats=false&top=200&orderedBy=age',
    undefined,
    'financials',
    '{"statsRequired":false,"topRecordsOpt":{"count":200,"orderedBy":"Age"}}',
  ],
  [
    'get',
    '/v1/node/financials?top=0',
    undefined,
    'financials',
    '{"statsRequired":true,"topRecordsOpt":{"count":0,"orderedBy":"Balance"}}',
  ],
  [
    'post',
    '/v1/node/financials/query',
    { statsRequired: true, topRecordsOpt: { count: 5, orderedBy: 'Age' } },
    'financials',
    '{"statsRequired":true,"topRecordsOpt":{"count":5,"orderedBy":"Age"}}',
  ],
  [
    'post',
    '/v1/node/password/check',
    { dbPasswordOpt: 'pw' },
    'checkPassword',
    '{"dbPasswordOpt":"pw"}',
  ],
  [
    'post',
    '/v1/node/password/check',
    { dbPasswordOpt: null },
    'checkPassword',
    '{"dbPasswordOpt":null}',
  ],
  [
    'post',
    '/v1/node/password/change',
    { oldPasswordOpt: 'a', newPassword: 'bé"' },
    'changePassword',
    '{"oldPasswordOpt":"a","newPassword":"bé\\""}',
  ],
  [
    'post',
    '/v1/node/wallets/query',
    { dbPassword: 'pw' },
    'walletAddresses',
    '{"dbPassword":"pw"}',
  ],
  [
    'post',
    '/v1/node/wallets/generate',
    { dbPassword: 'pw', seedSpecOpt: { mnemonicPhraseSizeOpt: 12 } },
    'generateWallets',
    '{"dbPassword":"pw","seedSpecOpt":{"mnemonicPhraseSizeOpt":12}}',
  ],
  [
    'post',
    '/v1/node/wallets/recover',
    {
      dbPassword: 'pw',
      seedSpecOpt: { mnemonicPhrase: phrase },
      consumingDerivationPathOpt: "m/44'/60'/0'/0/0",
      earningDerivationPathOpt: "m/44'/60'/0'/0/1",
    },
    'recoverWallets',
    `{"dbPassword":"pw","seedSpecOpt":{"mnemonicPhrase":${JSON.stringify(phrase)}},"consumingDerivationPathOpt":"m/44'/60'/0'/0/0","earningDerivationPathOpt":"m/44'/60'/0'/0/1"}`,
  ],
  [
    'put',
    '/v1/node/configuration/gas-price',
    '{"value": 18446744073709551615}',
    'setConfiguration',
    '{"name":"gas-price","value":"18446744073709551615"}',
  ],
  [
    'put',
    '/v1/node/configuration/start-block',
    { value: 'none' },
    'setConfiguration',
    '{"name":"start-block","value":"none"}',
  ],
  [
    'put',
    '/v1/node/exit-location',
    { fallbackRouting: true, exitLocations: [{ countryCodes: ['CZ'], priority: 1 }] },
    'exitLocation',
    '{"fallbackRouting":true,"exitLocations":[{"countryCodes":["CZ"],"priority":1}],"showCountries":false}',
  ],
  [
    'post',
    '/v1/node/exit-location/apply-and-list',
    { fallbackRouting: false, exitLocations: [] },
    'exitLocation',
    '{"fallbackRouting":false,"exitLocations":[],"showCountries":true}',
  ],
];

function send(
  app: TestApp['app'],
  verb: Verb,
  path: string,
  body: object | string | undefined,
): request.Test {
  const sent = request(app)[verb](path);
  return body === undefined ? sent : sent.set('Content-Type', 'application/json').send(body);
}

// Digits beyond 2^53, odd spaces and odd key order must come through as they are.
const reply = '{"b": 18446744073709551615,"a":-9223372036854775808 , "c":1.10}';

describe('a plain route', () => {
  for (const [verb, path, body, opcode, payload] of rows) {
    test(`${verb} ${path} sends ${opcode} and gives the reply untouched`, async () => {
      const { app, peers } = testApp();
      peers.replies.set(opcode, reply);
      const response = await send(app, verb, path, body);
      assert.equal(response.status, 200, response.text);
      assert.equal(response.text, `${reply}\n`);
      assert.match(response.headers['content-type'] ?? '', /^application\/json/);
      assert.deepEqual(
        peers.asked.map(({ what, detail }) => [what, detail]),
        [[opcode, payload]],
      );
      const cache = response.headers['cache-control'];
      assert.equal(
        cache,
        verb === 'get' || path.endsWith('financials/query') ? 'private, max-age=1' : 'no-store',
      );
    });
  }
});

describe('what would harm a peer or be refused', () => {
  const bad: readonly (readonly [Verb, string, object | string | undefined, string])[] = [
    ['post', '/v1/node/password/check', { dbPasswordOpt: '' }, '/dbPasswordOpt'],
    ['post', '/v1/node/password/check', { dbPasswordOpt: 7 }, '/dbPasswordOpt'],
    ['post', '/v1/node/password/change', { newPassword: '-hello' }, '/newPassword'],
    ['post', '/v1/node/password/change', {}, '/newPassword'],
    ['post', '/v1/node/wallets/query', {}, '/dbPassword'],
    [
      'post',
      '/v1/node/wallets/generate',
      { dbPassword: 'pw', seedSpecOpt: { mnemonicPhraseLanguageOpt: 'english' } },
      '/seedSpecOpt/mnemonicPhraseLanguageOpt',
    ],
    [
      'post',
      '/v1/node/wallets/recover',
      {
        dbPassword: 'pw',
        consumingPrivateKeyOpt: 'abcd',
        earningAddressOpt: `0x${'1'.repeat(40)}`,
      },
      '/consumingPrivateKeyOpt',
    ],
    [
      'post',
      '/v1/node/wallets/recover',
      {
        dbPassword: 'pw',
        consumingPrivateKeyOpt: '0'.repeat(64),
        earningAddressOpt: `0x${'1'.repeat(40)}`,
      },
      '/consumingPrivateKeyOpt',
    ],
    ['put', '/v1/node/configuration/gas-price', '{"value":18446744073709551616}', '/value'],
    ['put', '/v1/node/configuration/gas-price', '{"value":1.5}', '/value'],
    ['put', '/v1/node/configuration/min-hops', { value: 7 }, '/value'],
    [
      'put',
      '/v1/node/exit-location',
      { fallbackRouting: true, exitLocations: [], showCountries: true },
      '/showCountries',
    ],
    ['put', '/v1/node/exit-location', { exitLocations: [] }, '/fallbackRouting'],
    [
      'put',
      '/v1/node/exit-location',
      { fallbackRouting: true, exitLocations: [{ countryCodes: ['cz'], priority: 1 }] },
      '/exitLocations/0/countryCodes/0',
    ],
    [
      'put',
      '/v1/node/exit-location',
      { fallbackRouting: true, exitLocations: [{ countryCodes: ['CZ'], priority: 0 }] },
      '/exitLocations/0/priority',
    ],
    ['get', '/v1/node/financials?top=201', undefined, '?top'],
    ['get', '/v1/node/financials?stats=false', undefined, '?stats'],
    ['get', '/v1/node/financials?orderedBy=age', undefined, '?orderedBy'],
    ['get', '/v1/node/financials?top=1&orderedBy=Agee', undefined, '?orderedBy'],
    [
      'post',
      '/v1/node/financials/query',
      { statsRequired: true, customQueriesOpt: {} },
      '/customQueriesOpt',
    ],
    ['post', '/v1/node/financials/query', { statsRequired: false }, ''],
  ];
  for (const [verb, path, body, pointer] of bad) {
    test(`${verb} ${path} with a bad ${pointer} is 400 and never reaches a peer`, async () => {
      const { app, peers } = testApp();
      const response = await send(app, verb, path, body);
      assert.equal(response.status, 400, response.text);
      const { errors } = response.body as { errors: readonly { pointer: string }[] };
      assert.ok(
        errors.some((error) => error.pointer === pointer),
        JSON.stringify(errors),
      );
      assert.equal(peers.asked.length, 0);
    });
  }
  test('a configuration name that does not exist is 404 with the one that was meant', async () => {
    const response = await send(testApp().app, 'put', '/v1/node/configuration/gasprice', {
      value: 1,
    });
    assert.equal(response.status, 404);
    assert.match(response.text, /Did you mean/);
  });
});

test('custom ranges pass where the setting allows them, every digit kept', async () => {
  const { app, peers } = testApp({ allowCustomFinancials: true });
  peers.replies.set('financials', '{}');
  const payload =
    '{"statsRequired":false,"customQueriesOpt":{"receivableOpt":{"minAgeS":0,"maxAgeS":9223372036854775807,"minAmountGwei":-9223372036854775808,"maxAmountGwei":9007199254740993}}}';
  const response = await send(app, 'post', '/v1/node/financials/query', payload);
  assert.equal(response.status, 200, response.text);
  assert.equal(peers.asked[0]?.detail, payload);
});

describe('a peer’s error', () => {
  test('keeps its exact code and is told with hop and outcome', async () => {
    const { app, peers } = testApp();
    const codes = new Set<string>();
    for (const low of [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n]) {
      const peerCode = ((0x8000n << 48n) | low).toString();
      peers.replies.set('descriptor', () => {
        throw new PeerError({ hop: 'node', opcode: 'descriptor', peerCode, peerMessage: 'x' });
      });
      const response = await request(app).get('/v1/node/descriptor');
      const { peerCode: told, hop } = response.body as { peerCode: string; hop: string };
      assert.equal(told, peerCode);
      assert.equal(hop, 'node');
      codes.add(told);
    }
    assert.equal(codes.size, 8);
  });
  test('its hex form and name go along', async () => {
    const { app, peers } = testApp();
    peers.replies.set('walletAddresses', () => {
      throw new PeerError({
        hop: 'node',
        opcode: 'walletAddresses',
        peerCode: peerCodes.MISSING_DATA,
        peerMessage: 'Wallet pair not yet configured',
      });
    });
    const response = await send(app, 'post', '/v1/node/wallets/query', { dbPassword: 'pw' });
    const body = response.body as Readonly<Record<string, unknown>>;
    assert.equal(response.status, 409);
    assert.deepEqual(
      [body.code, body.outcome, body.peerCodeHex, body.peerCodeName],
      ['wallets-missing', 'refused', '0001_0000_0000_000D', 'MISSING_DATA'],
    );
  });
});

describe('an error of the gateway', () => {
  test('says when to try again, in whole seconds', async () => {
    const { app, peers } = testApp();
    peers.replies.set('descriptor', () => {
      throw new GatewayError({
        code: 'waiting-room-full',
        hop: 'gateway',
        outcome: 'not-sent',
        detail: 'full',
        retryAfterS: 0.2,
      });
    });
    const response = await request(app).get('/v1/node/descriptor');
    assert.equal(response.status, 429);
    assert.equal(response.headers['retry-after'], '1');
  });
});

describe('Prefer: wait', () => {
  test('shortens the wait for a secret reading and is told', async () => {
    const { app, peers } = testApp();
    peers.replies.set('walletAddresses', '{}');
    const response = await send(app, 'post', '/v1/node/wallets/query', { dbPassword: 'p' }).set(
      'Prefer',
      'wait=2',
    );
    assert.equal(peers.asked[0]?.options.waitMs, 2000);
    assert.equal(response.headers['preference-applied'], 'wait=2');
  });
  test('never shortens the wait for a change', async () => {
    const { app, peers } = testApp();
    peers.replies.set('changePassword', '{}');
    const change = { newPassword: 'pw' };
    const short = await send(app, 'post', '/v1/node/password/change', change).set(
      'Prefer',
      'wait=2',
    );
    assert.equal(short.headers['preference-applied'], undefined);
    assert.equal(peers.asked[0]?.options.waitMs, undefined);
    const long = await send(app, 'post', '/v1/node/password/change', change).set(
      'Prefer',
      'wait=60',
    );
    assert.equal(long.headers['preference-applied'], 'wait=60');
    assert.equal(peers.asked[1]?.options.waitMs, 60_000);
  });
});
