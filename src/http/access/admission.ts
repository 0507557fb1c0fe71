/** Who may call an operation: its access class against the caller's token and the gateway's settings. */
import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Access, OperationFacts } from '../../api/operation.js';
import type { GatewayResponse, Holder } from '../requests/exchange.js';
import { presentedToken, type AccessTokens } from './access-tokens.js';
import type { GatewayError } from '../../errors.js';
import { requestFault } from '../../problems/request-faults.js';
import type { GuessThrottle } from './guess-throttle.js';

export interface AdmissionSettings {
  /** Serve access `r` and `open` alone. */
  readonly readOnly: boolean;
  /** Serve `getMetrics` without a token. */
  readonly metricsWithoutAuth: boolean;
}

interface AdmissionDeps {
  readonly tokens: AccessTokens;
  readonly guesses: GuessThrottle;
  readonly settings: AdmissionSettings;
  /** Aborted when the gateway closes: late answers go out at once. */
  readonly closing: AbortSignal;
}

/** What is asked for, as far as admission looks at it. */
type Asked = Pick<OperationFacts, 'operationId' | 'access'>;

/** A challenge for each way to send the token; two headers, for some browsers read only the first of one. */
const challenges = [
  'Bearer realm="masq-gateway"',
  'Basic realm="masq-gateway", charset="UTF-8"',
] as const;
const METRICS = 'getMetrics';

export class Admission {
  readonly #deps: AdmissionDeps;

  constructor(deps: AdmissionDeps) {
    this.#deps = deps;
  }

  /** Resolves when the call may go on. @throws GatewayError unauthorized, after a while for a guesser; read-only. */
  async admit(asked: Asked, request: IncomingMessage, response: GatewayResponse): Promise<void> {
    const { tokens, settings } = this.#deps;
    const holder =
      tokens.areSet && this.#needsToken(asked)
        ? await this.#holderOf(request, response)
        : undefined;
    response.locals.exchange.holder = holder;
    if (isReading(asked.access)) return;
    if (settings.readOnly) throw readOnly('This gateway is read-only.');
    if (holder === 'reader')
      throw readOnly('The token is for reading; this route needs the admin token.');
  }

  #needsToken({ access, operationId }: Asked): boolean {
    if (access === 'open') return false;
    return !(operationId === METRICS && this.#deps.settings.metricsWithoutAuth);
  }

  // The right token is looked at first: whatever others do, its holder never waits.
  async #holderOf(request: IncomingMessage, response: GatewayResponse): Promise<Holder> {
    const token = presentedToken(request.headers.authorization);
    const holder = token === undefined ? undefined : this.#deps.tokens.holderOf(token);
    if (holder !== undefined) return holder;
    const isLast = token !== undefined && (await this.#slow(response)) === 'last';
    response.setHeader('www-authenticate', [...challenges]);
    throw unauthorized(token === undefined, isLast);
  }

  async #slow(response: GatewayResponse): Promise<'last' | 'usual'> {
    const { guesses, closing } = this.#deps;
    const verdict = guesses.judge();
    if (verdict !== 'late') return verdict === 'last' ? 'last' : 'usual';
    const signal = AbortSignal.any([closing, response.locals.exchange.signal]);
    try {
      await delay(guesses.limits.delayMs, undefined, { signal });
    } catch {
      // Closing, or nobody waits any more: the answer goes out now.
    } finally {
      guesses.answered();
    }
    return 'usual';
  }
}

function isReading(access: Access): boolean {
  return access === 'open' || access === 'r';
}

function readOnly(detail: string): GatewayError {
  return requestFault('read-only', detail);
}

function unauthorized(isMissing: boolean, isLast: boolean): GatewayError {
  const what = isMissing
    ? 'This gateway asks for a token.'
    : 'The gateway does not know this token.';
  return requestFault(
    'unauthorized',
    `${what} Send it as "Authorization: Bearer TOKEN", or as the password of Basic authentication; never in the URL.`,
    { headers: isLast ? { connection: 'close' } : {} },
  );
}
