/** The commands that cure a problem, told with it: what to type next, at the address where the gateway was asked. */
import type { GatewayError, GatewayErrorCode } from '../../errors.js';
import { isSecretName, isSettableName } from '../../protocol/setup-names.js';

/** Advice on an error; `origin` is the address of the gateway, such as `http://127.0.0.1:5334`. */
type Advice = (origin: string, error: GatewayError) => string;

const post = (origin: string, path: string): string => `curl -X POST ${origin}/v1/node/${path}`;

const advice: Partial<Record<GatewayErrorCode, Advice>> = {
  'setup-frozen': (origin) =>
    `The commands: ${post(origin, 'shutdown')}, then this change again, then ${post(origin, 'start')}`,
  'setup-poisoned': (origin, { parameters }) =>
    parameters.length === 0 ? '' : `The command: ${patch(origin, parameters, true)}`,
  'clear-undone': (origin, { parameters }) =>
    `What the setup lacks is told by: curl ${origin}/v1/setup — the command with it added: ${patch(origin, parameters, false)}`,
  'setup-rejected': (origin, { parameters }) =>
    parameters
      .map(
        (name) =>
          `To clear it: curl -X DELETE ${origin}/v1/setup/${name}; to replace it: ${put(origin, name)}`,
      )
      .join(' '),
  'setup-password-stale': (origin) =>
    `The commands: ${post(origin, 'shutdown')}, then ${put(origin, 'db-password')}, then ${post(origin, 'start')}`,
  'orphan-node': (origin) => `The command: ${post(origin, 'shutdown')}`,
  'already-running': (origin) =>
    `To have it running and no more: curl -X POST "${origin}/v1/node/start?ensure=true"`,
  'node-not-running': (origin) =>
    `To have it stopped and no more: curl -X POST "${origin}/v1/node/shutdown?ensure=true"`,
};

// A secret on a command line could be read by every user of the machine.
function put(origin: string, name: string): string {
  const path = `${origin}/v1/setup/${name}`;
  return isSecretName(name)
    ? `curl -X PUT --json @${name}.json ${path} (the file, readable by you only, holds {"value":"…"})`
    : `curl -X PUT --json '{"value":"…"}' ${path}`;
}

function patch(origin: string, names: readonly string[], withValues: boolean): string {
  const settable = names.filter(isSettableName);
  const values = settable.map((name) => (withValues ? { name, value: '…' } : { name }));
  const completing = withValues ? [] : [{ name: '…', value: '…' }];
  return `curl -X PATCH --json '${JSON.stringify({ values: [...values, ...completing] })}' ${origin}/v1/setup`;
}

/** The error with advice behind its detail, where there is some. */
export function advised(error: GatewayError, origin: string): GatewayError {
  const words = advice[error.code]?.(origin, error) ?? '';
  return words === '' ? error : error.with({ detail: `${error.message} ${words}` });
}
