/** Whatever a page speaks of is there: files, sections, flags, variables, metrics, routes, problem codes, events, fields. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, test } from 'node:test';
import { metrics } from '../../scripts/metrics-table.js';
import { presentPromises } from '../../scripts/promises.js';
import { projectRoot } from '../../scripts/project-root.js';
import { pageOf, readPages, type Page } from '../support/source/markdown.js';

const pages = readPages();
const promises = presentPromises();
const words = (kind: string, at: number): ReadonlySet<string> =>
  new Set(promises[kind]?.map((line) => line.split(' ')[at] ?? ''));
const variables = new Set([...words('settings', 2), ...words('variables', 0)]);
const commandLines = new Set(promises['commands']);
const commands = [...commandLines].filter((line) => !line.includes(' -'));
const ownFlags = new Set([...commandLines].map((line) => /-\S+$/.exec(line)?.[0] ?? ''));
const everywhere = ['--help', '--version', '-h', '-V'];
/** Flags of other programs that pages speak of. */
const foreignFlags = ['--data', '--network', '--no-healthcheck', '--tmpfs', '--ui-port'];
const exampleFlags = readdirSync(join(projectRoot, 'examples')).flatMap((name) =>
  name.endsWith('.md')
    ? []
    : (readFileSync(join(projectRoot, 'examples', name), 'utf8').match(/--[a-z-]+/g) ?? []),
);
const problems = new Set(promises['problems']);
const events = words('events', 0);
const fields = new Set(
  promises['fields']?.map((line) => /\.([A-Za-z]+)(?: always)?$/.exec(line)?.[1] ?? ''),
);
const paths = [...words('routes', 1), '/dashboard/{file}'].map(
  (path) =>
    new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[A-Za-z{}_-]+')}$`),
);

/** All code of a page; `text` blocks are output. */
const codeOf = (page: Page): readonly string[] => [
  ...page.spans,
  ...page.blocks.flatMap(({ language, text }) => (language === 'text' ? [] : text.split('\n'))),
];
const matches = (page: Page, form: RegExp): readonly string[] =>
  [...page.text.matchAll(form)].map(([whole, first]) => first ?? whole);

/** Relative links of a page that lead nowhere. */
function deadLinks(page: Page): readonly string[] {
  return page.links.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [file = '', anchor] = target.split('#');
    const path = file === '' ? page.path : normalize(join(dirname(page.path), file));
    if (!existsSync(join(projectRoot, path))) return true;
    if (anchor === undefined) return false;
    return pages.find((each) => each.path === path)?.anchors.has(anchor) !== true;
  });
}

/** Files of the project that a page names and that there are not. */
function missingFiles(page: Page): readonly string[] {
  // Not behind another folder: `node/src/x.rs` is a file of another repository.
  const form = /(?<![\w.$~-])(?<!\w\/)(?:src|test|docs|ops|scripts|examples)\/[\w./-]*\w/g;
  const named = codeOf(page).flatMap((code) => code.match(form) ?? []);
  return named.filter((path) => !existsSync(join(projectRoot, path)));
}

/** Commands and flags behind `masq-gateway` that there are not. */
function strangeCommands(page: Page): readonly string[] {
  const form = /(?:^|[;&|(] ?|\$ |sudo |env )masq-gateway((?: [^|;&#()]*)?)/g;
  return codeOf(page).flatMap((code) =>
    [...code.matchAll(form)].flatMap(([, rest = '']) => {
      const given = rest.trim().split(/ +/);
      const name = commandOf(given);
      if (name === undefined) return [`masq-gateway ${rest.trim()}`];
      return given
        .filter((word) => /^--?[a-z]/i.test(word) && !everywhere.includes(word))
        .map((word) => `${name} ${word.replace(/=.*/, '')}`)
        .filter((line) => !commandLines.has(line));
    }),
  );
}

/** The command, `serve` where none is named; undefined for a word that is none. */
function commandOf([first = '', second = '']: readonly string[]): string | undefined {
  if (commands.includes(`${first} ${second}`)) return `${first} ${second}`;
  if (first === '' || first.startsWith('-') || /^[A-Z.]/.test(first)) return 'serve';
  return commands.includes(first) ? first : undefined;
}

function strangeFlags(page: Page): readonly string[] {
  const others = page.path.startsWith('examples/') ? exampleFlags : foreignFlags;
  const known = [...everywhere, ...others];
  return page.spans
    .flatMap((span) => /^(--[a-z-]+)(?:$| )/.exec(span)?.[1] ?? [])
    .filter((flag) => !ownFlags.has(flag) && !known.includes(flag));
}

function strangeMetrics(page: Page): readonly string[] {
  return matches(page, /\bmasq_gateway_[a-z_]*[a-z](?![a-z_]*[*…(])/g).filter((name) => {
    const whole = name.replace(/_(?:bucket|sum|count)$/, '');
    return (
      metrics[name] === undefined &&
      metrics[whole]?.kind !== 'histogram' &&
      name !== 'masq_gateway_textfile_up'
    );
  });
}

function strangeRoutes(page: Page): readonly string[] {
  const named = matches(page, /(\/v1\/[A-Za-z0-9/{}._-]*[A-Za-z0-9}])(?![A-Za-z/]*[…*])/g);
  return named.filter((path) => !paths.some((form) => form.test(path)));
}

const rules: Readonly<Record<string, (page: Page) => readonly string[]>> = {
  'links lead somewhere': deadLinks,
  'files are there': missingFiles,
  'commands and their flags are there': strangeCommands,
  'flags are there': strangeFlags,
  'variables are there': (page) =>
    matches(page, /\bMASQ_GATEWAY_[A-Z_]*[A-Z]\b(?!\*)/g).filter((name) => !variables.has(name)),
  'metrics are there': strangeMetrics,
  'routes are there': strangeRoutes,
  'problem codes have that status': (page) =>
    [...page.text.matchAll(/\b([45]\d\d) `([a-z]+(?:-[a-z]+)*)`/g)]
      .map(([, status = '', code = '']) => `${code} ${status}`)
      .filter((line) => !problems.has(line)),
  'events are there': (page) =>
    page.spans.filter((span) => /^gateway\.[a-z]+$/.test(span) && !events.has(span)),
  'fields of answers are there': (page) =>
    [
      ...matches(page, /value_json\.(\w+)/g),
      ...matches(page, /json_string_fields = \[([^\]]*)\]/g).flatMap(
        (list) => list.match(/\w+/g) ?? [],
      ),
    ].filter((name) => !fields.has(name)),
};

describe('in every page', () => {
  for (const [rule, broken] of Object.entries(rules)) {
    test(rule, () => {
      const found = pages.flatMap((page) => broken(page).map((what) => `${page.path}: ${what}`));
      assert.deepEqual(found, []);
    });
  }
});

test('docs/README.md and the README lead to every page of docs/', () => {
  const reached = (path: string): ReadonlySet<string> => {
    const page = pages.find((each) => each.path === path);
    const links = page?.links.map((link) =>
      normalize(join(dirname(path), link.split('#')[0] ?? '')),
    );
    return new Set(links);
  };
  const found = reached('docs/README.md');
  const missing = pages.filter(
    ({ path }) => path.startsWith('docs/') && path !== 'docs/README.md' && !found.has(path),
  );
  assert.deepEqual(
    missing.map(({ path }) => path),
    [],
  );
  assert.ok(reached('README.md').has('docs/README.md'));
});

test('the rules find what is wrong', () => {
  const wrong = [
    '# A',
    '[x](no-such.md) [y](#b) `src/no-such.ts` `node/src/of-others.rs:1` `--no-such` `MASQ_GATEWAY_PROT` `masq_gateway_nothing`',
    '`GET /v1/stauts` 404 `no-daemon` `gateway.nothing` `value_json.nothing` `masq-gateway chek` `masq-gateway check --sorry`',
  ];
  const page = pageOf('docs/wrong.md', wrong.join('\n'));
  const found = Object.entries(rules).map(([rule, broken]) => [rule, broken(page).length]);
  assert.deepEqual(Object.fromEntries(found), {
    'links lead somewhere': 2,
    'files are there': 1,
    'commands and their flags are there': 2,
    'flags are there': 1,
    'variables are there': 1,
    'metrics are there': 1,
    'routes are there': 1,
    'problem codes have that status': 1,
    'events are there': 1,
    'fields of answers are there': 1,
  });
});
