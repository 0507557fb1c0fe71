/** Zoom and pan of one image in a frame: by buttons, keys, wheel with Ctrl, double click, dragging and pinching. */
import { button } from './dom.js';

const STEP = 1.3;
const MOST = 12;
const KEY_PAN_PX = 40;

/** See the file's head. A scale of 1 fits the image into the frame. */
export class ZoomPan {
  #frame;
  /** @type {HTMLImageElement | undefined} */
  #image;
  /** @type {HTMLButtonElement[]} */
  #buttons;
  #scale = 1;
  #x = 0;
  #y = 0;
  /** @type {Map<number, { x: number, y: number }>} */
  #fingers = new Map();

  /**
   * @param {HTMLElement} frame
   * @param {HTMLElement} tools
   */
  constructor(frame, tools) {
    this.#frame = frame;
    this.#buttons = [
      this.#tool('+', 'Zoom in', () => this.#zoomBy(STEP)),
      this.#tool('−', 'Zoom out', () => this.#zoomBy(1 / STEP)),
      this.#tool('Fit', 'Fit the drawing into its frame', () => this.#fit()),
    ];
    tools.append(...this.#buttons);
    frame.addEventListener('keydown', (event) => this.#onKey(event));
    frame.addEventListener('wheel', (event) => this.#onWheel(event), { passive: false });
    frame.addEventListener('dblclick', (event) => this.#zoomBy(STEP * STEP, event));
    frame.addEventListener('pointerdown', (event) => this.#onDown(event));
    frame.addEventListener('pointermove', (event) => this.#onMove(event));
    for (const name of /** @type {const} */ (['pointerup', 'pointercancel'])) {
      frame.addEventListener(name, ({ pointerId }) => this.#fingers.delete(pointerId));
    }
    this.clear();
  }

  /** @param {HTMLImageElement} image takes the frame, at the zoom of the one before */
  put(image) {
    this.#image = image;
    this.#frame.replaceChildren(image);
    this.#apply();
  }

  /** @param {Node} [note] stands in the frame instead */
  clear(note) {
    this.#image = undefined;
    this.#frame.replaceChildren(...(note === undefined ? [] : [note]));
    this.#fit();
  }

  /**
   * @param {string} text
   * @param {string} label
   * @param {() => void} onClick
   */
  #tool(text, label, onClick) {
    const made = button(text, 'small', onClick);
    made.setAttribute('aria-label', label);
    made.title = label;
    return made;
  }

  #fit() {
    this.#scale = 1;
    this.#x = 0;
    this.#y = 0;
    this.#apply();
  }

  /**
   * @param {number} factor
   * @param {{ clientX: number, clientY: number }} [at] this point stays where it is; without it the middle
   */
  #zoomBy(factor, at) {
    const next = Math.min(MOST, Math.max(1, this.#scale * factor));
    const box = this.#frame.getBoundingClientRect();
    const px = at === undefined ? 0 : at.clientX - box.left - box.width / 2;
    const py = at === undefined ? 0 : at.clientY - box.top - box.height / 2;
    const ratio = next / this.#scale;
    this.#x = px - (px - this.#x) * ratio;
    this.#y = py - (py - this.#y) * ratio;
    this.#scale = next;
    this.#apply();
  }

  /**
   * @param {number} dx
   * @param {number} dy
   */
  #panBy(dx, dy) {
    this.#x += dx;
    this.#y += dy;
    this.#apply();
  }

  #apply() {
    const { clientWidth, clientHeight } = this.#frame;
    const mostX = (clientWidth * (this.#scale - 1)) / 2;
    const mostY = (clientHeight * (this.#scale - 1)) / 2;
    this.#x = Math.min(mostX, Math.max(-mostX, this.#x));
    this.#y = Math.min(mostY, Math.max(-mostY, this.#y));
    for (const each of this.#buttons) each.disabled = this.#image === undefined;
    this.#frame.classList.toggle('zoomed', this.#scale > 1);
    if (this.#image === undefined) return;
    this.#image.style.transform = `translate(${this.#x}px, ${this.#y}px) scale(${this.#scale})`;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (this.#image === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const run = this.#keys[event.key];
    if (run === undefined) return;
    event.preventDefault();
    run();
  }

  /** @type {Readonly<Record<string, () => void>>} */
  #keys = {
    '+': () => this.#zoomBy(STEP),
    '=': () => this.#zoomBy(STEP),
    '-': () => this.#zoomBy(1 / STEP),
    0: () => this.#fit(),
    ArrowLeft: () => this.#panBy(KEY_PAN_PX, 0),
    ArrowRight: () => this.#panBy(-KEY_PAN_PX, 0),
    ArrowUp: () => this.#panBy(0, KEY_PAN_PX),
    ArrowDown: () => this.#panBy(0, -KEY_PAN_PX),
  };

  // Without Ctrl the wheel is the page's. Pinching a touchpad comes as a wheel with Ctrl.
  /** @param {WheelEvent} event */
  #onWheel(event) {
    if (this.#image === undefined || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.#zoomBy(Math.exp(-event.deltaY / 300), event);
  }

  /** @param {PointerEvent} event */
  #onDown(event) {
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.#frame.setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  #onMove(event) {
    const before = this.#fingers.get(event.pointerId);
    if (before === undefined) return;
    const [other] = [...this.#fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    if (other === undefined) {
      if (this.#scale > 1) this.#panBy(event.clientX - before.x, event.clientY - before.y);
    } else {
      const was = Math.hypot(before.x - other.x, before.y - other.y);
      const is = Math.hypot(event.clientX - other.x, event.clientY - other.y);
      const middle = {
        clientX: (event.clientX + other.x) / 2,
        clientY: (event.clientY + other.y) / 2,
      };
      if (was > 0) this.#zoomBy(is / was, middle);
    }
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }
}
