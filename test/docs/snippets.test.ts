/** Every snippet of a page is well-formed, as far as a tool for it is there. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parseDocument } from 'yaml';
import { readPages } from '../support/source/markdown.js';

const snippets = readPages().flatMap(({ path, blocks }) =>
  blocks.map((block) => ({ path, ...block })),
);
const of = (...languages: readonly string[]) =>
  snippets.filter(({ language }) => languages.includes(language));

/** False where the command runs, else the reason that a skipped test shows. */
function missing(command: string, probe: readonly string[], install: string): string | false {
  const { status } = spawnSync(command, probe, { stdio: 'ignore' });
  return status === 0 ? false : `SKIPPED: ${command} is not there; on Debian: ${install}`;
}

/** Runs a command; its words where it failed, else an empty text. */
function complaint(command: string, args: readonly string[], input = ''): string {
  const { status, stderr, stdout } = spawnSync(command, args, { input, encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}`;
}

const openings = /^(?:\s*|\s*[#;].*|\[[^\]]+\]|define \w+ \{|\})$/;
const setting = /^\s*[A-Za-z_]\w*(?:\s*=\s*|\s+)\S/;

describe('snippets', () => {
  test('are all of a kind that is looked at, here or in another test', () => {
    const kinds = new Set(snippets.map(({ language }) => language));
    const known =
      'bash dockerfile ini json mermaid nginx python sh text toml ts typescript yaml'.split(' ');
    assert.deepEqual([...kinds].filter((kind) => !known.includes(kind)).sort(), []);
    assert.ok(of('yaml').length >= 4 && of('nginx').length >= 2 && of('sh').length > 10);
  });

  for (const { path, text } of of('yaml')) {
    test(`YAML parses: ${path}: ${text.split('\n')[0] ?? ''}`, () => {
      assert.deepEqual(parseDocument(text, { uniqueKeys: true }).errors, []);
    });
  }

  test('JSON parses', () => {
    for (const { text } of of('json')) JSON.parse(text);
  });

  test('INI is sections and settings', () => {
    const strange = of('ini').flatMap(({ path, text }) =>
      text
        .split('\n')
        .filter((line) => !openings.test(line) && !setting.test(line))
        .map((line) => `${path}: ${line}`),
    );
    assert.deepEqual(strange, []);
  });

  test('shell parses', { skip: missing('bash', ['-c', 'true'], 'apt-get install bash') }, () => {
    for (const { path, text } of of('sh', 'bash')) {
      assert.equal(complaint('bash', ['-n'], text), '', `${path}:\n${text}`);
    }
  });

  const toml = missing('python3', ['-c', 'import tomllib'], 'apt-get install python3 (3.11)');
  test('TOML parses', { skip: toml }, () => {
    const read = 'import sys, tomllib; tomllib.loads(sys.stdin.read())';
    for (const { path, text } of of('toml')) {
      assert.equal(complaint('python3', ['-c', read], text), '', path);
    }
  });

  const nginx =
    missing('nginx', ['-v'], 'apt-get install nginx-light') ||
    missing('openssl', ['version'], 'apt-get install openssl');
  test('nginx takes its configurations', { skip: nginx }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'masq-gateway-nginx-'));
    try {
      makeCertificate(folder);
      for (const { path, text } of of('nginx')) {
        writeFileSync(join(folder, 'nginx.conf'), inFolder(text, folder));
        const args = ['-t', '-q', '-p', folder, '-c', 'nginx.conf', '-e', 'stderr'];
        assert.equal(complaint('nginx', args), '', path);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function makeCertificate(folder: string): void {
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const subject = ['-days', '1', '-subj', '/CN=masq.example'];
  assert.equal(complaint('openssl', ['req', '-x509', ...kind, ...files, ...subject]), '');
  writeFileSync(join(folder, 'token.conf'), 'proxy_set_header Authorization "Bearer x";\n');
}

/** A whole configuration around a site, with files, sockets and certificates in the folder. */
function inFolder(site: string, folder: string): string {
  const own = site
    .replaceAll(/listen \S+?(?= ssl|;)/g, `listen unix:${folder}/listen.sock`)
    .replaceAll(/(ssl_certificate) [^;]+/g, `$1 ${folder}/cert.pem`)
    .replaceAll(/(ssl_certificate_key) [^;]+/g, `$1 ${folder}/key.pem`)
    .replaceAll(/include [^;]+/g, `include ${folder}/token.conf`);
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join('\n');
  return `pid ${folder}/pid;\nevents {}\nhttp {\naccess_log off;\n${paths}\n${own}}\n`;
}
