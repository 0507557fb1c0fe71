/** How the Daemon merges a setup request with what it holds (node/src/daemon/setup_reporter.rs:82-205). */
import {
  chainNames,
  DEFAULT_CHAIN,
  DEFAULT_MIN_HOPS,
  DEFAULT_PAYMENT_THRESHOLDS,
  DEFAULT_RATE_PACK,
  DEFAULT_SCAN_INTERVALS,
  opens,
  type Database,
} from './database.js';
import { Panic } from './panic.js';
import { checkSetup } from './setup-checks.js';
import {
  CommandLineFault,
  readCommandLine,
  type Options,
  type ParameterFault,
} from './setup-command-line.js';
import { setupNames } from './setup-parameters.js';

/** Where a value comes from, lowest priority first. */
type SetupStatus = 'Blank' | 'Required' | 'Default' | 'Configured' | 'Set';

/** One line of a setup. */
export interface SetupEntry {
  readonly value: string;
  readonly status: SetupStatus;
}

/** A setup: parameter name → entry. Empty until the first request. */
export type Setup = ReadonlyMap<string, SetupEntry>;

/** One value of a request; undefined clears. */
export interface SetupRequestValue {
  readonly name: string;
  readonly value: string | undefined;
}

/** What surrounds a Daemon: its user's home and what its data directories hold. */
export interface SetupSurroundings {
  readonly home: string;
  readonly dnsServers: string;
  /** The database in a data directory; undefined before a Node made one. */
  databaseAt(dataDirectory: string): Database | undefined;
  newClandestinePort(): string;
}

/** The outcome of a merge; with faults the setup still counts. @internal */
export interface MergedSetup {
  readonly setup: Setup;
  readonly faults: readonly ParameterFault[];
}

const priorities: Readonly<Record<SetupStatus, number>> = {
  Blank: 0,
  Required: 0,
  Default: 1,
  Configured: 2,
  Set: 3,
};

/** Merges a request into the setup. Throws Panic where the Daemon dies of it. */
export function mergeSetup(
  existing: Setup,
  request: readonly SetupRequestValue[],
  surroundings: SetupSurroundings,
): MergedSetup {
  const kept = new Map(existing);
  const cleared = new Map<string, SetupEntry>();
  for (const { name, value } of request) {
    const former = kept.get(name);
    if (value !== undefined || former === undefined) continue;
    cleared.set(name, former);
    kept.delete(name);
  }
  const impaired = new Map<string, SetupEntry>();
  const formerDirectory = kept.get('data-directory');
  if (cleared.has('chain') && formerDirectory !== undefined) {
    impaired.set('data-directory', formerDirectory);
  }
  const incoming = new Map<string, SetupEntry>();
  for (const { name, value } of request) {
    if (value !== undefined) incoming.set(name, { value, status: 'Set' });
  }
  const known = combine([kept, incoming]);
  const dataDirectory = directoryEntry(kept, incoming, known, surroundings);
  const { configured, faults } = configuredSetup(known, dataDirectory, surroundings);
  const combined = combine([known, configured, new Map([['data-directory', dataDirectory]])]);
  const setup = finished(combined);
  return {
    setup: faults.length === 0 ? setup : combine([setup, cleared, impaired]),
    faults,
  };
}

/** Later entries win where their status is not lower. */
function combine(setups: readonly Setup[]): Map<string, SetupEntry> {
  const result = new Map<string, SetupEntry>();
  for (const setup of setups) {
    for (const [name, entry] of setup) {
      const present = result.get(name);
      if (present === undefined || priorities[entry.status] >= priorities[present.status]) {
        result.set(name, entry);
      }
    }
  }
  return result;
}

function chainOf(known: Setup): string {
  const chain = known.get('chain')?.value ?? DEFAULT_CHAIN;
  if (!chainNames.some((name) => name === chain)) {
    throw new Panic(
      `Clap let in a wrong value for chain: '${chain}'; if this happens we need to track down the slit`,
    );
  }
  return chain;
}

function directoryEntry(
  kept: Setup,
  incoming: Setup,
  known: Setup,
  surroundings: SetupSurroundings,
): SetupEntry {
  const chain = chainOf(known);
  const entry = known.get('data-directory');
  if (entry?.status === 'Set') {
    const given = incoming.get('data-directory');
    if (given !== undefined) return { value: withChain(entry.value, chain), status: 'Set' };
    const former = kept.get('data-directory')?.value ?? '';
    return { value: withChain(former.split('/').slice(0, -1).join('/'), chain), status: 'Set' };
  }
  return { value: defaultDirectory(homeOf(known, surroundings), chain), status: 'Default' };
}

function withChain(directory: string, chain: string): string {
  if (directory === '') return chain;
  return directory.endsWith(`/${chain}`) ? directory : `${directory}/${chain}`;
}

function defaultDirectory(home: string, chain: string): string {
  return `${home}/.local/share/MASQ/${chain}`;
}

function homeOf(known: Setup, surroundings: SetupSurroundings): string {
  const match = /^\d*:\d*:(.*)$/.exec(known.get('real-user')?.value ?? '');
  if (match === null) return surroundings.home;
  if (match[1] === '') throw new Panic('No real-user home directory; specify --real-user');
  return match[1] ?? surroundings.home;
}

function configuredSetup(
  known: Setup,
  directory: SetupEntry,
  surroundings: SetupSurroundings,
): { readonly configured: Setup; readonly faults: readonly ParameterFault[] } {
  let options: Options;
  try {
    options = readCommandLine(commandLine(known));
    readConfigFile(options, surroundings);
  } catch (error) {
    if (error instanceof CommandLineFault) return { configured: new Map(), faults: [error.fault] };
    throw error;
  }
  const database = surroundings.databaseAt(directory.value);
  const faults = checkSetup(options, database);
  const reachedMode = faults.length === 0;
  const configured = new Map<string, SetupEntry>();
  for (const name of setupNames) {
    const computed = computedDefault(name, options, database, surroundings, reachedMode);
    const given = options.get(name);
    if (given !== undefined) configured.set(name, { value: given, status: 'Configured' });
    else if (computed !== undefined) configured.set(name, computed);
  }
  return { configured, faults };
}

/** What a launch passes on too: everything Set or Configured. */
export function commandLine(setup: Setup): readonly (readonly [string, string])[] {
  return [...setup]
    .filter(([, entry]) => entry.status === 'Set' || entry.status === 'Configured')
    .map(([name, entry]) => [name, entry.value]);
}

function readConfigFile(options: Options, surroundings: SetupSurroundings): void {
  const file = options.get('config-file');
  if (file === undefined) return;
  const path =
    file === '~' || file.startsWith('~/') ? `${surroundings.home}${file.slice(1)}` : file;
  const isPlaced = path.startsWith('/') || /^\.\.?\//.test(path);
  if (!isPlaced && !options.has('data-directory')) {
    throw new Panic(
      `If the config file is given with a naked relative path (${path}), the data directory must be given to serve as the root for the config-file path.`,
    );
  }
  throw new CommandLineFault([
    'config-file',
    `Couldn't open configuration file "${isPlaced ? path : `${options.get('data-directory') ?? ''}/${path}`}". Are you sure it exists?`,
  ]);
}

function computedDefault(
  name: string,
  options: Options,
  database: Database | undefined,
  surroundings: SetupSurroundings,
  reachedMode: boolean,
): SetupEntry | undefined {
  switch (name) {
    case 'chain':
      return byDefault(DEFAULT_CHAIN);
    case 'clandestine-port':
      return {
        value: database?.clandestinePort ?? surroundings.newClandestinePort(),
        status: 'Configured',
      };
    case 'dns-servers':
      return surroundings.dnsServers === '' ? undefined : byDefault(surroundings.dnsServers);
    case 'gas-price':
      return byDefault(database?.gasPrice.toString() ?? '1');
    case 'log-level':
      return byDefault('warn');
    case 'mapping-protocol':
      return database?.mappingProtocol === undefined
        ? undefined
        : { value: database.mappingProtocol, status: 'Configured' };
    case 'min-hops':
      return stored(database?.minHops, DEFAULT_MIN_HOPS);
    case 'neighborhood-mode':
      return byDefault('standard');
    case 'neighbors':
      return pastNeighbors(options, database);
    case 'payment-thresholds':
      return stored(database?.paymentThresholds, DEFAULT_PAYMENT_THRESHOLDS);
    case 'rate-pack':
      return reachedMode && hasRates(options)
        ? stored(database?.ratePack, DEFAULT_RATE_PACK)
        : undefined;
    case 'real-user':
      return byDefault(`0:0:${surroundings.home}`);
    case 'scan-intervals':
      return stored(database?.scanIntervals, DEFAULT_SCAN_INTERVALS);
    case 'scans':
      return byDefault('on');
    default:
      return undefined;
  }
}

function byDefault(value: string): SetupEntry {
  return { value, status: 'Default' };
}

function stored(value: string | undefined, usual: string): SetupEntry {
  return value === undefined || value === usual
    ? byDefault(usual)
    : { value, status: 'Configured' };
}

function hasRates(options: Options): boolean {
  const mode = options.get('neighborhood-mode');
  return mode === undefined || mode === 'standard' || mode === 'originate-only';
}

function pastNeighbors(options: Options, database: Database | undefined): SetupEntry | undefined {
  const password = options.get('db-password');
  const known =
    database !== undefined && password !== undefined && opens(database, password)
      ? database.pastNeighbors
      : [];
  return known.length === 0 ? undefined : { value: known.join(','), status: 'Configured' };
}

function finished(combined: Setup): Setup {
  const mode = combined.get('neighborhood-mode')?.value;
  return new Map(
    setupNames.map((name) => {
      const entry = combined.get(name);
      if (entry !== undefined && priorities[entry.status] > 0) return [name, entry];
      return [name, { value: '', status: isRequired(name, mode) ? 'Required' : 'Blank' }];
    }),
  );
}

function isRequired(name: string, mode: string | undefined): boolean {
  switch (name) {
    case 'blockchain-service-url':
    case 'db-password':
    case 'gas-price':
      return mode !== 'zero-hop';
    case 'dns-servers':
      return mode !== 'consume-only';
    case 'neighbors':
      return mode !== 'standard' && mode !== 'zero-hop';
    case 'rate-pack':
      return mode === 'standard' || mode === 'originate-only';
    case 'chain':
    case 'clandestine-port':
    case 'data-directory':
    case 'log-level':
    case 'neighborhood-mode':
    case 'payment-thresholds':
    case 'scan-intervals':
      return true;
    default:
      return false;
  }
}
