/** The peer side as it is shipped: real sockets, real time. */
import { composePeers } from './composed-peers.js';
import { createDaemonLink } from './daemon/daemon-link.js';
import { createNodeLink } from './node/node-link.js';
import type { Peers, PeersListener } from './peers.js';
import { peerTimings, type PeerTimings } from './timings.js';

/** What the peer side is made of. */
interface PeersDeps {
  readonly daemonPort: number;
  /** UI port of a Node that no Daemon tells of. */
  readonly nodePort?: number | undefined;
  /** True for the ports that the gateway itself listens on. @default none */
  readonly isOwnPort?: (port: number) => boolean;
  /** Tokens a second of the bucket before the Node; greater than 0. */
  readonly messagesPerSecond?: number;
  readonly listener: PeersListener;
  /** Times that differ from the shipped ones. */
  readonly timings?: Partial<PeerTimings> | undefined;
}

/** Makes the peer side; nothing is connected before `start`. */
export function createPeers(deps: PeersDeps): Peers {
  const { daemonPort, nodePort, isOwnPort, messagesPerSecond, listener } = deps;
  const timings: PeerTimings = { ...peerTimings, ...deps.timings };
  return composePeers({
    daemonPort,
    nodePort,
    isOwnPort,
    listener,
    timings,
    makeLinks: (owner) => ({
      daemonLink: createDaemonLink({ owner, port: daemonPort, timings }),
      nodeLink: createNodeLink({
        owner,
        timings,
        ...(messagesPerSecond === undefined ? {} : { messagesPerSecond }),
      }),
    }),
  });
}
