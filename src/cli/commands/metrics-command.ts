/** `masq-gateway metrics`: the metrics for collectors that cannot reach loopback, as a file or on standard output. */
import type { Command } from 'commander';
import { addClientOptions, readClientOptions, type Flags } from '../gateway/client-options.js';
import { secondsOf } from './flag-values.js';
import { CommandError, exitCodes, type Terminal } from '../output/terminal.js';

const help = `
The file is replaced in one step. While the gateway does not answer it holds nothing but "masq_gateway_textfile_up 0":
no old figure stands for a new one.

Examples:
  masq-gateway metrics | grep node_state
  masq-gateway metrics --textfile /var/lib/prometheus/node-exporter/masq-gateway.prom --interval 15`;

export function addMetricsCommand(program: Command, terminal: Terminal): void {
  addClientOptions(
    program.command('metrics').description('print the metrics, or write them to a file'),
  )
    .option('--textfile <path>', 'file that is replaced, for a textfile collector')
    .option('--interval <seconds>', 'with --textfile: write it again and again, until Ctrl-C')
    .addHelpText('after', help)
    .action(async (flags: Flags) => {
      const { textfile, interval } = flags;
      const intervalMs = interval === undefined ? undefined : secondsOf(interval, '--interval');
      if (typeof textfile !== 'string' && intervalMs !== undefined) {
        throw new CommandError(exitCodes.usage, '--interval needs --textfile');
      }
      const options = await readClientOptions(flags, terminal);
      const { printMetrics, writeMetrics } = await import('./metrics-file.js');
      if (typeof textfile !== 'string') await printMetrics(options, terminal);
      else await writeMetrics(options, { path: textfile, intervalMs }, terminal);
    });
}
