/** The examples of docs/client.md: compiled as a browser's and as Node's, then run in their order against the demo. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { fits } from '../../scripts/cookbook.js';
import { createSimulator } from '../../src/simulator/simulator.js';
import { openGateway } from '../support/gateway-under-test.js';
import type { GatewayUnderTest } from '../support/gateway-under-test.js';

const root = join(import.meta.dirname, '..', '..');
const clientFile = join(root, 'src', 'client', 'client.ts');
const guide = readFileSync(join(root, 'docs', 'client.md'), 'utf8');
const block = /^```ts\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```$)?/gm;
const EXAMPLE_LIMIT_MS = 30_000;

const examples = [...guide.matchAll(block)].map(([, code = '', printed]) => ({ code, printed }));

/** Misuses of the client, and a word of what the compiler must say of each. */
const misuses = [
  ["await masq.get('/v1/nothing', {});", '/v1/nothing'],
  ["await masq.get('/v1/events', {});", '/v1/events'],
  ["await masq.post('/v1/node/scans');", 'Expected 2 arguments'],
  ["await masq.post('/v1/node/scans', { body: { scanType: 'All' } });", 'All'],
  ["await masq.post('/v1/node/start', { idempotencykey: 'x' });", 'idempotencykey'],
  ["const n: number = (await masq.get('/v1/node/configuration')).gasPrice;", 'bigint'],
  ["for await (const e of masq.events()) if (e.kind === 'setup') e.payload.stage;", 'stage'],
] as const;

const folder = mkdtempSync(join(tmpdir(), 'masq-gateway-client-guide-'));
after(() => rmSync(folder, { recursive: true }));

/** What the compiler finds wrong with each text, the gateway's own types and nothing of Node's at hand. */
function faultsOf(texts: readonly string[]): readonly string[] {
  const paths = texts.map((text, index) => {
    const path = join(folder, `compiled-${index}.mts`);
    writeFileSync(path, text);
    return path;
  });
  const program = ts.createProgram(paths, {
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.asynciterable.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowJs: true, // the client's follower is plain JavaScript with types in comments
    paths: { 'masq-gateway/client': [clientFile] },
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    noEmit: true,
  });
  const own = ts
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => file?.fileName.startsWith(join(root, 'src')));
  assert.deepEqual(own.map(wordsOf), [], 'the client itself must compile without types of Node');
  return paths.map((path) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(path)).map(wordsOf).join('\n'),
  );
}

function wordsOf({ messageText }: ts.Diagnostic): string {
  return ts.flattenDiagnosticMessageText(messageText, '\n');
}

describe('the guide to the client', () => {
  const simulator = createSimulator({ demo: true, routeAfterMs: 50, neighborAfterMs: 20 });
  let gateway: GatewayUnderTest;

  before(async () => {
    const { daemonPort } = await simulator.start();
    gateway = await openGateway(daemonPort);
    await gateway.ask('GET /readyz?require=daemon&wait=10');
  });
  after(async () => {
    await gateway.close();
    await simulator.close();
  });

  test('has examples that compile, and misuse of the client does not', () => {
    assert.ok(examples.length >= 7, `only ${examples.length} examples were found`);
    const head =
      "import { createGatewayClient } from 'masq-gateway/client';\nconst masq = createGatewayClient();\n";
    const misused = misuses.map(([code]) => `${head}${code}\nexport {};\n`);
    const faults = faultsOf([...examples.map(({ code }) => code), ...misused]);
    assert.deepEqual(
      faults.slice(0, examples.length),
      examples.map(() => ''),
    );
    for (const [index, [code, word]] of misuses.entries()) {
      const said = faults[examples.length + index] ?? '';
      assert.ok(said.includes(word), `${code}\n${said || 'compiles'}`);
    }
  });

  test('has examples that print what it says, in their order', async () => {
    for (const [index, { code, printed }] of examples.entries()) {
      if (printed === undefined) continue;
      const path = join(folder, `run-${index}.mts`);
      writeFileSync(path, runnable(code, gateway.url));
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--import', import.meta.resolve('tsx'), path],
        { timeout: EXAMPLE_LIMIT_MS },
      );
      assert.ok(fits(printed, stdout), `${code}\n--- expected\n${printed}--- printed\n${stdout}`);
    }
  });
});

function runnable(code: string, url: string): string {
  return code
    .replaceAll("'masq-gateway/client'", JSON.stringify(pathToFileURL(clientFile).href))
    .replaceAll('createGatewayClient()', `createGatewayClient({ baseUrl: '${url}' })`);
}
