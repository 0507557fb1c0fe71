/** The dashboard in a real browser, watched: what breaks its policy, what it asks of others, what it throws. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

/** A browser of its own for one test: cookies, workers and tabs are shared in it and with nobody else. */
export interface WatchedBrowser {
  readonly context: BrowserContext;
  /** Opens one more tab. */
  open(url: string): Promise<Page>;
  /** Everything that must not happen, in words; what stands here fails the test. */
  readonly faults: readonly string[];
  /** Addresses that page or worker wanted of anybody but a loopback address. */
  readonly foreign: readonly string[];
  close(): Promise<void>;
}

/** Chromium asks this host about any page with an input field; that is the browser's own doing. */
const BROWSERS_OWN = /^content-autofill\.googleapis\.com(?::|$)/;

// As text: it runs in the page, whose globals are not those of this program.
const reportViolations = `addEventListener('securitypolicyviolation', (event) => {
  globalThis.reportViolation(\`policy: \${event.violatedDirective} \${event.blockedURI} \${event.sourceFile}\`);
});`;

/** Opens one; requests to anywhere but this machine end, and are noted, at a proxy that answers nothing. */
export async function watchBrowser(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<WatchedBrowser> {
  const faults: string[] = [];
  const foreign: string[] = [];
  const note = (address: string): void => {
    if (!BROWSERS_OWN.test(address)) foreign.push(address);
  };
  const proxy = createServer((request, response) => {
    note(String(request.url));
    response.writeHead(502).end();
  });
  proxy.on('connect', (request, socket) => {
    note(String(request.url));
    socket.destroy();
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  const context = await browser.newContext({
    proxy: { server: `http://127.0.0.1:${port}`, bypass: '127.0.0.1,localhost' },
    ...options,
  });
  await context.exposeFunction('reportViolation', (what: string) => faults.push(what));
  await context.addInitScript(reportViolations);
  return {
    context,
    faults,
    foreign,
    open: async (url) => {
      const page = await context.newPage();
      page.on('pageerror', ({ message }) => faults.push(`thrown: ${message}`));
      page.on('console', (message) => {
        const text = message.text();
        if (/security policy|trusted/i.test(text)) faults.push(`console: ${text}`);
      });
      await page.goto(`${url}/`);
      return page;
    },
    close: async () => {
      await context.close();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

/** Loads a module of the dashboard that needs no page; the caller says what it exports, the tests hold it to that. */
export async function dashboardModule<T>(name: string): Promise<T> {
  return (await import(new URL(`../../../src/dashboard/${name}`, import.meta.url).href)) as T;
}
