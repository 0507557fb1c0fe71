/**
 * Holds a fresh demo to openapi.yaml with schemathesis (PyPI), all its checks: `tsx scripts/schemathesis/run.ts [option…]`, the
 * options being schemathesis's own. SCHEMATHESIS names the program where it is not on the path. What is excused, and why, stands in
 * schemathesis.toml.
 */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { Writable } from 'node:stream';
import { runCommandLine } from '../../src/cli/program.js';

const EXAMPLES = '30';
const CANNOT_RUN = 127;
const URL_LINE = /export MASQ_GATEWAY_URL=(\S+)/;

const stop = new AbortController();
const { promise: url, resolve: setUrl } = withResolvers<string>();
let told = '';
const out = new Writable({
  write(chunk: Buffer, _encoding, done) {
    told += chunk.toString();
    const found = URL_LINE.exec(told)?.[1];
    if (found !== undefined) setUrl(found);
    done();
  },
});

function withResolvers<T>(): {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
} {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

function schemathesis(gateway: string): Promise<number> {
  const args = ['run', '../../openapi.yaml', '--url', gateway];
  const child = spawn(
    process.env['SCHEMATHESIS'] ?? 'schemathesis',
    [...args, '--max-examples', EXAMPLES, ...process.argv.slice(2)],
    { cwd: import.meta.dirname, stdio: 'inherit' },
  );
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`schemathesis cannot be run (${error.message}); see CONTRIBUTING.md`);
      resolve(CANNOT_RUN);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

// All that is switched off by default is on, so that it is tried as well.
const flags = ['--port', '0', '--log-level', 'error', '--allow-crash', '--allow-config-file'];
const demo = runCommandLine(['demo', ...flags, '--allow-custom-financials'], {
  environment: {},
  out,
  err: process.stderr,
  stop: stop.signal,
});
const ended = await Promise.race([url, demo]);
process.exitCode = typeof ended === 'string' ? await schemathesis(ended) : ended;
stop.abort();
await demo;
