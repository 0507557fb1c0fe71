/** `masq-gateway check`: asks, judges, prints the one line. */
import { judge, verdict, type CheckRules, type CheckVerdict, type Requirement } from './check.js';
import type { ClientOptions } from '../gateway/client-options.js';
import { ask, ConnectionError, type AskOptions } from '../gateway/gateway-connection.js';
import { readStatus } from '../gateway/status-reading.js';
import type { Terminal } from '../output/terminal.js';

/** Checks within `timeoutMs`; resolves with the exit code of a monitoring plugin. Rejects with what is no verdict. */
export async function check(
  options: ClientOptions,
  rules: CheckRules,
  timeoutMs: number,
  terminal: Terminal,
): Promise<number> {
  const { exitCode, line } = await verdictOf(options, rules, timeoutMs);
  terminal.out.write(`${line}\n`);
  return exitCode;
}

async function verdictOf(
  options: ClientOptions,
  rules: CheckRules,
  timeoutMs: number,
): Promise<CheckVerdict> {
  const how = { timeoutMs, signal: AbortSignal.timeout(timeoutMs) };
  try {
    const { status, tookMs } = await readStatus(options, how);
    const ready =
      rules.require === undefined ? undefined : await isReady(options, rules.require, how);
    return judge({ status, ready, tookMs }, rules);
  } catch (error) {
    // A gateway that does not answer is what a monitor is to find, not a trouble of the plugin.
    if (error instanceof ConnectionError) return verdict('critical', error.message);
    throw error;
  }
}

async function isReady(
  options: ClientOptions,
  require: Requirement,
  how: AskOptions,
): Promise<boolean> {
  const query = { require };
  const { value } = await ask(
    options,
    (client) => client.get('/readyz', { params: { query } }),
    how,
  );
  return value.ready;
}
