import assert from 'node:assert/strict';
import { chmod, chown, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { findUrl, leaveUrl } from '../../src/cli/gateway/runtime-directory.js';

/** A user that is neither us nor root, as systemd makes one for a service. */
const SERVICE_ID = 61_184;
const OTHER_ID = 61_185;
const skip = process.getuid?.() === 0 ? false : 'SKIPPED: only root can give files to others';

describe('the URL that a service has left', () => {
  let run: string;
  let directory: string;
  const nowhere = { XDG_RUNTIME_DIR: '/does/not/exist' };
  const found = () => findUrl(nowhere, directory);

  before(async () => {
    run = await mkdtemp(join(tmpdir(), 'masq-gateway-run-'));
    directory = join(run, 'masq-gateway');
    await mkdir(directory, { mode: 0o755 });
    await writeFile(join(directory, 'url'), 'http://127.0.0.1:5335\n', { mode: 0o644 });
  });
  after(() => rm(run, { recursive: true }));

  test('is readable by all, whatever the umask of the service', async () => {
    const before = process.umask(0o077);
    const own = join(run, 'own');
    try {
      const takeAway = await leaveUrl({ RUNTIME_DIRECTORY: own }, 'http://127.0.0.1:5336');
      assert.equal((await stat(join(own, 'url'))).mode & 0o777, 0o644);
      await takeAway();
    } finally {
      process.umask(before);
    }
  });

  test('is believed where root has given the service its directory', { skip }, async () => {
    for (const path of [directory, join(directory, 'url')])
      await chown(path, SERVICE_ID, SERVICE_ID);
    assert.equal((await found())?.url, 'http://127.0.0.1:5335');
  });

  test('is not believed from yet another user', { skip }, async () => {
    await chown(join(directory, 'url'), OTHER_ID, OTHER_ID);
    assert.equal(await found(), undefined);
    await chown(join(directory, 'url'), SERVICE_ID, SERVICE_ID);
  });

  test('is not believed where others could have made the directory', { skip }, async () => {
    await chmod(run, 0o777);
    assert.equal(await found(), undefined);
    await chmod(run, 0o700);
    await chown(run, OTHER_ID, OTHER_ID);
    assert.equal(await found(), undefined);
    await chown(run, 0, 0);
    assert.equal((await found())?.url, 'http://127.0.0.1:5335');
  });
});
