/** `masq-gateway check`: asks, judges, prints the one line. */
import { judge, verdict } from './check.js';
import type { CheckRules, CheckVerdict, Requirement } from './check.js';
import type { ClientOptions } from './client-options.js';
import { ConnectionError, get } from './gateway-connection.js';
import { readStatus } from './status-reading.js';
import { refusal } from './refusal.js';
import type { Terminal } from './terminal.js';

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
  const ask = { timeoutMs, signal: AbortSignal.timeout(timeoutMs) };
  try {
    const { status, tookMs } = await readStatus(options, ask);
    const ready =
      rules.require === undefined ? undefined : await isReady(options, rules.require, ask);
    return judge({ status, ready, tookMs }, rules);
  } catch (error) {
    // A gateway that does not answer is what a monitor is to find, not a trouble of the plugin.
    if (error instanceof ConnectionError) return verdict('critical', error.message);
    throw error;
  }
}

async function isReady(
  options: ClientOptions,
  required: Requirement,
  ask: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<boolean> {
  const path = `/readyz?require=${required}`;
  const answer = await get(options, path, ask);
  if (answer.status === 200) return true;
  if (answer.status === 503 && /"ready":\s*false/.test(answer.text)) return false;
  throw refusal(path, answer);
}
