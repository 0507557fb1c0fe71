/** Shapes that the dashboard's modules hand to each other; for the type check alone, never served. */

import type { components } from '../generated/openapi.js';

export type Tone = 'good' | 'busy' | 'idle' | 'warn' | 'bad';

/** What `/v1/status` says. */
export type Status = Readonly<components['schemas']['Status']>;

/** How the page stands with the gateway. Times are Unix milliseconds. */
export interface LinkView {
  readonly state: 'connecting' | 'live' | 'lost' | 'full' | 'unauthorized';
  readonly sinceMs: number;
}

/** What the page says of a refusal, whoever refused. */
export interface Problem {
  readonly title: string;
  readonly detail: string;
  readonly code: string | null;
  readonly hop: string | null;
  readonly outcome: string | null;
}

/** Something read for all tabs: what it is, how old, and why there is none. */
export interface Reading<T> {
  readonly state: 'none' | 'reading' | 'ok' | 'failed';
  readonly atMs: number;
  readonly data: T | null;
  readonly problem: Problem | null;
}

export interface Setup {
  readonly running: boolean;
  readonly values: readonly {
    readonly name: string;
    readonly value: string;
    readonly status: string;
  }[];
  readonly errors: readonly (readonly [string, string])[];
}

/** Amounts in gwei; integers beyond 2^53 as decimal texts. */
export type Totals = Readonly<Record<string, string | number>>;

export interface GraphNode {
  readonly id: string;
  readonly label: string | null;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Graph {
  readonly svg: Blob;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/** Everything but the log. */
export interface View {
  readonly link: LinkView;
  readonly status: Status | null;
  /** When the status was last heard. */
  readonly heardAtMs: number;
  readonly setup: Reading<Setup>;
  readonly financials: Reading<Totals>;
  readonly graph: Reading<Graph>;
}

/** A line of the log: the Node's own, or a word of ours about an event (`Event`) or about what is missing (`Gap`). */
export interface LogRow {
  readonly id: string;
  readonly at: string;
  readonly level: 'Error' | 'Warn' | 'Info' | 'Event' | 'Gap';
  readonly text: string;
}

export type ReadingName = 'setup' | 'financials' | 'graph';

/** From the feed to the tabs; one with `to` is for that tab alone. */
export type FeedMessage =
  | { readonly kind: 'view'; readonly view: View; readonly to?: string }
  | {
      readonly kind: 'log';
      readonly rows: readonly LogRow[];
      readonly whole: boolean;
      readonly to?: string;
    }
  | { readonly kind: 'scan'; readonly scan: LateScan; readonly to?: string }
  | { readonly kind: 'new-feed'; readonly to?: string };

/** From a tab to the feed. */
export type TabMessage =
  | { readonly kind: 'join'; readonly tab: string }
  | { readonly kind: 'leave'; readonly tab: string }
  | { readonly kind: 'read'; readonly what: ReadingName }
  | { readonly kind: 'reconnect' };

export interface LateScan {
  readonly scanType: string;
  readonly result: 'done' | 'nothing-to-do' | 'failed' | 'lost';
  readonly outcome?: string;
}

/** An event of the gateway, as its envelope tells it. */
export interface GatewayEvent {
  readonly id: string;
  readonly at: string;
  readonly hop: string;
  readonly opcode: string;
  readonly payload: unknown;
}

export type ActionName =
  'start' | 'shutdown' | 'restart' | 'Payables' | 'Receivables' | 'PendingPayables';

/** Something the page can do, and how it says so. */
export interface Action {
  readonly label: string;
  readonly title: string;
  readonly text: string;
  readonly danger: boolean;
  readonly progress: string;
  readonly done: string;
  readonly path: string;
  readonly body: string | null;
}

/** What the page says at the top. */
export interface Headline {
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
  readonly actions: readonly ActionName[];
}

export interface HopView {
  readonly name: string;
  readonly state: string;
  readonly tone: Tone;
  readonly since: string | null;
  readonly detail: string;
}
