/**
 * Who may ask at all: the Host, Origin and Sec-Fetch-Site decision. The peers accept any local process, so what has to be
 * kept out is web pages: by DNS rebinding (Host), from another origin (Origin), or without an Origin header (Sec-Fetch-Site).
 */
import type { IncomingHttpHeaders } from 'node:http';

/** The allow-lists that an operator may widen. */
export interface GuardSettings {
  /** Host names beside the loopback ones, lower case, without a port. */
  readonly allowedHosts: readonly string[];
  /** Exact origins such as `https://ui.example`, beside the gateway's own. */
  readonly allowedOrigins: readonly string[];
}

/** What the decision needs to know of a request. @internal */
export interface GuardedHeaders {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
}

/** `allowedOrigin` is set where the request comes from a page of an allowed foreign origin. */
type GuardDecision =
  | { readonly allowed: true; readonly allowedOrigin: string | undefined }
  | {
      readonly allowed: false;
      readonly code: 'host-refused' | 'origin-refused' | 'cross-site';
      readonly detail: string;
    };

const loopbackNames: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];
const hostForm = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(?::(\d{1,5}))?$/;
const MAX_PORT = 65_535;
const QUOTED_LENGTH = 80;

/** Decides on a request; pure. Any port is accepted: a name is what an attacker controls, and forwarded ports differ. */
export function decide(headers: GuardedHeaders, settings: GuardSettings): GuardDecision {
  const host = headers.host?.toLowerCase() ?? '';
  const [, name, port = '0'] = hostForm.exec(host) ?? [];
  const isName = name !== undefined && Number(port) <= MAX_PORT;
  if (!isName || !isAllowedHost(name, settings)) return hostRefused(headers.host);
  const { origin } = headers;
  if (origin !== undefined && settings.allowedOrigins.includes(origin)) {
    return { allowed: true, allowedOrigin: origin };
  }
  if (origin !== undefined && !isSameOrigin(origin, host, name)) return originRefused(origin);
  return isOwnSite(headers.fetchSite) ? { allowed: true, allowedOrigin: undefined } : crossSite;
}

/** True where a request names more than one host: Node's parser keeps the first, others may keep the last. */
export function namesManyHosts(rawHeaders: readonly string[]): boolean {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === 'host') count += 1;
  }
  return count > 1;
}

/** The three headers as Node's parser gives them. */
export function guardedHeaders(headers: IncomingHttpHeaders): GuardedHeaders {
  const fetchSite = headers['sec-fetch-site'];
  return {
    host: headers.host,
    origin: headers.origin,
    fetchSite: Array.isArray(fetchSite) ? fetchSite.join(',') : fetchSite,
  };
}

function isAllowedHost(name: string, settings: GuardSettings): boolean {
  return loopbackNames.includes(name) || settings.allowedHosts.includes(name);
}

// Behind a proxy that speaks TLS the page's origin is https while we see plain HTTP; only allowed names can be behind one.
function isSameOrigin(origin: string, host: string, name: string): boolean {
  const lower = origin.toLowerCase();
  if (lower === `http://${host}`) return true;
  return lower === `https://${host}` && !loopbackNames.includes(name);
}

// `same-site` is another port of the same name: any other program of this machine with a page.
function isOwnSite(fetchSite: string | undefined): boolean {
  return fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none';
}

function hostRefused(host: string | undefined): GuardDecision {
  return {
    allowed: false,
    code: 'host-refused',
    detail: `The Host header ${quoted(host)} is not a name of this gateway. Use http://127.0.0.1 or http://localhost, or allow the name with the setting allow-host.`,
  };
}

function originRefused(origin: string): GuardDecision {
  return {
    allowed: false,
    code: 'origin-refused',
    detail: `A page of origin ${quoted(origin)} sent this; only the gateway’s own pages may, and origins allowed with the setting allow-origin.`,
  };
}

const crossSite: GuardDecision = {
  allowed: false,
  code: 'cross-site',
  detail:
    'The browser says (Sec-Fetch-Site) that a page of another site or port made this request. Open the address by hand, or allow the page’s origin with the setting allow-origin.',
};

function quoted(value: string | undefined): string {
  return value === undefined ? '(missing)' : JSON.stringify(value.slice(0, QUOTED_LENGTH));
}
