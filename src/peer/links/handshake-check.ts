/** Who listens on a peer's port, found out in the one way that the peers take for an ordinary visit. */
import type { HandshakeFailure } from './links.js';
import { peerTimings } from '../timings.js';
import { openTransport } from './transport.js';

/** `uiv2`: a Daemon or a Node; only a conversation could tell which. */
export type HandshakeResult = 'uiv2' | HandshakeFailure;

/**
 * One opening handshake and a proper close. A Daemon logs the visit; a Node tells every UI in two log lines
 * (websocket_supervisor.rs): for a person who asks, never on a schedule. A bare TCP connect or a ping would be a warning there.
 */
export function checkHandshake(port: number): Promise<HandshakeResult> {
  return new Promise((resolve) => {
    openTransport(
      port,
      {
        onOpen: (transport) => void transport.close().then(() => resolve('uiv2')),
        onFailed: (failure) => resolve(failure),
      },
      { timings: peerTimings },
    );
  });
}
