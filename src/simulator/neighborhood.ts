/** The Neighborhood: connection stage, graph, exit preferences, shutdown (node/src/neighborhood/mod.rs). */
import { Misfit, u64 } from './fields.js';
import {
  ACTOR_MS,
  requestOf,
  type Actor,
  type NodeMessage,
  type NodeRequest,
  type NodeState,
} from './node-request.js';
import { Panic, Refusal } from './panic.js';

export type Stage = 'NotConnected' | 'ConnectedToNeighbor' | 'RouteFound';

/** One Node of the graph. `key` is the public key as the graph prints it. */
export interface GraphNode {
  readonly key: string;
  readonly countryCode: string;
  readonly version: number;
  readonly acceptsConnections: boolean;
  readonly routesData: boolean;
  /** `address:port`; undefined where the Node is no neighbor of ours. */
  readonly address: string | undefined;
}

/** What a Node knows of its surroundings; the first node is itself. */
export interface NeighborhoodGraph {
  readonly nodes: readonly GraphNode[];
  /** Pairs of keys, from and to. */
  readonly edges: readonly (readonly [string, string])[];
}

const MAX_U32_PRIORITY = 4_294_968n;
const SHORT_KEY_LENGTH = 8;

/** A graph as the peers write it: nodes, then edges, on one line (node/src/neighborhood/dot_graph.rs). */
function dotText(graph: NeighborhoodGraph): string {
  const nodes = graph.nodes.map((node, index) => {
    const letters = `${node.acceptsConnections ? 'A' : 'a'}${node.routesData ? 'R' : 'r'}`;
    const address = node.address === undefined ? '' : `\\n${node.address}`;
    const label = `${letters} v${node.version} ${node.countryCode}\\n${node.key.slice(0, SHORT_KEY_LENGTH)}${address}`;
    return ` "${node.key}" [label="${label}"]${index === 0 ? ' [style=filled]' : ''};`;
  });
  const edges = graph.edges.map(([from, to]) => ` "${from}" -> "${to}";`);
  return `digraph db {${nodes.join('')}${edges.join('')} }`;
}

interface ExitLocation {
  readonly countryCodes: readonly string[];
  readonly priority: bigint;
}

type Fallback = 'nothing' | 'with-fallback' | 'no-fallback';

interface NeighborhoodSurroundings {
  readonly graph: NeighborhoodGraph;
  /** Ends the process with exit code 0. */
  exit(): void;
}

/** Answers exitLocation, connectionStatus and neighborhoodGraph; obeys shutdown without a word. */
export class Neighborhood implements Actor {
  readonly #state: NodeState;
  readonly #surroundings: NeighborhoodSurroundings;
  #stage: Stage = 'NotConnected';
  #fallback: Fallback = 'nothing';
  #selection: readonly ExitLocation[] | undefined;
  #exitCountries: readonly string[] = [];

  constructor(state: NodeState, surroundings: NeighborhoodSurroundings) {
    this.#state = state;
    this.#surroundings = surroundings;
  }

  serviceMs(): number {
    return ACTOR_MS;
  }

  /** Changes the stage and tells all UIs; NotConnected is never told, nor what does not change. */
  enter(stage: Stage): void {
    if (stage === this.#stage) return;
    this.#stage = stage;
    if (stage !== 'NotConnected') {
      this.#state.ui.broadcast('connectionChange', JSON.stringify({ stage }), 'all');
    }
  }

  /** Looks for a route anew: even a Node in zero-hop finds one then. */
  minHopsChanged(): void {
    if (this.#stage === 'RouteFound') this.enter('ConnectedToNeighbor');
    const others = this.#surroundings.graph.nodes.length - 1;
    if (others === 0 || others >= Number(this.#state.database.minHops)) this.enter('RouteFound');
  }

  handle(message: NodeMessage): void {
    const request = requestOf(message);
    if (request === undefined) return;
    try {
      this.#answer(request);
    } catch (error) {
      if (error instanceof Refusal) {
        this.#state.ui.refuse(request, error.code, error.message);
      } else if (!(error instanceof Misfit)) throw error;
    }
  }

  #answer(request: NodeRequest): void {
    const { ui } = this.#state;
    switch (request.opcode) {
      case 'connectionStatus':
        ui.reply(request, JSON.stringify({ stage: this.#stage }));
        return;
      case 'neighborhoodGraph':
        ui.reply(request, JSON.stringify({ graph: dotText(this.#surroundings.graph) }));
        return;
      case 'exitLocation':
        ui.reply(request, this.#exitLocation(request));
        return;
      case 'shutdown':
        ui.log(
          'Info',
          `Received shutdown order from client ${request.clientId}: shutting down hard`,
        );
        this.#surroundings.exit();
        return;
      default:
    }
  }

  #exitLocation({ fields }: NodeRequest): string {
    const isFallbackWanted = fields.boolean('fallbackRouting');
    const locations = fields.objects('exitLocations').map((location) => ({
      countryCodes: location.strings('countryCodes'),
      priority: location.integer('priority', u64),
    }));
    const isListWanted = fields.boolean('showCountries');
    const missing = locations.flatMap((location) => this.#takeCountries(location.countryCodes));
    this.#fallback =
      locations.length === 0 ? 'nothing' : isFallbackWanted ? 'with-fallback' : 'no-fallback';
    if (!isListWanted) this.#select(locations);
    this.#apply(locations, missing);
    return this.#exitLocationReply(missing, isListWanted);
  }

  /** Keeps what may be an exit country; returns the codes that the neighborhood lacks. */
  #takeCountries(codes: readonly string[]): readonly string[] {
    return codes.filter((code) => {
      const isKnown = this.#countries().includes(code);
      const others = this.#exitCountries.filter((other) => other !== code);
      const isTaken = isKnown || this.#fallback === 'with-fallback';
      this.#exitCountries = isTaken ? [...others, code] : others;
      return !isKnown;
    });
  }

  #select(locations: readonly ExitLocation[]): void {
    const isHopeless = this.#exitCountries.length === 0 && this.#fallback === 'no-fallback';
    this.#selection = isHopeless ? undefined : locations;
  }

  #apply(locations: readonly ExitLocation[], missing: readonly string[]): void {
    const { ui } = this.#state;
    if (this.#surroundings.graph.nodes.length === 1) {
      ui.log('Info', 'Neighborhood is empty, no exit Nodes are available.');
      return;
    }
    if (locations.length === 0) this.#exitCountries = [];
    for (const { priority } of this.#selection ?? []) {
      if (priority === 0n || priority > MAX_U32_PRIORITY) {
        throw new Panic('attempt to subtract with overflow', 'src/neighborhood/mod.rs:2160:43');
      }
    }
    const status =
      this.#fallback === 'no-fallback' ? 'Fallback Routing NOT set.' : 'Fallback Routing is set.';
    const list = locations
      .map(
        ({ countryCodes, priority }) =>
          `Country Codes: ${debugList(countryCodes)} - Priority: ${priority.toString()}`,
      )
      .join('; ');
    ui.log(
      'Info',
      `${status} ${locations.length === 0 ? 'Exit location unset.' : 'Exit location set: '}${list}`,
    );
    if (missing.length > 0) {
      ui.log(
        'Warn',
        `Exit Location: following desired countries are missing in Neighborhood ${debugList(missing)}`,
      );
    }
  }

  #exitLocationReply(missing: readonly string[], isListWanted: boolean): string {
    const wanted = (this.#selection ?? []).flatMap(({ countryCodes }) => countryCodes);
    const isNothingThere =
      wanted.length + missing.length > 0 &&
      JSON.stringify([...wanted].sort()) === JSON.stringify([...missing].sort());
    if (isNothingThere) throw new Refusal('EXIT_COUNTRY_MISSING_COUNTRIES', missing.join(', '));
    const selection = (this.#selection ?? []).map(
      ({ countryCodes, priority }) =>
        `{"countryCodes":${JSON.stringify(countryCodes)},"priority":${priority.toString()}}`,
    );
    const countries = isListWanted ? JSON.stringify(this.#countries()) : 'null';
    return (
      `{"fallbackRouting":${this.#fallback !== 'no-fallback'},"exitCountrySelection":[${selection.join(',')}],` +
      `"exitCountries":${countries},"missingCountries":${JSON.stringify([...missing].sort())}}`
    );
  }

  #countries(): readonly string[] {
    const others = this.#surroundings.graph.nodes.slice(1);
    const codes = others.map(({ countryCode }) => countryCode).filter((code) => code !== 'ZZ');
    return [...new Set(codes)].sort();
  }
}

function debugList(items: readonly string[]): string {
  return `[${items.map((item) => JSON.stringify(item)).join(', ')}]`;
}
