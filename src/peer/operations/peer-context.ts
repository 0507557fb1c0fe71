/** What the operations share. */
import type { HopsDriver } from '../hops/hops-driver.js';
import type { DaemonLink, NodeLink } from '../links/links.js';
import type { NodeAccess } from './node-access.js';
import type { ReadKind } from '../../protocol/opcodes.js';
import type { PeerEvent } from '../peers.js';
import type { PeerTimings } from '../timings.js';

/** Links, hops and the ways to tell the world. */
export interface PeerContext {
  readonly daemonLink: DaemonLink;
  readonly nodeLink: NodeLink;
  readonly hops: HopsDriver;
  readonly access: NodeAccess;
  readonly timings: PeerTimings;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly publish: (event: PeerEvent) => void;
  readonly touch: (kinds: readonly ReadKind[]) => void;
}
