/** Adds the command that solves a problem to its detail: what to type next, for the address at which the gateway was asked. */
import type { GatewayError } from '../../errors.js';
import type { CurlCommands } from '../../problems/problem-row.js';
import { problemRow } from '../../problems/problem-table.js';
import { isSecretName, isSettableName } from '../../protocol/setup-names.js';

function curlCommands(origin: string): CurlCommands {
  const setup = `${origin}/v1/setup`;
  const patch = (values: readonly object[]): string =>
    `curl -X PATCH --json '${JSON.stringify({ values })}' ${setup}`;
  return {
    node: (operation) => `curl -X POST ${inShell(`${origin}/v1/node/${operation}`)}`,
    getSetup: () => `curl ${setup}`,
    // A secret on a command line could be read by every user of the machine.
    put: (name) =>
      isSecretName(name)
        ? `curl -X PUT --json @${name}.json ${setup}/${name} (the file, readable by you only, holds {"value":"…"})`
        : `curl -X PUT --json '{"value":"…"}' ${setup}/${name}`,
    clear: (name) => `curl -X DELETE ${setup}/${name}`,
    replace: (names) => patch(names.filter(isSettableName).map((name) => ({ name, value: '…' }))),
    clearWhileCompleting: (names) =>
      patch([...names.filter(isSettableName).map((name) => ({ name })), { name: '…', value: '…' }]),
  };
}

function inShell(url: string): string {
  return url.includes('?') ? `"${url}"` : url;
}

/** The error with its command behind its detail, if its problem has one; `origin` is such as `http://127.0.0.1:5334`. */
export function withCommand(error: GatewayError, origin: string): GatewayError {
  const command = problemRow(error.code).command?.(curlCommands(origin), error.parameters) ?? '';
  return command === '' ? error : error.with({ detail: `${error.message} ${command}` });
}
