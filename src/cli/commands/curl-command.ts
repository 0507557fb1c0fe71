/** `masq-gateway curl`: the curl line of an operation, placeholders in capitals, no secret on any command line. */
import { didYouMean } from '../../protocol/suggestion.js';
import { readApiOperations, type ApiOperation, type ApiParameter } from './api-operations.js';
import type { ClientOptions } from '../gateway/client-options.js';
import { print, CommandError, exitCodes, type Terminal } from '../output/terminal.js';

/** Prints the line, or the list of all operations. @throws CommandError (usage) for an operation that there is not. */
export async function curl(
  operationId: string | undefined,
  options: ClientOptions,
  terminal: Terminal,
): Promise<void> {
  const operations = await readApiOperations();
  if (operationId === undefined) return print(terminal, listText(operations));
  const operation = operations.find((each) => each.operationId === operationId);
  if (operation === undefined) {
    const known = operations.map((each) => each.operationId);
    throw new CommandError(
      exitCodes.usage,
      `there is no operation "${operationId}".${didYouMean(operationId, known)} masq-gateway curl lists all.`,
    );
  }
  await print(terminal, curlText(operation, options));
}

function listText(operations: readonly ApiOperation[]): string {
  const width = Math.max(...operations.map(({ operationId }) => operationId.length));
  return operations
    .map(({ operationId, method, path }) => `${operationId.padEnd(width)}  ${method} ${path}\n`)
    .join('');
}

/** Comments that explain the placeholders, then one command for a POSIX shell. Pure. */
function curlText(operation: ApiOperation, options: ClientOptions): string {
  const { method, path, body, summary } = operation;
  const url = `${options.url}${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase())}`;
  const words = [
    ...tokenWords(options),
    ...(operation.operationId === 'streamEvents' ? ['-N'] : []),
    ...(options.socketPath === undefined ? [] : ['--unix-socket', quoted(options.socketPath)]),
    ...(method === 'GET' ? [] : ['-X', method]),
    ...(body === undefined ? [] : ['-H', quoted(`Content-Type: ${body.type}`)]),
    ...(body === undefined ? [] : ['--data', '@body.json']),
    quoted(url),
  ];
  return [
    ...(summary === '' ? [] : [`# ${summary}`]),
    ...operation.parameters.flatMap(parameterLines),
    ...(body === undefined ? [] : [`# body.json: ${JSON.stringify(body.example ?? {})}`]),
    ...(body === undefined
      ? []
      : ['#   (umask 077 first: a password or key in it is for your eyes only)']),
    words.join(' '),
    '',
  ].join('\n');
}

// Through a pipe: on a command line the token could be read by everybody.
function tokenWords({ tokenFile }: ClientOptions): readonly string[] {
  if (tokenFile === undefined) return ['curl'];
  return [`printf 'Authorization: Bearer %s\\n' "$(cat ${quoted(tokenFile)})" | curl`, '-H', '@-'];
}

function parameterLines(parameter: ApiParameter): readonly string[] {
  const { name, description, example } = parameter;
  const words = description.split('\n')[0] ?? '';
  const sample =
    example === undefined
      ? ''
      : `, e.g. ${typeof example === 'string' ? example : JSON.stringify(example)}`;
  switch (parameter.in) {
    case 'path':
      return [`# ${name.toUpperCase()}: ${words}${sample}`];
    case 'query':
      return [`# ?${name}=… ${words}${sample}`];
    case 'header':
      return [];
  }
}

function quoted(text: string): string {
  return /^[A-Za-z0-9_./:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
