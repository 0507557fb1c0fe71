/** The Configurator: passwords, wallets, configuration (node/src/node_configurator/configurator.rs). */
import { opens, type Database } from './database.js';
import { Misfit } from './fields.js';
import {
  requestOf,
  type Actor,
  type NodeMessage,
  type NodeRequest,
  type NodeState,
} from './node-request.js';
import { Panic, Refusal } from './panic.js';
import { parseU64 } from './setup-parameters.js';
import { WalletKeeper } from './wallet-keeper.js';
import { addressOf } from './wallets.js';

/** Slow work of one message in key derivations; the PBKDF2 runs of the real one, roughly. */
const derivations: Readonly<Record<string, number>> = {
  changePassword: 7,
  checkPassword: 1,
  configuration: 3,
  generateWallets: 6,
  recoverWallets: 5,
  walletAddresses: 1,
};
/** Milliseconds of a message without key derivation. */
const QUICK_MS = 0.3;

/** How long the Configurator takes; both can change while it runs. */
export interface ConfiguratorPace {
  /** Milliseconds of one key derivation. */
  keyDerivationMs: number;
  /** Milliseconds for every message whatever it is; undefined: as long as its key derivations take. */
  delayMs: number | undefined;
}

/** Answers seven opcodes, one message at a time. */
export class Configurator implements Actor {
  readonly #state: NodeState;
  readonly #pace: ConfiguratorPace;
  readonly #wallets: WalletKeeper;

  constructor(state: NodeState, pace: ConfiguratorPace) {
    this.#state = state;
    this.#pace = pace;
    this.#wallets = new WalletKeeper(state);
  }

  serviceMs(message: NodeMessage): number {
    if (this.#pace.delayMs !== undefined) return this.#pace.delayMs;
    const request = requestOf(message);
    if (request === undefined) return QUICK_MS;
    const runs = this.#derivationsOf(message.message.opcode, message);
    return runs === 0 ? QUICK_MS : runs * this.#pace.keyDerivationMs;
  }

  handle(message: NodeMessage): void {
    const request = requestOf(message);
    if (request === undefined) return;
    try {
      const payload = this.#answer(request);
      if (payload !== undefined) this.#state.ui.reply(request, payload);
    } catch (error) {
      if (error instanceof Refusal) this.#refuse(request, error);
      else if (!(error instanceof Misfit)) throw error;
    }
  }

  #derivationsOf(opcode: string, { message }: NodeMessage): number {
    const runs = derivations[opcode] ?? 0;
    if (opcode !== 'checkPassword' && opcode !== 'configuration') return runs;
    const given =
      message.body.kind === 'payload' ? message.body.payload.get('dbPasswordOpt') : null;
    const hasKeyWork = typeof given === 'string' && this.#state.database.password !== undefined;
    return hasKeyWork ? runs : 0;
  }

  #answer(request: NodeRequest): string | undefined {
    const { fields } = request;
    switch (request.opcode) {
      case 'changePassword':
        return this.#changePassword(request);
      case 'checkPassword': {
        const matches = opens(this.#state.database, fields.stringOpt('dbPasswordOpt'));
        return JSON.stringify({ matches });
      }
      case 'configuration':
        return configurationText(this.#state.database, fields.stringOpt('dbPasswordOpt'));
      case 'generateWallets':
        return this.#wallets.generate(fields);
      case 'recoverWallets':
        return this.#wallets.recover(fields);
      case 'setConfiguration':
        return this.#setConfiguration(fields.string('name'), fields.string('value'));
      case 'walletAddresses':
        return this.#wallets.addresses(fields.string('dbPassword'));
      default:
        return undefined;
    }
  }

  #refuse(request: NodeRequest, refusal: Refusal): void {
    const line = refusal.logLine;
    if (line !== undefined) this.#state.ui.log(line.level, line.text);
    this.#state.ui.refuse(request, refusal.code, refusal.message);
  }

  #changePassword(request: NodeRequest): string {
    const { database, ui } = this.#state;
    const oldPassword = request.fields.stringOpt('oldPasswordOpt');
    const newPassword = request.fields.string('newPassword');
    if (!opens(database, oldPassword)) {
      const reason =
        oldPassword === undefined
          ? 'The database already has a password. You may only change it'
          : 'PasswordError';
      throw new Refusal('CONFIGURATOR_WRITE', reason, {
        level: 'Warn',
        text: `Failed to change password: ${reason}`,
      });
    }
    database.password = newPassword;
    ui.log('Info', 'DB Password has been updated.');
    ui.broadcast('newPassword', '{}', { except: request.clientId });
    return '{}';
  }

  #setConfiguration(name: string, value: string): string {
    const { database } = this.#state;
    switch (name) {
      case 'gas-price':
        database.gasPrice = numberOf('gas price', value);
        return '{}';
      case 'min-hops':
        if (!/^[1-6]$/.test(value)) {
          throw setConfigurationRefusal(
            'NON_PARSABLE_VALUE',
            'min hops: "Invalid value for min hops provided"',
          );
        }
        database.minHops = value;
        this.#state.minHopsChanged();
        return '{}';
      case 'start-block':
        database.startBlock =
          value.toLowerCase() === 'none' ? undefined : numberOf('start block', value);
        return '{}';
      default:
        throw setConfigurationRefusal(
          'UNRECOGNIZED_PARAMETER',
          `This parameter name is not known: ${name}`,
        );
    }
  }
}

const refusalCodes = {
  NON_PARSABLE_VALUE: '281474976710668',
  UNRECOGNIZED_PARAMETER: '281474976710667',
} as const;

function setConfigurationRefusal(code: keyof typeof refusalCodes, message: string): Refusal {
  return new Refusal(code, message, {
    level: 'Error',
    text: `The UiSetConfigurationRequest failed with an error ${refusalCodes[code]}: ${message}`,
  });
}

function numberOf(what: string, text: string): bigint {
  const number = parseU64(text);
  if (number !== undefined) return number;
  const kind = text === '' ? 'Empty' : /^\+?\d+$/.test(text) ? 'PosOverflow' : 'InvalidDigit';
  throw setConfigurationRefusal('NON_PARSABLE_VALUE', `${what}: ParseIntError { kind: ${kind} }`);
}

function configurationText(database: Database, password: string | undefined): string {
  const isOpen = password !== undefined && database.password === password;
  const key = isOpen ? database.consumingKey : undefined;
  const address = key === undefined ? undefined : addressOf(key);
  if (key !== undefined && address === undefined) {
    throw new Panic(
      `Database corruption: consuming wallet private key '${key}' is invalid`,
      'src/node_configurator/configurator.rs:586:40',
    );
  }
  const [debt, maturity, grace, permanent, interval, unban] = database.paymentThresholds.split('|');
  const [routingByte, routingService, exitByte, exitService] = database.ratePack.split('|');
  const [pending, payable, receivable] = database.scanIntervals.split('|');
  return objectText([
    ['blockchainServiceUrlOpt', textOrNull(database.blockchainServiceUrl)],
    ['chainName', textOrNull(database.chain)],
    ['clandestinePort', database.clandestinePort],
    ['currentSchemaVersion', '"11"'],
    ['earningWalletAddressOpt', textOrNull(database.earningWallet)],
    ['gasPrice', database.gasPrice.toString()],
    ['maxBlockCount', database.maxBlockCount?.toString() ?? 'null'],
    ['neighborhoodMode', textOrNull(database.neighborhoodMode)],
    ['portMappingProtocol', textOrNull(database.mappingProtocol?.toUpperCase())],
    ['startBlock', database.startBlock?.toString() ?? 'null'],
    ['consumingWalletPrivateKeyOpt', textOrNull(key?.toLowerCase())],
    ['consumingWalletAddressOpt', textOrNull(address)],
    ['pastNeighbors', JSON.stringify(isOpen ? database.pastNeighbors : [])],
    [
      'paymentThresholds',
      objectText([
        ['thresholdIntervalSec', interval],
        ['debtThresholdGwei', debt],
        ['paymentGracePeriodSec', grace],
        ['maturityThresholdSec', maturity],
        ['permanentDebtAllowedGwei', permanent],
        ['unbanBelowGwei', unban],
      ]),
    ],
    [
      'ratePack',
      objectText([
        ['routingByteRate', routingByte],
        ['routingServiceRate', routingService],
        ['exitByteRate', exitByte],
        ['exitServiceRate', exitService],
      ]),
    ],
    [
      'scanIntervals',
      objectText([
        ['pendingPayableSec', pending],
        ['payableSec', payable],
        ['receivableSec', receivable],
      ]),
    ],
  ]);
}

function objectText(members: readonly (readonly [string, string | undefined])[]): string {
  return `{${members.map(([key, value]) => `"${key}":${value ?? 'null'}`).join(',')}}`;
}

function textOrNull(value: string | undefined): string {
  return value === undefined ? 'null' : JSON.stringify(value);
}
