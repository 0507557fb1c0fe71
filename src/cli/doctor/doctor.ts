/** `masq-gateway doctor`: looks at everything between here and the Node, and says what to do. */
import process from 'node:process';
import { GatewayProblem, UnexpectedAnswer } from '../../client/client.js';
import type { ClientOptions } from '../gateway/client-options.js';
import {
  clockFinding,
  gatewayVersionFinding,
  runtimeFinding,
  tokenFileFinding,
  variableFindings,
} from './doctor-client.js';
import { daemonFinding, nodeFinding, portFinding, routeFindings } from './doctor-hops.js';
import { findingText, good, wrong, type Finding } from './finding.js';
import { ask, ConnectionError, type Answered } from '../gateway/gateway-connection.js';
import { print, CommandError, exitCodes, type Terminal } from '../output/terminal.js';
import { readStatus } from '../gateway/status-reading.js';

interface DoctorForm {
  readonly daemonPort: number;
  readonly json: boolean;
}

/** A name that a page could make point here; a gateway must not answer to it. */
const FOREIGN_HOST = 'rebinding.example';

/** Looks, prints, and resolves with the exit code: 0, or 1 where something is wrong. */
export async function doctor(
  options: ClientOptions,
  form: DoctorForm,
  terminal: Terminal,
): Promise<number> {
  const findings: Finding[] = [];
  for await (const finding of look(options, form, terminal)) {
    findings.push(finding);
    if (!form.json) await print(terminal, findingText(finding));
  }
  const isWrong = findings.some(({ verdict }) => verdict === 'wrong');
  if (form.json) await print(terminal, `${JSON.stringify({ healthy: !isWrong, findings })}\n`);
  return isWrong ? exitCodes.faulty : exitCodes.ok;
}

async function* look(
  options: ClientOptions,
  { daemonPort }: DoctorForm,
  { environment }: Terminal,
): AsyncGenerator<Finding, void> {
  yield runtimeFinding(process.versions.node);
  yield* variableFindings(environment);
  yield await tokenFileFinding(options);
  const answering = await gatewayFinding(options);
  yield answering;
  if (answering.verdict === 'good') {
    yield await hostFinding(options);
    const isTold = yield* hopFindings(options);
    if (isTold) return;
  }
  // Nobody vouches for the Daemon's port, so it is visited itself; a gateway's link is proof enough and costs nothing.
  const { checkHandshake } = await import('../../gateway.js');
  yield portFinding(daemonPort, await checkHandshake(daemonPort));
}

async function gatewayFinding(options: ClientOptions): Promise<Finding> {
  const where = options.socketPath ?? options.url;
  try {
    const { value }: Answered<unknown> = await ask(options, (client) => client.get('/livez'));
    if (isAlive(value)) return good('gateway', `answers at ${where} (from ${options.urlOrigin})`);
    return otherProgram(where);
  } catch (error) {
    if (error instanceof CommandError) return otherProgram(where);
    if (!(error instanceof ConnectionError)) throw error;
    return wrong(
      'gateway',
      error.message,
      error.fault === 'refused'
        ? 'Start it with masq-gateway, or name its URL with --url.'
        : 'See its log; restart it if it stays so.',
    );
  }
}

// Anybody may listen there: what its answer holds is seen, not believed.
function isAlive(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'alive' in value && value.alive === true;
}

function otherProgram(where: string): Finding {
  return wrong(
    'gateway',
    `what answers at ${where} is no masq-gateway`,
    'Another program has the port: name the right URL with --url, or give the gateway another --port.',
  );
}

async function hostFinding(options: ClientOptions): Promise<Finding> {
  const headers = { host: FOREIGN_HOST };
  const { value: status } = await ask(options, (client) =>
    client.get('/livez', { headers }).then(() => 200, statusOf),
  );
  return status === 421
    ? good('host rules', 'names that are not this gateway’s are refused')
    : wrong(
        'host rules',
        `a request for ${FOREIGN_HOST} was answered with ${status}, not refused`,
        'What answers is no masq-gateway, or a proxy in front of it rewrites Host: web pages could reach it by DNS rebinding.',
      );
}

function statusOf(error: unknown): number {
  if (error instanceof GatewayProblem || error instanceof UnexpectedAnswer) return error.status;
  throw error;
}

/** Returns true where the gateway vouches for the Daemon's port. */
async function* hopFindings(options: ClientOptions): AsyncGenerator<Finding, boolean> {
  try {
    const reading = await readStatus(options);
    const { status } = reading;
    yield gatewayVersionFinding(status.gatewayVersion);
    yield clockFinding(reading, Date.now());
    yield daemonFinding(status);
    yield nodeFinding(status);
    yield* routeFindings(status);
    return status.daemonState === 'up' || status.daemonState === 'absent';
  } catch (error) {
    if (!(error instanceof CommandError) && !(error instanceof ConnectionError)) throw error;
    yield wrong(
      'status',
      error.message,
      'Give a token that may read with --token-file, if tokens are set.',
    );
    return false;
  }
}
