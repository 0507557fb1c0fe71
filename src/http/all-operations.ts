/** Every route of the gateway but the documentation page. */
import { withCommands } from './problems/suggested-commands.js';
import type { AppDeps } from './app-deps.js';
import type { Operation } from './operation.js';
import { dashboardOperations } from './operations/dashboard-operations.js';
import { eventOperations } from './operations/event-operations.js';
import { graphOperations } from './operations/graph-operations.js';
import { metricsOperations } from './operations/metrics-operations.js';
import { nodeOperations } from './operations/node-operations.js';
import { pageOperations } from './operations/page-operations.js';
import { plainOperations } from './operations/plain-operations.js';
import { setupOperations } from './operations/setup-operations.js';
import { statusOperations } from './operations/status-operations.js';
import type { StatusExtras } from './status.js';

/** The operations with what they need. */
export function allOperations(deps: AppDeps): readonly Operation[] {
  const { settings } = deps;
  const operations = [
    ...statusOperations({ ...deps, extras: () => statusExtras(deps) }),
    ...setupOperations(deps).map(withCommands),
    ...nodeOperations(deps).map(withCommands),
    ...plainOperations(deps, settings),
    ...graphOperations(deps),
    ...eventOperations(deps),
    ...metricsOperations(deps),
    ...dashboardOperations(deps),
  ];
  return [...operations, ...pageOperations({ version: settings.version, operations })];
}

/** What status tells beside the hops, at this instant. */
export function statusExtras(deps: {
  readonly settings: Pick<AppDeps['settings'], 'version' | 'startedAtMs'>;
  readonly eventStreams: Pick<AppDeps['eventStreams'], 'subscriberCount'>;
  readonly eventLog: Pick<AppDeps['eventLog'], 'newest' | 'newestId'>;
}): StatusExtras {
  const { version, startedAtMs } = deps.settings;
  return {
    version,
    startedAtMs,
    eventSubscribers: deps.eventStreams.subscriberCount,
    lastEventId: deps.eventLog.newest === 0 ? null : deps.eventLog.newestId,
  };
}
