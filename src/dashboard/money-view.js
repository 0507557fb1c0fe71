/** The financial totals, exact to the last gwei. */
import { gweiText, masqText } from './amounts.js';
import { byId, element } from './dom.js';
import { integerOf } from './exact-json.js';
import { emptyNote, nodeAnswers, readButton, showAge } from './reading-view.js';

/** @type {readonly (readonly [string, string, string])[]} */
const rows = [
  ['totalUnpaidAndPendingPayableGwei', 'To pay', 'unpaid and on the way'],
  ['totalUnpaidReceivableGwei', 'To receive', 'unpaid'],
  ['totalPaidPayableGwei', 'Paid', 'since this Node’s start'],
  ['totalPaidReceivableGwei', 'Received', 'since this Node’s start'],
];

export class MoneyView {
  #button;
  /** @type {unknown} */
  #shown;

  /** @param {() => void} onRead */
  constructor(onRead) {
    this.#button = readButton(byId('money-tools'), 'Refresh the financials', onRead);
  }

  /** @param {import('./types.js').View} view */
  show(view) {
    const { financials } = view;
    this.#button.disabled = !nodeAnswers(view) || financials.state === 'reading';
    showAge(byId('money-age'), financials);
    if (financials === this.#shown) return;
    this.#shown = financials;
    const { data } = financials;
    byId('money').replaceChildren(
      data === null
        ? emptyNote(financials, 'No Node runs, so there are no figures.')
        : totals(data),
    );
  }
}

/** @param {import('./types.js').Totals} data */
function totals(data) {
  return element('dl', { class: 'totals' }, ...rows.map((row) => total(data, ...row)));
}

/**
 * @param {import('./types.js').Totals} data
 * @param {string} key
 * @param {string} name
 * @param {string} note
 */
function total(data, key, name, note) {
  const gwei = integerOf(data[key]);
  const [masq, small] = gwei === undefined ? ['–', ''] : [masqText(gwei), `${gweiText(gwei)} gwei`];
  return element(
    'div',
    { class: 'total' },
    element('dt', {}, name, ' ', element('span', { class: 'quiet' }, note)),
    element('dd', {}, element('span', { class: 'masq' }, masq), ' MASQ'),
    element('dd', { class: 'gwei' }, small),
  );
}
