/** What the actors of a simulated Node get, and what they may do with it. */
import type { PeerCodeName } from '../protocol/error-codes.js';
import type { Database } from './database.js';
import { Fields } from './fields.js';
import type { LogLevel, Target } from './ui-server.js';
import type { Message } from './ui-traffic.js';

/** A conversational request with a payload; all else is nothing that an actor answers. */
export interface NodeRequest {
  readonly clientId: number;
  readonly opcode: string;
  readonly contextId: bigint;
  readonly fields: Fields;
}

/** A message as the UiGateway copies it to every actor. */
export interface NodeMessage {
  readonly clientId: number;
  readonly message: Message;
}

export interface NodeUi {
  /** `payload` is JSON text. */
  reply(request: NodeRequest, payload: string): void;
  refuse(request: NodeRequest, code: PeerCodeName, message: string): void;
  broadcast(opcode: string, payload: string, target: Target): void;
  log(level: LogLevel, line: string): void;
}

/** How long the actors with boundless mailboxes are busy with a message, in milliseconds. */
export const ACTOR_MS = 0.05;

export interface Actor {
  /** How long it is busy with this message, in milliseconds. */
  serviceMs(message: NodeMessage): number;
  handle(message: NodeMessage): void;
}

export interface NodeState {
  readonly database: Database;
  readonly ui: NodeUi;
  /** The wallets that this Node has in memory; set at start where a password was given, and by generate and recover. */
  consumingWallet: string | undefined;
  earningWallet: string;
  minHopsChanged: () => void;
}

/** The request in a message; undefined where it is no conversation or carries an error. */
export function requestOf({ clientId, message }: NodeMessage): NodeRequest | undefined {
  if (message.contextId === undefined || message.body.kind !== 'payload') return undefined;
  return {
    clientId,
    opcode: message.opcode,
    contextId: message.contextId,
    fields: new Fields(message.body.payload),
  };
}

/** The panic message of an order to panic for this actor; only a Node started with a crash point obeys. */
export function crashOrder({ message }: NodeMessage, key: string): string | undefined {
  if (message.body.kind !== 'payload' || message.opcode !== 'crash') return undefined;
  const actor = message.body.payload.get('actor');
  const text = message.body.payload.get('panicMessage');
  return actor === key && typeof text === 'string' ? text : undefined;
}
