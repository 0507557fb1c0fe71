/** The opcode tables: every conversation that the gateway may hold with a peer, and every message that peers send by themselves. */

/** Who listens: the Daemon, or the Node that it launched. */
type Peer = 'daemon' | 'node';

/**
 * Which turn a conversation takes. `daemon`: the single lane of the Daemon. `configurator`: key work and writes of the Node's
 * Configurator, one at a time. `quick`: all other Node conversations, one at a time. `none`: scan and shutdown fill no lane.
 */
type Lane = 'daemon' | 'configurator' | 'quick' | 'none';

/** What is fixed about one opcode. */
export interface OpcodeEntry {
  readonly peer: Peer;
  /** True where the Node's Configurator answers, so that a reply proves that it has drained its mailbox that far. */
  readonly configurator: boolean;
  readonly lane: Lane;
  /** Time limit of the conversation, counted from its writing. */
  readonly limitMs: number;
  /** True where the request changes something: its time-out or loss is `unknown`, never sent twice. */
  readonly changes: boolean;
}

const SECOND_MS = 1000;
/** The Daemon blocks up to 12 s during any UI's start; calling it dead needs more than that. */
export const DAEMON_LIMIT_MS = 20 * SECOND_MS;
/** Limit of a `start`: the Daemon gives a Node 10 s and its killing 1 s. */
export const START_LIMIT_MS = 30 * SECOND_MS;
/** Limit of quick Node reads, exitLocation, fences and markers. */
export const QUICK_LIMIT_MS = 5 * SECOND_MS;
/** Limit of Configurator writes and of everything that derives a key. */
const KEY_WORK_LIMIT_MS = 30 * SECOND_MS;
/** Limit of generateWallets and recoverWallets. */
const WALLET_LIMIT_MS = 60 * SECOND_MS;
/** How long the caller of a scan waits; the scan itself stays open longer. */
const SCAN_LIMIT_MS = 5 * SECOND_MS;
/** How long a shutdown may take until its socket is gone. */
export const SHUTDOWN_LIMIT_MS = 20 * SECOND_MS;

const daemon = (limitMs: number): OpcodeEntry => ({
  peer: 'daemon',
  configurator: false,
  lane: 'daemon',
  limitMs,
  changes: true,
});
const quickRead: OpcodeEntry = {
  peer: 'node',
  configurator: false,
  lane: 'quick',
  limitMs: QUICK_LIMIT_MS,
  changes: false,
};
const keyWork = (changes: boolean, limitMs = KEY_WORK_LIMIT_MS): OpcodeEntry => ({
  peer: 'node',
  configurator: true,
  lane: 'configurator',
  limitMs,
  changes,
});

/**
 * Every opcode that the gateway may write. `checkPassword` and `configuration` stand here with a password; without one
 * they are quick (see {@link entryOf}). `setup` stands here as a change; an empty one is a read.
 */
export const opcodes = {
  setup: daemon(DAEMON_LIMIT_MS),
  start: daemon(START_LIMIT_MS),
  changePassword: keyWork(true),
  checkPassword: keyWork(false),
  configuration: keyWork(false),
  connectionStatus: quickRead,
  crash: { peer: 'node', configurator: false, lane: 'quick', limitMs: 0, changes: true },
  descriptor: quickRead,
  exitLocation: { ...quickRead, changes: true },
  financials: quickRead,
  generateWallets: keyWork(true, WALLET_LIMIT_MS),
  neighborhoodGraph: quickRead,
  recoverWallets: keyWork(true, WALLET_LIMIT_MS),
  scan: { peer: 'node', configurator: false, lane: 'none', limitMs: SCAN_LIMIT_MS, changes: true },
  setConfiguration: keyWork(true),
  shutdown: {
    peer: 'node',
    configurator: false,
    lane: 'none',
    limitMs: SHUTDOWN_LIMIT_MS,
    changes: true,
  },
  walletAddresses: keyWork(false),
} as const satisfies Record<string, OpcodeEntry>;

/** An opcode that the gateway may write to a peer; no other is ever sent. */
export type Opcode = keyof typeof opcodes;

/** What is fixed about an opcode that a peer sends by itself, outside any conversation. */
interface IsolatedEntry {
  /** `broadcast`: published as an event. `answer`: meant for us only; what it answers is named in its payload. */
  readonly kind: 'broadcast' | 'answer';
  /** True if the same opcode also names replies, which then carry the contextId of our request. */
  readonly alsoReply: boolean;
}

const broadcast: IsolatedEntry = { kind: 'broadcast', alsoReply: false };
const answer: IsolatedEntry = { kind: 'answer', alsoReply: false };

/**
 * Every opcode of isolated messages. They are known by their opcode; their contextId means nothing, whatever it is
 * (USER-INTERFACE-INTERFACE.md; Node 0.9.1 leaves it out). @internal
 */
export const isolatedOpcodes = {
  setup: { ...broadcast, alsoReply: true },
  crashed: broadcast,
  configurationChanged: broadcast,
  connectionChange: broadcast,
  logBroadcast: broadcast,
  newPassword: broadcast,
  redirect: answer,
  undelivered: answer,
  unmarshalError: answer,
} as const satisfies Record<string, IsolatedEntry>;

/** The entry of an isolated opcode; undefined for all others. */
export function isolatedEntryOf(opcode: string): IsolatedEntry | undefined {
  return isIsolated(opcode) ? isolatedOpcodes[opcode] : undefined;
}

function isIsolated(opcode: string): opcode is keyof typeof isolatedOpcodes {
  return Object.hasOwn(isolatedOpcodes, opcode);
}

/** The table's entry for this request; `hasPassword` tells whether `dbPasswordOpt` is set (only those two opcodes care). */
export function entryOf(opcode: Opcode, hasPassword: boolean): OpcodeEntry {
  const entry: OpcodeEntry = opcodes[opcode];
  const quickWithoutPassword = opcode === 'checkPassword' || opcode === 'configuration';
  return quickWithoutPassword && !hasPassword
    ? { ...entry, lane: 'quick', limitMs: QUICK_LIMIT_MS }
    : entry;
}
