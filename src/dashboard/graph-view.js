/** The neighborhood: the gateway's drawing, shown as an image only, and the same as a list. */
import { byId, element, setText } from './dom.js';
import { emptyNote, nodeAnswers, readButton, showAge } from './reading-view.js';
import { ZoomPan } from './zoom-pan.js';

/** @import { Graph, GraphNode } from './types.js' */

const SHORT_KEY = 12;

export class GraphView {
  #viewport = byId('graph-viewport');
  #zoom = new ZoomPan(this.#viewport, byId('graph-tools'));
  #button;
  /** @type {unknown} */
  #shown;
  /** @type {string | undefined} */
  #address;

  /** @param {() => void} onRead */
  constructor(onRead) {
    this.#button = readButton(byId('graph-tools'), 'Refresh the neighborhood', onRead);
  }

  /** @param {import('./types.js').View} view */
  show(view) {
    const { graph } = view;
    this.#button.disabled = !nodeAnswers(view) || graph.state === 'reading';
    showAge(byId('graph-age'), graph);
    // While it is read anew the old one stays.
    const what = graph.data?.svg ?? graph;
    if (what === this.#shown || (graph.state === 'reading' && graph.data !== null)) return;
    this.#shown = what;
    if (this.#address !== undefined) URL.revokeObjectURL(this.#address);
    this.#address = undefined;
    byId('graph-list').hidden = graph.data === null;
    if (graph.data === null) {
      this.#zoom.clear(emptyNote(graph, 'No Node runs, so there is no neighborhood.'));
    } else this.#draw(graph.data);
  }

  /** @param {Graph} graph */
  #draw({ svg, nodes, edges }) {
    this.#address = URL.createObjectURL(svg);
    const image = document.createElement('img');
    image.alt = `Neighborhood of ${counted(nodes.length, 'Node')} with ${counted(edges.length, 'connection')}; the list below has the same.`;
    image.draggable = false;
    image.src = this.#address;
    this.#zoom.put(image);
    setText(byId('graph-rows'), '');
    byId('graph-rows').append(...nodes.map((node) => nodeRow(node, edges)));
  }
}

/**
 * @param {number} number
 * @param {string} noun
 */
function counted(number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/**
 * @param {GraphNode} node
 * @param {Graph['edges']} edges
 */
function nodeRow({ id, label }, edges) {
  const known = new Set(edges.filter(({ from }) => from === id).map(({ to }) => to));
  return element(
    'tr',
    {},
    element('td', { class: 'lines' }, label ?? '(only heard of)'),
    element(
      'td',
      {},
      element('code', { title: id }, id.length > SHORT_KEY ? `${id.slice(0, SHORT_KEY)}…` : id),
    ),
    element('td', {}, String(known.size)),
  );
}
