/**
 * An independent judge of what reaches a peer's socket: which frames kill it, wedge it, or show a secret to every UI. Written
 * from what is known of the peers, not from the gateway's rules, and with nothing imported from them: were a rule wrong, the judge would not be
 * wrong in the same way.
 */
import { isJsonObject, readJson, type Json, type JsonObject } from '../http/exact-json.js';

/** A frame as a peer got it. */
export interface JudgedFrame {
  readonly hop: 'daemon' | 'node';
  readonly text: string;
}

const U64_MAX = 2n ** 64n - 1n;
const U32_MAX_PRIORITY = 4_294_968n;
/** secp256k1. */
const CURVE_ORDER = BigInt('0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141');
/** Replies beyond some hundred records no longer fit the socket buffers of every system. */
const MANY_RECORDS = 1_000n;
/** Thousands of levels, or of bytes, keep the Configurator busy while its mailbox fills. */
const LONG_PATH_LEVELS = 100;
const LONG_PASSWORD_BYTES = 10_000;
/** A text as long as this comes back to all as `badData` or in an error. */
const LARGE_FRAME_BYTES = 2_000_000;
/** A parser of the peers gives up below this. */
const DEEPEST = 120;

const chainNames = [
  'polygon-mainnet',
  'eth-mainnet',
  'base-mainnet',
  'base-sepolia',
  'polygon-amoy',
  'eth-ropsten',
  'dev',
];
const modes = ['zero-hop', 'originate-only', 'consume-only', 'standard'];
const daemonOpcodes = ['setup', 'start', 'descriptor'];
const nodeOpcodes = [
  'changePassword',
  'checkPassword',
  'configuration',
  'connectionStatus',
  'descriptor',
  'exitLocation',
  'financials',
  'generateWallets',
  'neighborhoodGraph',
  'recoverWallets',
  'scan',
  'setConfiguration',
  'shutdown',
  'walletAddresses',
];

/** Why a client must never write this frame; undefined where it may. The reason never holds a value. */
export function deadlyReason({ hop, text }: JudgedFrame): string | undefined {
  if (Buffer.byteLength(text) > LARGE_FRAME_BYTES) return 'large enough to wedge who echoes it';
  if (/\p{Surrogate}|\ufffd/u.test(text)) return 'half a surrogate pair, or its replacement';
  const frame = readJson(text);
  if (!isJsonObject(frame)) return 'unreadable: shown to every UI, with all that is in it';
  return envelopeFault(frame) ?? bodyFault(hop, frame);
}

function envelopeFault(frame: JsonObject): string | undefined {
  const { opcode, contextId, payload, error } = frame;
  if (typeof opcode !== 'string') return 'no opcode: shown to every UI';
  if (error !== undefined) return 'an error body: kills the Daemon while a Node runs';
  if (!isJsonObject(payload)) return 'a payload that is no object';
  if (typeof contextId !== 'bigint' || contextId < 0n || contextId > U64_MAX)
    return 'a contextId that is no u64, or none';
  if (depthOf(frame) > DEEPEST) return 'nested too deep to be read: shown to every UI';
  return anyText(frame, (text) => /[\u0000-\u001f\u007f]/.test(text))
    ? 'a control character: echoed unescaped'
    : undefined;
}

function bodyFault(hop: JudgedFrame['hop'], frame: JsonObject): string | undefined {
  const opcode = typeof frame.opcode === 'string' ? frame.opcode : '';
  const payload = isJsonObject(frame.payload) ? frame.payload : {};
  if (hop === 'daemon') {
    if (!daemonOpcodes.includes(opcode)) return `${opcode} is none of the Daemon's`;
    return opcode === 'setup' ? setupFault(payload) : undefined;
  }
  if (payload.actor !== undefined || payload.panicMessage !== undefined) return 'an order to crash';
  if (!nodeOpcodes.includes(opcode)) return `${opcode} is none of the Node's`;
  return nodeFault(opcode, payload);
}

function nodeFault(opcode: string, payload: JsonObject): string | undefined {
  for (const name of ['dbPassword', 'dbPasswordOpt', 'newPassword', 'oldPasswordOpt']) {
    const password = payload[name];
    if (typeof password !== 'string') continue;
    if (password === '') return 'an empty password, which is not the same as none';
    if (Buffer.byteLength(password) > LONG_PASSWORD_BYTES) return 'a huge password';
  }
  for (const name of ['consumingDerivationPathOpt', 'earningDerivationPathOpt']) {
    const path = payload[name];
    if (typeof path === 'string' && path.split('/').length > LONG_PATH_LEVELS) return 'a huge path';
  }
  switch (opcode) {
    case 'recoverWallets':
      return keyFault(payload.consumingPrivateKeyOpt);
    case 'changePassword':
      return typeof payload.newPassword === 'string' && payload.newPassword.startsWith('-')
        ? 'a password with which no Node can be started'
        : undefined;
    case 'exitLocation':
      return listOf(payload.exitLocations).some(isDeadlyPriority)
        ? 'a priority that under- or overflows'
        : undefined;
    case 'financials':
      return financialsFault(payload);
    default:
      return undefined;
  }
}

function keyFault(key: Json | undefined): string | undefined {
  if (key === undefined || key === null) return undefined;
  if (typeof key !== 'string' || !/^[0-9a-f]{64}$/i.test(key))
    return 'a key that is not 32 bytes: kills the Node and spoils its database';
  const number = BigInt(`0x${key}`);
  return number === 0n || number >= CURVE_ORDER ? 'a key that is none of the curve' : undefined;
}

function isDeadlyPriority(location: Json): boolean {
  const priority = isJsonObject(location) ? location.priority : undefined;
  return typeof priority !== 'bigint' || priority < 1n || priority >= U32_MAX_PRIORITY;
}

function financialsFault({ topRecordsOpt, customQueriesOpt }: JsonObject): string | undefined {
  const count = isJsonObject(topRecordsOpt) ? topRecordsOpt.count : undefined;
  if (typeof count === 'bigint' && count > MANY_RECORDS) return 'a reply that can wedge the Node';
  return isJsonObject(customQueriesOpt) ? 'a reply without limit' : undefined;
}

function setupFault({ values }: JsonObject): string | undefined {
  for (const item of listOf(values)) {
    const { name, value } = isJsonObject(item) ? item : {};
    if (typeof name !== 'string') return 'a setup value without a name';
    if (['help', 'version', 'crash-point', 'fake-public-key'].includes(name))
      return `the name ${name}`;
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') return `a ${name} that is no string`;
    const fault = valueFault(name, value);
    if (fault !== undefined) return `a ${name} ${fault}`;
  }
  return undefined;
}

function valueFault(name: string, value: string): string | undefined {
  if (value.startsWith('-')) return 'that begins like an option';
  switch (name) {
    case 'chain':
      return chainNames.includes(value) ? undefined : 'that is none';
    case 'config-file':
      return /^(?:\/|~\/|\.\.?\/)/.test(value) ? undefined : 'that is relative';
    case 'neighborhood-mode':
      return !modes.includes(value) && modes.includes(value.toLowerCase())
        ? 'in another case'
        : undefined;
    case 'new-public-key':
      return value === 'on' || value === 'off' ? undefined : 'that is neither on nor off';
    case 'real-user':
      return /^\d*:\d*:$/.test(value) ? 'without a home' : undefined;
    case 'consuming-private-key':
      return keyFault(value);
    case 'payment-thresholds':
      return value.split('|')[4] === '0' ? 'with an interval of zero' : undefined;
    default:
      return undefined;
  }
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function childrenOf(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  return isJsonObject(value) ? Object.values(value) : [];
}

function depthOf(value: Json): number {
  return 1 + Math.max(0, ...childrenOf(value).map(depthOf));
}

function anyText(value: Json, is: (text: string) => boolean): boolean {
  if (typeof value === 'string') return is(value);
  const keys = isJsonObject(value) ? Object.keys(value) : [];
  return keys.some(is) || childrenOf(value).some((child) => anyText(child, is));
}
