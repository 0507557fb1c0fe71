/** The Daemon's setup: read whole or one value, changed whole, by merge-patch, or one value. */
import {
  patchSetupBody,
  patchSetupMergePatchBody,
  putSetupValueBody,
} from '../../generated/validators.js';
import { GatewayError } from '../../errors.js';
import type { FieldError } from '../../errors.js';
import type { Peers, SetupValue } from '../../peer/peers.js';
import { opcodes } from '../../protocol/opcodes.js';
import { readSetup } from '../../protocol/setup-merge.js';
import { isSettableName, readableNames, setupNameFault } from '../../protocol/setup-names.js';
import { setupFaults } from '../../protocol/setup-rules.js';
import type { SettingFault } from '../../protocol/setup-rules.js';
import { didYouMean } from '../../protocol/suggestion.js';
import { invalidRequest, requestFault } from '../../problems/request-faults.js';
import { pointerToken } from '../requests/json-reader.js';
import { JSON_TYPE, jsonAnswer, noStore, payloadAnswer } from '../operation.js';
import type { Answer, Call, Operation } from '../operation.js';
import { MERGE_PATCH_TYPE } from '../requests/request-body.js';
import { readShared } from '../reads/shared-answer.js';
import type { SharedReads } from '../reads/shared-reads.js';
import { waitingFor } from '../requests/waiting.js';

/** What the setup routes need. */
export interface SetupDeps {
  readonly peers: Pick<Peers, 'ask' | 'changeSetup' | 'hops'>;
  readonly reads: SharedReads;
  readonly settings: { readonly allowConfigFile: boolean };
}

/** A setup value as a caller may give it; the peers know strings only. */
type GivenValue = string | number | bigint | null | undefined;

const ONE_PATH = '/v1/setup/:name';
const reading = { kind: 'setup', opcode: 'setup', payload: '{"values":[]}' } as const;

/** The five setup routes. */
export function setupOperations(deps: SetupDeps): readonly Operation[] {
  const common = { opcode: 'setup', produces: [JSON_TYPE] } as const;
  return [
    {
      ...common,
      operationId: 'getSetup',
      method: 'GET',
      path: '/v1/setup',
      access: 'r',
      run: async (call) => {
        const { text, headers } = await readSetupText(deps, call);
        return payloadAnswer(text, headers);
      },
    },
    {
      ...common,
      operationId: 'getSetupValue',
      method: 'GET',
      path: ONE_PATH,
      access: 'r',
      run: (call) => oneValue(deps, call),
    },
    {
      ...common,
      operationId: 'patchSetup',
      method: 'PATCH',
      path: '/v1/setup',
      access: 'w',
      consumes: [JSON_TYPE, MERGE_PATCH_TYPE],
      bodyValidator: patchSetupBody,
      bodyValidators: { [MERGE_PATCH_TYPE]: patchSetupMergePatchBody },
      run: (call) => change(deps, call, requestedChange(call)),
    },
    {
      ...common,
      operationId: 'putSetupValue',
      method: 'PUT',
      path: ONE_PATH,
      access: 'w',
      bodyValidator: putSetupValueBody,
      run: (call) => {
        const { value } = call.body as unknown as { readonly value: GivenValue };
        return change(deps, call, oneChange(call, asText(value)));
      },
    },
    {
      ...common,
      operationId: 'deleteSetupValue',
      method: 'DELETE',
      path: ONE_PATH,
      access: 'w',
      run: (call) => change(deps, call, oneChange(call, null)),
    },
  ];
}

async function readSetupText(
  deps: SetupDeps,
  call: Call,
): Promise<{ readonly text: string; readonly headers: Readonly<Record<string, string>> }> {
  if (deps.peers.hops().node.state === 'orphan') {
    // Even an empty setup writes into the database of the Node that the Daemon denies: no stored reply may hide the refusal.
    const text = await deps.peers.ask({ opcode: 'setup', payload: reading.payload });
    return { text, headers: noStore };
  }
  return readShared(deps.reads, reading, call);
}

async function oneValue(deps: SetupDeps, call: Call): Promise<Answer> {
  const name = call.params.name ?? '';
  if (!readableNames.includes(name)) {
    throw requestFault(
      'not-found',
      `The setup has no such name.${didYouMean(name, readableNames)}`,
    );
  }
  const { text, headers } = await readSetupText(deps, call);
  const found = readSetup(text)?.values.find((each) => each.name === name);
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

function requestedChange(call: Call): RequestedChange {
  if (call.bodyType === MERGE_PATCH_TYPE) {
    const patch = Object.entries(call.body as unknown as Readonly<Record<string, GivenValue>>);
    return {
      values: patch.map(([name, value]) => ({ name, value: asText(value) })),
      pointerOf: ({ index }) => pointerToken(patch[index]?.[0] ?? ''),
      placeOf: (index) => (index === undefined ? '' : pointerToken(patch[index]?.[0] ?? '')),
    };
  }
  const { values } = call.body as unknown as {
    readonly values: readonly { readonly name: string; readonly value?: GivenValue }[];
  };
  return {
    values: values.map(({ name, value }) => ({ name, value: asText(value) })),
    pointerOf: ({ index, part }) => `/values/${index}/${part}`,
    placeOf: (index) => (index === undefined ? '/values' : `/values/${index}`),
  };
}

function oneChange(call: Call, value: string | null): RequestedChange {
  const name = call.params.name ?? '';
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

async function change(deps: SetupDeps, call: Call, requested: RequestedChange): Promise<Answer> {
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
  return payloadAnswer(reply, { ...noStore, ...waiting.headers });
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
