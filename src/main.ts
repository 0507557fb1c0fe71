#!/usr/bin/env node
/** Process entry: command line → config → gateway → signals → exit code. */
import process from 'node:process';
import { runCommandLine } from './cli/program.js';
import { StandardStreams } from './cli/output/standard-streams.js';
import { exitCodes } from './cli/output/terminal.js';

const streams = new StandardStreams();
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The first asks for an orderly end; whoever asks twice does not want to wait for it.
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  });
}
// Node's own answers to these two: a debugger port open to every user of the machine, and the end of the process.
for (const signal of ['SIGUSR1', 'SIGUSR2'] as const) process.on(signal, () => undefined);

// Node's own reports wait for the reader of standard error, and with them the whole process.
process.on('uncaughtException', (error) => {
  streams.note(`unexpected failure\n${error.stack ?? error.message}`);
  process.exit(exitCodes.internal);
});
if (process.listenerCount('warning') > 0) {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => streams.note(`${name}: ${message}`));
}

const exitCode = await runCommandLine(process.argv.slice(2), {
  environment: process.env,
  processId: process.pid,
  out: streams.out,
  err: streams.err,
  stop: stop.signal,
  outGone: streams.outGone,
  onHangUp: (listener) => {
    process.on('SIGHUP', listener);
    return () => process.off('SIGHUP', listener);
  },
});
process.exitCode = await streams.finish(exitCode, stop.signal);
