/** All that the tabs show, gathered once for all of them: the stream, the log, and what is read when something has changed. */
import { asRecord } from './actions.js';
import { EventFeed, browser } from './event-feed.js';
import { rowOf } from './event-rows.js';
import { Readings } from './readings.js';

/** @import { FeedMessage, TabMessage, GatewayEvent, LogRow, LinkView, Status } from './types.js' */

const MAX_ROWS = 2000;
/** A stage that changes twice in a moment is one reason to look at the graph, not two. */
const GRAPH_PAUSE_MS = 700;

export class Feed {
  #post;
  #surroundings;
  #stream;
  #readings;
  /** @type {LogRow[]} */
  #rows = [];
  /** @type {Set<string>} */
  #rowIds = new Set();
  /** @type {LinkView} */
  #link = { state: 'connecting', sinceMs: Date.now() };
  /** @type {Status | null} */
  #status = null;
  #heardAtMs = 0;
  #setupKey = '';
  #nodeKey = '';
  /** @type {number | undefined} */
  #graphTimer;
  /** @type {Set<string>} */
  #tabs = new Set();

  /**
   * @param {(message: FeedMessage) => void} post gives a message to every tab
   * @param {typeof browser} surroundings
   */
  constructor(post, surroundings = browser) {
    this.#post = post;
    this.#surroundings = surroundings;
    this.#readings = new Readings(surroundings.ask, () => this.#tell());
    this.#stream = new EventFeed(
      {
        hear: (event) => this.#hear(event),
        hearOld: (events) => this.#addRows(events),
        onLink: (state, status) => this.#onLink(state, status),
      },
      surroundings,
    );
  }

  /** @param {TabMessage} message */
  receive(message) {
    switch (message.kind) {
      case 'join':
        this.#join(message.tab);
        return;
      case 'leave':
        this.#tabs.delete(message.tab);
        if (this.#tabs.size === 0) this.#stream.close();
        return;
      case 'read':
        void this.#readings.read(message.what);
        return;
      case 'reconnect':
        this.#stream.open();
    }
  }

  /** @param {string} tab */
  #join(tab) {
    if (this.#tabs.size === 0) this.#stream.open();
    this.#tabs.add(tab);
    this.#post({ kind: 'view', view: this.#view(), to: tab });
    this.#post({ kind: 'log', rows: this.#rows, whole: true, to: tab });
  }

  #view() {
    return {
      link: this.#link,
      status: this.#status,
      heardAtMs: this.#heardAtMs,
      ...this.#readings.all,
    };
  }

  #tell() {
    this.#post({ kind: 'view', view: this.#view() });
  }

  /**
   * @param {LinkView['state']} state
   * @param {unknown} status
   */
  #onLink(state, status) {
    if (state !== this.#link.state) this.#link = { state, sinceMs: Date.now() };
    if (status !== undefined) {
      this.#status = /** @type {Status} */ (status);
      this.#heardAtMs = Date.now();
      this.#readWhatChanged(this.#status);
    }
    this.#tell();
  }

  /**
   * Reads what a state opens, once each time it is entered; forgets what it closes.
   *
   * @param {Status} status
   */
  #readWhatChanged(status) {
    const { daemonState, nodeState, nodeLink, nodePort, nodeProcessId } = status;
    const settled = nodeState === 'running' || nodeState === 'stopped';
    const setupKey = daemonState === 'up' && settled ? `${status.daemonSince} ${nodeState}` : '';
    if (setupKey !== '' && setupKey !== this.#setupKey) void this.#readings.read('setup');
    if (daemonState !== 'up' || nodeState === 'orphan') this.#readings.forget('setup');
    if (setupKey !== '' || daemonState !== 'up') this.#setupKey = setupKey;
    const answers = nodeLink === 'open' && (nodeState === 'running' || nodeState === 'orphan');
    const nodeKey = answers ? `${nodePort} ${nodeProcessId} ${status.gatewaySince}` : '';
    if (nodeKey === this.#nodeKey) return;
    this.#nodeKey = nodeKey;
    if (answers) this.#readNode();
    else if (nodeState !== 'unresponsive') this.#forgetNode();
  }

  #readNode() {
    void this.#readings.read('financials');
    void this.#readings.read('graph');
  }

  #forgetNode() {
    this.#readings.forget('financials');
    this.#readings.forget('graph');
  }

  /** @param {GatewayEvent} event */
  #hear(event) {
    this.#addRows([event]);
    const payload = asRecord(event.payload);
    switch (event.opcode) {
      case 'setup':
        if (Array.isArray(payload['values'])) this.#readings.put('setup', payload);
        return;
      case 'connectionChange':
        this.#readGraphSoon();
        return;
      case 'gateway.gap':
        this.#readAfterGap();
        return;
      case 'gateway.scan':
        this.#post({ kind: 'scan', scan: /** @type {any} */ (payload) });
        if (this.#nodeKey !== '') void this.#readings.read('financials');
    }
  }

  /** @param {readonly GatewayEvent[]} events */
  #addRows(events) {
    const rows = events
      .flatMap((event) => rowOf(event) ?? [])
      .filter(({ id }) => !this.#rowIds.has(id));
    if (rows.length === 0) return;
    this.#rows.push(...rows);
    for (const { id } of rows) this.#rowIds.add(id);
    if (this.#rows.length > MAX_ROWS) {
      for (const old of this.#rows.splice(0, MAX_ROWS / 4)) this.#rowIds.delete(old.id);
    }
    this.#post({ kind: 'log', rows, whole: false });
  }

  #readGraphSoon() {
    this.#surroundings.cancel(this.#graphTimer);
    this.#graphTimer = this.#surroundings.after(() => {
      if (this.#nodeKey !== '') void this.#readings.read('graph');
    }, GRAPH_PAUSE_MS);
  }

  // Whatever was missed may have changed anything; the snapshot that follows reads it.
  #readAfterGap() {
    this.#setupKey = '';
    this.#nodeKey = '';
  }
}
