/** The setup as a table, each parameter with where its value comes from and what is wrong with it. */
import { byId, element } from './dom.js';
import { emptyNote, readButton, showAge } from './reading-view.js';

/** @import { View, Setup } from './types.js' */

/** @type {Readonly<Record<string, import('./types.js').Tone>>} */
const tones = { Set: 'good', Configured: 'good', Required: 'warn', Default: 'idle', Blank: 'idle' };
const quietStatuses = ['Default', 'Blank'];

export class SetupView {
  #button;
  #all = /** @type {HTMLInputElement} */ (byId('setup-all'));
  /** @type {View | undefined} */
  #view;
  #shown = '';

  /** @param {() => void} onRead */
  constructor(onRead) {
    this.#button = readButton(byId('setup-tools'), 'Refresh the setup', onRead);
    this.#all.addEventListener('change', () => {
      if (this.#view !== undefined) this.show(this.#view);
    });
  }

  /** @param {View} view */
  show(view) {
    this.#view = view;
    const { setup, status } = view;
    const isOpen =
      status?.daemonState === 'up' && status.nodeState !== 'orphan' && view.link.state !== 'lost';
    this.#button.disabled = !isOpen || setup.state === 'reading';
    showAge(byId('setup-age'), setup);
    const text = JSON.stringify([
      setup.state,
      setup.data,
      setup.problem,
      this.#all.checked,
      isOpen,
    ]);
    if (text === this.#shown) return;
    this.#shown = text;
    byId('setup').replaceChildren(
      ...(setup.data === null
        ? [emptyNote(setup, whyNone(view))]
        : setupParts(setup.data, this.#all.checked)),
    );
  }
}

/** @param {View} view */
function whyNone({ status }) {
  if (status?.nodeState === 'orphan') {
    return 'Closed while the Daemon denies the Node: even looking at the setup would write into its database.';
  }
  if (status?.daemonState === 'absent') return 'The setup is the Daemon’s, and there is none.';
  return 'The setup is the Daemon’s; it is shown when the Daemon is up.';
}

/**
 * @param {Setup} setup
 * @param {boolean} all
 */
function setupParts({ running, values, errors }, all) {
  const faults = new Map(errors.map(([name, fault]) => [name, fault]));
  const shown = values.filter(
    ({ name, status }) => all || faults.has(name) || !quietStatuses.includes(status),
  );
  const known = new Set(values.map(({ name }) => name));
  const loose = errors.filter(([name]) => !known.has(name));
  const notes = loose.map(([, fault]) =>
    element('p', { class: 'note', 'data-tone': 'bad' }, fault),
  );
  if (running) {
    notes.push(element('p', { class: 'quiet' }, 'Frozen while the Node runs.'));
  }
  return [...notes, table(shown, faults)];
}

/**
 * @param {Setup['values']} values
 * @param {ReadonlyMap<string, string>} faults
 */
function table(values, faults) {
  const head = ['Parameter', 'Value', 'Status'].map((text) =>
    element('th', { scope: 'col' }, text),
  );
  return element(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Setup values' },
    element(
      'table',
      { class: 'setup' },
      element('thead', {}, element('tr', {}, ...head)),
      element('tbody', {}, ...values.map((value) => tableRow(value, faults.get(value.name)))),
    ),
  );
}

/**
 * @param {Setup['values'][number]} value
 * @param {string | undefined} fault
 */
function tableRow({ name, value, status }, fault) {
  const cell = element('td', { class: 'value' }, value === '' ? '–' : value);
  if (fault !== undefined) cell.append(element('p', { class: 'note', 'data-tone': 'bad' }, fault));
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, name),
    cell,
    element(
      'td',
      {},
      element('span', { class: 'tag', 'data-tone': tones[status] ?? 'idle' }, status),
    ),
  );
}
