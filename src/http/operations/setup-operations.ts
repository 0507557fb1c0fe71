/** The Daemon's setup: read whole or one value, changed whole, by merge-patch, or one value. */
import { GatewayError } from '../../errors.js';
import type { FieldError } from '../../errors.js';
import type { SetupValue } from '../../peer/peers.js';
import { opcodes } from '../../protocol/opcodes.js';
import { isSettableName, readableNames, setupNameFault } from '../../protocol/setup-names.js';
import { readSetupMessage } from '../../protocol/setup-reply.js';
import { setupFaults } from '../../protocol/setup-rules.js';
import type { SettingFault } from '../../protocol/setup-rules.js';
import { didYouMean } from '../../protocol/suggestion.js';
import { invalidRequest, requestFault } from '../../problems/request-faults.js';
import { pointerToken } from '../requests/json-reader.js';
import { jsonAnswer, noStore } from '../answers/answer.js';
import type { Answer } from '../answers/answer.js';
import type { BodyOf } from '../../api/operation.js';
import type { AppDeps } from '../app-deps.js';
import type { AnyCall, Call } from '../requests/call.js';
import type { Handlers } from './handlers.js';
import { readShared } from '../reads/shared-answer.js';
import { waitingFor } from '../requests/prefer.js';

/** A setup value as a caller may give it; the peers know strings only. */
type GivenValue = string | number | bigint | null | undefined;

/** RFC 7396. */
const MERGE_PATCH_TYPE = 'application/merge-patch+json';
const reading = { opcode: 'setup', payload: '{"values":[]}' } as const;

/** The five setup routes. */
export function setupHandlers(deps: AppDeps) {
  return {
    getSetup: async (call) => {
      const { text, headers } = await readSetupText(deps, call);
      return jsonAnswer(200, text, headers);
    },
    getSetupValue: (call) => oneValue(deps, call),
    patchSetup: (call) => change(deps, call, requestedChange(call.body)),
    putSetupValue: (call) =>
      change(deps, call, oneChange(call.path.name, asText(call.body.value.value))),
    deleteSetupValue: (call) => change(deps, call, oneChange(call.path.name, null)),
  } satisfies Partial<Handlers>;
}

async function readSetupText(
  deps: AppDeps,
  call: AnyCall,
): Promise<{ readonly text: string; readonly headers: Readonly<Record<string, string>> }> {
  if (deps.peers.hops().node.state === 'orphan') {
    // Even an empty setup writes into the database of the Node that the Daemon denies: no stored reply may hide the refusal.
    const text = await deps.peers.ask({ opcode: 'setup', payload: reading.payload });
    return { text, headers: noStore };
  }
  return readShared(deps.reads, reading, call);
}

async function oneValue(deps: AppDeps, call: Call<'getSetupValue'>): Promise<Answer> {
  const { name } = call.path;
  if (!readableNames.includes(name)) {
    throw requestFault(
      'not-found',
      `The setup has no such name.${didYouMean(name, readableNames)}`,
    );
  }
  const { text, headers } = await readSetupText(deps, call);
  const found = readSetupMessage(text).reply?.values.find((each) => each.name === name);
  if (found !== undefined) return jsonAnswer(200, JSON.stringify(found), headers);
  // Of a Node that was started before anybody asked for the setup, the Daemon has none to show (daemon/mod.rs:170-175).
  throw requestFault(
    'not-found',
    `The Daemon’s setup does not list ${name} now. It holds nothing before the first setup request, and none is worked on while the Node runs.`,
  );
}

/** What a request wants changed, and where each value stands in it. */
interface RequestedChange {
  readonly values: readonly SetupValue[];
  readonly pointerOf: (fault: Pick<SettingFault, 'index' | 'part'>) => string;
  /** Of the value at an index as a whole, and of all values where there is no index. */
  readonly placeOf: (index: number | undefined) => string;
}

function requestedChange(body: BodyOf<'patchSetup'>): RequestedChange {
  if (body.mediaType === MERGE_PATCH_TYPE) {
    const patch = Object.entries(body.value);
    return {
      values: patch.map(([name, value]) => ({ name, value: asText(value) })),
      pointerOf: ({ index }) => pointerToken(patch[index]?.[0] ?? ''),
      placeOf: (index) => (index === undefined ? '' : pointerToken(patch[index]?.[0] ?? '')),
    };
  }
  const { values } = body.value;
  return {
    values: values.map(({ name, value }) => ({ name, value: asText(value) })),
    pointerOf: ({ index, part }) => `/values/${index}/${part}`,
    placeOf: (index) => (index === undefined ? '/values' : `/values/${index}`),
  };
}

function oneChange(name: string, value: string | null): RequestedChange {
  if (!isSettableName(name)) {
    throw requestFault('not-found', setupNameFault(name) ?? '');
  }
  // DELETE has no body to point into.
  const place = value === null ? '' : '/value';
  return { values: [{ name, value }], pointerOf: () => place, placeOf: () => place };
}

function asText(value: GivenValue): string | null {
  return value === null || value === undefined ? null : String(value);
}

async function change(deps: AppDeps, call: AnyCall, requested: RequestedChange): Promise<Answer> {
  const faults: readonly FieldError[] = setupFaults(requested.values, deps.settings).map(
    (fault) => ({ pointer: requested.pointerOf(fault), detail: fault.detail }),
  );
  if (faults.length > 0) throw invalidRequest(faults);
  const waiting = waitingFor(call, opcodes.setup);
  const reply = await deps.peers
    .changeSetup(requested.values, waiting.options)
    .catch((error: unknown) => {
      throw error instanceof GatewayError ? inPlaces(error, requested) : error;
    });
  return jsonAnswer(200, reply, { ...noStore, ...waiting.headers });
}

/** The error, its pointers those of the body that was really sent, and not of the UIv2 payload. */
function inPlaces(error: GatewayError, requested: RequestedChange): GatewayError {
  if (error.errors.length === 0) return error;
  const errors = error.errors.map(({ pointer, detail }) => {
    const index = /^\/values\/(\d+)$/.exec(pointer)?.[1];
    return {
      pointer: requested.placeOf(index === undefined ? undefined : Number(index)),
      detail,
    };
  });
  return error.with({ errors });
}
