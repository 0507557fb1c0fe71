/** The servers that `peers` compares: how each is started, and what it does for a request. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchPeer } from './bench-peer.js';
import { gatewayBefore, type Scene } from './bench-case.js';
import { isInstalled, type Processes, type Server } from './processes.js';

/** What all of them answer; a peer's reply through those that have a peer, a prepared body of the same length in the others. */
export const READ_PATH = '/v1/node/descriptor';
const OPCODE = 'descriptor';
const BODY =
  '{"running":true,"nodeFlags":"none","uptime":123456789012,"padding":"the same length as the payload"}';
const NCHAN = '/usr/lib/nginx/modules/ngx_nchan_module.so';

/** One server. */
export interface Contestant {
  readonly name: string;
  /** What this machine lacks for it. */
  readonly missing?: () => string | undefined;
  /** Set if events are published to it instead of broadcast by its Node. */
  readonly isPublishedTo?: true;
  readonly start: (processes: Processes, peer: BenchPeer) => Promise<Server>;
}

/** The side that all ratios are by. */
export const floor: Contestant = baseline('bare node:http', 'bare-http');

const gateway: Contestant = {
  name: 'gateway',
  start: (processes, peer) =>
    gatewayBefore(processes, peer.port, { flags: ['--max-streams', '2000'] }),
};

const go: Contestant = {
  name: 'Go net/http, prepared body',
  missing: () => (isInstalled('go', 'version') ? undefined : 'the Go toolchain is not installed'),
  start: (processes) => {
    const command = join(processes.folder, 'go-baseline');
    processes.build('go', ['build', '-o', command, join('baselines', 'go', 'main.go')]);
    return processes.server({ command, args: [BODY], role: 'server' });
  },
};

const nginx: Contestant = {
  name: 'nginx + nchan, prepared body',
  missing: () =>
    isInstalled('nginx', '-v') && existsSync(NCHAN)
      ? undefined
      : 'nginx or its module libnginx-mod-nchan is not installed',
  start: (processes) =>
    processes.silentServer((port) => {
      const file = join(processes.folder, 'nginx.conf');
      writeFileSync(file, nginxConfiguration(processes.folder, port));
      return { command: 'nginx', args: ['-p', processes.folder, '-c', file], role: 'server' };
    }),
};

/** Servers for the read. */
export const readServers: readonly Contestant[] = [
  floor,
  gateway,
  baseline('fastify, equal duties', 'fastify-equal'),
  baseline('Express, usual middleware', 'express-usual'),
  go,
  nginx,
];

/** Servers that stream events. */
export const eventServers: readonly Contestant[] = [
  {
    name: 'bare node:http, gathered',
    start: (processes, peer) => processes.baseline('bare-events', [String(peer.port)]),
  },
  gateway,
  { ...nginx, name: 'nginx + nchan', isPublishedTo: true },
];

/** Those that this machine can start; the others are reported. */
export function installed(scene: Scene, all: readonly Contestant[]): readonly Contestant[] {
  return all.filter(({ name, missing }) => {
    const why = missing?.();
    if (why !== undefined) scene.skip(`${name}: ${why}`);
    return why === undefined;
  });
}

function baseline(name: string, script: string): Contestant {
  return {
    name,
    start: (processes, peer) => {
      // bare-http stops at the opcode: its other arguments have defaults.
      const rest =
        script === 'bare-http' ? [] : [READ_PATH, join(processes.folder, `${script}.log`)];
      return processes.baseline(script, [String(peer.port), OPCODE, ...rest]);
    },
  };
}

/** One process, so that its processor time and memory are those of the process that was started. */
function nginxConfiguration(folder: string, port: number): string {
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${join(folder, name)};`)
    .join(' ');
  return `
load_module ${NCHAN};
daemon off;
master_process off;
pid ${join(folder, 'nginx.pid')};
error_log stderr;
events { worker_connections 4096; }
http {
  access_log off;
  keepalive_requests 1000000000;
  ${scratch}
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location = ${READ_PATH} { default_type application/json; return 200 '${BODY}'; }
    location = /publish {
      nchan_publisher;
      nchan_channel_id bench;
      nchan_message_buffer_length 1000;
    }
    location = /v1/events { nchan_subscriber eventsource; nchan_channel_id bench; }
  }
}
`;
}
