/** Every time that the peer side reckons with, in milliseconds, in one object: shipped values here, small ones in tests. */
import type { OpcodeEntry } from '../protocol/opcodes.js';

/** Times of links, pacing, peer state and operations; all in milliseconds but the factor. */
export interface PeerTimings {
  /** Multiplies every limit of the opcode table; 1 everywhere but in tests. */
  readonly conversationLimitFactor: number;

  /** An opening handshake that takes longer has failed. */
  readonly handshakeLimitMs: number;
  /** A closing handshake that takes longer ends in a terminated socket. */
  readonly closeLimitMs: number;
  /** Upper bound of the first reconnect delay; it doubles with every failure. */
  readonly backoffFirstMs: number;
  /** No reconnect delay is longer. */
  readonly backoffMostMs: number;

  /** A fence that takes longer counts as unanswered; it keeps its place and its credit. */
  readonly fenceLimitMs: number;
  /** Pause after a first fence whose link was lost before its reply; it doubles with every such loss. */
  readonly firstFenceRetryMs: number;
  /** No such pause is longer. */
  readonly firstFenceRetryMostMs: number;
  /** Without anything that the Configurator answers, a fence is written after so long: its silence would go unnoticed. */
  readonly idleFenceMs: number;
  /** A fence or a renewal of the link that is due and cannot be had is tried again after so long. */
  readonly unresponsiveRetryMs: number;

  /** Nothing is written to the Daemon for so long after a Node's end, unless its `crashed` comes first. */
  readonly quietTimeMs: number;
  /** Distance of probes while no Node link is open, for `probeSoonForMs` after a change. */
  readonly probeSoonMs: number;
  /** How long after a change probes are frequent. */
  readonly probeSoonForMs: number;
  /** Distance of probes after that. */
  readonly probeLaterMs: number;
  /** A probe's answer younger than this serves a request that needs the Node. */
  readonly probeFreshMs: number;
  /** After `crashed` with the Node link still open: when the Daemon is probed. */
  readonly crashedProbeMs: number;
  /** For so long the Daemon must keep denying a linked Node before it is called an orphan. */
  readonly orphanConfirmMs: number;

  /** How long `start` waits for the gateway's own link to the new Node. */
  readonly nodeOpenAfterStartMs: number;
  /** How long a shutdown waits for its fence, Configurator conversations and a Payables scan. */
  readonly shutdownWaitMs: number;
  /** How long a written shutdown may take until its socket is gone. */
  readonly shutdownLimitMs: number;
  /** How long a close waits for the start that a restart under way owes a Node which it has shut down. */
  readonly closeRestartMs: number;
  /** How long the caller of a scan waits. */
  readonly scanWaitMs: number;
  /** How long a Payables success is held, since an error may follow it. */
  readonly payablesHoldMs: number;
  /** A scan without an end is called closed after so long. */
  readonly scanOpenMostMs: number;
  /** Distance of readings of the connection stage while the Node link is open. */
  readonly stageReadingMs: number;
}

/** The shipped times. */
export const peerTimings: PeerTimings = {
  conversationLimitFactor: 1,
  handshakeLimitMs: 3_000,
  closeLimitMs: 1_000,
  backoffFirstMs: 100,
  backoffMostMs: 2_000,
  fenceLimitMs: 5_000,
  firstFenceRetryMs: 2_000,
  firstFenceRetryMostMs: 60_000,
  idleFenceMs: 60_000,
  unresponsiveRetryMs: 3_000,
  quietTimeMs: 1_000,
  probeSoonMs: 2_000,
  probeSoonForMs: 30_000,
  probeLaterMs: 10_000,
  probeFreshMs: 1_000,
  crashedProbeMs: 1_000,
  orphanConfirmMs: 1_000,
  nodeOpenAfterStartMs: 5_000,
  shutdownWaitMs: 10_000,
  shutdownLimitMs: 20_000,
  closeRestartMs: 3_500,
  scanWaitMs: 5_000,
  payablesHoldMs: 1_000,
  scanOpenMostMs: 600_000,
  stageReadingMs: 60_000,
};

/** The time limit of a conversation of this kind, counted from its writing. */
export function limitOf(entry: OpcodeEntry, timings: PeerTimings): number {
  return entry.limitMs * timings.conversationLimitFactor;
}
