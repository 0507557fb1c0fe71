/** Responses of openapi.yaml that its sources need not spell out: those that follow from other facts, and the frame of problems. */
import { isProblemCode, problemRow } from '../src/problems/problem-table.js';
import { asList, asObject, asString, isObject, type ExactObject } from './openapi-document.js';

/** What decides which problems an operation may answer with. */
interface Facts {
  /** Lower case. */
  readonly method: string;
  readonly access: string;
  /** Undefined if the operation holds no conversation with a peer. */
  readonly opcode: string | undefined;
  /** True if the Accept header is not looked at. */
  readonly acceptsAll: boolean;
  readonly checksQuery: boolean;
}

type Condition = (facts: Facts) => boolean;

const always: Condition = () => true;
const isWrite: Condition = ({ access }) => access === 'write';
const readsOnly: Condition = ({ access }) => access === 'open' || access === 'read';
const hasBody: Condition = ({ method }) => method !== 'get';
const asksDaemon: Condition = ({ opcode }) => opcode === 'setup';
const asksPeer: Condition = ({ opcode }) => opcode !== undefined;

/** Status, name of the component, and who answers with it; later rows win. An operation's own responses win over all of them. */
const implied: readonly (readonly [string, string, Condition])[] = [
  ['400', 'InvalidRequest', ({ checksQuery }) => checksQuery],
  ['401', 'Unauthorized', ({ access }) => access !== 'open'],
  ['403', 'ForbiddenOrReadOnly', (facts) => !readsOnly(facts)],
  ['403', 'Forbidden', readsOnly],
  ['406', 'NotAcceptable', ({ acceptsAll }) => !acceptsAll],
  ['409', 'KeyInProgress', isWrite],
  ['413', 'TooLarge', hasBody],
  ['415', 'UnsupportedMediaType', hasBody],
  ['421', 'HostRefused', always],
  ['422', 'KeyMismatch', isWrite],
  ['429', 'WaitingRoomFull', asksPeer],
  ['500', 'InternalError', always],
  ['502', 'NodeTrouble', asksPeer],
  ['502', 'DaemonTrouble', asksDaemon],
  ['503', 'NodeUnavailable', asksPeer],
  ['503', 'DaemonUnavailable', asksDaemon],
  ['504', 'NoReply', asksPeer],
];

/** The responses that follow from what an operation is; `operation` as its source has it. */
export function impliedResponses(method: string, operation: ExactObject): ExactObject {
  const facts: Facts = {
    method,
    access: asString(operation['x-access']),
    opcode: operation['x-opcode'] === undefined ? undefined : asString(operation['x-opcode']),
    acceptsAll: operation['x-accept'] === 'ignored',
    checksQuery:
      operation['x-unknown-query'] !== 'ignored' || asList(operation.parameters).length > 0,
  };
  const rows = implied.filter(([, , applies]) => applies(facts));
  return Object.fromEntries(
    rows.map(([status, name]) => [status, { $ref: `#/components/responses/${name}` }]),
  );
}

/** A response with its request id, and where it lists `x-problems` with the schema and the examples of a problem document. */
export function fullResponse(response: ExactObject): ExactObject {
  if (response.$ref !== undefined) return response;
  const { description, headers, content, example, examples, 'x-problems': codes } = response;
  return {
    ...(description === undefined ? {} : { description }),
    headers: {
      'X-Request-Id': { $ref: '#/components/headers/XRequestId' },
      ...asObject(headers ?? {}),
    },
    content: asObject(
      codes === undefined ? content : problemContent(asList(codes), { example, examples }),
    ),
  };
}

function problemContent(
  codes: ExactObject[string],
  { example, examples }: Readonly<Record<'example' | 'examples', ExactObject[string] | undefined>>,
): ExactObject {
  const schema = {
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      { type: 'object', properties: { code: { enum: codes } } },
    ],
  };
  const named = isObject(examples)
    ? {
        examples: Object.fromEntries(
          Object.entries(examples).map(([name, each]) => [
            name,
            { value: fullProblem(asObject(asObject(each).value)) },
          ]),
        ),
      }
    : { example: fullProblem(asObject(example)) };
  return { 'application/problem+json': { schema, ...named } };
}

/** The example with what the problem table knows of its code. @throws Error for a code that is not there. */
function fullProblem(example: ExactObject): ExactObject {
  const code = asString(example.code);
  if (!isProblemCode(code)) throw new Error(`openapi/: there is no problem ${code}`);
  const { status, title } = problemRow(code);
  return { type: `/problems/${code}`, title, status: BigInt(status), ...example };
}
