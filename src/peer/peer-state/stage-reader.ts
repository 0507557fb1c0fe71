/** Reads the connection stage, and once on each link whether the Node is in zero-hop. */
import { readNeighborhoodMode, readStage } from '../../protocol/replies.js';
import type { PeerStateEvent } from './peer-state.js';
import type { NodeLinkMembers } from './peer-state-driver.js';

const ZERO_HOP = 'zero-hop';

/** One reading at a time; what it finds goes to the peer state as events. */
export class StageReader {
  readonly #nodeLink: NodeLinkMembers;
  readonly #take: (event: PeerStateEvent) => void;
  #modeWanted = true;
  #reading = false;

  constructor(nodeLink: NodeLinkMembers, take: (event: PeerStateEvent) => void) {
    this.#nodeLink = nodeLink;
    this.#take = take;
  }

  /** A new Node link is open: the mode may be another. */
  onLink(): void {
    this.#modeWanted = true;
  }

  /** Reads the stage now; a reading that fails leaves what is known, the next one is due in a minute. */
  async read(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      await this.#readStage();
      if (this.#modeWanted) await this.#readMode();
    } catch {
      // The hop's own state tells why nobody answered.
    } finally {
      this.#reading = false;
    }
  }

  async #readStage(): Promise<void> {
    const stage = readStage(await this.#ask('connectionStatus', '{}'));
    if (stage !== undefined) this.#take({ kind: 'stage', stage });
  }

  async #readMode(): Promise<void> {
    this.#modeWanted = false;
    const mode = readNeighborhoodMode(await this.#ask('configuration', '{"dbPasswordOpt":null}'));
    if (mode !== undefined) this.#take({ kind: 'zero-hop', zeroHop: mode === ZERO_HOP });
  }

  #ask(opcode: 'connectionStatus' | 'configuration', payload: string): Promise<string> {
    return this.#nodeLink.call({ opcode, payload, hasPassword: false });
  }
}
