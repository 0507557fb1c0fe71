/** The operations table: every route that is one conversation and nothing more. */
import {
  applyAndListExitLocationBody,
  changePasswordBody,
  checkPasswordBody,
  generateWalletsBody,
  getFinancialsQuery,
  putConfigurationBody,
  putExitLocationBody,
  queryFinancialsBody,
  queryWalletsBody,
  recoverWalletsBody,
} from '../../generated/validators.js';
import type { FieldError } from '../../errors.js';
import { exitLocationFaults } from '../../protocol/exit-location-rules.js';
import type { ExitLocations } from '../../protocol/exit-location-rules.js';
import { financialsFaults } from '../../protocol/financials-rules.js';
import type { Financials } from '../../protocol/financials-rules.js';
import type { JsonValue } from '../../protocol/json-text.js';
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
import type {
  ChangePassword,
  GenerateWallets,
  RecoverWallets,
} from '../../protocol/wallet-requests.js';
import { requestFault } from '../../problems/request-faults.js';
import type { Call, Operation } from '../operation.js';
import { plainOperation } from '../plain-operation.js';
import type { PlainDeps, PlainRow } from '../plain-operation.js';
import type { QueryValues } from '../requests/request-query.js';

const read = (
  operationId: string,
  path: string,
  opcode: 'descriptor' | 'connectionStatus' | 'configuration' | 'neighborhoodGraph',
): PlainRow<unknown> => ({
  operationId,
  method: 'GET',
  path,
  access: 'r',
  opcode,
  kind: opcode,
});

const reads: readonly PlainRow<unknown>[] = [
  read('getDescriptor', '/v1/node/descriptor', 'descriptor'),
  read('getConnectionStatus', '/v1/node/connection-status', 'connectionStatus'),
  read('getConfiguration', '/v1/node/configuration', 'configuration'),
  read('getNeighborhood', '/v1/node/neighborhood', 'neighborhoodGraph'),
];

interface CheckPassword {
  readonly dbPasswordOpt?: string | null;
}

const checkPassword: PlainRow<CheckPassword> = {
  operationId: 'checkPassword',
  method: 'POST',
  path: '/v1/node/password/check',
  access: 's',
  opcode: 'checkPassword',
  bodyValidator: checkPasswordBody,
  faults: ({ dbPasswordOpt }) => passwordFaults('/dbPasswordOpt', dbPasswordOpt),
  hasPassword: ({ dbPasswordOpt }) => typeof dbPasswordOpt === 'string',
};

const changePassword: PlainRow<ChangePassword> = {
  operationId: 'changePassword',
  method: 'POST',
  path: '/v1/node/password/change',
  access: 'w',
  opcode: 'changePassword',
  bodyValidator: changePasswordBody,
  faults: changePasswordFaults,
};

const queryWallets: PlainRow<{ readonly dbPassword: string }> = {
  operationId: 'queryWallets',
  method: 'POST',
  path: '/v1/node/wallets/query',
  access: 's',
  opcode: 'walletAddresses',
  bodyValidator: queryWalletsBody,
  faults: ({ dbPassword }) => passwordFaults('/dbPassword', dbPassword),
};

const generateWallets: PlainRow<GenerateWallets> = {
  operationId: 'generateWallets',
  method: 'POST',
  path: '/v1/node/wallets/generate',
  access: 'w',
  opcode: 'generateWallets',
  bodyValidator: generateWalletsBody,
  faults: generateWalletsFaults,
  secretAnswer: true,
};

const recoverWallets: PlainRow<RecoverWallets> = {
  operationId: 'recoverWallets',
  method: 'POST',
  path: '/v1/node/wallets/recover',
  access: 'w',
  opcode: 'recoverWallets',
  bodyValidator: recoverWalletsBody,
  faults: recoverWalletsFaults,
};

const putConfiguration: PlainRow<{ readonly value: string | number | bigint }> = {
  operationId: 'putConfiguration',
  method: 'PUT',
  path: '/v1/node/configuration/:name',
  access: 'w',
  opcode: 'setConfiguration',
  bodyValidator: putConfigurationBody,
  faults: ({ value }, { params }) => configurationFaults(params.name ?? '', value),
  payload: ({ value }, { params }) => ({ name: params.name ?? '', value: String(value) }),
};

// One conversation lists the countries, the other does not; both change what the Node prefers.
const exitLocation = (
  operationId: string,
  method: 'PUT' | 'POST',
  path: string,
  showCountries: boolean,
): PlainRow<ExitLocations> => ({
  operationId,
  method,
  path,
  access: 'w',
  opcode: 'exitLocation',
  bodyValidator: showCountries ? applyAndListExitLocationBody : putExitLocationBody,
  faults: exitLocationFaults,
  payload: (_body, { body }) => ({
    ...(body as Readonly<Record<string, JsonValue>>),
    showCountries,
  }),
});

/** The rows as operations. `allowCustomFinancials` opens the queries whose replies have no limit. */
export function plainOperations(
  deps: PlainDeps,
  settings: { readonly allowCustomFinancials: boolean },
): readonly Operation[] {
  const getFinancials: PlainRow<unknown> = {
    operationId: 'getFinancials',
    method: 'GET',
    path: '/v1/node/financials',
    access: 'r',
    opcode: 'financials',
    kind: 'financials',
    query: { stats: 'flag', top: 'count', orderedBy: 'text' },
    queryValidator: getFinancialsQuery,
    faults: (_body, { query }) => financialsQueryFaults(query),
    payload: (_body, call) => financialsPayload(call),
  };
  const queryFinancials: PlainRow<Financials> = {
    operationId: 'queryFinancials',
    method: 'POST',
    path: '/v1/node/financials/query',
    access: 'r',
    opcode: 'financials',
    kind: 'financials',
    bodyValidator: queryFinancialsBody,
    faults: (body) => financialsFaults(body, settings),
  };
  return [
    ...reads.map((row) => plainOperation(row, deps)),
    plainOperation(checkPassword, deps),
    plainOperation(changePassword, deps),
    plainOperation(queryWallets, deps),
    plainOperation(generateWallets, deps),
    plainOperation(recoverWallets, deps),
    plainOperation(putConfiguration, deps),
    plainOperation(exitLocation('putExitLocation', 'PUT', '/v1/node/exit-location', false), deps),
    plainOperation(
      exitLocation(
        'applyAndListExitLocation',
        'POST',
        '/v1/node/exit-location/apply-and-list',
        true,
      ),
      deps,
    ),
    plainOperation(getFinancials, deps),
    plainOperation(queryFinancials, deps),
  ];
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

function financialsQueryFaults({ stats, top, orderedBy }: QueryValues): readonly FieldError[] {
  if (orderedBy !== undefined && top === undefined) {
    return [{ pointer: '?orderedBy', detail: 'orders the top records; give top with it.' }];
  }
  return stats === false && top === undefined
    ? [{ pointer: '?stats', detail: 'leaves nothing to ask for; give top, or leave stats on.' }]
    : [];
}

function financialsPayload({ query }: Call): JsonValue {
  const { stats, top, orderedBy } = query;
  const statsRequired = stats !== false;
  if (typeof top !== 'number') return { statsRequired };
  const order = orderedBy === 'age' ? 'Age' : 'Balance';
  return { statsRequired, topRecordsOpt: { count: top, orderedBy: order } };
}
