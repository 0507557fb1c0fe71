/** A real Chromium for tests, where the machine has one. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const named = process.env['CHROMIUM_BIN'];
const executable = [...(named === undefined || named === '' ? [] : [named]), ...places].find(
  (path) => existsSync(path),
);

/** Why tests with a browser cannot run here; false where they can. For the `skip` of a test. */
export const noBrowser =
  executable === undefined
    ? 'NO CHROMIUM: apt-get install -y chromium, or name one with CHROMIUM_BIN'
    : false;

/** Starts it; every name below `.example` leads to this machine, so that pages can be of any site. */
export function openBrowser(): Promise<Browser> {
  if (executable === undefined) throw new Error(String(noBrowser));
  return chromium.launch({
    executablePath: executable,
    args: [
      '--no-sandbox', // tests run as root in containers; the pages are our own
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--host-resolver-rules=MAP *.example 127.0.0.1',
    ],
  });
}
