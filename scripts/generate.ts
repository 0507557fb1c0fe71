/**
 * Writes src/generated/ from openapi.yaml; with --check it writes nothing and exits 1 where anything on disk differs.
 * `--folder PATH` takes another folder than src/generated.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'lossless-json';
import openapiTS, { astToString } from 'openapi-typescript';
import type { OpenAPI3, SchemaObject } from 'openapi-typescript';
import ts from 'typescript';
import { integerFormats } from './ajv-exact.js';
import { eventsModule } from './events-module.js';
import { integerFieldsByOperation, integerNames } from './integer-fields.js';
import { plainDocument, readDocument } from './openapi-document.js';
import type { ExactObject } from './openapi-document.js';
import { operationsModule } from './operations-module.js';
import { requestOnlySchemas } from './schema-reach.js';
import { validatorsModule } from './validators-module.js';

const root = join(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: { check: { type: 'boolean', default: false }, folder: { type: 'string' } },
});
const folder = resolve(root, options.folder ?? 'src/generated');

const keyword = {
  string: ts.SyntaxKind.StringKeyword,
  number: ts.SyntaxKind.NumberKeyword,
  bigint: ts.SyntaxKind.BigIntKeyword,
} as const;

/** Integers of 64 bits are bigint; where only callers write them a number does too. */
function exactIntegerType(schema: SchemaObject, isRequest: boolean): ts.TypeNode | undefined {
  if (schema.format === undefined || !Object.hasOwn(integerFormats, schema.format)) {
    return undefined;
  }
  const types: readonly unknown[] = [schema.type].flat();
  const keywords = [
    ...(types.includes('string') ? [keyword.string] : []),
    ...(isRequest ? [keyword.number] : []),
    keyword.bigint,
  ];
  return ts.factory.createUnionTypeNode([
    ...keywords.map((kind) => ts.factory.createKeywordTypeNode(kind)),
    ...(types.includes('null') ? [ts.factory.createLiteralTypeNode(ts.factory.createNull())] : []),
  ]);
}

async function types(document: ExactObject): Promise<string> {
  const requestOnly = requestOnlySchemas(document);
  const nodes = await openapiTS(plainDocument(document) as OpenAPI3, {
    alphabetize: false,
    silent: true,
    transform: (schema, { path }) => {
      const component = /^#\/components\/schemas\/([^/]+)/.exec(path ?? '')?.[1] ?? '';
      return exactIntegerType(schema, requestOnly.has(component));
    },
  });
  return `${notice}${astToString(nodes)}`;
}

const notice = '// Generated from openapi.yaml by scripts/generate.ts; never edited.\n';

function integerFields(document: ExactObject): string {
  const fields = JSON.stringify(integerFieldsByOperation(document), undefined, 2);
  const names = JSON.stringify(integerNames(document), undefined, 2);
  return `${notice}export const integerFields = ${fields};\nexport const integerNames = ${names};\n`;
}

const integerFieldsDeclarations = `${notice}
/** \`true\`: the value itself is an integer of 64 bits. Else by key, \`*\` standing for every item of a list or value of a map. */
export type IntegerFields = true | { readonly [key: string]: IntegerFields };

/** Where the JSON answers of an operation hold integers of 64 bits; operations whose answers hold none are not there. */
export const integerFields: Readonly<Record<string, IntegerFields>>;

/** The names of all these integers. */
export const integerNames: readonly string[];
`;

async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const document = readDocument();
  const validators = validatorsModule(document);
  const operations = operationsModule(document);
  const events = eventsModule(document);
  return new Map([
    [join(folder, 'openapi.d.ts'), await types(document)],
    [join(folder, 'openapi.json'), `${stringify(document, undefined, 2) ?? ''}\n`],
    [join(folder, 'integer-fields.js'), integerFields(document)],
    [join(folder, 'integer-fields.d.ts'), integerFieldsDeclarations],
    [join(folder, 'events.js'), notice + events.code],
    [join(folder, 'events.d.ts'), notice + events.declarations],
    [join(folder, 'validators.js'), notice + validators.code],
    [join(folder, 'validators.d.ts'), notice + validators.declarations],
    [join(folder, 'operations.js'), notice + operations.code],
    [join(folder, 'operations.d.ts'), notice + operations.declarations],
  ]);
}

function isCurrent(path: string, text: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8') === text;
}

const stale = [...(await generatedFiles())].filter(([path, text]) => !isCurrent(path, text));
const names = stale.map(([path]) => relative(root, path)).join(', ');
if (options.check) {
  if (stale.length > 0) {
    console.error(`Differs from what openapi.yaml gives: ${names}. Run "npm run generate".`);
    process.exitCode = 1;
  }
} else {
  for (const [path, text] of stale) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  if (stale.length > 0) console.log(`Written: ${names}`);
}
