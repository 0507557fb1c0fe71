/** Writes the text of src/generated/validators.js and its declarations: standalone ajv code, bounded by src/api/validator.ts. */
import { Ajv2020, type KeywordErrorDefinition } from 'ajv/dist/2020.js';
import { _, str } from 'ajv/dist/compile/codegen/index.js';
import { _Code } from 'ajv/dist/compile/codegen/code.js';
import standalone from 'ajv/dist/standalone/index.js';
import { addExactKeywords } from './ajv-exact.js';
import { componentsSchema, type SchemaUse } from './exact-schema.js';
import type { ExactObject } from './openapi-document.js';
import { requestSchemas } from './request-schemas.js';

const use: SchemaUse = { validators: true };

/** Generated texts, without their notice. */
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
  return `${importLines.join('')}import { bounded } from '../api/validator.js';\n\n${body}`;
}

function declarations(names: readonly string[]): string {
  const exports = names.map((name) => `export const ${name}: Validator;\n`);
  return `import type { Validator } from '../api/validator.js';\n\n${exports.join('')}`;
}
