import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileFault, readTokens, tokenFault, type FileFacts } from '../../src/config/token-file.js';
import { SettingError } from '../../src/errors.js';

const folder = mkdtempSync(join(tmpdir(), 'masq-gateway-'));
after(() => rmSync(folder, { recursive: true }));

const GOOD = 'q7Zx-3pLkR_v9TbW2mYc8NdE5sHfJ1aUgXo4iQe6rKw';
const OTHER = 'B8nVt5_LxQ2jRz-7WcYp0KdMfHs3GuEa9TiOo6XbJ1k';
let count = 0;

function fileWith(text: string, mode = 0o600): string {
  count += 1;
  const path = join(folder, `token-${count}`);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

function refusal(body: () => unknown): string {
  try {
    body();
  } catch (error) {
    assert.ok(error instanceof SettingError, String(error));
    return error.message;
  }
  return assert.fail('it was not refused');
}

describe('readTokens', () => {
  test('gives nothing where nothing is set', () => {
    assert.deepEqual(readTokens({}), { admin: undefined, reader: undefined });
  });
  test('reads a token, whatever blanks and line ends are around it', () => {
    const tokens = readTokens({
      adminTokenFile: fileWith(`${GOOD}\n`),
      readTokenFile: fileWith(`  ${OTHER}\r\n\n`, 0o400),
    });
    assert.deepEqual(tokens, { admin: GOOD, reader: OTHER });
  });
  for (const mode of [0o604, 0o660, 0o644, 0o602, 0o620, 0o777]) {
    test(`refuses a file of mode ${mode.toString(8)} and says how to close it`, () => {
      const path = fileWith(GOOD, mode);
      assert.match(
        refusal(() => readTokens({ adminTokenFile: path })),
        /chmod 600/,
      );
    });
  }
  test('judges what a link leads to', () => {
    const link = join(folder, 'link');
    symlinkSync(fileWith(GOOD, 0o644), link);
    assert.match(
      refusal(() => readTokens({ adminTokenFile: link })),
      /chmod 600/,
    );
  });
  test('refuses what is no file, without waiting for a pipe', () => {
    assert.match(
      refusal(() => readTokens({ adminTokenFile: folder })),
      /not a regular file/,
    );
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', ['-m', '600', pipe]);
    assert.match(
      refusal(() => readTokens({ adminTokenFile: pipe })),
      /not a regular file/,
    );
    assert.match(
      refusal(() => readTokens({ readTokenFile: join(folder, 'no') })),
      /ENOENT/,
    );
  });
  test('refuses one token in both files', () => {
    const files = { adminTokenFile: fileWith(GOOD), readTokenFile: fileWith(`${GOOD}\n`) };
    assert.match(
      refusal(() => readTokens(files)),
      /same token/,
    );
  });
  test('never shows what is in the file', () => {
    for (const text of ['short-secret', `${GOOD} ${OTHER}`, 'secret'.repeat(800)]) {
      const words = refusal(() => readTokens({ adminTokenFile: fileWith(text) }));
      assert.doesNotMatch(words, /secret|q7Zx/);
      assert.match(words, /token create/);
    }
  });
});

describe('fileFault', () => {
  const facts = (uid: number, gid: number, mode: number): FileFacts => ({
    uid,
    gid,
    mode: 0o100000 | mode,
    isFile: () => true,
  });
  for (const [what, file] of [
    ['our own', facts(1000, 1000, 0o600)],
    ['our own, not to be written', facts(1000, 1000, 0o400)],
    ['root’s', facts(0, 0, 0o600)],
    ['a credential of systemd', facts(0, 0, 0o440)],
  ] as const) {
    test(`takes ${what}`, () => assert.equal(fileFault(file, 1000), undefined));
  }
  for (const [what, file, words] of [
    ['somebody else’s', facts(1001, 1000, 0o600), /another user/],
    ['one that our group reads', facts(1000, 1000, 0o640), /its group .*640/],
    ['one that our group may write', facts(1000, 1000, 0o620), /its group/],
    ['one that everybody reads', facts(1000, 1000, 0o604), /everybody/],
    ['root’s that another group reads', facts(0, 1000, 0o440), /its group/],
    ['root’s that its group may write', facts(0, 0, 0o460), /its group/],
    ['root’s that everybody reads', facts(0, 0, 0o444), /everybody/],
  ] as const) {
    test(`refuses ${what}`, () => assert.match(fileFault(file, 1000) ?? '', words));
  }
});

describe('tokenFault', () => {
  for (const token of [
    GOOD,
    '0123456789abcdef0123456789abcdff',
    `${GOOD}==`,
    'a.~+/-_B'.repeat(4) + 'x',
  ]) {
    test(`takes ${token}`, () => assert.equal(tokenFault(token), undefined));
  }
  for (const [token, words] of [
    ['', /empty/],
    ['hunter2', /shorter than 32/],
    ['x'.repeat(31), /shorter than 32/],
    ['x'.repeat(40), /too regular/],
    ['ab'.repeat(20), /too regular/],
    ['0123456789'.repeat(4), /too regular/],
    ['a1b2c3d4e5f6g7h8'.repeat(2), /too regular/],
    [`${GOOD} ${OTHER}`, /one line/],
    [`${GOOD}\n${OTHER}`, /one line/],
    [`Bearer ${GOOD}`, /one line/],
    [`${GOOD}ü`, /one line/],
    [GOOD.repeat(12), /longer than 512/],
  ] as const) {
    test(`refuses ${JSON.stringify(token.slice(0, 50))}`, () =>
      assert.match(tokenFault(token) ?? '', words));
  }
});
