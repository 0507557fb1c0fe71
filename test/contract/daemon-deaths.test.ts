import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import {
  openPeer,
  setupPayload,
  setupView,
  type PeerUnderTest,
} from '../support/peers/peer-under-test.js';
import type { UiClient } from '../support/peers/ui-client.js';

describe('what kills a Daemon', () => {
  let peer: PeerUnderTest;
  let ui: UiClient;

  before(async () => {
    peer = await openPeer();
  });
  after(() => peer.close());
  beforeEach(async () => {
    await peer.restartDaemon();
    ui = await peer.otherUi();
  });

  const deadly: readonly (readonly [string, string])[] = [
    ['chain', 'mainnet'],
    ['chain', ''],
    ['chain', 'Dev'],
    ['config-file', 'x.toml'],
    ['config-file', '~x'],
    ['new-public-key', 'On'],
    ['new-public-key', 'OFF'],
    ['db-password', '-hello'],
    ['db-password', '-Vx'],
    ['neighbors', '--help'],
    ['blockchain-service-url', '--version'],
    ['help', 'x'],
    ['version', 'x'],
    ['real-user', '1000:1000:'],
    ['real-user', '::'],
  ];
  for (const [name, value] of deadly) {
    test(`setup ${name} "${value}"`, async () => {
      ui.post('setup', setupPayload({ [name]: value }));
      await ui.closed;
      await peer.daemonEnded();
    });
  }

  const deadlyWhenComplete: readonly (readonly [string, string])[] = [
    ['neighborhood-mode', 'Standard'],
    ['neighborhood-mode', 'ZERO-HOP'],
    ['gas-price', '--neighbors'],
  ];
  for (const [name, value] of deadlyWhenComplete) {
    test(`setup ${name} "${value}" is stored while the URL is missing; a good URL then kills`, async () => {
      const stored = setupView(await ui.ask('setup', setupPayload({ [name]: value })));
      assert.equal(stored.line(name), `${value}|Set`);
      const url = { 'blockchain-service-url': 'http://127.0.0.1:9' };
      ui.post('setup', setupPayload(url));
      await ui.closed;
      await peer.daemonEnded();
    });
  }

  test('a stored "Standard" is cured by clear and URL in one request', async () => {
    await ui.ask('setup', setupPayload({ 'neighborhood-mode': 'Standard' }));
    const undone = setupView(await ui.ask('setup', setupPayload({ 'neighborhood-mode': null })));
    assert.equal(undone.line('neighborhood-mode'), 'Standard|Set');
    const cured = setupView(
      await ui.ask(
        'setup',
        setupPayload({ 'neighborhood-mode': null, 'blockchain-service-url': 'http://127.0.0.1:9' }),
      ),
    );
    assert.deepEqual(cured.errors, []);
    assert.equal(cured.line('neighborhood-mode'), 'standard|Default');
  });

  test('a stored "Standard" is cured by a good value', async () => {
    await ui.ask('setup', setupPayload({ 'neighborhood-mode': 'Standard' }));
    await ui.ask('setup', setupPayload({ 'neighborhood-mode': 'standard' }));
    const cured = setupView(
      await ui.ask('setup', setupPayload({ 'blockchain-service-url': 'http://127.0.0.1:9' })),
    );
    assert.deepEqual(cured.errors, []);
  });

  test('a relative config-file is harmless where a data directory is set', async () => {
    const setup = setupView(
      await ui.ask('setup', setupPayload({ ...peer.workingSetup, 'config-file': 'x.toml' })),
    );
    assert.equal(setup.errors[0]?.[0], 'config-file');
  });

  test('an error body while the Node runs; the Node lives on as an orphan', async () => {
    const node = await peer.startNode();
    ui.write('{"opcode":"descriptor","contextId":1,"error":{"code":1,"message":"m"}}');
    await ui.closed;
    await peer.daemonEnded();
    assert.match(await node.ui.ask('descriptor'), /nodeDescriptorOpt/);
    await peer.killNode();
  });
});
