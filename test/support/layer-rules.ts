/** The import rules of the project: which part may know which other, and where a few things may appear at all. */
import { posix } from 'node:path';
import type { ModuleImport, SourceModule } from './source-module.js';

/** A part of src/: a folder, or a file at the top level without its ending. */
type Part = string;

interface Allowance {
  /** Imported in any way. */
  readonly any: readonly Part[];
  /** Imported with `import type` only. */
  readonly types: readonly Part[];
}

const BELOW_GATEWAY = [
  'http',
  'metrics',
  'events',
  'peer',
  'protocol',
  'generated',
  'api',
  'problems',
  'errors',
];
const MAX_LINES = 350;

/** `version` is a constant of the package, open to all that may name it; types of config to all but the three lowest. */
const rules: Readonly<Record<Part, Allowance>> = {
  main: { any: ['gateway', 'cli', 'config'], types: [] },
  cli: {
    any: [
      'gateway',
      'simulator',
      'client',
      'config',
      'protocol',
      'errors',
      'version',
      'package-files',
    ],
    types: [],
  },
  gateway: { any: [...BELOW_GATEWAY, 'config', 'version'], types: [] },
  config: { any: ['errors'], types: [] },
  client: { any: ['generated'], types: ['config'] },
  http: {
    any: [
      'events',
      'metrics',
      'errors',
      'problems',
      'protocol',
      'generated',
      'api',
      'package-files',
    ],
    types: ['peer', 'config'],
  },
  metrics: { any: ['events'], types: ['peer', 'protocol', 'config'] },
  events: { any: ['errors'], types: ['config'] },
  peer: { any: ['protocol', 'errors', 'problems'], types: ['config'] },
  simulator: { any: ['protocol'], types: [] },
  protocol: { any: ['errors'], types: ['generated'] },
  api: { any: [], types: ['generated', 'protocol'] },
  generated: { any: ['api'], types: [] },
  dashboard: { any: [], types: [] },
  errors: { any: ['problems'], types: [] },
  problems: { any: ['errors'], types: [] },
  version: { any: ['package-files'], types: [] },
  'package-files': { any: [], types: [] },
};

/** Packages that only some parts may touch; the rest of the packages is anybody's. */
const packageHomes: Readonly<Record<string, readonly Part[]>> = {
  ws: ['peer', 'simulator'],
  express: ['http'],
  'prom-client': ['metrics'],
};
/** The follower of the event stream: what the client and the dashboard share, served to browsers as it is. */
export const SHARED_WITH_CLIENT: readonly string[] = [
  'dashboard/event-stream.js',
  'dashboard/sse-messages.js',
];
/** Code in the bundled command lies elsewhere than its source; this module alone stays where it is. */
const PLACE_HOMES = ['package-files'];
const ENVIRONMENT_HOMES = ['main', 'config'];
const PROCESS_HOMES = ['main', 'config', 'cli'];

/** The part to which a path below src/ belongs. */
export function partOf(path: string): Part {
  const [first = ''] = path.split('/');
  return first.replace(/\.[cm]?[jt]s$/, '');
}

/** The file below src/ that a relative import of `path` names, as it would be called after the build. */
export function targetOf(path: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(path), specifier));
}

/** Everything that is wrong with one module, each in one sentence. */
export function violationsOf(module: SourceModule): string[] {
  const part = partOf(module.path);
  const faults = module.imports.flatMap((one) => importFaults(module.path, part, one));
  if (rules[part] === undefined) faults.push('belongs to no known part');
  if (module.touchesEnvironment && !ENVIRONMENT_HOMES.includes(part)) {
    faults.push('reads the environment');
  }
  if (module.touchesPlace && !PLACE_HOMES.includes(part)) faults.push('reckons from its own place');
  if (module.touchesProcess && !PROCESS_HOMES.includes(part)) faults.push('uses process');
  if (module.lines > MAX_LINES && part !== 'generated') {
    faults.push(`has ${module.lines} lines, more than ${MAX_LINES}`);
  }
  if (module.barrel || /(^|\/)index\.[cm]?[jt]s$/.test(module.path)) faults.push('is a barrel');
  return faults.map((fault) => `${module.path} ${fault}`);
}

function importFaults(path: string, part: Part, { specifier, typeOnly }: ModuleImport): string[] {
  if (!specifier.startsWith('.')) {
    const homes = packageHomes[specifier.split('/')[0] ?? ''];
    return homes === undefined || homes.includes(part) ? [] : [`imports ${specifier}`];
  }
  const target = targetOf(path, specifier);
  if (target.startsWith('..'))
    return specifier.endsWith('package.json') ? [] : [`leaves src with ${specifier}`];
  if (part === 'client' && SHARED_WITH_CLIENT.includes(target)) return [];
  const other = partOf(target);
  const allowance = rules[part];
  if (other === part || allowance === undefined || allowance.any.includes(other)) return [];
  if (!allowance.types.includes(other)) return [`imports ${target}`];
  return typeOnly ? [] : [`imports more than types from ${target}`];
}

/** Circles of imports that still stand after the build, each as the paths along it. */
export function importCircles(modules: readonly SourceModule[]): string[][] {
  const edges = new Map(
    modules.map(({ path, imports }) => [
      builtName(path),
      imports
        .filter(({ specifier, typeOnly }) => specifier.startsWith('.') && !typeOnly)
        .map(({ specifier }) => targetOf(path, specifier)),
    ]),
  );
  const done = new Set<string>();
  const circles: string[][] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) circles.push([...trail.slice(start), path]);
    if (start >= 0 || done.has(path)) return;
    for (const next of edges.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) walk(path, []);
  return circles;
}

/** `x.ts` and `x.d.ts` are imported as `x.js`. */
export function builtName(path: string): string {
  return path.replace(/(\.d)?\.ts$/, '.js');
}
