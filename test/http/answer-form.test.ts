import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import request from 'supertest';
import { acceptsGzip, wantsIntegersAsText } from '../../src/http/requests/accept.js';
import { integersAsText } from '../../src/http/answers/integers-as-text.js';
import { assertResponse } from '../support/openapi-check.js';
import { testApp } from '../support/test-app.js';

const TEXT_FORM = 'application/json;integers=string';

describe('asking for integers as strings', () => {
  for (const accept of [
    TEXT_FORM,
    'application/json; integers="string"',
    'Application/JSON;Integers=String',
    `${TEXT_FORM}, */*`,
    `${TEXT_FORM}, application/json;q=0.9`,
    `${TEXT_FORM};q=0.5, text/html`,
    'application/*;integers=string',
  ]) {
    test(`${accept} does`, () => assert.equal(wantsIntegersAsText(accept), true));
  }
  for (const accept of [
    undefined,
    '*/*',
    'application/json',
    'application/json;integers=number',
    `${TEXT_FORM};q=0`,
    `${TEXT_FORM};q=0.1, application/json`,
  ]) {
    test(`${String(accept)} does not`, () => assert.equal(wantsIntegersAsText(accept), false));
  }
});

describe('the rewrite', () => {
  const fields = { a: true, l: { '*': { n: true } }, m: { '*': true } } as const;

  test('puts quotes around the fields’ integers and touches nothing else', () => {
    const text =
      ' { "b":1, "l" : [ {"n": 18446744073709551615 ,"a":2},{"n":null},{}, 5 ],"a":-9223372036854775808,"m":{"x":0,"y":"1"}} ';
    assert.equal(
      integersAsText(text, fields),
      ' { "b":1, "l" : [ {"n": "18446744073709551615" ,"a":2},{"n":null},{}, 5 ],"a":"-9223372036854775808","m":{"x":"0","y":"1"}} ',
    );
  });

  test('leaves what is not of the expected shape as it is', () => {
    for (const text of ['null', '[]', '{"a":[1]}', '{"a":1.5}', '{"a":{"b":1}}', '{"l":{"n":1}}']) {
      assert.equal(integersAsText(text, fields), text);
    }
  });

  test('is undone by taking the quotes away, whatever the numbers are', () => {
    const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(fc.array(integer), integer, (list, a) => {
        const text = `{"a":${a},"l":[${list.map((n) => `{"n":${n}}`).join(',')}]}`;
        const written = integersAsText(text, fields);
        assert.equal(written.replaceAll(/"(-?\d+)"/g, '$1'), text);
        assert.deepEqual(JSON.parse(written), {
          a: String(a),
          l: list.map((n) => ({ n: String(n) })),
        });
      }),
    );
  });
});

describe('answers', () => {
  const totals =
    '{"totalUnpaidAndPendingPayableGwei":18446744073709551615,"totalPaidPayableGwei":0,"totalUnpaidReceivableGwei":-9223372036854775808,"totalPaidReceivableGwei":9007199254740993}';
  const reply = `{"statsOpt":${totals},"queryResultsOpt":null}`;

  test('with 64-bit fields come with strings where that is asked for, told by their type', async () => {
    const { app, peers } = testApp();
    peers.replies.set('financials', reply);
    const plain = await request(app).get('/v1/node/financials');
    const text = await request(app).get('/v1/node/financials').set('Accept', TEXT_FORM);
    assert.deepEqual(
      [plain.text, plain.headers['content-type']],
      [`${reply}\n`, 'application/json'],
    );
    assert.equal(text.headers['content-type'], TEXT_FORM);
    assert.equal(text.text, `${reply.replaceAll(/:(-?\d+)/g, ':"$1"')}\n`);
    for (const { headers } of [plain, text]) assert.equal(headers.vary, 'Accept');
    assert.equal(peers.asked.length, 1, 'both come of one shared reading');
    for (const { headers, text: body } of [plain, text]) {
      assertResponse('getFinancials', 200, headers['content-type'] ?? '', body);
    }
  });

  test('without such fields say the same of themselves; problems do not', async () => {
    const { app } = testApp();
    const alive = await request(app).get('/livez').set('Accept', TEXT_FORM);
    assert.deepEqual([alive.headers['content-type'], alive.text], [TEXT_FORM, '{"alive":true}\n']);
    const problem = await request(app).get('/v1/nothing').set('Accept', TEXT_FORM);
    assert.equal(problem.headers['content-type'], 'application/problem+json');
  });
});

describe('compression', () => {
  test('is for large answers, where it is asked for', async () => {
    const { app } = testApp();
    const raw = (header: string) =>
      request(app)
        .get('/openapi.yaml')
        .set('Accept-Encoding', header)
        .buffer(true)
        .parse((response, done) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => done(null, Buffer.concat(chunks)));
        });
    const plain = await raw('identity');
    const packed = await raw('gzip');
    assert.equal(plain.headers['content-encoding'], undefined);
    assert.equal(packed.headers['content-encoding'], 'gzip');
    for (const { headers } of [plain, packed]) assert.equal(headers.vary, 'Accept-Encoding');
    // supertest unpacks by itself before it hands the bytes over.
    assert.deepEqual(packed.body, plain.body);
    assert.ok(
      Number(packed.headers['content-length']) < Number(plain.headers['content-length']) / 3,
    );
  });

  test('HEAD tells the length that GET would have', async () => {
    const { app } = testApp();
    const [get, head] = [
      await request(app).get('/openapi.json').set('Accept-Encoding', 'gzip'),
      await request(app).head('/openapi.json').set('Accept-Encoding', 'gzip'),
    ];
    assert.equal(head.headers['content-length'], get.headers['content-length']);
    assert.equal(head.headers['content-encoding'], 'gzip');
  });

  test('small answers, secrets and streams stay as they are', async () => {
    const { app, peers } = testApp();
    const phrase = JSON.stringify(Array.from({ length: 400 }, () => 'word'));
    peers.replies.set('queryConfiguration', phrase);
    peers.replies.set('generateWallets', phrase);
    const answers = [
      await request(app).get('/livez').set('Accept-Encoding', 'gzip'),
      await request(app)
        .post('/v1/node/configuration/query')
        .set('Accept-Encoding', 'gzip')
        .send({ dbPasswordOpt: 'x' }),
      await request(app)
        .post('/v1/node/wallets/generate')
        .set('Accept-Encoding', 'gzip')
        .send({ dbPassword: 'x' }),
      await request(app).head('/v1/events').set('Accept-Encoding', 'gzip'),
    ];
    for (const { status, headers } of answers) {
      assert.deepEqual([status, headers['content-encoding']], [200, undefined]);
    }
  });

  test('follows the weights of Accept-Encoding', () => {
    for (const header of ['gzip', 'br, gzip;q=0.5', '*', 'GZIP', 'identity, *;q=0.1']) {
      assert.ok(acceptsGzip(header), header);
    }
    for (const header of [undefined, '', 'br', 'gzip;q=0', 'gzip;q=0, *', 'identity']) {
      assert.equal(acceptsGzip(header), false, header);
    }
  });

  test('unpacks to the same bytes', async () => {
    const { compressed } = await import('../../src/http/answers/answer-form.js');
    const body = 'ab'.repeat(1000);
    const { body: packed } = await compressed({ status: 200, type: 'text/plain', body }, 'gzip');
    assert.equal(gunzipSync(packed).toString(), body);
  });
});
