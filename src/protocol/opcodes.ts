/** The opcode tables: every conversation that the gateway may hold with a peer, and every message that peers send by themselves. */

/** Who listens: the Daemon, or the Node that it launched. */
export type Peer = 'daemon' | 'node';

/**
 * Which turn a conversation takes. `daemon`: the single lane of the Daemon. `configurator`: key work and writes of the Node's
 * Configurator, one at a time. `quick`: all other Node conversations, one at a time. `none`: scan and shutdown fill no lane.
 */
export type Lane = 'daemon' | 'configurator' | 'quick' | 'none';

/**
 * When a conversation holds a password, a key or a phrase. `with-password`: if its `dbPasswordOpt` is set. `in-setup`: the setup that
 * it changes or starts the Node with may hold some.
 */
export type Secrecy = 'never' | 'with-password' | 'in-setup' | 'always';

/** What is known of one opcode; all that depends on the opcode is derived from it. `Reading`: the opcodes that are shared. */
export type OpcodeEntry<Reading extends string = ReadKind> = {
  readonly peer: Peer;
  /** True if the Node's Configurator answers, so that a reply proves that it has drained its mailbox that far. */
  readonly configurator: boolean;
  readonly lane: Lane;
  /** Time limit of the conversation, counted from its writing. */
  readonly limitMs: number;
  /** True if it is one request and one reply; false if it has an operation of its own. */
  readonly plain: boolean;
  readonly secret: Secrecy;
  /** How long a reply serves others that ask the same; null: it is never shared. */
  readonly sharedMs: number | null;
} & Effect<Reading>;

/** Whether a request changes something (then its timeout or loss is `unknown`, and it is never sent twice), and which readings are stale then. */
type Effect<Reading> =
  | { readonly changes: false; readonly invalidates?: undefined }
  | { readonly changes: true; readonly invalidates: 'all' | readonly [Reading, ...Reading[]] };

const SECOND_MS = 1000;
/** The Daemon blocks up to 12 s during any UI's start; calling it dead needs more than that. */
export const DAEMON_LIMIT_MS = 20 * SECOND_MS;
/** Limit of a `start`: the Daemon gives a Node 10 s and its killing 1 s. */
export const START_LIMIT_MS = 30 * SECOND_MS;
/** Limit of quick Node reads, exitLocation, fences and markers. */
export const QUICK_LIMIT_MS = 5 * SECOND_MS;
/** Limit of Configurator writes and of everything that derives a key. */
export const KEY_WORK_LIMIT_MS = 30 * SECOND_MS;
/** Limit of generateWallets and recoverWallets. */
export const WALLET_LIMIT_MS = 60 * SECOND_MS;
/** How long the caller of a scan waits; the scan itself stays open longer. */
export const SCAN_LIMIT_MS = 5 * SECOND_MS;
/** How long a shutdown may take until its socket is gone. */
export const SHUTDOWN_LIMIT_MS = 20 * SECOND_MS;

const daemon = { peer: 'daemon', configurator: false, lane: 'daemon', secret: 'in-setup' } as const;
const node = { peer: 'node', configurator: false, secret: 'never', sharedMs: null } as const;
const quick = { ...node, lane: 'quick', limitMs: QUICK_LIMIT_MS, plain: true } as const;
const keyWork = {
  ...quick,
  configurator: true,
  lane: 'configurator',
  limitMs: KEY_WORK_LIMIT_MS,
} as const;
/** A read that the Node answers from memory. */
const read = { ...quick, sharedMs: SECOND_MS, changes: false } as const;

const rows = {
  setup: {
    ...daemon,
    limitMs: DAEMON_LIMIT_MS,
    plain: true,
    // It costs the Daemon far more than any reading costs the Node.
    sharedMs: 10_000,
    changes: true,
    invalidates: ['setup'],
  },
  start: {
    ...daemon,
    limitMs: START_LIMIT_MS,
    plain: false,
    sharedMs: null,
    changes: true,
    invalidates: 'all',
  },
  changePassword: { ...keyWork, secret: 'always', changes: true, invalidates: ['configuration'] },
  checkPassword: { ...keyWork, secret: 'with-password', changes: false },
  configuration: { ...keyWork, secret: 'with-password', sharedMs: SECOND_MS, changes: false },
  connectionStatus: read,
  crash: { ...quick, limitMs: 0, plain: false, changes: true, invalidates: 'all' },
  descriptor: read,
  exitLocation: { ...quick, changes: true, invalidates: ['connectionStatus', 'neighborhoodGraph'] },
  financials: read,
  generateWallets: {
    ...keyWork,
    limitMs: WALLET_LIMIT_MS,
    secret: 'always',
    changes: true,
    invalidates: ['configuration', 'financials'],
  },
  neighborhoodGraph: read,
  recoverWallets: {
    ...keyWork,
    limitMs: WALLET_LIMIT_MS,
    secret: 'always',
    changes: true,
    invalidates: ['configuration', 'financials'],
  },
  scan: {
    ...node,
    lane: 'none',
    limitMs: SCAN_LIMIT_MS,
    plain: false,
    changes: true,
    // Receivables move the start block.
    invalidates: ['financials', 'configuration'],
  },
  setConfiguration: {
    ...keyWork,
    changes: true,
    // min-hops decides when a route is found.
    invalidates: ['configuration', 'connectionStatus', 'neighborhoodGraph'],
  },
  shutdown: {
    ...node,
    lane: 'none',
    limitMs: SHUTDOWN_LIMIT_MS,
    plain: false,
    changes: true,
    invalidates: 'all',
  },
  walletAddresses: { ...keyWork, secret: 'always', changes: false },
} as const satisfies Readonly<Record<string, OpcodeEntry<string>>>;

/** An opcode that the gateway may write to a peer; no other is ever sent. */
export type Opcode = keyof typeof rows;

type With<Fact> = { [Each in Opcode]: (typeof rows)[Each] extends Fact ? Each : never }[Opcode];

/** What a reading can be about: the opcodes whose replies are shared. A change to it makes earlier replies stale. */
export type ReadKind = With<{ readonly sharedMs: number }>;

/** An opcode with no operation of its own: one request, one reply. An empty `setup` is one of them. */
export type PlainOpcode = With<{ readonly plain: true }>;

/**
 * Every opcode that the gateway may write. `checkPassword` and `configuration` are listed with a password; without one
 * they are quick (see {@link entryOf}). `setup` is listed as a change; an empty one is a read.
 */
export const opcodes = rows satisfies Readonly<Record<Opcode, OpcodeEntry>>;

/** True if the gateway may write this opcode. */
export function isOpcode(text: string): text is Opcode {
  return Object.hasOwn(opcodes, text);
}

/** All opcodes whose replies are shared. */
export const readKinds: readonly ReadKind[] = Object.keys(opcodes).filter(isReadKind);

function isReadKind(opcode: string): opcode is ReadKind {
  return isOpcode(opcode) && opcodes[opcode].sharedMs !== null;
}

/** The readings that a request makes stale: when it is written, and again when it has ended in any way. */
export function staleAfter(opcode: Opcode): readonly ReadKind[] {
  const { invalidates }: OpcodeEntry = opcodes[opcode];
  return invalidates === 'all' ? readKinds : (invalidates ?? []);
}

/** What is known of an opcode that a peer sends by itself, outside any conversation. */
export type IsolatedEntry =
  /** Published as an event. */
  | {
      readonly kind: 'broadcast';
      readonly from: Peer;
      /** True if the same opcode also names replies, which then carry the contextId of our request. */
      readonly alsoReply: boolean;
      /** The readings that it makes stale. */
      readonly invalidates: readonly ReadKind[];
    }
  /** Meant for us only; what it answers is named in its payload. */
  | { readonly kind: 'answer'; readonly alsoReply: false };

const ofDaemon = { kind: 'broadcast', from: 'daemon', alsoReply: false } as const;
const ofNode = { ...ofDaemon, from: 'node' } as const;
const answer = { kind: 'answer', alsoReply: false } as const;

/**
 * Every opcode of isolated messages. They are known by their opcode; their contextId means nothing, whatever it is
 * (USER-INTERFACE-INTERFACE.md; Node 0.9.1 leaves it out).
 */
export const isolatedOpcodes = {
  setup: { ...ofDaemon, alsoReply: true, invalidates: ['setup'] },
  crashed: { ...ofDaemon, invalidates: ['setup'] },
  configurationChanged: { ...ofNode, invalidates: ['configuration'] },
  connectionChange: {
    ...ofNode,
    invalidates: ['connectionStatus', 'neighborhoodGraph', 'descriptor'],
  },
  logBroadcast: { ...ofNode, invalidates: [] },
  newPassword: { ...ofNode, invalidates: ['configuration'] },
  redirect: answer,
  undelivered: answer,
  unmarshalError: answer,
} as const satisfies Readonly<Record<string, IsolatedEntry>>;

type Isolated = keyof typeof isolatedOpcodes;

/** An opcode that is known and published as an event. */
export type BroadcastOpcode = {
  [Each in Isolated]: (typeof isolatedOpcodes)[Each]['kind'] extends 'broadcast' ? Each : never;
}[Isolated];

/** True for an opcode that is known and published as an event. */
export function isBroadcast(opcode: string): opcode is BroadcastOpcode {
  return isolatedEntryOf(opcode)?.kind === 'broadcast';
}

/** The entry of an isolated opcode; undefined for all others. */
export function isolatedEntryOf(opcode: string): IsolatedEntry | undefined {
  return isIsolated(opcode) ? isolatedOpcodes[opcode] : undefined;
}

function isIsolated(opcode: string): opcode is Isolated {
  return Object.hasOwn(isolatedOpcodes, opcode);
}

/** The table's entry for this request; `hasPassword` tells whether `dbPasswordOpt` is set. */
export function entryOf(opcode: Opcode, hasPassword: boolean): OpcodeEntry {
  const entry: OpcodeEntry = opcodes[opcode];
  return entry.secret === 'with-password' && !hasPassword
    ? { ...entry, lane: 'quick', limitMs: QUICK_LIMIT_MS }
    : entry;
}
