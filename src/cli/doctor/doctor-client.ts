/** What doctor makes of this side: program, variables, token file, clock. */
import { stat } from 'node:fs/promises';
import process from 'node:process';
import { version } from '../../version.js';
import type { ClientOptions } from '../gateway/client-options.js';
import { good, note, wrong, type Finding } from './finding.js';
import type { StatusReading } from '../gateway/status-reading.js';
import { unknownVariables } from '../unknown-variables.js';

const OTHERS_MAY_READ = 0o077;
const CLOCK_TOLERANCE_MS = 5_000;
const oldestNode = [20, 19] as const;

/** The runtime this command runs on; `nodeVersion` like `20.19.0`. */
export function runtimeFinding(nodeVersion: string): Finding {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  const isOldEnough = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  return isOldEnough
    ? good('versions', `masq-gateway ${version} on Node.js ${nodeVersion}`)
    : wrong(
        'versions',
        `Node.js ${nodeVersion}`,
        `masq-gateway needs Node.js ${oldestNode.join('.')} or newer.`,
      );
}

/** Whether the gateway that answers is this very version. */
export function gatewayVersionFinding(gatewayVersion: string): Finding {
  return gatewayVersion === version
    ? good('gateway version', gatewayVersion)
    : note(
        'gateway version',
        `${gatewayVersion}, this command is ${version}`,
        'Restart the gateway if it was upgraded meanwhile.',
      );
}

/** Misspelt settings among the variables. */
export function variableFindings(
  environment: Readonly<Record<string, string | undefined>>,
): readonly Finding[] {
  return unknownVariables(environment).map((text) =>
    note('variables', text, 'Correct or remove it; masq-gateway --print-config shows what counts.'),
  );
}

/** Whether nobody else can read the token. */
export async function tokenFileFinding({ tokenFile }: ClientOptions): Promise<Finding> {
  if (tokenFile === undefined) return good('token file', 'none is used');
  const { mode, uid } = await stat(tokenFile);
  if ((mode & OTHERS_MAY_READ) !== 0) {
    return wrong(
      'token file',
      `${tokenFile} can be read by others (mode ${(mode & 0o777).toString(8)})`,
      `chmod 600 ${tokenFile}; if others may have read it, make a new token.`,
    );
  }
  const own = process.getuid?.();
  return own === undefined || own === uid || own === 0
    ? good('token file', `${tokenFile}, for its owner only`)
    : note('token file', `${tokenFile} belongs to user ${uid}`, 'Check that this is meant so.');
}

/** Whether both clocks agree; they differ only where the gateway is reached through a forwarded port. */
export function clockFinding(reading: StatusReading, nowMs: number): Finding {
  const { gatewayClockMs } = reading;
  if (gatewayClockMs === undefined) {
    return note(
      'clock',
      'the gateway tells no time',
      'Something between you and it removes its headers.',
    );
  }
  const offS = Math.round((nowMs - gatewayClockMs) / 1000);
  return Math.abs(nowMs - gatewayClockMs) <= CLOCK_TOLERANCE_MS
    ? good('clock', 'agrees with the gateway’s')
    : wrong(
        'clock',
        `${Math.abs(offS)} s ${offS > 0 ? 'ahead of' : 'behind'} the gateway’s`,
        'Set both by NTP (timedatectl): times in events and log lines cannot be compared.',
      );
}
