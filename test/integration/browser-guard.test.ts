/** Web pages against the gateway, in a real Chromium: what cannot be argued from the specification is tried. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { createSimulator, type Simulator } from '../../src/simulator/simulator.js';
import { noBrowser, openBrowser } from '../support/browser/browser.js';
import {
  attackPage,
  openForeignSite,
  type ForeignSite,
  type Loot,
} from '../support/browser/foreign-page.js';
import { openGateway, type GatewayUnderTest } from '../support/http/gateway-under-test.js';

const admin = 'q7Zx-3pLkR_v9TbW2mYc8NdE5sHfJ1aU';
/** What the attack tries, without the preflights that browsers send by themselves. */
const TRIES = 25;

interface LogLine {
  readonly msg: string;
  readonly method?: string;
  readonly status?: number;
  readonly code?: string;
  readonly operationId?: string;
}

const requestsIn = (log: readonly string[]): readonly LogLine[] =>
  log.map((line) => JSON.parse(line) as LogLine).filter(({ msg }) => msg === 'request');

describe('a web page', { skip: noBrowser, timeout: 120_000 }, () => {
  let browser: Browser;
  let simulator: Simulator;
  let site: ForeignSite;
  let gateway: GatewayUnderTest;

  before(async () => {
    browser = await openBrowser();
    simulator = createSimulator({ demo: true });
    const { daemonPort } = await simulator.start();
    site = await openForeignSite(attackPage);
    gateway = await openGateway(daemonPort);
    await gateway.ask('GET /readyz?require=daemon&wait=10');
    await gateway.ask('POST /v1/node/start');
    await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'running');
  });
  after(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
    await simulator.close();
  });

  async function onPage<T>(url: string, body: (page: Page) => Promise<T>): Promise<T> {
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      await page.goto(url);
      return await body(page);
    } finally {
      await context.close();
    }
  }
  const attack = (page: Page, target = gateway.url): Promise<Loot> =>
    page.evaluate<Loot>(`attack(${JSON.stringify(target)})`);

  /** Runs the attack and fails where anything came of it, on the page or at the gateway. */
  async function fails(url: string, make = (page: Page) => attack(page)): Promise<void> {
    const setupBefore = (await gateway.ask('GET /v1/setup')).text;
    const logged = gateway.log.length;
    const heard = simulator.received.length;
    const loot = await onPage(url, make);
    assert.equal(Object.keys(loot).length, TRIES);
    assert.deepEqual(
      Object.entries(loot).filter(([, got]) => got !== null),
      [],
    );
    const requests = requestsIn(gateway.log.slice(logged));
    assert.ok(requests.length >= TRIES - 3, `only ${requests.length} requests came through`);
    for (const line of requests) {
      assert.ok(line.status === 403, JSON.stringify(line));
      assert.equal(line.operationId, undefined, 'a handler was reached');
      assert.ok(['origin-refused', 'cross-site'].includes(line.code ?? ''), JSON.stringify(line));
    }
    // What the gateway asks by itself (probe, stage) is not of the page: nothing that it was after was heard.
    const opcodes = new Set(simulator.received.slice(heard).map(({ opcode }) => opcode));
    for (const wanted of ['start', 'setup', 'shutdown', 'configuration', 'neighborhoodGraph'])
      assert.ok(!opcodes.has(wanted), wanted);
    assert.equal((await gateway.ask('GET /v1/setup')).text, setupBefore);
  }

  test('of another site gets nothing and does nothing', () =>
    fails(`http://evil.example:${site.port}/`));
  test('of another port of this machine gets nothing and does nothing', () =>
    fails(`http://127.0.0.1:${site.port}/`));
  test('of another name of this machine gets nothing and does nothing', () =>
    fails(`http://localhost:${site.port}/`));
  test('without an origin (a sandboxed frame) gets nothing and does nothing', () =>
    fails(`http://evil.example:${site.port}/`, async (page) => {
      await page.evaluate(`new Promise((done) => {
        const frame = document.createElement('iframe');
        frame.sandbox = 'allow-scripts allow-forms';
        frame.src = '/frame';
        frame.onload = done;
        document.body.append(frame);
      })`);
      const frame = page.frames().find((each) => each.url().endsWith('/frame'));
      assert.ok(frame !== undefined);
      assert.equal(await frame.evaluate('origin'), 'null');
      return frame.evaluate<Loot>(`attack(${JSON.stringify(gateway.url)})`);
    }));

  test('under a name that was pointed here (DNS rebinding) gets nothing and does nothing', async () => {
    const rebound = `http://evil.example:${new URL(gateway.url).port}`;
    const logged = gateway.log.length;
    const context = await browser.newContext();
    const page = await context.newPage();
    assert.equal((await page.goto(`${rebound}/v1/status`))?.status(), 421);
    const statuses = await page.evaluate<number[]>(`Promise.all([
      fetch('/v1/status'), fetch('/v1/setup'),
      fetch('/v1/node/start', { method: 'POST' }),
      fetch('/v1/setup/gas-price', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{"value":"66"}' }),
    ].map((one) => one.then(({ status }) => status)))`);
    await context.close();
    assert.deepEqual(statuses, [421, 421, 421, 421]);
    for (const { status, operationId } of requestsIn(gateway.log.slice(logged)))
      assert.deepEqual([status, operationId], [421, undefined]);
  });

  test('opened from a link elsewhere is not shown, opened by hand it is', async () => {
    await onPage(`http://evil.example:${site.port}/`, async (page) => {
      const answer = page.waitForResponse((response) => response.url().startsWith(gateway.url));
      await page.evaluate(`void (location.href = ${JSON.stringify(`${gateway.url}/v1/setup`)})`);
      assert.equal((await answer).status(), 403);
    });
    await onPage('about:blank', async (page) => {
      assert.equal((await page.goto(`${gateway.url}/v1/setup`))?.status(), 200);
    });
  });

  describe('of an allowed origin, at a gateway with tokens', () => {
    const folder = mkdtempSync(join(tmpdir(), 'masq-gw-'));
    const adminTokenFile = join(folder, 'admin');
    let locked: GatewayUnderTest;
    before(async () => {
      writeFileSync(adminTokenFile, admin, { mode: 0o600 });
      const allowOrigin = [`http://localhost:${site.port}`];
      locked = await openGateway(simulator.daemonPort, { adminTokenFile, allowOrigin });
    });
    after(async () => {
      await locked.close();
      rmSync(folder, { recursive: true });
    });
    const asked = (
      page: Page,
      options: string,
      path = '/v1/setup/gas-price',
    ): Promise<readonly (string | number | null)[]> =>
      page.evaluate(`fetch(${JSON.stringify(`${locked.url}${path}`)}, ${options})
        .then((response) => [response.status, response.headers.get('x-request-id')], () => [null, null])`);
    const put = (token: string): string =>
      `{ method: 'PUT', body: '{"value":"66"}', headers: { Authorization: 'Bearer ${token}', 'Content-Type': 'application/json', 'X-Request-Id': 'ui-1' } }`;

    test('reads and writes with its token, and sees the headers that matter', () =>
      onPage(`http://localhost:${site.port}/`, async (page) => {
        // Frozen while the Node runs: the answer is the gateway's own, which is what is looked at.
        assert.deepEqual(await asked(page, put(admin)), [409, 'ui-1']);
        const got = await asked(
          page,
          `{ headers: { Authorization: 'Bearer ${admin}', 'X-Request-Id': 'ui-2' } }`,
          '/v1/status',
        );
        assert.deepEqual(got, [200, 'ui-2']);
      }));
    test('is told that its token is missing or wrong', () =>
      onPage(`http://localhost:${site.port}/`, async (page) => {
        assert.equal((await asked(page, '{}'))[0], 401);
        assert.equal((await asked(page, put(admin.toLowerCase())))[0], 401);
      }));
    test('cannot ride on credentials that the browser has stored', () =>
      onPage(`http://localhost:${site.port}/`, async (page) => {
        assert.deepEqual(await asked(page, "{ credentials: 'include' }"), [null, null]);
      }));
    test('is the only one: the same page of another origin gets nothing, token or not', async () => {
      const loot = await onPage(`http://evil.example:${site.port}/`, (page) =>
        attack(page, locked.url),
      );
      assert.deepEqual(
        Object.values(loot).filter((got) => got !== null),
        [],
      );
      await onPage(`http://127.0.0.1:${site.port}/`, async (page) => {
        assert.deepEqual(await asked(page, put(admin)), [null, null]);
      });
    });
    test('the docs page opens without a token and works with one, by its Authorize button', () =>
      onPage(`${locked.url}/docs`, async (page) => {
        const tryOut = async (): Promise<string> => {
          await page.locator('#operations-Status-getStatus .btn.execute').click();
          const shown = page.locator(
            '#operations-Status-getStatus .live-responses-table .response-col_status',
          );
          return (await shown.last().innerText()).trim();
        };
        await page.locator('#operations-Status-getStatus .opblock-summary-control').click();
        await page.locator('#operations-Status-getStatus .try-out__btn').click();
        await page.getByRole('button', { name: 'Authorize' }).first().click();
        const dialog = page.locator('.auth-container', { hasText: 'bearerToken' });
        await dialog.locator('input').fill(admin);
        await dialog.getByRole('button', { name: 'Apply credentials' }).click();
        await page.locator('.btn-done').first().click();
        assert.match(await tryOut(), /^200/);
      }));
  });
});
