/** The Configurator's wallet conversations: write-once, and deadly with keys that are none. */
import { opens } from './database.js';
import { u64, type Fields } from './fields.js';
import type { NodeState } from './node-request.js';
import { Panic, Refusal } from './panic.js';
import {
  addressOf,
  deriveKey,
  mnemonicLanguages,
  newPhrase,
  phraseFault,
  seedOf,
  wordCounts,
} from './wallets.js';

const CONSUMING_PATH = "m/44'/60'/0'/0/0";
const EARNING_PATH = "m/44'/60'/0'/0/1";
const DEFAULT_LANGUAGE = 'English';
const DEFAULT_WORD_COUNT = 24n;

/** Generates, recovers and names wallets; each method gives the reply's payload text or throws Refusal or Panic. */
export class WalletKeeper {
  readonly #state: NodeState;

  constructor(state: NodeState) {
    this.#state = state;
  }

  generate(fields: Fields): string {
    const password = fields.string('dbPassword');
    const seedSpec = fields.objectOpt('seedSpecOpt');
    const consumingPath = fields.stringOpt('consumingDerivationPathOpt');
    const earningPath = fields.stringOpt('earningDerivationPathOpt');
    const passphrase = seedSpec?.stringOpt('mnemonicPassphraseOpt') ?? '';
    const language = seedSpec?.stringOpt('mnemonicPhraseLanguageOpt');
    const wordCount = seedSpec?.integerOpt('mnemonicPhraseSizeOpt', u64);
    this.#checkPassword(password, 'generate');
    checkLanguage(language);
    const phrase = newPhrase(checkedWordCount(wordCount ?? DEFAULT_WORD_COUNT));
    const seed = seedOf(phrase, passphrase);
    requireSeedFor('consuming', consumingPath, seedSpec);
    const consumingKey = keyAt(seed, consumingPath ?? CONSUMING_PATH);
    requireSeedFor('earning', earningPath, seedSpec);
    const earningKey = keyAt(seed, earningPath ?? EARNING_PATH);
    const earning = addressOf(earningKey) ?? '';
    this.#store(consumingKey, earning);
    this.#publish();
    return JSON.stringify({
      mnemonicPhraseOpt: phrase,
      consumingWalletAddress: addressOf(consumingKey),
      consumingWalletPrivateKey: consumingKey,
      earningWalletAddress: earning,
      earningWalletPrivateKey: earningKey,
    });
  }

  recover(fields: Fields): string {
    const password = fields.string('dbPassword');
    const seedSpec = fields.objectOpt('seedSpecOpt');
    const phrase = seedSpec?.strings('mnemonicPhrase');
    const language = seedSpec?.stringOpt('mnemonicPhraseLanguageOpt');
    const passphrase = seedSpec?.stringOpt('mnemonicPassphraseOpt') ?? '';
    const given = {
      key: fields.stringOpt('consumingPrivateKeyOpt'),
      address: fields.stringOpt('earningAddressOpt'),
      consumingPath: fields.stringOpt('consumingDerivationPathOpt'),
      earningPath: fields.stringOpt('earningDerivationPathOpt'),
    };
    this.#checkPassword(password, 'recover');
    if (phrase === undefined) {
      if (given.key === undefined || given.address === undefined) {
        throw new Refusal('MISSING_DATA', missing.withoutSeed);
      }
      this.#store(given.key, given.address);
    } else {
      checkLanguage(language);
      const seed = checkedSeed(phrase, passphrase);
      this.#store(recoveredKey(seed, given), recoveredAddress(seed, given));
    }
    this.#publish();
    return '{}';
  }

  addresses(password: string): string {
    const { consumingKey, earningWallet } = this.#state.database;
    if (consumingKey === undefined && earningWallet === undefined) {
      throw walletAddressesRefusal('MISSING_DATA', 'Wallet pair not yet configured');
    }
    if (consumingKey !== undefined && !opens(this.#state.database, password)) {
      throw walletAddressesRefusal('CONFIGURATOR_READ', 'Consuming wallet error: PasswordError');
    }
    if (consumingKey === undefined || earningWallet === undefined) {
      throw new Panic(
        'Database corrupted: one wallet exists but the other one does not',
        'src/node_configurator/configurator.rs:220:17',
      );
    }
    return JSON.stringify({
      consumingWalletAddress: this.#addressOfStored(consumingKey),
      earningWalletAddress: earningWallet.toLowerCase(),
    });
  }

  #checkPassword(password: string, operation: string): void {
    if (!opens(this.#state.database, password)) {
      throw new Refusal('BAD_PASSWORD', `Bad password; can't ${operation} wallets`);
    }
  }

  #store(key: string, address: string): void {
    const { database } = this.#state;
    const { consumingKey, earningWallet } = database;
    if (consumingKey !== undefined && consumingKey.toUpperCase() !== key.toUpperCase()) {
      throw notSet('Collision("Consuming wallet private key already populated; cannot replace")');
    }
    if (earningWallet !== undefined && earningWallet !== address) {
      throw notSet('Collision("Earning wallet address already populated; cannot replace")');
    }
    if (!/^(?:[0-9a-fA-F]{2})*$/.test(key)) throw notSet(`BadHexFormat(${JSON.stringify(key)})`);
    if (!/^0x[0-9a-fA-F]{40}$/.test(address)) {
      throw notSet(`BadAddressFormat(${JSON.stringify(address)})`);
    }
    database.consumingKey = key;
    database.earningWallet = address;
  }

  #publish(): void {
    const { database, ui } = this.#state;
    const { consumingKey = '', earningWallet = '' } = database;
    if (Buffer.from(consumingKey, 'hex').length !== KEY_BYTES) this.#addressOfStored(consumingKey);
    // A key of the right length that is no key of the curve is only found out by who computes its address.
    const consuming = addressOf(consumingKey);
    if (consuming !== undefined && this.#state.consumingWallet !== consuming) {
      ui.log('Info', `Earning Wallet has been updated: ${earningWallet.toLowerCase()}`);
      ui.log('Info', `Consuming Wallet has been updated: ${consuming}`);
      ui.log('Info', `Consuming Wallet has been updated: ${consuming}`);
      this.#state.consumingWallet = consuming;
    }
    this.#state.earningWallet = earningWallet.toLowerCase();
  }

  #addressOfStored(key: string): string {
    const address = addressOf(key);
    if (address === undefined) {
      const bytes = Buffer.from(key, 'hex').length;
      throw new Panic(
        `Database corruption "Number of bytes of the secret differs from 32: ${bytes}": consuming private key is invalid`,
        'src/db_config/persistent_configuration.rs:239:39',
      );
    }
    return address;
  }
}

const KEY_BYTES = 32;

const missing = {
  withoutSeed:
    'If you supply no seed information, you must supply both consuming wallet private key and earning wallet address',
  consuming:
    'If you supply seed information, you must supply either the consuming wallet derivation path or the consuming wallet private key',
  earning:
    'If you supply seed information, you must supply either the earning wallet derivation path or the earning wallet address',
} as const;

interface RecoveryChoice {
  readonly key: string | undefined;
  readonly address: string | undefined;
  readonly consumingPath: string | undefined;
  readonly earningPath: string | undefined;
}

function recoveredKey(seed: Buffer, given: RecoveryChoice): string {
  if (given.key !== undefined) return given.key;
  if (given.consumingPath === undefined) throw new Refusal('MISSING_DATA', missing.consuming);
  const derived = deriveKey(seed, given.consumingPath);
  if ('key' in derived) return derived.key;
  throw derived.fault === 'InvalidDerivationPath'
    ? new Refusal('DERIVATION_PATH', given.consumingPath)
    : new Refusal('UNKNOWN', derived.fault);
}

function recoveredAddress(seed: Buffer, given: RecoveryChoice): string {
  if (given.address !== undefined) return given.address;
  if (given.earningPath === undefined) throw new Refusal('MISSING_DATA', missing.earning);
  return addressOf(keyAt(seed, given.earningPath)) ?? '';
}

function keyAt(seed: Buffer, path: string): string {
  const derived = deriveKey(seed, path);
  if ('key' in derived) return derived.key;
  throw new Refusal('DERIVATION_PATH', `Bad derivation-path syntax: ${derived.fault}: ${path}`);
}

function checkLanguage(language: string | undefined): void {
  const name = language ?? DEFAULT_LANGUAGE;
  if (!mnemonicLanguages.includes(name)) throw new Refusal('UNRECOGNIZED_MNEMONIC_LANGUAGE', name);
}

function checkedWordCount(count: bigint): number {
  if (!wordCounts.some((known) => BigInt(known) === count)) {
    throw new Refusal('ILLEGAL_MNEMONIC_WORD_COUNT', count.toString());
  }
  return Number(count);
}

function checkedSeed(phrase: readonly string[], passphrase: string): Buffer {
  const fault = phraseFault(phrase);
  if (fault !== undefined) {
    throw new Refusal(
      'MNEMONIC_PHRASE',
      `Couldn't make a mnemonic out of the supplied phrase: ${fault}`,
    );
  }
  return seedOf(phrase, passphrase);
}

function requireSeedFor(wallet: string, path: string | undefined, seedSpec: unknown): void {
  if (path !== undefined && seedSpec === undefined) {
    throw new Refusal(
      'MISSING_DATA',
      `Cannot generate ${wallet} wallet from derivation path without seed specification`,
    );
  }
}

function notSet(reason: string): Refusal {
  return new Refusal('CONFIGURATOR_WRITE', `Wallet information could not be set: ${reason}`);
}

const walletAddressesCodes = {
  MISSING_DATA: '281474976710669',
  CONFIGURATOR_READ: '281474976710657',
} as const;

function walletAddressesRefusal(code: keyof typeof walletAddressesCodes, message: string): Refusal {
  return new Refusal(code, message, {
    level: 'Warn',
    text: `Failed to obtain wallet addresses: ${walletAddressesCodes[code]}, ${message}`,
  });
}
