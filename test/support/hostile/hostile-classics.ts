/** The very requests that are known to kill, wedge or betray a peer that is asked directly. */
import { RUN_ADDRESS, RUN_PASSWORD } from './hostile-routes.js';
import { Raw, type Hostile } from './hostile-values.js';

/** Setup name → values that kill the Daemon, or the Node that is started with them. */
export const deadlySettings: readonly (readonly [string, Hostile])[] = [
  ...['mainnet', '', 'Dev', 'DEV', 'eth-mainnet ', 'dev\n'].map((value) => ['chain', value]),
  ...['x.toml', '~x', 'masq/x.toml', '.x', '..x', ''].map((value) => ['config-file', value]),
  ...['Standard', 'ZERO-HOP', 'Consume-Only'].map((value) => ['neighborhood-mode', value]),
  ...['On', 'OFF', 'oN', 'yes', ''].map((value) => ['new-public-key', value]),
  ...['-hello', '-h', '-Vx', '--help', '--version', '-', '--'].flatMap((value) =>
    ['db-password', 'neighbors', 'log-level', 'data-directory', 'ip', 'rate-pack'].map((name) => [
      name,
      value,
    ]),
  ),
  ...['--neighbors', '--help', '-1', '0'].map((value) => ['gas-price', value]),
  ...['1000:1000:', '::', ':', '1:1:x', '0:0:~'].map((value) => ['real-user', value]),
  ...['9|1|1|1|0|1', '1|1|1|9|1|1', '9|1|1|1|9999999999|1'].map((value) => [
    'payment-thresholds',
    value,
  ]),
  ...['help', 'version', 'crash-point', 'fake-public-key', 'Chain'].map((name) => [
    name,
    'message',
  ]),
  ...['0'.repeat(64), 'f'.repeat(64), 'ab'.repeat(31), ''].map((value) => [
    'consuming-private-key',
    value,
  ]),
  ...['a\u0000b', 'a\nb', '\u0007', 'x\u0085'].flatMap((value) =>
    ['db-password', 'data-directory', 'blockchain-service-url'].map((name) => [name, value]),
  ),
  ...['"\\ud800"', '"a\\udfff"'].flatMap((text) =>
    ['db-password', 'data-directory'].map((name) => [name, new Raw(text)] as const),
  ),
].map(([name, value]) => [name, value as Hostile]);

const keys: readonly Hostile[] = ['', 'ab', 'abc', '0'.repeat(64), 'f'.repeat(64), 'ab'.repeat(31)]
  .concat(['ab'.repeat(33), 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141'])
  .concat(['zz'.repeat(32), `0x${'ab'.repeat(31)}`]);
const priorities: readonly Hostile[] = [0, -1, 4294968, '0', '00', 4294967296n, new Raw('0.0')];
const passwords: readonly Hostile[] = ['', '-hello', 'a\u0000', 'x'.repeat(20_000), '****'];
const brokenPasswords: readonly Hostile[] = [new Raw('"\\ud800"'), new Raw('"a\\udc00b"')];
const paths: readonly Hostile[] = [`m${'/0'.repeat(5_000)}`, "m/2147483648'", 'm/0\u0000', 'x/0'];

/** A request that kills when it is asked directly. */
export interface Classic {
  readonly method: string;
  readonly target: string;
  readonly body: Hostile;
}

const post = (target: string, body: Hostile): Classic => ({ method: 'POST', target, body });

/** All of them but settings. */
export const classics: readonly Classic[] = [
  ...keys.map((key) =>
    post('/v1/node/wallets/recover', {
      dbPassword: RUN_PASSWORD,
      consumingPrivateKeyOpt: key,
      earningAddressOpt: RUN_ADDRESS,
    }),
  ),
  ...priorities.flatMap((priority) => {
    const body = {
      fallbackRouting: true,
      exitLocations: [{ countryCodes: ['CZ'], priority }],
    };
    return [
      { method: 'PUT', target: '/v1/node/exit-location', body },
      post('/v1/node/exit-location/apply-and-list', body),
    ];
  }),
  ...[...passwords, ...brokenPasswords].flatMap((password) => [
    post('/v1/node/password/check', { dbPasswordOpt: password }),
    post('/v1/node/password/change', { oldPasswordOpt: RUN_PASSWORD, newPassword: password }),
    post('/v1/node/wallets/query', { dbPassword: password }),
    post('/v1/node/wallets/generate', { dbPassword: password }),
    post('/v1/node/configuration/query', { dbPasswordOpt: password }),
  ]),
  ...paths.map((path) =>
    post('/v1/node/wallets/generate', {
      dbPassword: RUN_PASSWORD,
      seedSpecOpt: {},
      consumingDerivationPathOpt: path,
    }),
  ),
  ...[201, 1001, 65_535, '65535'].map((count) =>
    post('/v1/node/financials/query', {
      statsRequired: false,
      topRecordsOpt: { count, orderedBy: 'Age' },
    }),
  ),
  post('/v1/node/crash', { actor: 'UIGATEWAY', panicMessage: 'x' }),
  ...['scans', 'start', 'password/check', 'shutdown?ensure=true'].map((target) =>
    post(`/v1/node/${target}`, { actor: 'UIGATEWAY', panicMessage: 'x' }),
  ),
];
