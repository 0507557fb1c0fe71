/** One simulated Daemon process (node/src/daemon/mod.rs): a single thread, one message after the other. */
import { IsolatedFrames, type IsolatedContextId } from './isolated-frames.js';
import { peerCodes } from '../protocol/error-codes.js';
import {
  mergeSetup,
  type Setup,
  type SetupEntry,
  type SetupRequestValue,
  type SetupSurroundings,
} from './daemon-setup.js';
import { Fields, Misfit } from './fields.js';
import { Panic } from './panic.js';
import type { ParameterFault } from './setup-command-line.js';
import { UiServer, type Target } from './ui-server.js';
import {
  errorFrame,
  isMisread,
  payloadAsText,
  payloadFrame,
  unmarshal,
  type Message,
} from './ui-traffic.js';

interface LaunchedNode {
  readonly processId: number;
  readonly port: number;
  readonly alive: boolean;
}

/** What a launch comes to: a Node, or the words of the error reply. */
export type LaunchResult = LaunchedNode | { readonly failure: string };

interface DaemonSurroundings {
  readonly setup: SetupSurroundings;
  readonly stalledReaderBytes: number;
  readonly isolatedContextId: IsolatedContextId;
  /** Starts a Node; takes as long as the Daemon would be blocked. */
  launch(setup: Setup): Promise<LaunchResult>;
  received(text: string, opcode: string | undefined): void;
  died(reason: string): void;
}

const censored: ReadonlyMap<string, number> = new Map([
  ['db-password', 16],
  ['consuming-private-key', 64],
]);

/** A running Daemon; made dead by `end` and never alive again. */
export class DaemonProcess {
  readonly #surroundings: DaemonSurroundings;
  readonly #server: UiServer;
  readonly #isolated: IsolatedFrames;
  #setup: Setup;
  #node: LaunchedNode | undefined;
  #alive = true;
  #queue: Promise<void> = Promise.resolve();

  constructor(surroundings: DaemonSurroundings, setup: Setup) {
    this.#surroundings = surroundings;
    this.#setup = setup;
    this.#isolated = new IsolatedFrames(surroundings.isolatedContextId);
    this.#server = new UiServer(
      {
        onText: (clientId, text) => this.#onText(clientId, text),
        onLog: () => undefined, // a Daemon broadcasts no log lines
        onStalledReader: () => this.freeze(),
      },
      { firstClientId: 0, stalledReaderBytes: surroundings.stalledReaderBytes },
    );
  }

  get alive(): boolean {
    return this.#alive;
  }

  get port(): number {
    return this.#server.port;
  }

  async start(port: number): Promise<void> {
    await this.#server.listen(port);
  }

  freeze(): void {
    this.#server.freeze();
  }

  thaw(): void {
    this.#server.thaw();
  }

  /** A child's end has been noticed; it is handled when what came before has been. It is not asked which child it was. */
  childEnded(processId: number, crashReason: unknown): void {
    this.#enqueue(() => {
      if (this.#node === undefined) return;
      this.#node = undefined;
      const payload = JSON.stringify({ processId, crashReason });
      this.#send('all', this.#isolated.of('crashed', payload));
    });
  }

  /** Ends the process; resolves when its port is free. */
  async end(reason: string): Promise<void> {
    if (!this.#alive) return;
    this.#alive = false;
    const closed = this.#server.destroy();
    this.#surroundings.died(reason);
    await closed;
  }

  #enqueue(act: () => void | Promise<void>): void {
    this.#queue = this.#queue.then(async () => {
      if (!this.#alive) return;
      try {
        await act();
      } catch (error) {
        if (!(error instanceof Panic)) throw error;
        void this.end(error.message);
      }
    });
  }

  #send(target: Target, text: string): void {
    if (this.#alive) this.#server.send(target, text);
  }

  #onText(clientId: number, text: string): void {
    const read = unmarshal(text);
    this.#surroundings.received(text, read.opcode);
    this.#isolated.asked(read.contextId);
    if (!isMisread(read)) {
      this.#enqueue(() => this.#handle(clientId, read));
      return;
    }
    const only = { only: clientId };
    if (read.opcode !== undefined && read.contextId !== undefined) {
      this.#send(only, errorFrame(read.opcode, read.contextId, peerCodes.UNMARSHAL, read.reason));
      return;
    }
    const payload = JSON.stringify({ message: read.reason, badData: text });
    this.#send(only, this.#isolated.of('unmarshalError', payload));
  }

  async #handle(clientId: number, message: Message): Promise<void> {
    const { contextId, body, opcode } = message;
    if (contextId !== undefined && body.kind === 'payload') {
      if (opcode === 'start') {
        await this.#start(clientId, contextId);
        return;
      }
      const values = opcode === 'setup' ? setupValuesOf(new Fields(body.payload)) : undefined;
      if (values !== undefined) {
        this.#changeSetup(clientId, contextId, values);
        return;
      }
    }
    this.#redirect(clientId, message);
  }

  /** Looks whether the child lives; one found dead is forgotten, and its `crashed` will never be sent. */
  #runningNode(): LaunchedNode | undefined {
    if (this.#node?.alive === false) this.#node = undefined;
    return this.#node;
  }

  #changeSetup(clientId: number, contextId: bigint, values: readonly SetupRequestValue[]): void {
    if (this.#runningNode() !== undefined) {
      this.#send(
        { only: clientId },
        payloadFrame('setup', contextId, setupText(true, this.#setup, [])),
      );
      return;
    }
    const { setup, faults } = mergeSetup(this.#setup, values, this.#surroundings.setup);
    const former = this.#setup;
    // Only other values count as a change: a mere change of status is forgotten again.
    const isChanged = !hasSameValues(former, setup);
    if (isChanged) this.#setup = setup;
    const text = setupText(false, this.#setup, faults);
    this.#send({ only: clientId }, payloadFrame('setup', contextId, text));
    if (isChanged && former.size > 0) {
      this.#send({ except: clientId }, this.#isolated.of('setup', text));
    }
  }

  async #start(clientId: number, contextId: bigint): Promise<void> {
    const only = { only: clientId };
    if (this.#runningNode() !== undefined) {
      const message = 'Could not launch Node: already running';
      this.#send(only, errorFrame('start', contextId, peerCodes.NODE_ALREADY_RUNNING, message));
      return;
    }
    const result = await this.#surroundings.launch(this.#setup);
    if ('failure' in result) {
      const message = `Could not launch Node: ${result.failure}`;
      this.#send(only, errorFrame('start', contextId, peerCodes.NODE_LAUNCH, message));
      return;
    }
    this.#node = result;
    const payload = JSON.stringify({
      newProcessId: result.processId,
      redirectUiPort: result.port,
    });
    this.#send(only, payloadFrame('start', contextId, payload));
  }

  #redirect(clientId: number, { opcode, contextId, body }: Message): void {
    const only = { only: clientId };
    const node = this.#runningNode();
    if (node !== undefined) {
      if (body.kind === 'error') throw new Panic('not implemented');
      const context = contextId?.toString() ?? 'null';
      const payload = JSON.stringify(payloadAsText(body.payload));
      this.#send(
        only,
        this.#isolated.of(
          'redirect',
          `{"port":${node.port},"opcode":${JSON.stringify(opcode)},"contextId":${context},"payload":${payload}}`,
        ),
      );
      return;
    }
    if (contextId === undefined) {
      this.#send(only, this.#isolated.of('undelivered', JSON.stringify({ opcode })));
      return;
    }
    const message = `Cannot handle ${opcode} request: Node is not running`;
    this.#send(only, errorFrame(opcode, contextId, peerCodes.NODE_NOT_RUNNING, message));
  }
}

function setupValuesOf(fields: Fields): readonly SetupRequestValue[] | undefined {
  try {
    return fields.objects('values').map((item) => ({
      name: item.string('name'),
      value: item.stringOpt('value'),
    }));
  } catch (error) {
    if (error instanceof Misfit) return undefined;
    throw error;
  }
}

function hasSameValues(left: Setup, right: Setup): boolean {
  return (
    left.size === right.size &&
    [...left].every(([name, entry]) => right.get(name)?.value === entry.value)
  );
}

function setupText(running: boolean, setup: Setup, faults: readonly ParameterFault[]): string {
  const values = [...setup]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, entry]) => ({ name, value: shownValue(name, entry), status: entry.status }));
  return JSON.stringify({ running, values, errors: faults });
}

function shownValue(name: string, entry: SetupEntry): string {
  const stars = censored.get(name);
  return stars === undefined ? entry.value : '*'.repeat(stars);
}
