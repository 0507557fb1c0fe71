/** Writes the text of src/generated/validators.js and its declarations: standalone ajv code behind a bounded front. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { KeywordErrorDefinition } from 'ajv/dist/2020.js';
import { _, str } from 'ajv/dist/compile/codegen/index.js';
import { _Code } from 'ajv/dist/compile/codegen/code.js';
import standalone from 'ajv/dist/standalone/index.js';
import { addExactKeywords } from './ajv-exact.js';
import { componentsSchema } from './exact-schema.js';
import type { SchemaUse } from './exact-schema.js';
import type { ExactObject } from './openapi-document.js';
import { requestSchemas } from './request-schemas.js';

const use: SchemaUse = { validators: true };

/** Generated texts. */
export interface ValidatorsModule {
  readonly code: string;
  readonly declarations: string;
}

/** Compiles every body and query of the document. */
export function validatorsModule(document: ExactObject): ValidatorsModule {
  const schemas = requestSchemas(document, use);
  const ajv = requestAjv();
  ajv.addSchema(componentsSchema(document, use));
  for (const { name, schema } of schemas) ajv.addSchema({ ...schema, $id: name });
  const names = schemas.map(({ name }) => name);
  const code = standalone.default(ajv, Object.fromEntries(names.map((name) => [name, name])));
  return { code: framed(code), declarations: declarations(names) };
}

function requestAjv(): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    // Faults must never carry the data that they are about: it may be a password.
    verbose: false,
    ownProperties: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
    code: { source: true, esm: true, lines: true },
  });
  addExactKeywords(ajv);
  ajv.addVocabulary(['x-rule']);
  reword(ajv, 'not', {
    message: ({ parentSchema }) => str`must ${String(parentSchema?.['x-rule'])}`,
  });
  reword(ajv, 'additionalProperties', {
    message: 'is not known here',
    params: ({ params, parentSchema }) =>
      _`{additionalProperty: ${params.additionalProperty}, known: ${knownKeys(parentSchema)}}`,
  });
  return ajv;
}

function knownKeys(schema: Readonly<Record<string, unknown>> | undefined): _Code {
  return new _Code(JSON.stringify(Object.keys(schema?.properties ?? {})));
}

/** Gives a keyword of ajv's other words or parameters for its faults. */
function reword(ajv: Ajv2020, keyword: string, error: KeywordErrorDefinition): void {
  const definition = ajv.getKeyword(keyword);
  if (typeof definition === 'boolean' || !('code' in definition)) {
    throw new Error(`ajv has no keyword ${keyword} to be reworded`);
  }
  const { code, type, schemaType, before, trackErrors } = definition;
  const own = typeof definition.error === 'object' ? definition.error : {};
  ajv.removeKeyword(keyword);
  ajv.addKeyword({
    keyword,
    code,
    type,
    schemaType,
    ...(before === undefined ? {} : { before }),
    ...(trackErrors === undefined ? {} : { trackErrors }),
    error: { ...own, ...error },
  });
}

const notice = '// Generated from openapi.yaml by scripts/generate.ts; never edited.\n';

const front = `
const MAX_VALUES = 8192;
const MAX_FAULTS = 64;

function holdsTooMuch(data) {
  const open = [data];
  let count = 0;
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    const items = Array.isArray(value) ? value : Object.values(value);
    count += items.length;
    if (count > MAX_VALUES) return true;
    for (const item of items) open.push(item);
  }
  return false;
}

function fault({ instancePath, keyword, params, message, propertyName }) {
  const plain = { instancePath, keyword, params, message };
  if (propertyName !== undefined) plain.propertyName = propertyName;
  if (keyword === 'additionalProperties') {
    plain.params = { additionalProperty: params.additionalProperty };
    plain.parentSchema = { properties: Object.fromEntries(params.known.map((key) => [key, true])) };
  }
  if (keyword === 'enum') {
    const words = params.allowedValues.filter((value) => typeof value === 'string' || typeof value === 'number');
    plain.params = { allowedValues: words };
  }
  return plain;
}

const tooMuch = {
  instancePath: '',
  keyword: 'maxValues',
  params: { limit: MAX_VALUES },
  message: \`must not hold more than \${MAX_VALUES} values\`,
};

function bounded(validate) {
  const check = (data) => {
    check.errors = null;
    if (holdsTooMuch(data)) {
      check.errors = [tooMuch];
      return false;
    }
    if (validate(data)) return true;
    const leaves = validate.errors.filter(({ keyword }) => keyword !== 'if');
    validate.errors = null;
    check.errors = leaves.slice(0, MAX_FAULTS).map(fault);
    return false;
  };
  check.errors = null;
  return check;
}
`;

function framed(code: string): string {
  const imports = new Map<string, string>();
  const body = code
    .replace(/^"use strict";\s*/, '')
    .replace(/\brequire\("(ajv\/dist\/runtime\/(\w+))"\)/g, (_all, path: string, name: string) => {
      imports.set(name, path);
      return name;
    })
    .replace(/^export const (\w+) = (\w+);$/gm, 'export const $1 = bounded($2);');
  if (body.includes('require(')) throw new Error('a require is left in the generated validators');
  const importLines = [...imports]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, path]) => `import ${name} from '${path}.js';\n`);
  return `${notice}${importLines.join('')}${front}\n${body}`;
}

function declarations(names: readonly string[]): string {
  const head = `${notice}
/** One fault of a request. It never holds the value that it is about. */
export interface ValidationFault {
  /** JSON pointer to the value, or to the object whose key is at fault. */
  readonly instancePath: string;
  /** Keyword of JSON Schema, or \`exactInteger\`, \`rule\`, \`maxValues\`. */
  readonly keyword: string;
  /** What the keyword asked for. */
  readonly params: Readonly<Record<string, unknown>>;
  /** To be read after the name of the value: "must be …". */
  readonly message: string;
  readonly propertyName?: string;
  /** Of an unknown key: \`properties\` holds the keys that are known there. */
  readonly parentSchema?: { readonly properties: Readonly<Record<string, true>> };
}

/** True where the data fits; else its faults stand in \`errors\` until the next call. At most 64 are told. */
export interface GeneratedValidator {
  (data: unknown): boolean;
  errors?: readonly ValidationFault[] | null;
}
`;
  const exports = names.map((name) => `export const ${name}: GeneratedValidator;\n`);
  return `${head}\n${exports.join('')}`;
}
