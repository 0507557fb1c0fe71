/** Requests whose text is made to take long, over real sockets: they are answered, and so are others meanwhile. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GatewayServer } from '../../src/http/listening/server.js';
import { MAX_LISTED_ERRORS } from '../../src/problems/request-faults.js';
import { MAX_BODY_BYTES } from '../../src/http/requests/request-body.js';
import { hostileBodies } from '../support/hostile/hostile-bodies.js';
import { exchange, responsesIn } from '../support/http/raw-http.js';
import { testApp } from '../support/http/test-app.js';

/** A quadratic reader needs minutes for a megabyte. */
const LIMIT_MS = 5_000;
const MOST_PROBLEM_BYTES = 64 * 1024;
const routes = ['PUT /v1/setup/ip', 'POST /v1/node/start'];

function put(route: string, body: string): string {
  const length = Buffer.byteLength(body);
  return `${route} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`;
}

const forty = `{"a":"${'\\"'.repeat(40_000)}`;
const bodies = new Map([['80 KB of escaped quotes without an end', forty]]);
for (const [name, body] of hostileBodies(MAX_BODY_BYTES)) bodies.set(name, body);

describe('a body that is made to take long', () => {
  for (const [name, body] of bodies) {
    test(`${name}: is refused in a short answer, and /livez answers meanwhile`, async (t) => {
      const server = new GatewayServer(testApp().app, {});
      const [url = ''] = await server.listenOn([{ host: '127.0.0.1', port: 0 }]);
      t.after(() => server.close());
      for (const route of routes) {
        const answer = exchange(url, put(route, body));
        const live = await fetch(`${url}/livez`, { signal: AbortSignal.timeout(LIMIT_MS) });
        assert.equal(live.status, 200);
        const [response] = responsesIn(await answer);
        assert.equal(response?.status, 400, route);
        assert.ok(response.body.length < MOST_PROBLEM_BYTES, `${response.body.length} bytes`);
        const { errors } = JSON.parse(response.body) as { errors: readonly unknown[] };
        assert.ok(errors.length <= MAX_LISTED_ERRORS);
      }
    });
  }

  test('more faults than are listed are counted in the detail', async (t) => {
    const server = new GatewayServer(testApp().app, {});
    const [url = ''] = await server.listenOn([{ host: '127.0.0.1', port: 0 }]);
    t.after(() => server.close());
    const body = JSON.stringify(
      Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`k${at}`, 1])),
    );
    const [response] = responsesIn(await exchange(url, put('POST /v1/node/start', body)));
    const { detail, errors } = JSON.parse(response?.body ?? '') as {
      detail: string;
      errors: readonly unknown[];
    };
    assert.equal(errors.length, MAX_LISTED_ERRORS);
    assert.match(detail, /\(and 199 more, the first 64 are in errors\)$/);
  });
});
