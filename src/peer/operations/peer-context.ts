/** What the operations share. */
import type { PeerStateDriver, Links } from '../peer-state/peer-state-driver.js';
import type { NodeAccess } from './node-access.js';
import type { ReadKind } from '../../protocol/opcodes.js';
import type { PeerEvent } from '../peers.js';
import type { PeerTimings } from '../timings.js';

/** Links, peer state and the ways to tell the world. */
export interface PeerContext extends Links {
  readonly peerState: PeerStateDriver;
  readonly access: NodeAccess;
  readonly timings: PeerTimings;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly publish: (event: PeerEvent) => void;
  readonly touch: (kinds: readonly ReadKind[]) => void;
}
