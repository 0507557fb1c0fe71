#!/usr/bin/env node
/** Process entry: command line → config → gateway → signals → exit code. */
import process from 'node:process';
import { runCommandLine } from './cli/program.js';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The first asks for an orderly end; whoever asks twice does not want to wait for it.
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  });
}

// Who reads us may leave at any time (`| head`). That is no fault, and a gateway goes on without its readers.
const outGone = new AbortController();
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  outGone.abort();
});
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  environment: process.env,
  processId: process.pid,
  out: process.stdout,
  err: process.stderr,
  stop: stop.signal,
  outGone: outGone.signal,
  onHangUp: (listener) => {
    process.on('SIGHUP', listener);
    return () => process.off('SIGHUP', listener);
  },
});
