/** A Daemon and a Node that repeat in every error what they were told, as the real ones sometimes do. */
import { peerCodes } from '../../../src/protocol/error-codes.js';
import { failure, redirect, reply, type PeerRequest, type ScriptedPeer } from './scripted-peer.js';

/** How a request is answered. */
export type Manner =
  | 'reply'
  | 'silence'
  | 'late'
  | 'cut'
  | 'unmarshal'
  | 'redirect'
  | 'unparsable'
  | 'stray'
  | `error ${string}`;

/** Every manner there is. */
export const manners: readonly Manner[] = [
  'reply',
  'unmarshal',
  'redirect',
  'unparsable',
  'stray',
  ...Object.keys(peerCodes).map((name): Manner => `error ${name}`),
  'error UNLISTED',
  'late',
  'silence',
  'cut',
];

const LATE_MS = 400;
const quoted = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Answers `request` in a manner; `payload` is that of a good reply. */
export function answerIn(
  manner: Manner,
  request: PeerRequest,
  peer: ScriptedPeer,
  payload: string,
): string | undefined {
  const told = quoted(request.text);
  switch (manner) {
    case 'reply':
      return reply(request, payload);
    case 'silence':
      return undefined;
    case 'late':
      setTimeout(() => peer.broadcast(reply(request, payload)), LATE_MS);
      return undefined;
    case 'cut':
      peer.cut();
      return undefined;
    case 'unmarshal':
      return `{"opcode": "unmarshalError", "payload": {"message":"Critical: ${told}","badData":"${told}"}}`;
    case 'redirect':
      return redirect(request, peer.port);
    case 'unparsable':
      return `{"opcode": "${request.opcode}", "contextId": ${request.contextId ?? 0}, "payload": ${told}`;
    case 'stray':
      return reply({ ...request, opcode: 'descriptor' }, JSON.stringify({ told: request.text }));
    default: {
      const name = manner.slice('error '.length);
      const codes: Readonly<Record<string, string>> = peerCodes;
      return failure(request, codes[name] ?? '42', `BadHexFormat(${told}): ${told}`);
    }
  }
}

/** What every UI of a Node hears when another UI slips: the whole text, in lines of several kinds. */
export function telltaleLines(text: string): readonly string[] {
  return [
    `Bad message from client 3 at 127.0.0.1:45678: Critical error unmarshalling unidentified message: no opcode:\n${text}\n`,
    `Bad message from client 4 at [::1]:5: Error unmarshalling 'setup' message: ${text}`,
    `src/db_config/persistent_configuration.rs:239:39 - Database corruption: ${text}`,
    `C:\\src\\x.rs:1:2 - ${text}`,
    `   0: node_lib::panic\n   1: ${text}`,
  ].map((msg) => JSON.stringify({ msg, logLevel: 'Error' }));
}
