/**
 * A tab's way to the feed: a shared worker; where the browser has none, the tab that holds a lock feeds the others over a
 * broadcast channel; where there is no lock either, each tab feeds itself.
 */
import { Feed } from './feed.js';

/**
 * @typedef {import('./types.js').FeedMessage} FeedMessage
 * @typedef {import('./types.js').TabMessage} TabMessage
 * @typedef {(message: TabMessage) => void} Send
 * @typedef {{ readonly toTabs: FeedMessage } | { readonly toFeed: TabMessage }} ChannelMessage
 */

const NAME = 'masq-gateway';
const WORKER = '/dashboard/feed-worker.js';

/**
 * Joins the feed; returns how to speak to it.
 *
 * @param {(message: FeedMessage) => void} hear
 * @returns {Send}
 */
export function joinFeed(hear) {
  const tab = Math.random().toString(36).slice(2);
  /** @type {(message: FeedMessage) => void} */
  const hearOwn = (message) => {
    if (message.kind === 'new-feed') send({ kind: 'join', tab });
    else if (message.to === undefined || message.to === tab) hear(message);
  };
  const send = wayToFeed(hearOwn);
  send({ kind: 'join', tab });
  addEventListener('pagehide', () => send({ kind: 'leave', tab }));
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload(); // its place at the feed is gone
  });
  return send;
}

/**
 * @param {(message: FeedMessage) => void} hear
 * @returns {Send}
 */
function wayToFeed(hear) {
  if ('SharedWorker' in globalThis) return overWorker(hear);
  if ('locks' in navigator && 'BroadcastChannel' in globalThis) return overLeader(hear);
  const feed = new Feed(hear);
  return (message) => feed.receive(message);
}

/**
 * @param {(message: FeedMessage) => void} hear
 * @returns {Send}
 */
function overWorker(hear) {
  const worker = new SharedWorker(trusted(WORKER), {
    type: 'module',
    name: NAME,
  });
  worker.port.onmessage = (/** @type {MessageEvent<FeedMessage>} */ { data }) => hear(data);
  return (message) => worker.port.postMessage(message);
}

/**
 * @param {(message: FeedMessage) => void} hear
 * @returns {Send}
 */
function overLeader(hear) {
  const channel = new BroadcastChannel(NAME);
  /** @type {Feed | undefined} */
  let feed;
  channel.onmessage = (/** @type {MessageEvent<ChannelMessage>} */ { data }) => {
    if ('toTabs' in data) hear(data.toTabs);
    else feed?.receive(data.toFeed);
  };
  void navigator.locks.request(`${NAME} feed`, () => {
    feed = new Feed((message) => {
      channel.postMessage({ toTabs: message });
      hear(message);
    });
    channel.postMessage({ toTabs: { kind: 'new-feed' } });
    hear({ kind: 'new-feed' });
    return new Promise(() => {}); // held until this tab is gone
  });
  return (message) => {
    if (feed === undefined) channel.postMessage({ toFeed: message });
    else feed.receive(message);
  };
}

/**
 * The part of Trusted Types that is used here; what a policy makes is a text for everyone but the browser.
 *
 * @typedef {(address: string) => string} Vouch
 * @typedef {{ createPolicy(name: string, rules: { createScriptURL: Vouch }): { createScriptURL: Vouch } }} PolicyFactory
 */

/**
 * The worker's address, vouched for where the browser asks for that.
 *
 * @param {string} address
 */
function trusted(address) {
  const { trustedTypes } = /** @type {{ trustedTypes?: PolicyFactory }} */ (globalThis);
  if (trustedTypes === undefined) return address;
  const createScriptURL = (/** @type {string} */ asked) => (asked === WORKER ? asked : '');
  return trustedTypes.createPolicy(NAME, { createScriptURL }).createScriptURL(address);
}
