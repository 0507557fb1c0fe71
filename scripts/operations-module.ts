/** Writes the text of src/generated/operations.js and its declarations: what the server knows of each operation. */
import { isOpcode } from '../src/protocol/opcodes.js';
import { asObject, asString, operationsOf, resolve } from './openapi-document.js';
import type { DocumentedOperation, ExactObject } from './openapi-document.js';
import { bodyNames, decimalMembers } from './request-schemas.js';

const accesses: Readonly<Record<string, string>> = {
  open: 'open',
  read: 'r',
  secret: 's',
  write: 'w',
};
const queryKinds: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'flag',
  integer: 'count',
  array: 'list',
};

/** Generated texts, without their notice. */
export interface OperationsModule {
  readonly code: string;
  readonly declarations: string;
}

/** One entry for each operation, in the order of the document. */
export function operationsModule(document: ExactObject): OperationsModule {
  const operations = operationsOf(document);
  const entries = operations.map((each) => entryText(document, each));
  const opcodeLines = operations.map(
    ({ operationId, operation }) => `  readonly ${operationId}: ${opcodeText(operation)};\n`,
  );
  return {
    code: [
      "import { bodyRules, noBody, noMembers, queryRules } from '../api/rules.js';",
      "import * as validators from './validators.js';\n",
      `export const operations = {\n${entries.join('')}};\n`,
    ].join('\n'),
    declarations: [
      "import type { OperationTable } from '../api/operation.js';\n",
      '/** The opcode of the conversation that each operation holds. */',
      `export interface OpcodeOf {\n${opcodeLines.join('')}}\n`,
      '/** What openapi.yaml says of each operation. */',
      'export const operations: OperationTable;\n',
    ].join('\n'),
  };
}

function opcodeText({ 'x-opcode': opcode }: ExactObject): string {
  if (opcode === undefined) return 'undefined';
  if (!isOpcode(asString(opcode))) {
    throw new Error(`openapi.yaml: there is no opcode ${asString(opcode)}`);
  }
  return `'${asString(opcode)}'`;
}

function entryText(document: ExactObject, documented: DocumentedOperation): string {
  const { operationId, method, path, operation } = documented;
  const access = accesses[asString(operation['x-access'])];
  if (access === undefined) throw new Error(`openapi.yaml: ${operationId} has an unknown access`);
  const members = {
    operationId: `'${operationId}'`,
    method: `'${method}'`,
    path: `'${path}'`,
    pathParameters: JSON.stringify([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)),
    access: `'${access}'`,
    opcode: opcodeText(operation),
    produces: JSON.stringify(mediaTypesOf(document, operation)),
    acceptsAll: String(operation['x-accept'] === 'ignored'),
    secretAnswer: String(operation['x-secret-answer'] === true),
    query: queryText(document, documented),
    decimals: JSON.stringify(decimalMembers(document, documented)),
    body: bodyText(document, documented),
  };
  const lines = Object.entries(members).map(([name, text]) => `    ${name}: ${text},\n`);
  return `  ${operationId}: {\n${lines.join('')}  },\n`;
}

/** Media types of the good answers. */
function mediaTypesOf(document: ExactObject, { responses }: ExactObject): readonly string[] {
  const good = Object.entries(asObject(responses)).filter(([status]) => status.startsWith('2'));
  const types = good.flatMap(([, response]) =>
    Object.keys(asObject(resolve(document, response).content)),
  );
  return [...new Set(types)];
}

function queryText(document: ExactObject, documented: DocumentedOperation): string {
  const { operationId, operation, parameters } = documented;
  const kinds = parameters
    .filter((parameter) => parameter.in === 'query')
    .map((parameter) => {
      const kind = queryKinds[asString(resolve(document, parameter.schema).type)];
      if (kind === undefined) throw new Error(`openapi.yaml: no query kind in ${operationId}`);
      return [asString(parameter.name), kind] as const;
    });
  const unknown = operation['x-unknown-query'] === 'ignored' ? "'ignored'" : "'refused'";
  const known =
    kinds.length === 0
      ? []
      : [JSON.stringify(Object.fromEntries(kinds)), `validators.${operationId}Query`];
  return `queryRules(noMembers, ${[unknown, ...known].join(', ')})`;
}

function bodyText(document: ExactObject, documented: DocumentedOperation): string {
  const names = bodyNames(document, documented);
  if (names.length === 0) return 'noBody';
  const validators = names.map(([mediaType, name]) => `'${mediaType}': validators.${name}`);
  return `bodyRules({ ${validators.join(', ')} })`;
}
