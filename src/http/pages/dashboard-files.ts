/** The files of the dashboard: a closed list, so that no path of a request ever names a file. */
import { readFile } from 'node:fs/promises';
import { dashboardFolder } from '../../package-files.js';

interface DashboardFile {
  readonly name: string;
  readonly type: string;
}

/** The page itself, served at `/`. */
export const DASHBOARD_PAGE = 'index.html';

const SCRIPT_TYPE = 'text/javascript; charset=utf-8';
const STYLE_TYPE = 'text/css; charset=utf-8';
const scripts = [
  'actions',
  'actions-view',
  'amounts',
  'connection-view',
  'curl-line',
  'dom',
  'event-feed',
  'event-rows',
  'event-stream',
  'exact-json',
  'feed',
  'feed-worker',
  'graph-view',
  'headline',
  'hops',
  'log-view',
  'main',
  'money-view',
  'reading-view',
  'readings',
  'setup-view',
  'sse-messages',
  'tab-link',
  'times',
  'zoom-pan',
];

/** What is served below `/dashboard/`. */
export const dashboardFiles: readonly DashboardFile[] = [
  ...scripts.map((name) => ({ name: `${name}.js`, type: SCRIPT_TYPE })),
  ...['layout', 'palette', 'widgets'].map((name) => ({ name: `${name}.css`, type: STYLE_TYPE })),
  { name: 'icon.svg', type: 'image/svg+xml' },
];

/** Own files alone, no script or style in the page, and no text that could become a script; drawings come as blobs. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types masq-gateway',
].join('; ');

/** Headers of the page and of all its files. A newer gateway's page must never run an older one's scripts. */
export const dashboardHeaders = {
  'cache-control': 'no-cache',
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
} as const;

/** The contents of the page, or of a file of the list. */
export function readDashboard(name: string): Promise<Buffer> {
  return readFile(new URL(name, dashboardFolder));
}
