/** The dashboard in a real Chromium, before a real gateway and a simulated Daemon and Node. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { demoSetup } from '../../src/simulator/demo-data.js';
import { extremeLedger } from '../support/peers/ledgers.js';
import {
  createSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../src/simulator/simulator.js';
import { noBrowser, openBrowser } from '../support/browser/browser.js';
import { watchBrowser, type WatchedBrowser } from '../support/browser/dashboard-page.js';
import { openGateway, type GatewayUnderTest } from '../support/http/gateway-under-test.js';
import { hopScenes, inScene } from '../support/hop-scenes.js';
import { quickTimings } from '../support/peers-on-simulator.js';

const WAIT_MS = 15_000;
const TABS = 10;
const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

/** Asks, at a state of the page, until it is so. */
async function reads(page: Page, selector: string, text: RegExp): Promise<void> {
  await page.locator(selector).filter({ hasText: text }).first().waitFor({ timeout: WAIT_MS });
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

async function assertAccessible(page: Page): Promise<void> {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate<AxeResult>('axe.run()');
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`),
    [],
  );
}

async function assertFits(page: Page): Promise<void> {
  const [inner, outer] = await page.evaluate<readonly [number, number]>(
    '[document.documentElement.scrollWidth, innerWidth]',
  );
  assert.ok(inner <= outer, `${inner} px wide on a screen of ${outer}`);
}

describe('the dashboard', { skip: noBrowser, timeout: 240_000 }, () => {
  let browser: Browser;

  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  async function watched<T>(
    body: (tabs: WatchedBrowser) => Promise<T>,
    options: BrowserContextOptions = {},
  ): Promise<T> {
    const tabs = await watchBrowser(browser, options);
    try {
      const result = await body(tabs);
      assert.deepEqual(tabs.faults, []);
      assert.deepEqual(tabs.foreign, []);
      return result;
    } finally {
      await tabs.close();
    }
  }

  async function withPeers(
    body: (simulator: Simulator, gateway: GatewayUnderTest) => Promise<void>,
    options: SimulatorOptions = {},
    flags: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const simulator = createSimulator({ setup: demoSetup(), ...options });
    const { daemonPort } = await simulator.start();
    const gateway = await openGateway(daemonPort, flags, quickTimings);
    try {
      await body(simulator, gateway);
    } finally {
      await gateway.close();
      await simulator.close();
    }
  }

  async function startNode(gateway: GatewayUnderTest): Promise<void> {
    await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopped');
    await gateway.ask('POST /v1/node/start');
    await gateway.until('GET /v1/status', ({ body }) => body['routeFound'] === true);
  }

  /** What the headline says in each scene, and the buttons that it offers. */
  const headlines: Readonly<Record<string, readonly [RegExp, readonly string[]]>> = {
    'no Daemon': [/No Daemon is there/, []],
    'a Daemon that hangs': [/The Daemon does not answer/, []],
    'a stopped Node': [/No Node runs/, ['Start']],
    'a Node that was killed': [/The Node was killed/, ['Start']],
    'a running Node': [/The Node runs and has a route/, ['Restart', 'Shut down']],
    'a running Node whose Daemon is gone': [/The Node runs, the Daemon is gone/, ['Shut down']],
    'a Node in the Daemon’s place': [/The Node runs, without a Daemon/, ['Shut down']],
    'an orphan': [/The Daemon does not know this Node/, ['Shut down']],
    'a Node that hangs': [/The Node does not answer/, []],
  };

  test('has a headline for every scene', () => {
    assert.deepEqual(Object.keys(headlines).sort(), hopScenes.map(({ name }) => name).sort());
  });

  for (const scene of hopScenes) {
    const [title, buttons] = headlines[scene.name] ?? [/^$/, []];
    test(`${scene.name}: says so, offers what can be done, and is accessible in light and dark, wide and narrow`, () =>
      inScene(scene, async ({ url }) => {
        for (const colorScheme of ['light', 'dark'] as const) {
          const width = colorScheme === 'light' ? 1280 : 360;
          await watched(
            async (tabs) => {
              const page = await tabs.open(url);
              await reads(page, '#headline-title', title);
              await reads(page, '#live', /^live$/);
              const offered = await page
                .locator('#headline-actions button:visible')
                .allTextContents();
              assert.deepEqual(offered, buttons);
              await assertAccessible(page);
              await assertFits(page);
            },
            { colorScheme, viewport: { width, height: 800 } },
          );
        }
      }));
  }

  test('a setup that is not complete: says how much is wrong and where', () =>
    withPeers(
      (_simulator, { url }) =>
        watched(async (tabs) => {
          const page = await tabs.open(url);
          await reads(page, '#headline-title', /the setup is not complete/);
          await page.locator('#setup .note').first().waitFor();
          await assertAccessible(page);
        }),
      { setup: {} },
    ));

  test('a Node’s end is seen live, and what was known of it is taken away', () =>
    withPeers((simulator, gateway) =>
      watched(async (tabs) => {
        await startNode(gateway);
        const page = await tabs.open(gateway.url);
        await reads(page, '#money', /MASQ/);
        await page.locator('#graph-viewport img').waitFor();
        await simulator.killNode('exited', 'panic');
        await reads(page, '#headline-title', /No Node runs|crashed/);
        await reads(page, '#log', /The Daemon says that the Node’s process \d+ has ended/);
        await reads(page, '#money', /no figures/);
        assert.equal(await page.locator('#graph-viewport img').count(), 0);
      }),
    ));

  test('amounts are exact at the bounds of 64 bits', () =>
    withPeers(
      (_simulator, gateway) =>
        watched(async (tabs) => {
          await startNode(gateway);
          const page = await tabs.open(gateway.url);
          await reads(page, '#money', /MASQ/);
          const text = (await page.locator('#money').innerText()).replaceAll('\u202f', '');
          assert.match(text, /18446744073709551615 gwei/);
          assert.match(text, /18446744073\.709551615\s*MASQ/);
          assert.match(text, /−9223372036\.854775808\s*MASQ/);
          await page.setViewportSize({ width: 360, height: 780 });
          await assertFits(page);
        }),
      { ledger: extremeLedger },
    ));

  test('the log takes foreign text as text, filters, searches and pauses', () =>
    withPeers((simulator, gateway) =>
      watched(async (tabs) => {
        await startNode(gateway);
        const page = await tabs.open(gateway.url);
        await reads(page, '#live', /^live$/);
        const hostile = '<img src=x onerror=alert(1)><b>bold</b>';
        simulator.broadcastLog('Error', hostile);
        simulator.broadcastLog('Warn', 'a warning');
        simulator.broadcastLog('Info', 'all is well');
        await reads(page, '#log', /all is well/);
        assert.equal(await page.locator('#log img, #log b').count(), 0);
        assert.ok((await page.locator('#log').innerText()).includes(hostile));
        await page.selectOption('#log-level', 'Error');
        assert.equal(await page.locator('#log li', { hasText: /warning|well/ }).count(), 0);
        assert.equal(await page.locator('#log li', { hasText: 'bold' }).count(), 1);
        await page.selectOption('#log-level', 'Info');
        await page.fill('#log-search', 'WELL');
        assert.equal(await page.locator('#log li').count(), 1);
        await page.fill('#log-search', '');
        await page.click('#log-pause');
        simulator.broadcastLog('Info', 'said in the pause');
        await reads(page, '#log-count', /paused, 1 waiting/);
        assert.equal(await page.locator('#log li', { hasText: 'in the pause' }).count(), 0);
        await page.click('#log-pause');
        await reads(page, '#log', /said in the pause/);
      }),
    ));

  test('asks before it acts, from the keyboard too, and tells what came of it', () =>
    withPeers((_simulator, gateway) =>
      watched(async (tabs) => {
        const page = await tabs.open(gateway.url);
        await reads(page, '#headline-title', /No Node runs/);
        const start = page.getByRole('button', { name: 'Start', exact: true });
        await start.focus();
        await page.keyboard.press('Enter');
        await reads(page, '#confirm-title', /Start the Node\?/);
        await assertAccessible(page);
        await page.keyboard.press('Escape');
        assert.equal(await page.evaluate('document.activeElement.textContent'), 'Start');
        assert.equal((await gateway.ask('GET /v1/status')).body['nodeState'], 'stopped');
        await start.click();
        await page.click('#confirm-yes');
        await reads(page, '#results', /The Node has started/);
        await reads(page, '#headline-title', /has a route/);
        await page.locator('#headline-actions button', { hasText: 'Shut down' }).click();
        await page.click('#confirm-yes');
        await reads(page, '#results', /The Node has shut down/);
        await reads(page, '#headline-title', /No Node runs/);
      }),
    ));

  test('tells a refusal with its hop and outcome, and a scan’s late end', () =>
    withPeers((simulator, gateway) =>
      watched(async (tabs) => {
        await startNode(gateway);
        const page = await tabs.open(gateway.url);
        await reads(page, '#money', /MASQ/);
        simulator.setScanBehaviour('Receivables', 'error');
        await page.getByRole('button', { name: 'Look for income' }).click();
        await reads(page, '#confirm-text', /No money is spent/);
        await page.click('#confirm-yes');
        await reads(page, '#results', /Hop: node · outcome: refused · scan-failed/);
        await assertAccessible(page);
        await page.getByRole('button', { name: 'Check sent payments' }).click();
        await page.click('#confirm-yes');
        await reads(page, '#results', /outcome: refused · no-consuming-wallet/);
        simulator.setScanBehaviour('Receivables', 'reply', 1_200);
        await page.getByRole('button', { name: 'Look for income' }).click();
        await page.click('#confirm-yes');
        await reads(page, '#results', /under way/);
        await reads(page, '#results', /The scan of Receivables is done/);
      }),
    ));

  test('zooms and moves the neighborhood by keys and buttons, and has it as a list', () =>
    withPeers((_simulator, gateway) =>
      watched(async (tabs) => {
        await startNode(gateway);
        const page = await tabs.open(gateway.url);
        const image = page.locator('#graph-viewport img');
        await image.waitFor();
        assert.match((await image.getAttribute('src')) ?? '', /^blob:/);
        const shape = (): Promise<string> =>
          page.evaluate("document.querySelector('#graph-viewport img').style.transform");
        await page.focus('#graph-viewport');
        await page.keyboard.press('+');
        assert.match(await shape(), /scale\(1\.3\)/);
        await page.keyboard.press('ArrowRight');
        assert.match(await shape(), /translate\(-40px, 0px\)/);
        await page.keyboard.press('0');
        assert.match(await shape(), /translate\(0px, 0px\) scale\(1\)/);
        await page.getByRole('button', { name: 'Zoom in' }).click();
        assert.match(await shape(), /scale\(1\.3\)/);
        await page.click('#graph-list summary');
        assert.equal(await page.locator('#graph-rows tr').count(), 7);
        await assertAccessible(page);
      }),
    ));

  test('finds a gateway that is started again on the same port, and says meanwhile that it is gone', async () => {
    const simulator = createSimulator({ setup: demoSetup() });
    const { daemonPort } = await simulator.start();
    const first = await openGateway(daemonPort, {}, quickTimings);
    let second: GatewayUnderTest | undefined;
    try {
      await watched(async (tabs) => {
        await startNode(first);
        const page = await tabs.open(first.url);
        await reads(page, '#money', /MASQ/);
        await first.close();
        await reads(page, '#headline-title', /connection to the gateway is lost/);
        await reads(page, '#chain', /was running/);
        assert.equal(await page.locator('#headline-actions button:visible').count(), 0);
        await assertAccessible(page);
        second = await openGateway(
          daemonPort,
          { port: Number(new URL(first.url).port) },
          quickTimings,
        );
        await reads(page, '#live', /^live$/);
        await reads(page, '#headline-title', /has a route/);
        await reads(page, '#log', /Some events are missing here/);
        simulator.broadcastLog('Warn', 'after the gap');
        await reads(page, '#log', /after the gap/);
        await reads(page, '#money', /MASQ/);
      });
    } finally {
      await first.close();
      await second?.close();
      await simulator.close();
    }
  });

  test('where no stream is to be had it shows the state, says that it is not live, and takes the first stream that comes free', () =>
    withPeers(
      (_simulator, gateway) =>
        watched(async (tabs) => {
          const hangUp = new AbortController();
          const taken = await fetch(`${gateway.url}/v1/events`, { signal: hangUp.signal });
          assert.equal(taken.status, 200);
          const page = await tabs.open(gateway.url);
          await reads(page, '#live', /not live/);
          await reads(page, '#headline-title', /No Node runs/);
          hangUp.abort();
          await reads(page, '#live', /^live$/);
        }),
      {},
      { maxStreams: 1 },
    ));

  test('a read-only gateway’s page has no buttons', () =>
    withPeers(
      (_simulator, { url }) =>
        watched(async (tabs) => {
          const page = await tabs.open(url);
          await reads(page, '#headline-title', /No Node runs/);
          await reads(page, '#access', /read-only/);
          assert.equal(await page.locator('#headline-actions button, #scans button').count(), 0);
          await assertAccessible(page);
        }),
      {},
      { readOnly: true },
    ));

  test('asks for a token by way of the browser only, and shows a reader no buttons', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'masq-gateway-dashboard-'));
    const tokenFile = (name: string, token: string): string => {
      const file = join(folder, name);
      writeFileSync(file, token, { mode: 0o600 });
      return file;
    };
    const reader = 'Rk3v-9sTqLw_x7YbN2mZc8HdE5pGfJ1u';
    const admin = 'q7Zx-3pLkR_v9TbW2mYc8NdE5sHfJ1aU';
    const flags = {
      adminTokenFile: tokenFile('admin', admin),
      readTokenFile: tokenFile('reader', reader),
    };
    const credentials = (password: string) => ({ httpCredentials: { username: 'any', password } });
    try {
      await withPeers(
        async (_simulator, { url }) => {
          await watched(async (tabs) => {
            const page = await tabs.open(url);
            await reads(page, '#headline-title', /asks for a token/);
            assert.equal(
              await page.locator('input[type=password], #headline-actions button').count(),
              0,
            );
            await assertAccessible(page);
          });
          await watched(async (tabs) => {
            const page = await tabs.open(url);
            await reads(page, '#headline-title', /No Node runs/);
            await reads(page, '#live', /^live$/);
            await reads(page, '#access', /read-only/);
            assert.equal(await page.locator('#headline-actions button, #scans button').count(), 0);
          }, credentials(reader));
          await watched(async (tabs) => {
            const page = await tabs.open(url);
            await reads(page, '#live', /^live$/);
            await page.getByRole('button', { name: 'Start', exact: true }).waitFor();
          }, credentials(admin));
        },
        {},
        flags,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  for (const way of ['a shared worker', 'a leading tab'] as const) {
    test(`ten tabs cost what one does, by way of ${way}, and the idle page asks nothing`, () =>
      withPeers((simulator, gateway) =>
        watched(async (tabs) => {
          if (way === 'a leading tab') {
            await tabs.context.addInitScript('delete globalThis.SharedWorker;');
          }
          await startNode(gateway);
          const first = await tabs.open(gateway.url);
          await reads(first, '#money', /MASQ/);
          await first.locator('#graph-viewport img').waitFor();
          await reads(first, '#setup', /chain/);
          const before = simulator.received.length;
          const others = await Promise.all(
            Array.from({ length: TABS - 1 }, () => tabs.open(gateway.url)),
          );
          for (const page of others) {
            await reads(page, '#money', /MASQ/);
            await page.locator('#graph-viewport img').waitFor();
            await reads(page, '#setup', /chain/);
          }
          simulator.broadcastLog('Info', 'to all of you');
          for (const page of [first, ...others]) await reads(page, '#log', /to all of you/);
          // Once a minute the gateway itself reads the stage; no page is needed for that.
          const asked = simulator.received.slice(before).map(({ opcode }) => opcode);
          const byPages = asked.filter((opcode) => opcode !== 'connectionStatus');
          assert.deepEqual(byPages, []);
          assert.ok(asked.length <= 1, `${asked.length} readings of the stage`);
          const { body } = await gateway.ask('GET /v1/status');
          assert.equal(body['eventSubscribers'], 1);
          await first.close();
          simulator.broadcastLog('Info', 'to those who stay');
          for (const page of others) await reads(page, '#log', /to those who stay/);
        }),
      ));
  }
});
