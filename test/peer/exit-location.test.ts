/** A choice of exit countries is cleared and then set; what became of it is told as it is. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GatewayError, PeerError } from '../../src/errors.js';
import { linkLost, nodeReconnecting, noReply } from '../../src/problems/faults.js';
import { peerCodes } from '../../src/protocol/error-codes.js';
import type { NodeCallOptions } from '../../src/peer/links/links.js';
import { replaceExitLocation } from '../../src/peer/operations/exit-location.js';
import type { PeerContext } from '../../src/peer/operations/peer-context.js';

const CLEAR = '{"fallbackRouting":true,"exitLocations":[],"showCountries":false}';
const wanted = (fallbackRouting: boolean, ...countryCodes: readonly string[]): string =>
  JSON.stringify({
    fallbackRouting,
    exitLocations: [{ countryCodes, priority: 1 }],
    showCountries: false,
  });
const answer = (missingCountries: readonly string[]): string =>
  JSON.stringify({ fallbackRouting: false, exitCountrySelection: [], missingCountries });

interface Written {
  readonly payload: string;
  readonly options: NodeCallOptions;
}

/** Replaces the choice through an access that answers as told; what was written. */
async function replace(
  payload: string,
  answerTo: (written: Written) => string,
): Promise<{ readonly written: readonly Written[]; readonly outcome: unknown }> {
  const written: Written[] = [];
  const access = {
    call: (_opcode: string, text: string, options: NodeCallOptions): Promise<string> => {
      const one = { payload: text, options };
      written.push(one);
      options.onWritten?.(1);
      return new Promise((resolve) => resolve(answerTo(one)));
    },
  };
  const context = { access, touch: () => undefined } as unknown as PeerContext;
  const outcome = await replaceExitLocation(context, { opcode: 'exitLocation', payload }).catch(
    (error: unknown) => error,
  );
  return { written, outcome };
}

function cleared({ options }: Written): void {
  options.before?.onAnswered();
}

const missing = (): PeerError =>
  new PeerError({
    hop: 'node',
    opcode: 'exitLocation',
    peerCode: peerCodes.EXIT_COUNTRY_MISSING_COUNTRIES,
    peerMessage: 'AF',
  });

function fail(error: Error): never {
  throw error;
}

describe('replacing the exit location', () => {
  test('clears the list in the same step as it sets the new one', async () => {
    const { written, outcome } = await replace(wanted(false, 'CZ'), (one) => {
      cleared(one);
      return answer([]);
    });
    assert.equal(written.length, 1);
    assert.equal(written[0]?.payload, wanted(false, 'CZ'));
    assert.equal(written[0].options.before?.payload, CLEAR);
    assert.equal(outcome, answer([]));
  });

  test('to an empty list is one message', async () => {
    const { written } = await replace(CLEAR, () => answer([]));
    assert.equal(written[0]?.options.before, undefined);
  });

  for (const lost of [
    linkLost('node', 'exitLocation', true),
    noReply('node', 'exitLocation', true),
  ]) {
    test(`is applied with nothing in force if the second answer is missing (${lost.code})`, async () => {
      const { outcome } = await replace(wanted(false, 'CZ'), (one) => {
        cleared(one);
        return fail(lost);
      });
      assert.ok(outcome instanceof GatewayError);
      assert.deepEqual(
        [outcome.code, outcome.outcome, outcome.inForce],
        [lost.code, 'applied', 'none'],
      );
      assert.match(outcome.message, /traffic may leave from any country/);
    });
  }

  test('is unknown if neither answer came, and not sent if neither was written', async () => {
    const lost = linkLost('node', 'exitLocation', true);
    assert.equal((await replace(wanted(false, 'CZ'), () => fail(lost))).outcome, lost);
    const unsent = nodeReconnecting();
    assert.equal((await replace(wanted(false, 'CZ'), () => fail(unsent))).outcome, unsent);
  });

  test('to countries without an exit and without fallback leaves no exit', async () => {
    const refused = await replace(wanted(false, 'AF'), () => fail(missing()));
    assert.ok(refused.outcome instanceof PeerError);
    assert.equal(refused.outcome.inForce, 'no exit');
    const accepted = await replace(wanted(false, 'AF', 'AE'), () => answer(['AE', 'AF']));
    assert.ok(accepted.outcome instanceof GatewayError);
    assert.deepEqual(
      [accepted.outcome.code, accepted.outcome.outcome, accepted.outcome.inForce],
      ['countries-missing', 'applied', 'no exit'],
    );
    assert.match(
      accepted.outcome.message,
      /will not take effect when the country appears; set it again/,
    );
  });

  test('is a success if one country has an exit, or other countries may be used', async () => {
    const one = await replace(wanted(false, 'AF', 'CZ'), () => answer(['AF']));
    assert.equal(one.outcome, answer(['AF']));
    const fallback = await replace(wanted(true, 'AF'), () => answer(['AF']));
    assert.equal(fallback.outcome, answer(['AF']));
    const error = missing();
    assert.equal((await replace(wanted(true, 'AF'), () => fail(error))).outcome, error);
    assert.equal(error.inForce, undefined);
  });
});
