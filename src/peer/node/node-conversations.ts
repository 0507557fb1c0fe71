/** What was written on a Node's socket and what its frames answer. */
import { PeerError } from '../../errors.js';
import { answerHead, decodeFrame, encodeRequest } from '../../protocol/codec.js';
import type { Frame } from '../../protocol/codec.js';
import { peerCodes } from '../../protocol/error-codes.js';
import { opcodes } from '../../protocol/opcodes.js';
import type { Opcode } from '../../protocol/opcodes.js';
import { ConversationEnds } from '../links/conversation-ends.js';
import { Conversations } from '../links/conversations.js';
import { badReply, unreadByPeer } from '../../problems/faults.js';
import type { Answerable } from './node-messages.js';
import type { EmitLinkEvent } from '../links/links.js';
import type { ConversationPurpose, DroppedFrames } from '../peers.js';
import type { LivenessWatch } from '../links/liveness-watch.js';
import type { Transport } from '../links/transport.js';

/** A conversation about to be written; pacing numbered it. */
export interface NodeConversation {
  readonly opcode: Opcode;
  readonly payload: string;
  readonly seq: number;
  /** True where the Configurator answers. */
  readonly configurator: boolean;
  readonly purpose: ConversationPurpose;
  readonly limitMs: number;
  /** False for scan and shutdown: their silence means nothing. */
  readonly counts: boolean;
  readonly answerable: Answerable;
}

interface Written extends NodeConversation {
  readonly writtenAtMs: number;
}

/**
 * What an answer means to pacing: `proves` comes from the Configurator, `unread` from the socket layer, which passed nothing on.
 * `settle` tells the asker.
 */
export interface Answer {
  readonly seq: number;
  readonly meaning: 'proves' | 'answers' | 'unread';
  readonly settle: () => void;
}

/** What the table needs and whom it tells. */
interface NodeConversationsDeps {
  readonly now: () => number;
  /** True while the Configurator is not known to have handled message `seq`. */
  readonly isUnproven: (seq: number) => boolean;
  readonly emit: EmitLinkEvent;
  readonly onAnswer: (answer: Answer) => void;
  readonly liveness: LivenessWatch;
}

/** The conversations of a Node link, over all its sockets; one socket at a time. */
export class NodeConversations {
  readonly #deps: NodeConversationsDeps;
  readonly #open = new Conversations<Written>();
  readonly #ends: ConversationEnds;
  #transport: Transport | undefined;
  #unparsable = 0;

  constructor(deps: NodeConversationsDeps) {
    this.#deps = deps;
    this.#ends = new ConversationEnds({ hop: 'node', now: deps.now, emit: deps.emit });
  }

  /** True while there is a socket. */
  get hasSocket(): boolean {
    return this.#transport !== undefined;
  }

  /** Counts since the table was made. */
  get dropped(): DroppedFrames {
    return { ...this.#open.dropped, unparsable: this.#unparsable };
  }

  /** Opcodes of what callers asked the Configurator and it has not handled, as far as anyone knows. */
  get configuratorCalls(): readonly Opcode[] {
    return [...this.#open.entries()]
      .filter(([, conversation]) => isCall(conversation) && this.#awaitsConfigurator(conversation))
      .map(([, { opcode }]) => opcode);
  }

  /** A new socket; somebody else asked on it with contextIds up to `usedContextId`. */
  begin(transport: Transport, usedContextId: number): void {
    this.#transport = transport;
    this.#open.skipTo(usedContextId);
  }

  /** The socket is gone; hands out what was open. */
  end(): readonly Answerable[] {
    this.#transport = undefined;
    this.#ends.linkLost();
    return this.#open.drop().map(({ answerable }) => answerable);
  }

  /** Writes a request; its contextId, or undefined where the socket is closing, so that nothing was written. */
  ask(conversation: NodeConversation): number | undefined {
    this.#prune();
    const writtenAtMs = this.#deps.now();
    const contextId = this.#open.open({ ...conversation, writtenAtMs });
    const sent = this.#send(conversation.opcode, contextId, conversation.payload);
    if (!sent) {
      this.#open.close(contextId);
      return undefined;
    }
    this.#ends.written(contextId, conversation);
    const { seq: id, limitMs, configurator: ordered } = conversation;
    if (conversation.counts) this.#deps.liveness.asked({ id, limitMs, ordered });
    return contextId;
  }

  /** Writes a message that nobody answers; false where nothing was written. */
  tell(opcode: Opcode, payload: string): boolean {
    const sent = this.#send(opcode, undefined, payload);
    if (sent) this.#ends.told(opcode);
    return sent;
  }

  /** What still comes for it is late. */
  forget(answerable: Answerable): void {
    for (const [contextId, conversation] of this.#open.entries()) {
      if (conversation.answerable !== answerable) continue;
      this.#open.close(contextId);
      this.#ends.ended(contextId, 'silent');
    }
  }

  /** A frame of the Node. */
  text(text: string): void {
    const frame = this.#open.classify(decodeFrame(text));
    switch (frame.kind) {
      case 'broadcast':
        return this.#deps.emit({ ...frame, hop: 'node' });
      case 'reply':
      case 'error':
        return this.#answered(frame);
      case 'unmarshal-error':
        return this.#unread(frame.contextId);
      case 'unparsable':
        this.#unparsable += 1;
        return this.#garbled(text);
      case 'redirect':
      case 'undelivered':
        // Cannot be matched to a conversation: whichever it was meant for, its limit runs out.
        this.#unparsable += 1;
    }
  }

  #answered(frame: Extract<Frame, { kind: 'reply' | 'error' }>): void {
    const conversation = this.#open.match(frame.contextId, frame.opcode);
    if (conversation === undefined) return;
    const { seq, configurator, answerable } = conversation;
    this.#ends.ended(frame.contextId, frame.kind === 'reply' ? 'replied' : 'error');
    if (this.#isOver(conversation)) this.#open.countLate();
    // A scan may be answered twice: a success, then an error.
    const mayGoOn = frame.kind === 'reply' && frame.opcode === 'scan';
    if (!mayGoOn) this.#open.close(frame.contextId);
    const unread = frame.kind === 'error' && frame.code === peerCodes.UNMARSHAL;
    this.#tell(conversation, {
      seq,
      meaning: unread ? 'unread' : configurator ? 'proves' : 'answers',
      settle: () => {
        if (frame.kind === 'reply') answerable.replied(frame.payload);
        else answerable.failed(nodeError(frame));
      },
    });
  }

  /** An answer of which only the beginning can be read: its asker hears so, and it proves what it proves. */
  #garbled(text: string): void {
    const head = answerHead(text);
    const conversation = head === undefined ? undefined : this.#open.find(head.contextId);
    if (head === undefined || conversation?.opcode !== head.opcode) return;
    const { seq, opcode, configurator, answerable } = conversation;
    this.#open.close(head.contextId);
    this.#ends.ended(head.contextId, 'error');
    const error = badReply('node', opcode, opcodes[opcode].changes);
    const settle = (): void => answerable.failed(error);
    this.#tell(conversation, { seq, meaning: configurator ? 'proves' : 'answers', settle });
  }

  #unread(contextId: number | undefined): void {
    const conversation = contextId === undefined ? undefined : this.#open.find(contextId);
    if (contextId === undefined || conversation === undefined) {
      this.#unparsable += 1;
      return;
    }
    this.#open.close(contextId);
    this.#ends.ended(contextId, 'error');
    const { seq, opcode, answerable } = conversation;
    const settle = (): void => answerable.failed(unreadByPeer('node', opcode, peerCodes.UNMARSHAL));
    this.#tell(conversation, { seq, meaning: 'unread', settle });
  }

  #tell({ purpose }: NodeConversation, answer: Answer): void {
    // The socket layer's reply to a fence is not the Configurator's: that answer is still owed.
    const isOwed = answer.meaning === 'unread' && purpose === 'fence';
    if (!isOwed) this.#deps.liveness.answered(answer.seq, answer.meaning === 'proves');
    this.#deps.onAnswer(answer);
  }

  #send(opcode: Opcode, contextId: number | undefined, payload: string): boolean {
    return this.#transport?.send(encodeRequest(opcode, contextId, payload)) ?? false;
  }

  #isOver({ writtenAtMs, limitMs }: Written): boolean {
    return writtenAtMs + limitMs <= this.#deps.now();
  }

  #awaitsConfigurator({ configurator, seq }: Written): boolean {
    return configurator && this.#deps.isUnproven(seq);
  }

  // Finished conversations are kept only while a late reply could still free credits or end a doubt.
  #prune(): void {
    for (const [contextId, conversation] of this.#open.entries()) {
      if (!this.#isOver(conversation) || this.#awaitsConfigurator(conversation)) continue;
      if (!this.#deps.liveness.owes(conversation.seq)) this.#open.close(contextId);
    }
  }
}

function isCall({ purpose }: NodeConversation): boolean {
  return purpose === 'call';
}

function nodeError(frame: Extract<Frame, { kind: 'error' }>): PeerError {
  const { opcode, code, message } = frame;
  return new PeerError({ hop: 'node', opcode, peerCode: code, peerMessage: message });
}
