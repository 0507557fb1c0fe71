import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { after, before, beforeEach, describe, test } from 'node:test';
import { runCommandLine } from '../../src/cli/program.js';
import { readScrape } from '../support/metrics/metrics-text.js';
import { missing, promtool } from '../support/metrics/promtool.js';

const METRICS =
  '# HELP masq_gateway_start_time_seconds When.\n# TYPE masq_gateway_start_time_seconds gauge\nmasq_gateway_start_time_seconds 5\n';
const UP = 'masq_gateway_textfile_up';

class Sink extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

describe('masq-gateway metrics', () => {
  let server: Server;
  let url: string;
  let status = 200;
  let onAsked: () => void = () => undefined;
  let folder: string;
  let path: string;

  before(async () => {
    server = createServer((_request, response) => {
      response.writeHead(status).end(METRICS);
      onAsked();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    folder = await mkdtemp(join(tmpdir(), 'masq-gateway-metrics-'));
    path = join(folder, 'masq.prom');
  });
  after(async () => {
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    status = 200;
    onAsked = () => undefined;
    await rm(path, { force: true });
  });

  interface Run {
    readonly code: number;
    readonly out: string;
    readonly err: string;
  }
  async function run(args: readonly string[], stop = new AbortController()): Promise<Run> {
    const [out, err] = [new Sink(), new Sink()];
    const terminal = { environment: {}, out, err, stop: stop.signal };
    const code = await runCommandLine(['metrics', '--url', url, ...args], terminal);
    return { code, out: out.text, err: err.text };
  }
  const values = async (): Promise<ReadonlyMap<string, number>> =>
    readScrape(await readFile(path, 'utf8')).values;

  test('prints what the gateway says', async () => {
    assert.deepEqual(await run([]), { code: 0, out: METRICS, err: '' });
  });

  test('writes a file for all to read, which says that the gateway answered', async () => {
    assert.deepEqual(await run(['--textfile', path]), { code: 0, out: '', err: '' });
    assert.deepEqual(
      [...(await values())],
      [
        ['masq_gateway_start_time_seconds', 5],
        [UP, 1],
      ],
    );
    assert.equal((await stat(path)).mode & 0o133, 0, 'nobody else may write it, nobody run it');
    assert.deepEqual(await readdir(folder), ['masq.prom'], 'no draft is left');
  });

  test('writes what promtool accepts', { skip: missing('promtool') }, async () => {
    await run(['--textfile', path]);
    assert.deepEqual(promtool(['check', 'metrics'], await readFile(path, 'utf8')), {
      status: 0,
      text: '',
    });
  });

  test('replaces old figures by the word that there is no answer, and fails', async () => {
    await run(['--textfile', path]);
    const { code, err } = await run(['--textfile', path, '--url', 'http://127.0.0.1:1']);
    assert.equal(code, 69);
    assert.match(err, /no gateway listens/);
    assert.deepEqual([...(await values())], [[UP, 0]]);
    status = 401;
    const refused = await run(['--textfile', path]);
    assert.equal(refused.code, 65);
    assert.match(refused.err, /--token-file/);
    assert.deepEqual([...(await values())], [[UP, 0]]);
  });

  test('with an interval goes on through refusals, tells each change once, and takes the file along', async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    let asked = 0;
    onAsked = () => {
      asked += 1;
      status = asked >= 2 && asked < 4 ? 500 : 200;
      void readFile(path, 'utf8').then(
        (text) => seen.push(readScrape(text).values.get(UP) ?? -1),
        () => undefined,
      );
      if (asked === 7) stop.abort();
    };
    const { code, err } = await run(['--textfile', path, '--interval', '0.02'], stop);
    assert.equal(code, 0);
    assert.deepEqual(err.match(/status 500|the gateway answers/g), [
      'status 500',
      'the gateway answers',
    ]);
    assert.ok(seen.includes(0) && seen.includes(1), seen.join());
    assert.deepEqual(await readdir(folder), []);
  });

  test('refuses what it cannot do, with the exit codes of the others', async () => {
    assert.equal((await run(['--interval', '5'])).code, 64);
    assert.equal((await run(['--textfile', path, '--interval', 'often'])).code, 64);
    const file = join(folder, 'file');
    await writeFile(file, '');
    assert.equal((await run(['--textfile', join(file, 'x.prom')])).code, 73);
    await rm(file);
  });
});
