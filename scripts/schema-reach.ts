/** Which schemas only callers write, and what the gateway's answers hold. */
import {
  asObject,
  isList,
  isObject,
  operationsOf,
  resolve,
  type ExactObject,
  type ExactValue,
} from './openapi-document.js';

const SCHEMAS = '#/components/schemas/';

/** Names of the component schemas that request bodies reach, and no answer does. */
export function requestOnlySchemas(document: ExactObject): ReadonlySet<string> {
  const asked = reach(document, 'requestBody').refs;
  const answered = reach(document, 'responses').refs;
  const names = [...asked].filter((ref) => ref.startsWith(SCHEMAS) && !answered.has(ref));
  return new Set(names.map((ref) => ref.slice(SCHEMAS.length)));
}

/** Every property that some answer may hold, with its schema, references resolved; events are part of the answers. */
export function answerProperties(
  document: ExactObject,
): readonly (readonly [string, ExactObject])[] {
  return reach(document, 'responses').objects.flatMap(({ properties }) =>
    isObject(properties)
      ? Object.entries(properties).map(
          ([name, schema]) => [name, resolve(document, schema)] as const,
        )
      : [],
  );
}

interface Reach {
  readonly refs: ReadonlySet<string>;
  readonly objects: readonly ExactObject[];
}

function reach(document: ExactObject, side: 'requestBody' | 'responses'): Reach {
  const refs = new Set<string>();
  const objects: ExactObject[] = [];
  const open: ExactValue[] = operationsOf(document).map(({ operation }) => operation[side] ?? null);
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (isList(value)) open.push(...value);
    if (!isObject(value)) continue;
    objects.push(value);
    open.push(...Object.values(asObject(value)));
    if (typeof value.$ref !== 'string' || refs.has(value.$ref)) continue;
    refs.add(value.$ref);
    open.push(resolve(document, value));
  }
  return { refs, objects };
}
