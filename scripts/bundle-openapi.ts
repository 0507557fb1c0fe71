/**
 * Writes openapi.yaml, the contract, from its sources in openapi/: `api.yaml` is the head, which names the others; each tag has a
 * file, and `common.yaml` and `problems.yaml` hold what several tags use. With --check it writes nothing and exits 1 if openapi.yaml differs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'lossless-json';
import { Document, isCollection, visit } from 'yaml';
import {
  asList,
  asObject,
  asString,
  documentPath,
  methods,
  readYaml,
  type ExactObject,
  type ExactValue,
} from './openapi-document.js';
import { fullResponse, impliedResponses } from './openapi-responses.js';

const folder = join(import.meta.dirname, '..', 'openapi');
const requestId = { $ref: '#/components/parameters/XRequestId' };
const notice = ' Bundled from openapi/ by scripts/bundle-openapi.ts; edit the files there.';
/** A value whose JSON is at most this long stays on one line. */
const ONE_LINE_CHARS = 80;
const LINE_CHARS = 120;

/** The text of openapi.yaml as its sources give it. */
export function bundledText(): string {
  const { 'x-parts': names, ...head } = source('api');
  const parts = asList(names).map((name) => source(asString(name)));
  const content = {
    ...head,
    tags: parts.flatMap(({ tag }) => (tag === undefined ? [] : [tag])),
    paths: Object.fromEntries(parts.flatMap(pathsOf)),
    components: componentsOf(parts),
  };
  // YAML 1.1, which many tools still read, has more words for true and false.
  const document = new Document(content, { aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  document.commentBefore = notice;
  visit(document, (_key, node) => {
    if (!isCollection(node)) return;
    node.flow = (stringify(node.toJS(document)) ?? '').length <= ONE_LINE_CHARS;
  });
  return document.toString({ lineWidth: LINE_CHARS, blockQuote: 'literal', singleQuote: true });
}

function source(name: string): ExactObject {
  return readYaml(join(folder, `${name}.yaml`));
}

/** The paths of one part with what goes without saying in its file: the tag, the request id, the security and the usual problems. */
function pathsOf(part: ExactObject): readonly (readonly [string, ExactObject])[] {
  if (part.paths === undefined) return [];
  const tags = [asString(asObject(part.tag).name)];
  return Object.entries(asObject(part.paths)).map(([path, item]) => {
    const { parameters, ...operations } = asObject(item);
    const full = Object.entries(operations).map(([method, operation]) => {
      if (!methods.includes(method)) throw new Error(`openapi/: ${path} has no method ${method}`);
      return [method, fullOperation(method, asObject(operation), tags)];
    });
    const shared = [requestId, ...asList(parameters)];
    return [path, { parameters: shared, ...(Object.fromEntries(full) as ExactObject) }];
  });
}

function fullOperation(method: string, source: ExactObject, tags: readonly string[]): ExactObject {
  const { operationId, summary, description, responses, ...rest } = source;
  const own = Object.entries(asObject(responses)).map(([status, response]) => [
    status,
    fullResponse(asObject(response)),
  ]);
  return {
    ...defined({ operationId, summary, description }),
    tags,
    ...(source['x-access'] === 'open' ? { security: [] } : {}),
    ...rest,
    responses: { ...impliedResponses(method, source), ...(Object.fromEntries(own) as ExactObject) },
  };
}

function componentsOf(parts: readonly ExactObject[]): ExactObject {
  const sections: Record<string, Record<string, ExactValue>> = {};
  for (const { components } of parts) {
    for (const [section, entries] of Object.entries(asObject(components ?? {}))) {
      const known = (sections[section] ??= {});
      for (const [name, entry] of Object.entries(asObject(entries))) {
        if (Object.hasOwn(known, name)) throw new Error(`openapi/: ${name} stands in two files`);
        known[name] = section === 'responses' ? fullResponse(asObject(entry)) : entry;
      }
    }
  }
  return sections;
}

function defined(members: Readonly<Record<string, ExactValue | undefined>>): ExactObject {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as ExactObject;
}

if (process.argv[1] === import.meta.filename) {
  const text = bundledText();
  const isCurrent = readFileSync(documentPath, 'utf8') === text;
  if (!process.argv.includes('--check')) writeFileSync(documentPath, text);
  else if (!isCurrent) {
    console.error('openapi.yaml differs from its sources in openapi/. Run "npm run generate".');
    process.exitCode = 1;
  }
}
