/** A real Prometheus before a gateway, with the shipped alert rules; it scrapes and judges every second. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../../scripts/project-root.js';

/** One sample of an answer. */
export interface PrometheusSample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

/** An alert as Prometheus tells it. */
export interface PrometheusAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: string;
}

/** The running server. */
export interface PrometheusServer {
  query(expr: string): Promise<readonly PrometheusSample[]>;
  alerts(): Promise<readonly PrometheusAlert[]>;
  /** Asks again and again until there is something; fails after a while. */
  until<Thing>(what: string, look: () => Promise<Thing | undefined>): Promise<Thing>;
  close(): Promise<void>;
}

const START_LIMIT_MS = 20_000;
const UNTIL_LIMIT_MS = 30_000;
const UNTIL_PAUSE_MS = 100;
const rules = join(projectRoot, 'ops', 'prometheus', 'alerts.yml');

/** Starts it on a free port, its data in a folder that goes with it. */
export async function startPrometheus(gatewayUrl: string): Promise<PrometheusServer> {
  const folder = await mkdtemp(join(tmpdir(), 'masq-gateway-prometheus-'));
  const config = join(folder, 'prometheus.yml');
  const job = {
    job_name: 'masq-gateway',
    static_configs: [{ targets: [new URL(gatewayUrl).host] }],
  };
  await writeFile(
    config,
    JSON.stringify({
      global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
      rule_files: [rules],
      scrape_configs: [job],
    }),
  );
  const child = spawn(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--web.listen-address=127.0.0.1:0',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const url = await listening(child);
  return {
    query: async (expr) => {
      const data = await api(`${url}/api/v1/query?query=${encodeURIComponent(expr)}`);
      const { result } = data as { readonly result: readonly RawSample[] };
      return result.map(({ metric, value: [, text] }) => ({ metric, value: Number(text) }));
    },
    alerts: async () => {
      const data = await api(`${url}/api/v1/alerts`);
      return (data as { readonly alerts: readonly PrometheusAlert[] }).alerts;
    },
    until: async (what, look) => {
      const endMs = Date.now() + UNTIL_LIMIT_MS;
      for (;;) {
        const found = await look();
        if (found !== undefined) return found;
        if (Date.now() > endMs) throw new Error(`never came: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, UNTIL_PAUSE_MS));
      }
    },
    close: async () => {
      await ended(child);
      await rm(folder, { recursive: true });
    },
  };
}

interface RawSample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

async function api(url: string): Promise<unknown> {
  const response = await fetch(url);
  const answer = (await response.json()) as { readonly status: string; readonly data: unknown };
  if (answer.status !== 'success') throw new Error(JSON.stringify(answer));
  return answer.data;
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = '';
    let settled = false;
    const settle = (act: () => void): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      act();
    };
    const fail = (reason: string): void =>
      settle(() => {
        child.kill();
        reject(new Error(`prometheus: ${reason}\n${told}`));
      });
    const timer = setTimeout(() => fail('it does not listen'), START_LIMIT_MS);
    child.once('error', (error) => fail(error.message));
    child.once('exit', () => fail('it ended'));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (settled) return;
      told += text;
      const port = /Listening on" address=127\.0\.0\.1:(\d+)/.exec(told)?.[1];
      if (port === undefined || !told.includes('Server is ready')) return;
      settle(() => resolve(`http://127.0.0.1:${port}`));
    });
  });
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await gone;
}
