// Generated from openapi.yaml by scripts/generate.ts; never edited.
import type { OperationTable } from '../api/operation.js';

/** The opcode of the conversation that each operation holds. */
export interface OpcodeOf {
  readonly getLivez: undefined;
  readonly getMetrics: undefined;
  readonly getReadyz: undefined;
  readonly getAccess: undefined;
  readonly getStatus: undefined;
  readonly getSetup: 'setup';
  readonly patchSetup: 'setup';
  readonly getSetupValue: 'setup';
  readonly putSetupValue: 'setup';
  readonly deleteSetupValue: 'setup';
  readonly startNode: 'start';
  readonly shutdownNode: 'shutdown';
  readonly restartNode: 'start';
  readonly getDescriptor: 'descriptor';
  readonly getConnectionStatus: 'connectionStatus';
  readonly crashNode: 'crash';
  readonly getConfiguration: 'configuration';
  readonly queryConfiguration: 'configuration';
  readonly putConfiguration: 'setConfiguration';
  readonly checkPassword: 'checkPassword';
  readonly changePassword: 'changePassword';
  readonly queryWallets: 'walletAddresses';
  readonly generateWallets: 'generateWallets';
  readonly recoverWallets: 'recoverWallets';
  readonly getFinancials: 'financials';
  readonly queryFinancials: 'financials';
  readonly startScan: 'scan';
  readonly putExitLocation: 'exitLocation';
  readonly applyAndListExitLocation: 'exitLocation';
  readonly getNeighborhood: 'neighborhoodGraph';
  readonly getNeighborhoodGraph: 'neighborhoodGraph';
  readonly getNeighborhoodGraphSvg: 'neighborhoodGraph';
  readonly getNeighborhoodGraphDot: 'neighborhoodGraph';
  readonly streamEvents: undefined;
  readonly getEventHistory: undefined;
  readonly getRoot: undefined;
  readonly getDashboardFile: undefined;
  readonly getOpenapiYaml: undefined;
  readonly getOpenapiJson: undefined;
  readonly getDocs: undefined;
  readonly getProblem: undefined;
}

/** What openapi.yaml says of each operation. */
export const operations: OperationTable;
