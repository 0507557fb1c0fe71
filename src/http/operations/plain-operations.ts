/** Every route that is one conversation and nothing more: body in, payload out. */
import type { BodyOf, OperationId } from '../../api/operation.js';
import { noMembers } from '../../api/rules.js';
import type { FieldError } from '../../errors.js';
import type { OpcodeOf } from '../../generated/operations.js';
import { exitLocationFaults } from '../../protocol/exit-location-rules.js';
import { financialsFaults } from '../../protocol/financials-rules.js';
import { isJsonArray, writeJson } from '../../protocol/json-text.js';
import type { JsonValue } from '../../protocol/json-text.js';
import { entryOf } from '../../protocol/opcodes.js';
import type { PlainOpcode, ReadKind } from '../../protocol/opcodes.js';
import { passwordFault } from '../../protocol/password-rules.js';
import {
  configurationNameFault,
  configurationValueFault,
  isConfigurationName,
} from '../../protocol/set-configuration-rules.js';
import {
  changePasswordFaults,
  generateWalletsFaults,
  recoverWalletsFaults,
} from '../../protocol/wallet-requests.js';
import { jsonAnswer, noStore } from '../answers/answer.js';
import type { AppDeps } from '../app-deps.js';
import { invalidRequest, requestFault } from '../../problems/request-faults.js';
import { sharedAnswer } from '../reads/shared-answer.js';
import type { Call } from '../requests/call.js';
import { waitingFor } from '../requests/prefer.js';
import type { Handler, Handlers } from './handlers.js';

/** Operations whose conversation is one of these. */
type IdWith<Name> = {
  [Id in OperationId]: OpcodeOf[Id] extends Name ? Id : never;
}[OperationId];

/** What is special about a conversation. */
interface Rules<Id extends OperationId> {
  /** Faults that a schema cannot tell. */
  readonly faults?: (call: Call<Id>) => readonly FieldError[];
  /** The UIv2 payload; the body itself by default. */
  readonly payload?: (call: Call<Id>) => JsonValue;
  /** Whether the request carries a database password. @default always */
  readonly hasPassword?: (body: BodyOf<Id>['value']) => boolean;
}

/** The handlers; `allowCustomFinancials` opens the queries whose replies have no limit. */
export function plainHandlers({ peers, reads, settings }: AppDeps) {
  const shared =
    <Id extends IdWith<ReadKind>>(rules: Rules<Id> = {}): Handler<Id> =>
    (call) => {
      const { opcode } = call.operation;
      const payload = checkedPayload(rules, call);
      return sharedAnswer(reads, { opcode, payload }, call);
    };
  const conversation =
    <Id extends IdWith<PlainOpcode>>(rules: Rules<Id> = {}): Handler<Id> =>
    async (call) => {
      const { opcode } = call.operation;
      const payload = checkedPayload(rules, call);
      const hasPassword = rules.hasPassword?.(call.body.value) ?? true;
      const waiting = waitingFor(call, entryOf(opcode, hasPassword));
      const reply = await peers.ask({ opcode, payload, ...waiting.options });
      return jsonAnswer(200, reply, { ...noStore, ...waiting.headers });
    };
  return {
    getDescriptor: shared(),
    getConnectionStatus: shared(),
    getConfiguration: shared(),
    getNeighborhood: shared(),
    getFinancials: shared({
      faults: financialsQueryFaults,
      payload: financialsPayload,
    }),
    queryFinancials: shared({
      faults: ({ body }) => financialsFaults(body.value, settings),
    }),
    checkPassword: conversation({
      faults: ({ body }) => passwordFaults('/dbPasswordOpt', body.value.dbPasswordOpt),
      hasPassword: ({ dbPasswordOpt }) => typeof dbPasswordOpt === 'string',
    }),
    changePassword: conversation({ faults: ({ body }) => changePasswordFaults(body.value) }),
    queryWallets: conversation({
      faults: ({ body }) => passwordFaults('/dbPassword', body.value.dbPassword),
    }),
    generateWallets: conversation({ faults: ({ body }) => generateWalletsFaults(body.value) }),
    recoverWallets: conversation({ faults: ({ body }) => recoverWalletsFaults(body.value) }),
    putConfiguration: conversation({
      faults: ({ path, body }) => configurationFaults(path.name, body.value.value),
      payload: ({ path, body }) => ({ name: path.name, value: String(body.value.value) }),
    }),
    // Both change what the Node prefers; the second lists the countries, too.
    putExitLocation: conversation({
      faults: ({ body }) => exitLocationFaults(body.value),
      payload: ({ body }) => ({ ...body.value, showCountries: false }),
    }),
    applyAndListExitLocation: conversation({
      faults: ({ body }) => exitLocationFaults(body.value),
      payload: ({ body }) => ({ ...body.value, showCountries: true }),
    }),
  } satisfies Partial<Handlers>;
}

/** The payload of a call. @throws GatewayError invalid-request for faults that its schema cannot tell. */
function checkedPayload<Id extends OperationId>(rules: Rules<Id>, call: Call<Id>): string {
  const faults = rules.faults?.(call) ?? [];
  if (faults.length > 0) throw invalidRequest(faults);
  const payload = rules.payload?.(call) ?? call.json;
  return payload === noMembers ? '{}' : writeJson(withIntegers(payload, call.operation.decimals));
}

/** Decimal texts of these members become numbers, digit for digit: the peers take no other spelling. */
function withIntegers(value: JsonValue, names: readonly string[]): JsonValue {
  if (names.length === 0 || value === null || typeof value !== 'object') return value;
  if (isJsonArray(value)) return value.map((item) => withIntegers(item, names));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      typeof item === 'string' && names.includes(key) ? BigInt(item) : withIntegers(item, names),
    ]),
  );
}

function passwordFaults(
  pointer: string,
  password: string | null | undefined,
): readonly FieldError[] {
  const detail = password === null || password === undefined ? undefined : passwordFault(password);
  return detail === undefined ? [] : [{ pointer, detail }];
}

function configurationFaults(name: string, value: string | number | bigint): readonly FieldError[] {
  if (!isConfigurationName(name)) {
    throw requestFault('not-found', configurationNameFault(name) ?? '');
  }
  const detail = configurationValueFault(name, value);
  return detail === undefined ? [] : [{ pointer: '/value', detail }];
}

function financialsQueryFaults({ query }: Call<'getFinancials'>): readonly FieldError[] {
  const { stats, top, orderedBy } = query;
  if (orderedBy !== undefined && top === undefined) {
    return [{ pointer: '?orderedBy', detail: 'orders the top records; give top with it.' }];
  }
  return stats === false && top === undefined
    ? [{ pointer: '?stats', detail: 'leaves nothing to ask for; give top, or leave stats on.' }]
    : [];
}

function financialsPayload({ query }: Call<'getFinancials'>): JsonValue {
  const { stats: statsRequired = true, top, orderedBy } = query;
  if (top === undefined) return { statsRequired };
  const order = orderedBy === 'age' ? 'Age' : 'Balance';
  return { statsRequired, topRecordsOpt: { count: top, orderedBy: order } };
}
