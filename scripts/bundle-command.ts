/**
 * The command in few files: `masq-gateway` with all that it loads at start, in dist/command/. Finding, reading and linking its
 * modules one by one, hundreds of them, took longer than running them. What this bought stands in docs/performance.md.
 */
import { join, relative, sep } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { thirdPartyLicenses } from './third-party-licenses.js';

/** Loaded when first used, by few runs or by none, from node_modules as before: bundling them would only be more to read. */
const loadedLater = [
  '@opentelemetry/*', // optional dependencies: may not be installed
  'helmet',
  'pino-pretty',
  'prom-client',
  'swagger-ui-express',
  'yaml',
];
/** Native parts of ws that are used where somebody has installed them. */
const perhapsInstalled = ['bufferutil', 'utf-8-validate'];
/** Reckons places of files from its own. */
const staysInPlace = 'package-files.js';

/**
 * What others load and nothing of ours reaches; an empty module takes its place.
 * body-parser: behind `express.json` and its kin; the gateway reads bodies itself. With its tables of character sets a quarter of all code.
 * supports-color: `debug` would have more colours with it; no dependency of the package, so whether it is found is chance.
 */
const neverReached = ['body-parser', 'supports-color'];

/** CommonJS inside of the bundle asks for Node's own modules by `require`, which an ES module does not have. */
const requireForAll = [
  "import { createRequire as requireFrom } from 'node:module';",
  'const require = requireFrom(import.meta.url);',
].join('\n');

/**
 * Bundles the command from main.js in `staged`, the folder tsc wrote to; `root` is the folder of package.json. Gives the files of the
 * command by their path in dist/: command/…, the licenses, and a main.js that starts the bundle.
 */
export async function bundleCommand(
  root: string,
  staged: string,
): Promise<ReadonlyMap<string, string | Buffer>> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join(staged, 'main.js')],
    outdir: join(staged, 'command'),
    bundle: true,
    splitting: true, // a command loads its own part alone
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minifyWhitespace: true, // the text stays in memory, and node reads all of it; names stay for stack traces
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none', // the licences stand in a file of their own, whole
    banner: { js: requireForAll },
    external: [...loadedLater, ...perhapsInstalled, join(staged, staysInPlace)],
    plugins: [emptyModules(neverReached)],
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  return new Map<string, string | Buffer>([
    ...outputFiles.map(({ path, contents }) => {
      const name = relative(staged, path).split(sep).join('/');
      return [name, Buffer.from(contents)] as const;
    }),
    ['THIRD-PARTY-LICENSES.txt', thirdPartyLicenses(root, metafile)],
    ['main.js', "#!/usr/bin/env node\nimport './command/main.js';\n"],
  ]);
}

function emptyModules(names: readonly string[]): Plugin {
  const namespace = 'empty';
  const filter = new RegExp(`^(${names.join('|')})$`);
  return {
    name: namespace,
    setup: (bundle) => {
      bundle.onResolve({ filter }, ({ path }) => ({ path, namespace }));
      bundle.onLoad({ filter, namespace }, () => ({ contents: 'module.exports = {};' }));
    },
  };
}
