/** The queue in front of the Daemon: turns one after the other, in each of them one conversation at a time, strictly. */
import { PeerError } from '../../errors.js';
import type { GatewayError } from '../../errors.js';
import type { Frame } from '../../protocol/codec.js';
import { encodeRequest } from '../../protocol/codec.js';
import { peerCodes } from '../../protocol/error-codes.js';
import { DAEMON_LIMIT_MS, START_LIMIT_MS } from '../../protocol/opcodes.js';
import { ConversationEnds } from '../links/conversation-ends.js';
import { Conversations } from '../links/conversations.js';
import type { DroppedAnswers } from '../links/conversations.js';
import {
  badReply,
  callerLeft,
  linkLost,
  noReply,
  notSentInTime,
  queueFull,
  daemonUnreachable,
  unreadByPeer,
} from '../../problems/faults.js';
import type { DaemonReply, DaemonTurn, EmitLinkEvent } from '../links/links.js';
import type { CallOptions } from '../peers.js';
import type { LivenessWatch } from '../links/liveness-watch.js';
import type { PeerTimings } from '../timings.js';

/** So many turns may wait. */
export const DAEMON_QUEUE_PLACES = 64;
/** What reads the setup and changes nothing. */
const EMPTY_SETUP = '{"values":[]}';

type DaemonOpcode = Parameters<DaemonTurn['ask']>[0];

/** What the queue needs, and where it reports. */
interface DaemonQueueDeps {
  readonly timings: PeerTimings;
  readonly now: () => number;
  /** Writes one frame; false where that is impossible. */
  readonly send: (text: string) => boolean;
  readonly liveness: LivenessWatch;
  readonly emit: EmitLinkEvent;
}

interface Ask {
  readonly opcode: DaemonOpcode;
  readonly payload: string;
  readonly limitMs: number;
  readonly changes: boolean;
  readonly onWritten: (contextId: number) => void;
  readonly resolve: (reply: DaemonReply) => void;
  readonly reject: (error: GatewayError | PeerError) => void;
  timer: NodeJS.Timeout | undefined;
}

interface Turn {
  readonly front: boolean;
  readonly begin: (ended: () => void) => void;
  readonly refuse: (error: GatewayError) => void;
}

/** Turns and conversations of one Daemon link, over all its sockets. */
export class DaemonQueue {
  readonly #deps: DaemonQueueDeps;
  readonly #conversations = new Conversations<Ask>();
  readonly #ends: ConversationEnds;
  #queue: Turn[] = [];
  #running: Turn | undefined;
  #asks: Ask[] = [];
  /** Written and unanswered; nothing else is written until its answer or the end of the link. */
  #written: { readonly contextId: number; readonly ask: Ask; readonly first: boolean } | undefined;
  #writtenOnLink = 0;
  #links = 0;
  #linked = false;
  #holds = 0;
  #frontOnly = false;

  constructor(deps: DaemonQueueDeps) {
    this.#deps = deps;
    this.#ends = new ConversationEnds({ hop: 'daemon', now: deps.now, emit: deps.emit });
  }

  /** How many turns wait. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** True where of the present link nothing but the first message is unanswered, or nothing is written yet. */
  get beginning(): boolean {
    return this.#writtenOnLink === 0 || this.#written?.first === true;
  }

  /** The contextId given out last. */
  get lastContextId(): number {
    return this.#conversations.lastContextId;
  }

  /** Answers that belonged to nothing, since the queue was made. */
  get dropped(): DroppedAnswers {
    return this.#conversations.dropped;
  }

  /** A new socket. */
  opened(): void {
    this.#linked = true;
    this.#links += 1;
    this.#writtenOnLink = 0;
  }

  /** The socket is gone: what was written ends as lost, what waits is refused with `refusal`. */
  lost(refusal: GatewayError): void {
    this.#linked = false;
    this.#running = undefined;
    const written = this.#written;
    this.#written = undefined;
    this.#conversations.drop();
    this.#ends.linkLost();
    const asks = this.#asks.splice(0);
    if (written !== undefined) {
      const { opcode, changes } = written.ask;
      settle(written.ask, () => written.ask.reject(linkLost('daemon', opcode, changes)));
    }
    for (const ask of asks) settle(ask, () => ask.reject(refusal));
    this.refuseWaiting(refusal);
  }

  /** Refuses all turns that wait. */
  refuseWaiting(refusal: GatewayError): void {
    for (const turn of this.#queue.splice(0)) turn.refuse(refusal);
  }

  /** While true only front turns begin. */
  letFrontOnly(frontOnly: boolean): void {
    this.#frontOnly = frontOnly;
    this.#move();
  }

  /** Nothing is written until the returned function is called. */
  hold(): () => void {
    let held = true;
    this.#holds += 1;
    return () => {
      if (!held) return;
      held = false;
      this.#holds -= 1;
      this.#move();
    };
  }

  /** See `DaemonLink.turn`. */
  turn<T>(
    body: (turn: DaemonTurn) => Promise<T>,
    options: CallOptions & { readonly front?: boolean },
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const { signal, front = false } = options;
      const end = (error: GatewayError): void => {
        this.#queue = this.#queue.filter((other) => other !== turn);
        unlisten();
        reject(error);
      };
      const leave = (): void => end(callerLeft('daemon'));
      const waitMs = options.waitMs ?? this.#limitMs('descriptor');
      const timer = setTimeout(() => end(notSentInTime('daemon')), waitMs);
      const unlisten = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
      };
      const turn: Turn = {
        front,
        refuse: end,
        begin: (ended) => {
          unlisten();
          void run(body, this.#turn(options.onWritten)).then(resolve, reject).finally(ended);
        },
      };
      if (signal?.aborted === true) return leave();
      signal?.addEventListener('abort', leave, { once: true });
      this.#enter(turn);
    });
  }

  /** The frame as this link must take it; see {@link Conversations.classify}. */
  classify(frame: Frame): Frame {
    return this.#conversations.classify(frame);
  }

  /** A frame that is no broadcast: the Daemon answers in order, so it belongs to the conversation that is open. */
  answer(frame: Exclude<Frame, { kind: 'broadcast' }>): void {
    const written = this.#written;
    const ask = written?.ask;
    switch (frame.kind) {
      case 'reply':
      case 'error':
        if (this.#conversations.match(frame.contextId, frame.opcode) === undefined) return;
        break;
      case 'redirect':
        if (this.#conversations.match(frame.contextId ?? -1, frame.opcode) === undefined) return;
        break;
      case 'undelivered':
        return; // answers fire-and-forget messages only, and we write none
      case 'unmarshal-error':
        if (frame.contextId !== undefined && frame.contextId !== written?.contextId) return;
        break;
      case 'unparsable':
        break;
    }
    if (written === undefined || ask === undefined) return;
    if (ask.timer === undefined) this.#conversations.countLate();
    this.#close(written.contextId);
    const answered = frame.kind === 'reply' || frame.kind === 'redirect';
    this.#ends.ended(written.contextId, answered ? 'replied' : 'error');
    settle(ask, () => settleBy(frame, ask));
    this.#move();
  }

  #enter(turn: Turn): void {
    if (!this.#linked) return turn.refuse(daemonUnreachable());
    if (turn.front) this.#queue.unshift(turn);
    else if (this.#queue.length < DAEMON_QUEUE_PLACES) this.#queue.push(turn);
    else return turn.refuse(queueFull('daemon', DAEMON_QUEUE_PLACES));
    this.#move();
  }

  #turn(onWritten: ((contextId?: number) => void) | undefined): DaemonTurn {
    const link = this.#links;
    let told = false;
    return {
      ask: (opcode, payload, options) =>
        new Promise((resolve, reject) => {
          // A turn belongs to the link that it began on: the next one begins with the probe.
          if (!this.#linked || link !== this.#links) return reject(daemonUnreachable());
          const limitMs = this.#limitMs(opcode);
          const changes = opcode === 'start' || (opcode === 'setup' && payload !== EMPTY_SETUP);
          const tell = (contextId: number): void => {
            options?.onWritten?.(contextId);
            if (!told) onWritten?.(contextId);
            told = true;
          };
          const fixed = { opcode, payload, limitMs, changes, onWritten: tell };
          const ask: Ask = { ...fixed, resolve, reject, timer: undefined };
          ask.timer = setTimeout(() => this.#giveUp(ask), limitMs);
          this.#asks.push(ask);
          this.#move();
        }),
    };
  }

  #limitMs(opcode: DaemonOpcode): number {
    const limitMs = opcode === 'start' ? START_LIMIT_MS : DAEMON_LIMIT_MS;
    return limitMs * this.#deps.timings.conversationLimitFactor;
  }

  #giveUp(ask: Ask): void {
    this.#asks = this.#asks.filter((other) => other !== ask);
    ask.reject(notSentInTime('daemon'));
  }

  /** Goes on as far as possible: the next message of the turn that runs, or else the next turn. */
  #move(): void {
    if (!this.#linked || this.#holds > 0 || this.#written !== undefined) return;
    const ask = this.#asks.shift();
    if (ask !== undefined) return this.#write(ask);
    const [turn] = this.#queue;
    if (this.#running !== undefined || turn === undefined) return;
    if (this.#frontOnly && !turn.front) return;
    this.#queue.shift();
    this.#running = turn;
    turn.begin(() => {
      if (this.#running !== turn) return;
      this.#running = undefined;
      this.#move();
    });
  }

  #write(ask: Ask): void {
    clearTimeout(ask.timer);
    const contextId = this.#conversations.open(ask);
    if (!this.#deps.send(encodeRequest(ask.opcode, contextId, ask.payload))) {
      this.#conversations.close(contextId);
      return ask.reject(daemonUnreachable());
    }
    this.#writtenOnLink += 1;
    this.#written = { contextId, ask, first: this.#writtenOnLink === 1 };
    this.#ends.written(contextId, { ...ask, purpose: 'call' });
    ask.timer = setTimeout(() => {
      ask.timer = undefined;
      ask.reject(noReply('daemon', ask.opcode, ask.changes));
    }, ask.limitMs);
    this.#deps.liveness.asked({ id: contextId, limitMs: ask.limitMs, ordered: false });
    ask.onWritten(contextId);
  }

  #close(contextId: number): void {
    this.#written = undefined;
    this.#deps.liveness.answered(contextId, false);
    this.#conversations.close(contextId);
  }
}

async function run<T>(body: (turn: DaemonTurn) => Promise<T>, turn: DaemonTurn): Promise<T> {
  return body(turn);
}

function settle(ask: Ask, tell: () => void): void {
  clearTimeout(ask.timer);
  tell();
}

function settleBy(
  frame: Exclude<Frame, { kind: 'broadcast' | 'undelivered' }>,
  { opcode, changes, resolve, reject }: Ask,
): void {
  switch (frame.kind) {
    case 'reply':
      return resolve({ kind: 'reply', payload: frame.payload });
    case 'redirect':
      return resolve({ kind: 'redirect', port: frame.port });
    case 'error':
      return reject(
        new PeerError({
          hop: 'daemon',
          opcode,
          peerCode: frame.code,
          peerMessage: frame.message,
        }),
      );
    case 'unmarshal-error':
      return reject(unreadByPeer('daemon', opcode, peerCodes.UNMARSHAL));
    case 'unparsable':
      return reject(badReply('daemon', opcode, changes));
  }
}
