/** As many requests as a server takes, made by wrk, or by autocannon if wrk is not installed. */
import { join } from 'node:path';
import { processSeconds } from './machine.js';
import { isInstalled, type Processes, type Program, type Server } from './processes.js';

/** What one stretch of load measured. */
export interface Loaded {
  readonly perSecond: number;
  readonly p99Ms: number;
  /** Processor time of the server, microseconds per request. */
  readonly costUs: number;
  /** Percent of one core that the server used: far below 100, the load tool was the limit and not the server. */
  readonly busyPercent: number;
}

/** Load to make. */
export interface Load {
  readonly connections: number;
  readonly path: string;
  readonly durationMs: number;
  readonly header?: string;
}

interface Report {
  readonly requests: number;
  readonly durationUs: number;
  readonly p99Us: number;
  readonly failed: number;
}

interface LoadTool {
  readonly name: string;
  run(processes: Processes, url: string, load: Load): Promise<Report>;
}

const wrk: LoadTool = {
  name: 'wrk, 1 thread',
  run: async (processes, url, { connections, durationMs, header }) => {
    const seconds = wholeSeconds(durationMs);
    const script = join(import.meta.dirname, 'wrk-report.lua');
    const head = header === undefined ? [] : ['--header', header];
    const size = ['--threads', '1', '--connections', String(connections), '--duration', seconds];
    const program = loadProgram('wrk', [...size, ...head, '--script', script, url]);
    const text = await processes.output(program);
    return JSON.parse(text.slice(text.lastIndexOf('{'))) as Report;
  },
};

interface AutocannonReport {
  readonly duration: number;
  readonly errors: number;
  readonly non2xx: number;
  readonly latency: { readonly p99: number };
  readonly requests: { readonly total: number };
}

const autocannon: LoadTool = {
  name: 'autocannon, which is slower than most servers here: install wrk for figures to compare',
  run: async (processes, url, { connections, durationMs, header }) => {
    const file = join(import.meta.dirname, '..', 'node_modules', 'autocannon', 'autocannon.js');
    const head = header === undefined ? [] : ['--headers', header];
    const seconds = wholeSeconds(durationMs);
    const size = ['--connections', String(connections), '--duration', seconds];
    const program = loadProgram(process.execPath, [file, '--json', ...size, ...head, url]);
    const report = JSON.parse(await processes.output(program)) as AutocannonReport;
    return {
      requests: report.requests.total,
      durationUs: report.duration * 1e6,
      p99Us: report.latency.p99 * 1000,
      failed: report.errors + report.non2xx,
    };
  },
};

/** The tool that is used on this machine. */
export const loadTool: LoadTool = isInstalled('wrk', '--version') ? wrk : autocannon;

/** Puts load on a server. @throws Error if any response is not 2xx. */
export async function underLoad(
  processes: Processes,
  { port, processId }: Server,
  load: Load,
): Promise<Loaded> {
  const before = processSeconds(processId) ?? NaN;
  const url = `http://127.0.0.1:${port}${load.path}`;
  const { requests, durationUs, p99Us, failed } = await loadTool.run(processes, url, load);
  const usedS = (processSeconds(processId) ?? NaN) - before;
  if (failed > 0) throw new Error(`${failed} of ${requests} requests for ${load.path} failed`);
  const elapsedS = durationUs / 1e6;
  return {
    perSecond: requests / elapsedS,
    p99Ms: p99Us / 1000,
    costUs: (usedS / requests) * 1e6,
    busyPercent: (usedS / elapsedS) * 100,
  };
}

/** Both tools take nothing shorter. */
function wholeSeconds(durationMs: number): string {
  return String(Math.ceil(durationMs / 1000));
}

function loadProgram(command: string, args: readonly string[]): Program {
  return { command, args, role: 'load' };
}
