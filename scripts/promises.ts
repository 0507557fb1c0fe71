/**
 * What docs/versioning.md promises, read out of the code and openapi.yaml. `tsx scripts/promises.ts` records it in
 * test/promises/promises.json; it takes nothing back unless the version in package.json allows it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Command } from 'commander';
import { format, resolveConfig } from 'prettier';
import { metrics as checkMetrics, requirements } from '../src/cli/commands/check.js';
import { clientVariables } from '../src/cli/gateway/client-options.js';
import { buildProgram } from '../src/cli/program.js';
import { checkCodes, exitCodes } from '../src/cli/output/terminal.js';
import { flagName, settings, variableName, type SettingName } from '../src/config.js';
import { problemCodes, problemRow } from '../src/problems/problem-table.js';
import { metrics } from './metrics-table.js';
import {
  asList,
  asObject,
  asString,
  isList,
  isObject,
  operationsOf,
  readDocument,
  resolve,
  type DocumentedOperation,
  type ExactObject,
  type ExactValue,
} from './openapi-document.js';
import { requestOnlySchemas } from './schema-reach.js';

/** What is promised, by kind; each entry is one line that may not go away. */
export type Promises = Readonly<Record<string, readonly string[]>>;

/** The record: the version for which it was made, and its promises. */
export interface PromisesRecord {
  readonly version: string;
  readonly promises: Promises;
  /** What a request must hold; this may not grow. */
  readonly demands: readonly string[];
}

/** Where the record stands. */
export const recordPath = join(import.meta.dirname, '..', 'test', 'promises', 'promises.json');
const packagePath = join(import.meta.dirname, '..', 'package.json');
const document = readDocument();
/** Files of the dashboard are its own affair. */
const operations = operationsOf(document).filter((each) => each.path !== '/dashboard/{file}');

/** The version in package.json. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync(packagePath, 'utf8')) as { readonly version: string }).version;
}

/** The record as it stands. */
export function readRecord(): PromisesRecord {
  return JSON.parse(readFileSync(recordPath, 'utf8')) as PromisesRecord;
}

/** Everything that is promised, as the code has it now. */
export function presentPromises(): Promises {
  const made: Promises = {
    routes: operations.map((each) => `${each.method} ${each.path} ${each.operationId}`),
    parameters: operations.flatMap(parametersOf),
    fields: componentFields(),
    problems: problemCodes.map((code) => `${code} ${problemRow(code).status}`),
    events: eventOpcodes(),
    metrics: metricLines(),
    settings: Object.keys(settings).map((name) => {
      const setting = name as SettingName; // keys of the very record
      return `${setting} --${flagName(setting)} ${variableName(setting)}`;
    }),
    commands: commandLines(),
    variables: ['MASQ_GATEWAY_CONFIG', ...Object.values(clientVariables)],
    exitCodes: [
      ...Object.entries(exitCodes).map(([name, code]) => `${name} ${code}`),
      ...Object.entries(checkCodes).map(([name, code]) => `check ${name} ${code}`),
    ],
    perfdata: checkMetrics.map(String),
    requirements: requirements.map(String),
  };
  return Object.fromEntries(Object.entries(made).map(([kind, lines]) => [kind, sorted(lines)]));
}

/** What a request must hold now; growing, it breaks those who do not send it. */
export function presentDemands(): readonly string[] {
  return sorted(
    operations.flatMap((each) => {
      const parameters = each.parameters
        .filter(({ required }) => required === true)
        .map(({ name }) => `${each.operationId} parameter ${asString(name)}`);
      return [...parameters, ...requiredOfBody(each)];
    }),
  );
}

/** What the record has and the code has no more: `kind: entry`. */
export function takenBack(record: Promises, present: Promises): readonly string[] {
  return Object.entries(record).flatMap(([kind, lines]) =>
    lines
      .filter((line) => present[kind]?.includes(line) !== true)
      .map((line) => `${kind}: ${line}`),
  );
}

/** True where the step from one version to the other may break promises: a new major, or before 1.0.0 a new minor version. */
export function mayBreak(from: string, to: string): boolean {
  const [fromMajor = 0, fromMinor = 0] = from.split('.').map(Number);
  const [toMajor = 0, toMinor = 0] = to.split('.').map(Number);
  return toMajor > fromMajor || (fromMajor === 0 && toMajor === 0 && toMinor > fromMinor);
}

function sorted(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)].sort();
}

function parametersOf({ operationId, parameters }: DocumentedOperation): readonly string[] {
  return parameters.map((each) => `${operationId} ${asString(each.in)} ${asString(each.name)}`);
}

/** `Status.overall`, and `Status.overall always` where an answer never leaves it out. */
function componentFields(): readonly string[] {
  const schemas = asObject(asObject(document.components).schemas);
  const asked = requestOnlySchemas(document);
  return Object.entries(schemas).flatMap(([name, schema]) =>
    fieldsOf(asObject(schema)).flatMap(({ field, isRequired }) =>
      isRequired && !asked.has(name)
        ? [`${name}.${field}`, `${name}.${field} always`]
        : [`${name}.${field}`],
    ),
  );
}

interface Field {
  readonly field: string;
  readonly isRequired: boolean;
}

/** Fields of a schema and of those within it; components are listed under their own names. */
function fieldsOf(schema: ExactObject): readonly Field[] {
  const required = asList(schema.required);
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const own = properties.flatMap(([field, value]) => [
    { field, isRequired: required.includes(field) },
    ...prefixed(field, fieldsOf(asObject(value))),
  ]);
  const items = isObject(schema.items) ? prefixed('[]', fieldsOf(schema.items)) : [];
  const parts = [schema.allOf, schema.oneOf, schema.anyOf].flatMap((list) => asList(list));
  return [...own, ...items, ...parts.filter(isObject).flatMap(fieldsOf)];
}

function prefixed(name: string, fields: readonly Field[]): readonly Field[] {
  return fields.map(({ field, isRequired }) => ({ field: `${name}.${field}`, isRequired }));
}

function requiredOfBody({ operationId, operation }: DocumentedOperation): readonly string[] {
  if (operation.requestBody === undefined) return [];
  const body = resolve(document, operation.requestBody);
  return Object.entries(asObject(body.content)).flatMap(([type, media]) => {
    const schema = resolve(document, asObject(media).schema);
    return asList(schema.required).map((name) => `${operationId} ${type} ${asString(name)}`);
  });
}

/** Opcodes that the document gives a payload, found as `const` under `opcode` in the envelope. */
function eventOpcodes(): readonly string[] {
  const envelope = resolve(document, { $ref: '#/components/schemas/EventEnvelope' });
  const found: string[] = [];
  const look = (value: ExactValue | undefined): void => {
    if (isList(value)) value.forEach(look);
    if (!isObject(value)) return;
    if (isObject(value.opcode)) {
      if (typeof value.opcode.const === 'string') found.push(value.opcode.const);
      for (const one of asList(value.opcode.enum)) found.push(asString(one));
    }
    Object.values(value).forEach(look);
  };
  look(envelope);
  return found;
}

/** `name kind`, `name{label}`, and `name{label="value"}` where the values are ours. */
function metricLines(): readonly string[] {
  return Object.entries(metrics).flatMap(([name, { kind, labels = {} }]) => [
    `${name} ${kind}`,
    ...Object.entries(labels).flatMap(([label, values]) => {
      const isOurs = !('most' in values) && !/ |opcodes/.test(values.join(''));
      return [
        `${name}{${label}}`,
        ...(isOurs ? values.map((value) => `${name}{${label}="${value}"}`) : []),
      ];
    }),
  ]);
}

/** `serve --port`, and the bare name of each command. */
function commandLines(): readonly string[] {
  const nowhere = new PassThrough();
  const never = new AbortController().signal;
  const terminal = { environment: {}, out: nowhere, err: nowhere, stop: never };
  return linesOf(buildProgram(terminal, { exitCode: 0 }).commands, '');
}

function linesOf(commands: readonly Command[], prefix: string): readonly string[] {
  return commands.flatMap((command) => {
    const name = `${prefix}${command.name()}`;
    const flags = command.options.flatMap(({ short, long }) => [short, long]);
    const given = flags.filter((flag) => typeof flag === 'string');
    return [
      name,
      ...given.map((flag) => `${name} ${flag}`),
      ...linesOf(command.commands, `${name} `),
    ];
  });
}

async function record(): Promise<void> {
  const [version, promises] = [packageVersion(), presentPromises()];
  const old = readRecord();
  const gone = takenBack(old.promises, promises);
  if (gone.length > 0 && !mayBreak(old.version, version)) {
    console.error(`Version ${version} may not take back:\n  ${gone.join('\n  ')}`);
    console.error('Keep them, or raise the version first; docs/versioning.md tells how.');
    process.exitCode = 1;
    return;
  }
  const text = JSON.stringify({ version, promises, demands: presentDemands() });
  const options = { ...(await resolveConfig(recordPath)), parser: 'json' };
  writeFileSync(recordPath, await format(text, options));
}

if (process.argv[1] === import.meta.filename) await record();
