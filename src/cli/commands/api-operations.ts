/** The operations of openapi.yaml, as far as a curl line needs them. */
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { openapiJsonFile } from '../../package-files.js';

const reference = z.object({ $ref: z.string() });
const parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().default(false),
  description: z.string().default(''),
  example: z.unknown().optional(),
});
const parameters = z.array(z.union([parameter, reference])).default([]);
const media = z.object({
  example: z.unknown().optional(),
  examples: z.record(z.string(), z.object({ value: z.unknown().optional() })).optional(),
});
const operation = z.object({
  operationId: z.string(),
  summary: z.string().default(''),
  parameters,
  requestBody: z.object({ content: z.record(z.string(), media).default({}) }).optional(),
  responses: z.record(z.string(), z.unknown()),
});
const document = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ parameters: z.record(z.string(), parameter) }),
});

export type ApiParameter = Readonly<z.output<typeof parameter>>;

export interface ApiOperation {
  readonly operationId: string;
  readonly summary: string;
  /** In upper case. */
  readonly method: string;
  /** In OpenAPI's notation, `/v1/setup/{name}`. */
  readonly path: string;
  readonly parameters: readonly ApiParameter[];
  /** Media type and example of its body; undefined where it has none. */
  readonly body: { readonly type: string; readonly example: unknown } | undefined;
}

const methods = ['get', 'put', 'post', 'patch', 'delete'] as const;

/** Reads all operations in the document's order. */
export async function readApiOperations(): Promise<readonly ApiOperation[]> {
  const parsed = document.parse(JSON.parse(await readFile(openapiJsonFile, 'utf8')));
  const resolve = (list: z.output<typeof parameters>): readonly ApiParameter[] =>
    list.flatMap((each) => {
      if (!('$ref' in each)) return [each];
      const found = parsed.components.parameters[each.$ref.split('/').at(-1) ?? ''];
      return found === undefined ? [] : [found];
    });
  return Object.entries(parsed.paths).flatMap(([path, item]) => {
    const common = resolve(parameters.parse(item['parameters']));
    return methods.flatMap((method) => {
      if (item[method] === undefined) return [];
      const one = operation.parse(item[method]);
      return [
        {
          operationId: one.operationId,
          summary: one.summary,
          method: method.toUpperCase(),
          path,
          parameters: [...common, ...resolve(one.parameters)],
          body: bodyOf(one),
        },
      ];
    });
  });
}

function bodyOf({ requestBody }: z.output<typeof operation>): ApiOperation['body'] {
  const [first] = Object.entries(requestBody?.content ?? {});
  if (first === undefined) return undefined;
  const [type, { example, examples }] = first;
  return { type, example: example ?? Object.values(examples ?? {})[0]?.value };
}
