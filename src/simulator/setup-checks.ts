/**
 * What the Daemon does with a command line that could be read: it checks the values against each other and against the
 * database, writes some of them there, and panics at others
 * (node/src/node_configurator/unprivileged_parse_args_configuration.rs:34-607).
 */
import { opens, type Database } from './database.js';
import { Panic } from './panic.js';
import { neighborFaults } from './descriptors.js';
import type { Options, ParameterFault } from './setup-command-line.js';

const MISSING_URL =
  'Unfamiliar message: The following required argument was not provided: --blockchain-service-url USAGE: --blockchain-service-url <blockchain-service-url>';
const MAX_THRESHOLD_INTERVAL_S = 1_000_000_000n;
const PAYMENT_THRESHOLD_COUNT = 6;
const SCAN_INTERVAL_COUNT = 3;
const RATE_COUNT = 4;

/** Faults of a readable setup, empty where it is good. `database` is undefined before the first start of a Node. */
export function checkSetup(
  options: Options,
  database: Database | undefined,
): readonly ParameterFault[] {
  const newPublicKey = options.get('new-public-key');
  if (newPublicKey !== undefined && newPublicKey !== 'on' && newPublicKey !== 'off') {
    throw new Panic(`Bad clap validation for new-public-key: ${newPublicKey}`);
  }
  if (isUrlMissing(options, database)) return [['<unknown>', MISSING_URL]];
  if (options.has('gas-price') && options.get('gas-price') === undefined) {
    throw new Panic('value for gas price badly prepared');
  }
  return (
    firstFaults([
      () => paymentThresholdFaults(options, database),
      () => keepNumbers('scan-intervals', SCAN_INTERVAL_COUNT, options, database),
      () => keepMappingProtocol(options, database),
      () => walletFaults(options, database),
      () => neighborsAndPasswordFaults(options, database),
      () => modeFaults(options, database),
    ]) ?? []
  );
}

function firstFaults(
  checks: readonly (() => readonly ParameterFault[])[],
): readonly ParameterFault[] | undefined {
  for (const check of checks) {
    const faults = check();
    if (faults.length > 0) return faults;
  }
  return undefined;
}

function isUrlMissing(options: Options, database: Database | undefined): boolean {
  return (
    !options.has('blockchain-service-url') &&
    database?.blockchainServiceUrl === undefined &&
    options.get('neighborhood-mode') !== 'zero-hop' &&
    options.get('crash-point') === undefined &&
    options.get('fake-public-key') === undefined
  );
}

function paymentThresholdFaults(
  options: Options,
  database: Database | undefined,
): readonly ParameterFault[] {
  const name = 'payment-thresholds';
  const faults = keepNumbers(name, PAYMENT_THRESHOLD_COUNT, options, database);
  const text = options.get(name) ?? database?.paymentThresholds;
  if (faults.length > 0 || text === undefined) return faults;
  const [debt = 0n, , , permanent = 0n, interval = 0n] = text.split('|').map(BigInt);
  if (debt <= permanent) {
    return [
      [
        name,
        `Value of DebtThresholdGwei (${debt.toString()}) must be bigger than PermanentDebtAllowedGwei (${permanent.toString()})`,
      ],
    ];
  }
  return interval > MAX_THRESHOLD_INTERVAL_S
    ? [[name, 'Value of ThresholdIntervalSec must not exceed 1,000,000,000 s']]
    : [];
}

const kept = {
  'payment-thresholds': 'paymentThresholds',
  'scan-intervals': 'scanIntervals',
  'rate-pack': 'ratePack',
} as const;

/** Numbers with bars between them go straight into the database, a setup or not. */
function keepNumbers(
  name: keyof typeof kept,
  count: number,
  options: Options,
  database: Database | undefined,
): readonly ParameterFault[] {
  const text = options.get(name);
  if (text === undefined) return [];
  const supplied = text.split('|').length;
  if (supplied !== count) {
    return [[name, `Wrong number of values: expected ${count} but ${supplied} supplied`]];
  }
  if (database !== undefined) database[kept[name]] = text;
  return [];
}

function keepMappingProtocol(
  options: Options,
  database: Database | undefined,
): readonly ParameterFault[] {
  if (database !== undefined && options.has('mapping-protocol')) {
    database.mappingProtocol = options.get('mapping-protocol')?.toLowerCase();
  }
  return [];
}

function walletFaults(options: Options, database: Database | undefined): readonly ParameterFault[] {
  if (database === undefined) return [];
  const password = options.get('db-password');
  const storedKey =
    password !== undefined && opens(database, password) ? database.consumingKey : undefined;
  const key = options.get('consuming-private-key');
  if (key !== undefined && storedKey !== undefined && !isSame(key, storedKey)) {
    return [
      [
        'consuming-private-key',
        'Cannot change to a private key different from that previously set',
      ],
    ];
  }
  const wallet = options.get('earning-wallet');
  const storedWallet = database.earningWallet;
  if (wallet !== undefined && storedWallet !== undefined && !isSame(wallet, storedWallet)) {
    return [
      [
        'earning-wallet',
        `Cannot change to an address (${wallet}) different from that previously set (${storedWallet})`,
      ],
    ];
  }
  return [];
}

function isSame(left: string, right: string): boolean {
  return left.toUpperCase() === right.toUpperCase();
}

function neighborsAndPasswordFaults(
  options: Options,
  database: Database | undefined,
): readonly ParameterFault[] {
  const neighbors = options.get('neighbors');
  if (neighbors !== undefined) {
    return neighborFaults(neighbors, options.get('chain')).map((reason) => ['neighbors', reason]);
  }
  const password = options.get('db-password');
  return database !== undefined && password !== undefined && !opens(database, password)
    ? [['db-password', 'PasswordError']]
    : [];
}

function modeFaults(options: Options, database: Database | undefined): readonly ParameterFault[] {
  const mode = options.get('neighborhood-mode');
  const hasNeighbors = options.get('neighbors') !== undefined || knowsNeighbors(options, database);
  switch (mode) {
    case undefined:
    case 'standard':
      return keepNumbers('rate-pack', RATE_COUNT, options, database);
    case 'originate-only':
      return [
        ...keepNumbers('rate-pack', RATE_COUNT, options, database),
        ...(hasNeighbors ? [] : [cannotRun(mode, 'without --neighbors specified')]),
      ];
    case 'consume-only':
      return [
        ...(hasNeighbors ? [] : [cannotRun(mode, 'without --neighbors specified')]),
        ...(options.get('dns-servers') === undefined
          ? []
          : [cannotRun(mode, 'if --dns-servers is specified')]),
      ];
    case 'zero-hop':
      if (options.get('ip') !== undefined) return [cannotRun(mode, 'if --ip is specified')];
      return keepZeroHopNeighbors(options, database);
    default:
      throw new Panic(`--neighborhood-mode ${mode} has not been properly provided for in the code`);
  }
}

function knowsNeighbors(options: Options, database: Database | undefined): boolean {
  return (
    database !== undefined &&
    options.get('db-password') !== undefined &&
    opens(database, options.get('db-password')) &&
    database.pastNeighbors.length > 0
  );
}

function cannotRun(mode: string, because: string): ParameterFault {
  return ['neighborhood-mode', `Node cannot run as --neighborhood-mode ${mode} ${because}`];
}

function keepZeroHopNeighbors(
  options: Options,
  database: Database | undefined,
): readonly ParameterFault[] {
  const neighbors = options.get('neighbors');
  if (neighbors === undefined) return [];
  if (options.get('db-password') === undefined) {
    return [['neighbors', 'Cannot proceed without a password']];
  }
  if (database !== undefined) {
    if (!opens(database, options.get('db-password'))) return [['neighbors', 'PasswordError']];
    database.pastNeighbors = neighbors.split(',').map((descriptor) => descriptor.trim());
  }
  return [];
}
