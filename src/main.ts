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

process.exitCode = await runCommandLine(process.argv.slice(2), {
  environment: process.env,
  out: process.stdout,
  err: process.stderr,
  stop: stop.signal,
});
