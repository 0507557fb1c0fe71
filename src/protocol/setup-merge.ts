/**
 * What a setup request becomes in the Daemon, which merges it with what is stored, by whomever: which stored values would
 * kill it there, which clears it undid, and which of the request's values it took ill.
 */
import { isCensored } from './plain-text.js';
import type { SettingStatus, SetupReply, StoredSetting } from './setup-reply.js';
import { chains, isSecretName, neighborhoodModes, switches } from './setup-names.js';
import { isAbsolutePath } from './setup-rules.js';
import type { SettingChange, SetupRuleOptions } from './setup-rules.js';

/** A stored value that would kill the Daemon if this request were merged with it. */
export interface PoisonedSetting {
  readonly name: string;
  /** What is wrong and the cure; never holds the value. */
  readonly detail: string;
  /** True where another setup value helps; false where it comes from the Daemon's environment or config file. */
  readonly curable: boolean;
}

/** A value of the request of which the Daemon complained; it stays stored all the same. */
export interface RejectedSetting {
  readonly name: string;
  /** The Daemon's words; left out for secrets. */
  readonly detail: string;
}

type Merge = ReadonlyMap<string, StoredSetting>;

function mergeOf(stored: readonly StoredSetting[], request: readonly SettingChange[]): Merge {
  const merge = new Map(stored.map((setting) => [setting.name, setting]));
  for (const { name, value } of request) {
    if (value === null) merge.delete(name);
    else merge.set(name, { name, value, status: 'Set' });
  }
  return merge;
}

const CURE = 'Give it a good value, or clear it in the same request that completes the setup.';
const SOURCE_CURE =
  'It comes from the environment of the Daemon or from its config file, which go before the setup: correct it there and restart the Daemon.';

/**
 * The names that would kill the Daemon if `request` were merged with the stored values of an empty setup's reply; none where
 * the request replaces or clears them all. A poisonous value of environment or config file cannot be outbid
 * by the setup (node/src/daemon/setup_reporter.rs:496-527: they are merged last), so replacing it does not help.
 */
export function poisonedSettings(
  reply: SetupReply,
  request: readonly SettingChange[],
  options: Pick<SetupRuleOptions, 'windows'> = {},
): readonly PoisonedSetting[] {
  const merge = mergeOf(reply.values, request);
  const fromSetup = [...merge.values()]
    .filter(({ status }) => status === 'Set')
    .flatMap((setting) => poison(setting, merge, options, CURE));
  const fromElsewhere = reply.values
    .filter(({ name, status }) => status === 'Configured' && !isOutbid(name, request))
    .flatMap((setting) => poison(setting, merge, options, SOURCE_CURE));
  return [...fromSetup, ...fromElsewhere];
}

// Only these two are read before environment and file are merged, and then from the setup first (node_configurator/mod.rs:245-258).
function isOutbid(name: string, request: readonly SettingChange[]): boolean {
  return (
    (name === 'config-file' || name === 'real-user') &&
    request.some((change) => change.name === name && change.value !== null)
  );
}

function poison(
  setting: StoredSetting,
  merge: Merge,
  options: Pick<SetupRuleOptions, 'windows'>,
  cure: string,
): PoisonedSetting[] {
  if (isSecretName(setting.name) && isCensored(setting.value)) return [];
  const fault = deadly(setting, merge, options.windows === true);
  return fault === undefined
    ? []
    : [
        {
          name: setting.name,
          detail: `The stored ${setting.name} ${fault}, which would kill the Daemon. ${cure}`,
          curable: cure === CURE,
        },
      ];
}

const inAnotherCase = (value: string, choices: readonly string[]): boolean =>
  !choices.includes(value) && choices.includes(value.toLowerCase());

function deadly(
  { name, value }: StoredSetting,
  merge: Merge,
  windows: boolean,
): string | undefined {
  if (/^-(?:[hV]|-)/.test(value)) return 'begins like a command-line option';
  switch (name) {
    case 'chain':
      return chains.some((known) => known === value) ? undefined : 'is none of the known chains';
    case 'neighborhood-mode':
      return inAnotherCase(value, neighborhoodModes) ? 'is not in lower case' : undefined;
    case 'new-public-key':
      return inAnotherCase(value, switches) ? 'is not in lower case' : undefined;
    case 'config-file':
      return isRootless(value, windows) && !has(merge, 'data-directory', ['Set', 'Configured'])
        ? 'is a relative path while no data-directory is set'
        : undefined;
    case 'real-user':
      return /^\d*:\d*:$/.test(value) && !has(merge, 'data-directory', ['Set'])
        ? 'names no home directory while no data-directory is set'
        : undefined;
    default:
      return undefined;
  }
}

// node/src/node_configurator/mod.rs:120-165: a path under ~, . or .. is made absolute before the question is asked.
function isRootless(path: string, windows: boolean): boolean {
  const anchored = windows ? /^(?:~|\.\.?)(?:[\\/]|$)/ : /^(?:~|\.\.?)(?:\/|$)/;
  return !isAbsolutePath(path, windows) && !anchored.test(path);
}

function has(merge: Merge, name: string, wanted: readonly SettingStatus[]): boolean {
  const status = merge.get(name)?.status;
  return status !== undefined && wanted.includes(status);
}

/**
 * The names that `request` clears and that the reply to it shows as Set again: the Daemon undoes clears while errors remain.
 * Without errors a name that stays Set has been cleared: the Daemon drops a mere change of status (daemon/mod.rs:332-364).
 */
export function undoneClears(
  request: readonly SettingChange[],
  reply: SetupReply,
): readonly string[] {
  if (reply.errors.length === 0) return [];
  const set = new Set(
    reply.values.filter(({ status }) => status === 'Set').map(({ name }) => name),
  );
  return request
    .filter(({ name, value }) => value === null && set.has(name))
    .map(({ name }) => name);
}

/** The names that `request` sets and of which the reply to it complains. */
export function rejectedSettings(
  request: readonly SettingChange[],
  reply: SetupReply,
): readonly RejectedSetting[] {
  const set = new Set(request.filter(({ value }) => value !== null).map(({ name }) => name));
  return reply.errors
    .filter(([parameter]) => set.has(parameter))
    .map(([name, reason]) => ({
      name,
      detail: rejectionOf(name, reason),
    }));
}

function rejectionOf(name: string, reason: string): string {
  // The one answer to two cases that no client can tell apart.
  if (name === 'db-password' && reason === 'PasswordError') {
    return 'This db-password does not open the database: it is wrong, or the database has no password yet, in which case the next start sets this one.';
  }
  return isSecretName(name)
    ? `The Daemon does not accept this ${name}; its words are left out because they may hold the value.`
    : `The Daemon does not accept this ${name}: ${reason}`;
}
