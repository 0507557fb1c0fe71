/** Takes the pictures of docs/pictures: the dashboard before the demo's Daemon and Node. `npm run pictures`; needs Chromium. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { isPortFree } from '../src/cli/serving/simulate.js';
import { parseConfig } from '../src/config.js';
import { createGateway } from '../src/gateway.js';
import { createSimulator, type Simulator } from '../src/simulator/simulator.js';
import { openBrowser } from '../test/support/browser/browser.js';

const USUAL_PORT = 5334;
const LOG_EVERY_MS = 400;
const SETTLE_MS = 4_000;
const folder = join(import.meta.dirname, '../docs/pictures');

interface Shot {
  readonly name: string;
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
  readonly before?: (page: Page, simulator: Simulator) => Promise<void>;
}

/** In this order: the last ones change what the others show. */
const shots: readonly Shot[] = [
  { name: 'dashboard-light', colorScheme: 'light', width: 1200, height: 990 },
  { name: 'dashboard-dark', colorScheme: 'dark', width: 1200, height: 990 },
  {
    name: 'question',
    colorScheme: 'light',
    width: 1200,
    height: 560,
    before: async (page) => {
      await page.getByRole('button', { name: 'Restart' }).click();
    },
  },
  {
    name: 'killed',
    colorScheme: 'dark',
    width: 1200,
    height: 560,
    before: async (page, simulator) => {
      await simulator.killNode();
      await page.getByText('The Node was killed').waitFor();
    },
  },
];

async function take(
  browser: Browser,
  simulator: Simulator,
  url: string,
  shot: Shot,
): Promise<void> {
  const { name, colorScheme, width, height, before } = shot;
  const page = await browser.newPage({ colorScheme, viewport: { width, height } });
  await page.goto(url);
  await page.locator('#graph-viewport img').waitFor();
  await page.getByText('since this Node’s start').first().waitFor();
  await before?.(page, simulator);
  const png = await page.screenshot({ animations: 'disabled' });
  writeFileSync(join(folder, `${name}.png`), png);
  console.log(`docs/pictures/${name}.png ${Math.round(png.length / 1024)} KB`);
  await page.close();
}

const port = (await isPortFree(USUAL_PORT)) ? USUAL_PORT : 0;
const simulator = createSimulator({
  demo: true,
  neighborAfterMs: 200,
  routeAfterMs: 400,
  idleLogEveryMs: LOG_EVERY_MS,
});
const { daemonPort } = await simulator.start();
const config = await parseConfig({ flags: { daemonPort, port, listen: ['127.0.0.1'] } });
const gateway = createGateway(config, { logger: pino({ level: 'silent' }) });
const browser = await openBrowser();
try {
  const [url = ''] = await gateway.start();
  mkdirSync(folder, { recursive: true });
  await fetch(`${url}/readyz?require=daemon&wait=10`);
  await fetch(`${url}/v1/node/start`, { method: 'POST' });
  await fetch(`${url}/readyz?require=route&wait=20`);
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS)); // some lines in the log
  for (const shot of shots) await take(browser, simulator, url, shot);
} finally {
  await browser.close();
  await gateway.close();
  await simulator.close();
}
