/** Every route of the API with a good request: what hostile requests are made from. */
import { operationAt } from '../http/gateway-under-test.js';
import type { Hostile } from './hostile-values.js';
import { documentedOperations } from '../http/openapi-check.js';

/** The password that the database of the runs has. */
export const RUN_PASSWORD = 'correct horse';

/** A request that the API takes. */
export interface GoodRequest {
  readonly method: string;
  readonly target: string;
  readonly body?: Hostile;
  readonly weight: number;
}

const path = (method: string, target: string, weight = 4): GoodRequest => ({
  method,
  target,
  weight,
});
const told = (method: string, target: string, body: Hostile, weight = 8): GoodRequest => ({
  method,
  target,
  body,
  weight,
});
const PHRASE = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const KEY = 'cc46befe8d169b89db447bd725fc2368b12542113555302598430cb5d5c74ea9';
/** An earning wallet. */
export const RUN_ADDRESS = '0x5db93c52e06b05d3a02a44ab8eed4a3f32c6b1b3';
const PATH = "m/44'/60'/0'/0/0";
const password: Hostile = { dbPassword: RUN_PASSWORD };

/** Setup name → a value that is good, and two names that must never be set. */
export const goodValues: readonly (readonly [string, string])[] = [
  ['blockchain-service-url', 'https://chain.example.org/KEY'],
  ['chain', 'dev'],
  ['clandestine-port', '1234'],
  ['config-file', '/etc/masq.toml'],
  ['consuming-private-key', KEY],
  ['data-directory', '/home/masq-simulated/data'],
  ['db-password', RUN_PASSWORD],
  ['dns-servers', '127.0.0.1,1.1.1.1'],
  ['earning-wallet', RUN_ADDRESS],
  ['gas-price', '5'],
  ['ip', '127.0.0.1'],
  ['log-level', 'info'],
  ['mapping-protocol', 'pcp'],
  ['min-hops', '3'],
  ['neighborhood-mode', 'zero-hop'],
  ['neighbors', `masq://dev:${'A'.repeat(43)}@1.2.3.4:5678`],
  ['new-public-key', 'on'],
  ['payment-thresholds', '9|2|3|4|5|6'],
  ['rate-pack', '1|2|3|4'],
  ['real-user', '1000:1000:/home/me'],
  ['scan-intervals', '1|2|3'],
  ['scans', 'off'],
  ['crash-point', 'message'],
  ['help', 'x'],
];

const setupRequests: readonly GoodRequest[] = goodValues.flatMap(([name, value]) => [
  told('PATCH', '/v1/setup', { values: [{ name, value }] }, 4),
  told('PUT', `/v1/setup/${name}`, { value }, 3),
  path('DELETE', `/v1/setup/${name}`, 1),
  path('GET', `/v1/setup/${name}`, 1),
]);

const nodeRequests: readonly GoodRequest[] = [
  path('GET', '/v1/node/descriptor'),
  path('GET', '/v1/node/connection-status'),
  path('GET', '/v1/node/configuration'),
  told('POST', '/v1/node/configuration/query', { dbPasswordOpt: RUN_PASSWORD }),
  told('PUT', '/v1/node/configuration/gas-price', { value: '2' }),
  told('PUT', '/v1/node/configuration/min-hops', { value: 2 }),
  told('PUT', '/v1/node/configuration/start-block', { value: 'none' }),
  told('POST', '/v1/node/password/check', { dbPasswordOpt: RUN_PASSWORD }),
  told('POST', '/v1/node/password/change', { oldPasswordOpt: 'wrong', newPassword: 'x' }),
  told('POST', '/v1/node/wallets/query', password),
  told('POST', '/v1/node/wallets/generate', {
    dbPassword: RUN_PASSWORD,
    seedSpecOpt: {
      mnemonicPhraseSizeOpt: 12,
      mnemonicPhraseLanguageOpt: 'English',
      mnemonicPassphraseOpt: 'x',
    },
    consumingDerivationPathOpt: PATH,
    earningDerivationPathOpt: PATH,
  }),
  told('POST', '/v1/node/wallets/recover', {
    dbPassword: RUN_PASSWORD,
    seedSpecOpt: {
      mnemonicPhrase: PHRASE.split(' '),
      mnemonicPhraseLanguageOpt: 'English',
      mnemonicPassphraseOpt: '',
    },
    consumingDerivationPathOpt: PATH,
    earningDerivationPathOpt: PATH,
  }),
  told(
    'POST',
    '/v1/node/wallets/recover',
    { dbPassword: RUN_PASSWORD, consumingPrivateKeyOpt: KEY, earningAddressOpt: RUN_ADDRESS },
    24,
  ),
  path('GET', '/v1/node/financials?stats=true&top=10&orderedBy=age'),
  told('POST', '/v1/node/financials/query', {
    statsRequired: true,
    topRecordsOpt: { count: 10, orderedBy: 'Age' },
  }),
  told('POST', '/v1/node/financials/query', {
    statsRequired: false,
    customQueriesOpt: {
      payableOpt: { minAgeS: 0, maxAgeS: 9, minAmountGwei: 0, maxAmountGwei: 9 },
      receivableOpt: null,
    },
  }),
  told('POST', '/v1/node/scans', { scanType: 'Receivables' }),
  told('POST', '/v1/node/scans', { scanType: 'PendingPayables' }, 2),
  told('PUT', '/v1/node/exit-location', {
    fallbackRouting: true,
    exitLocations: [{ countryCodes: ['CZ', 'SK'], priority: 1 }],
  }),
  told('POST', '/v1/node/exit-location/apply-and-list', {
    fallbackRouting: false,
    exitLocations: [{ countryCodes: ['DE'], priority: 1000 }],
  }),
  path('GET', '/v1/node/neighborhood'),
  path('GET', '/v1/node/neighborhood/graph', 2),
  path('GET', '/v1/node/neighborhood/graph.svg', 1),
  path('GET', '/v1/node/neighborhood/graph.dot', 2),
  told('POST', '/v1/node/crash', { actor: 'DISPATCHER', panicMessage: 'x' }),
];

/** What starts and stops the Node; few, for each costs the others their Node. */
const lifeRequests: readonly GoodRequest[] = [
  told('POST', '/v1/node/start', {}, 6),
  told('POST', '/v1/node/start?ensure=true', {}, 6),
  told('POST', '/v1/node/shutdown?ensure=true', {}, 1),
  told('POST', '/v1/node/shutdown', {}, 1),
  told('POST', '/v1/node/restart', {}, 1),
];

const otherRequests: readonly GoodRequest[] = [
  path('GET', '/v1/status', 2),
  path('GET', '/v1/setup', 6),
  told(
    'PATCH',
    '/v1/setup',
    {
      values: [{ name: 'gas-price', value: '5' }, { name: 'chain', value: null }, { name: 'ip' }],
    },
    12,
  ),
  path('GET', '/v1/events?opcode=logBroadcast&minLogLevel=Warn', 2),
  path('GET', '/v1/events/history?limit=5&opcode=setup', 2),
  path('GET', '/livez', 1),
  path('GET', '/readyz?require=node', 2),
  path('GET', '/metrics', 1),
  path('GET', '/openapi.yaml', 1),
  path('GET', '/openapi.json', 1),
  path('GET', '/docs', 1),
  path('GET', '/docs/', 1),
  path('GET', '/problems/not-found', 1),
  path('GET', '/', 1),
  path('OPTIONS', '*', 1),
];

const knownRequests: readonly GoodRequest[] = [
  ...setupRequests,
  ...nodeRequests,
  ...lifeRequests,
  ...otherRequests,
];

// A route that is new to the document is attacked from its first day, if only with an empty body.
const newRequests: readonly GoodRequest[] = documentedOperations()
  .filter(({ operationId }) =>
    knownRequests.every(({ method, target }) => operationAt(method, target) !== operationId),
  )
  .map((operation) => {
    const target = operation.path.replaceAll(/\{[^}]+\}/g, 'x');
    return operation.method === 'GET'
      ? path('GET', target, 2)
      : told(operation.method, target, {}, 2);
  });

/** Every route with a request that fits it. */
export const goodRequests: readonly GoodRequest[] = [...knownRequests, ...newRequests];
