/** The live log: level, search, pause. Lines are other people's text and stay text. */
import { byId, element, setText } from './dom.js';
import { clockText } from './times.js';

/** @import { LogRow } from './types.js' */

const MAX_ROWS = 2000;
const MAX_SHOWN = 1000;
/** Nearer to its end than this, the view follows new lines. */
const END_PX = 24;
/** @type {Readonly<Record<LogRow['level'], number>>} */
const gravity = { Info: 1, Event: 4, Gap: 4, Warn: 2, Error: 3 };

export class LogView {
  #viewport = byId('log-viewport');
  #list = byId('log');
  #pause = byId('log-pause');
  #level = /** @type {HTMLSelectElement} */ (byId('log-level'));
  #search = /** @type {HTMLInputElement} */ (byId('log-search'));
  /** @type {LogRow[]} */
  #rows = [];
  /** @type {LogRow[]} */
  #waiting = [];
  #isDue = false;
  #isPaused = false;

  constructor() {
    this.#level.addEventListener('change', () => this.#renew());
    this.#search.addEventListener('input', () => this.#renew());
    this.#pause.addEventListener('click', () => this.#toggle());
    this.#renew();
  }

  /**
   * @param {readonly LogRow[]} rows
   * @param {boolean} whole true where these are all there are
   */
  add(rows, whole) {
    if (whole) {
      this.#rows = [];
      this.#waiting = [...rows];
      this.#renew();
    } else this.#waiting.push(...rows);
    if (this.#waiting.length > MAX_ROWS) this.#waiting.splice(0, this.#waiting.length - MAX_ROWS);
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => this.#flush(), 0);
  }

  #flush() {
    this.#isDue = false;
    this.#tellCount();
    if (this.#isPaused) return;
    const rows = this.#waiting.splice(0);
    this.#rows.push(...rows);
    if (this.#rows.length > MAX_ROWS) this.#rows.splice(0, this.#rows.length - MAX_ROWS);
    this.#append(rows.filter((row) => this.#passes(row)));
  }

  #renew() {
    this.#list.replaceChildren();
    this.#append(this.#rows.filter((row) => this.#passes(row)).slice(-MAX_SHOWN));
  }

  /** @param {readonly LogRow[]} rows */
  #append(rows) {
    const { scrollTop, scrollHeight, clientHeight } = this.#viewport;
    const follows = scrollTop + clientHeight >= scrollHeight - END_PX;
    this.#list.append(...rows.map(lineItem));
    while (this.#list.childElementCount > MAX_SHOWN) this.#list.firstElementChild?.remove();
    if (follows) this.#viewport.scrollTop = this.#viewport.scrollHeight;
    this.#list.dataset['empty'] =
      this.#rows.length === 0 ? 'Nothing has been said yet.' : 'No line fits.';
    this.#tellCount();
  }

  /** @param {LogRow} row */
  #passes({ level, text }) {
    const least = gravity[/** @type {LogRow['level']} */ (this.#level.value)];
    return gravity[level] >= least && text.toLowerCase().includes(this.#search.value.toLowerCase());
  }

  #toggle() {
    this.#isPaused = !this.#isPaused;
    this.#pause.setAttribute('aria-pressed', String(this.#isPaused));
    this.#flush();
  }

  #tellCount() {
    const lines = this.#list.childElementCount;
    const waiting = this.#isPaused ? `, paused, ${this.#waiting.length} waiting` : '';
    setText(byId('log-count'), `${lines} ${lines === 1 ? 'line' : 'lines'}${waiting}`);
  }
}

/** @param {LogRow} row */
function lineItem({ at, level, text }) {
  return element(
    'li',
    { 'data-level': level },
    element('time', { datetime: at }, clockText(Date.parse(at), Date.now())),
    element('span', { class: 'level' }, level),
    element('span', { class: 'text' }, text),
  );
}
