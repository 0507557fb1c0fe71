/** Settings that are each sound and together are not: reasons to refuse the start. */
import { isLoopbackOrigin } from './access-settings.js';

/** The settings that are looked at together, as config.ts describes them. */
interface CombinedSettings {
  readonly adminTokenFile?: string | undefined;
  readonly readTokenFile?: string | undefined;
  readonly readOnly: boolean;
  readonly allowHost: readonly string[];
  readonly allowOrigin: readonly string[];
  readonly listen: readonly string[];
  readonly socket?: string | undefined;
  readonly socketMode: string;
  readonly daemonPort: number;
  readonly nodePort?: number | undefined;
}

const OTHERS_WRITE = 0o002;
const cure =
  'Set adminTokenFile (masq-gateway token create --out FILE makes one), or readOnly: true.';

/** One sentence or two for each combination that must not be served; none for a sound configuration. */
export function unsafeCombinations(config: CombinedSettings): readonly string[] {
  const { adminTokenFile, readTokenFile, readOnly, allowHost, allowOrigin } = config;
  const isOpen = adminTokenFile === undefined && !readOnly;
  const foreign = allowOrigin.filter((origin) => !isLoopbackOrigin(origin));
  return [
    ...(isOpen && readTokenFile !== undefined
      ? [
          'readTokenFile without adminTokenFile: nobody could write, which is either a mistake or readOnly: true. Say which.',
        ]
      : []),
    ...(isOpen && readTokenFile === undefined && allowHost.length > 0
      ? [
          `allowHost without a token: a gateway that answers to ${allowHost[0]} is meant for others than this machine, and whoever reaches it would command the Node and its money. ${cure}`,
        ]
      : []),
    ...(isOpen && readTokenFile === undefined && foreign.length > 0
      ? [
          `allowOrigin without a token: every page of ${foreign[0]}, whoever put it there, would command the Node and its money. ${cure}`,
        ]
      : []),
    ...(isOpen && readTokenFile === undefined && isWorldWritable(config)
      ? [
          `socketMode ${config.socketMode} without a token: a socket can be shared with containers that loopback addresses keep out, and all their users could connect. ${cure} Or leave the last digit 0.`,
        ]
      : []),
    ...(config.nodePort === config.daemonPort
      ? [
          `nodePort ${config.nodePort} is the daemonPort: what is meant for a Node would be written to a Daemon, and one Node would be counted as two. Leave nodePort out: a Node that listens on the Daemon's port is found there.`,
        ]
      : []),
    ...(config.listen.length === 0 && config.socket === undefined
      ? ['listen: none without socket: nobody could reach the gateway. Set socket, or an address.']
      : []),
  ];
}

function isWorldWritable({ socket, socketMode }: CombinedSettings): boolean {
  return socket !== undefined && (Number.parseInt(socketMode, 8) & OTHERS_WRITE) !== 0;
}
