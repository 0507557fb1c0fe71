/** What an error reply of a peer means to the caller: the one list of api.md, decided on codes, opcodes and three texts. */
import type { Outcome, PeerError } from '../../errors.js';
import { peerCodeName } from '../../protocol/error-codes.js';
import type { PeerCodeName } from '../../protocol/error-codes.js';
import { isOpcode, opcodes } from '../../protocol/opcodes.js';
import type { Opcode } from '../../protocol/opcodes.js';
import type { ProblemCode } from '../../problems/problem-table.js';

/** A peer's error in the gateway's words. */
export interface PeerProblem {
  readonly code: ProblemCode;
  readonly outcome: Outcome;
  /** The peer's own words where code and opcode cannot carry a secret; control characters and addresses removed. */
  readonly words: string | undefined;
}

const refused = (code: ProblemCode): Verdict => ({ code, outcome: 'refused' });

interface Verdict {
  readonly code: ProblemCode;
  readonly outcome: Outcome;
}

const byCode: Partial<Record<PeerCodeName, Verdict>> = {
  BAD_PASSWORD: refused('wrong-password'),
  UNRECOGNIZED_MNEMONIC_LANGUAGE: refused('parameter-refused'),
  ILLEGAL_MNEMONIC_WORD_COUNT: refused('parameter-refused'),
  DERIVATION_PATH: refused('parameter-refused'),
  MNEMONIC_PHRASE: refused('parameter-refused'),
  UNRECOGNIZED_PARAMETER: refused('parameter-refused'),
  NON_PARSABLE_VALUE: refused('parameter-refused'),
  REQUEST_WITH_NO_VALUES: refused('parameter-refused'),
  MUTUALLY_EXCLUSIVE_PARAMS: refused('parameter-refused'),
  VALUE_EXCEEDS_ALLOWED_LIMIT: refused('parameter-refused'),
  NODE_ALREADY_RUNNING: refused('already-running'),
  EXIT_COUNTRY_MISSING_COUNTRIES: { code: 'countries-missing', outcome: 'applied' },
  UNMARSHAL: refused('peer-error'),
  NODE_NOT_RUNNING: refused('node-unreachable'),
};

const walletFaults: Partial<Record<Opcode, Verdict>> = {
  generateWallets: refused('parameter-refused'),
  recoverWallets: refused('parameter-refused'),
};
/** What a code means to the conversations of these opcodes. */
const byCodeAndOpcode: Partial<Record<PeerCodeName, Partial<Record<Opcode, Verdict>>>> = {
  MISSING_DATA: { ...walletFaults, walletAddresses: refused('wallets-missing') },
  UNKNOWN: walletFaults,
  NODE_NOT_RUNNING: { shutdown: refused('node-not-running') },
};

/** Reads a peer's error; never shows words that could hold a password, key, phrase or service URL. */
export function peerProblem(error: PeerError): PeerProblem {
  const name = peerCodeName(error.peerCode);
  return { ...verdict(error, name), words: words(error, name) };
}

function verdict(error: PeerError, name: PeerCodeName | undefined): Verdict {
  return (
    byText(name, error.peerMessage) ??
    byOpcode(error, name) ??
    (name === undefined ? undefined : byCode[name]) ?? { code: 'peer-error', outcome: 'unknown' }
  );
}

// These three share CONFIGURATOR_READ and CONFIGURATOR_WRITE with every failure of the database.
function byText(name: PeerCodeName | undefined, message: string): Verdict | undefined {
  if (name !== 'CONFIGURATOR_READ' && name !== 'CONFIGURATOR_WRITE') return undefined;
  if (/\bPasswordError\b/.test(message)) return refused('wrong-password');
  if (message.includes('The database already has a password')) return refused('password-exists');
  if (message.includes('Collision(')) return refused('wallets-exist');
  return undefined;
}

function byOpcode(error: PeerError, name: PeerCodeName | undefined): Verdict | undefined {
  const { opcode, peerMessage } = error;
  switch (name) {
    case 'NODE_LAUNCH':
      return {
        code: 'launch-failed',
        outcome: peerMessage.includes('could not be killed') ? 'unknown' : 'refused',
      };
    case 'SCAN':
      // Whatever is not surely another kind may have been Payables: money may have moved.
      return {
        code: 'scan-failed',
        outcome: /^(?:Receivables|PendingPayables) scan/.test(peerMessage) ? 'refused' : 'unknown',
      };
    case undefined:
      return undefined;
    default:
      return isOpcode(opcode) ? byCodeAndOpcode[name]?.[opcode] : undefined;
  }
}

const openCodes: ReadonlySet<PeerCodeName> = new Set<PeerCodeName>([
  'UNRECOGNIZED_PARAMETER',
  'NON_PARSABLE_VALUE',
  'ILLEGAL_MNEMONIC_WORD_COUNT',
  'REQUEST_WITH_NO_VALUES',
  'MUTUALLY_EXCLUSIVE_PARAMS',
  'VALUE_EXCEEDS_ALLOWED_LIMIT',
  'NODE_NOT_RUNNING',
  'NODE_ALREADY_RUNNING',
  'EXIT_COUNTRY_MISSING_COUNTRIES',
]);
const MAX_WORDS = 300;
const launchDeath =
  /Node started in process \d+, but (?:died immediately|was unresponsive and (?:was successfully killed|could not be killed))/;

function words(error: PeerError, name: PeerCodeName | undefined): string | undefined {
  if (name === undefined) return undefined;
  const text = shown(error, name);
  // Control characters of an echoed value could forge a line in a terminal.
  return text?.replace(/\p{Cc}+/gu, ' ').slice(0, MAX_WORDS);
}

/** The whole of what may be shown of errors to them; nothing but fixed words. */
const fixedWords: readonly RegExp[] = [
  /^If you supply (?:no )?seed information, you must supply (?:both|either the) (?:consuming|earning) wallet (?:derivation path|private key) (?:and|or the) (?:consuming|earning) wallet (?:address|private key)$/,
  /^Cannot handle [a-zA-Z]{1,20} request: Node is not running$/,
  /^Could not launch Node: already running$/,
];

function shown(error: PeerError, name: PeerCodeName): string | undefined {
  const message = error.peerMessage;
  // The other launch texts quote the command line, and with it the password.
  if (name === 'NODE_LAUNCH') return launchDeath.exec(message)?.[0];
  if (mayQuoteSecret(error.opcode)) {
    if (name === 'ILLEGAL_MNEMONIC_WORD_COUNT') return /^\d{1,20}$/.exec(message)?.[0];
    return fixedWords.some((form) => form.test(message)) ? message : undefined;
  }
  if (openCodes.has(name)) return message;
  if (name === 'CONFIGURATOR_WRITE' && error.opcode === 'setConfiguration') return message;
  return name === 'SCAN' && !mayNameService(message) ? message : undefined;
}

// Some errors quote the request. Of an opcode that is not ours nothing is known.
function mayQuoteSecret(opcode: string): boolean {
  return !isOpcode(opcode) || opcodes[opcode].secret !== 'never';
}

// A service URL often holds a key; any long word with digits in it could be one.
function mayNameService(message: string): boolean {
  return /:\/\/|\d[^\s'"(),]*\d/.test(message);
}
