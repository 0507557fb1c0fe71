/** Commands that serve: the gateway, the demo, the simulator. */
import { Option, type Command } from 'commander';
import {
  flagName,
  readSettings,
  settings,
  variableName,
  type Config,
  type ReadSettings,
} from '../../config.js';
import type { Flags } from '../gateway/client-options.js';
import type { Terminal } from '../output/terminal.js';

const MASK = '"********"';

/** YAML with one setting a line, its origin behind it; what is not set is a comment, a secret is masked. */
function settingsText({ config, origins }: ReadSettings): string {
  const values: Readonly<Record<string, unknown>> = config;
  const lines = Object.entries(settings).map(([name, { secret }]) => {
    const value = values[name];
    if (value === undefined) return { text: `# ${name}: not set`, origin: 'default' };
    const shown = secret === true ? MASK : JSON.stringify(value);
    return { text: `${name}: ${shown}`, origin: origins.get(name) ?? 'default' };
  });
  const width = Math.max(...lines.map(({ text }) => text.length));
  return lines.map(({ text, origin }) => `${text.padEnd(width)}  # ${origin}\n`).join('');
}

export function addServerCommands(program: Command, terminal: Terminal): void {
  addServe(program, terminal);
  addDemo(program, terminal);
  addSimulate(program, terminal);
}

function addServe(program: Command, terminal: Terminal): void {
  const command = program
    .command('serve', { isDefault: true })
    .description('serve the gateway (the default command); starts without a Daemon, too');
  addSettings(command, terminal, async (config) => {
    const { serve } = await import('../serving/serve.js');
    await serve(config, terminal);
  });
}

function addDemo(program: Command, terminal: Terminal): void {
  const command = program
    .command('demo')
    .description(
      'start a simulated Daemon and Node with a gateway before them, and print curl lines to try',
    );
  addSettings(command, terminal, async (config) => {
    const { demo } = await import('../serving/demo.js');
    await demo(config, terminal);
  });
}

function addSimulate(program: Command, terminal: Terminal): void {
  program
    .command('simulate')
    .description(
      'start a simulated Daemon and Node alone, for who writes against the UIv2 protocol',
    )
    .addOption(
      new Option('--daemon-port <port>', 'UI port of the simulated Daemon; 0 takes a free one').env(
        variableName('daemonPort'),
      ),
    )
    .action(async (flags: Flags) => {
      const { simulate } = await import('../serving/simulate.js');
      await simulate(flags['daemonPort'], terminal);
    });
}

/** Gives a command every setting as a flag; it runs with the result, or only prints it. */
function addSettings(
  command: Command,
  terminal: Terminal,
  run: (config: Config) => Promise<void>,
): void {
  command.option('--config <file>', 'JSON or YAML file with settings (also MASQ_GATEWAY_CONFIG)');
  for (const [name, { help, argument }] of Object.entries(settings)) {
    const flag = `--${flagName(name)}`;
    command.option(argument === undefined ? flag : `${flag} <${argument}>`, help);
  }
  command
    .option(
      '--print-config',
      'print all settings and where each came from, as a file for --config, and end',
    )
    .action(async (flags: Flags) => {
      const read = await readAll(flags, terminal);
      if (flags['printConfig'] === true) terminal.out.write(settingsText(read));
      else await run(read.config);
    });
}

function readAll(flags: Flags, terminal: Terminal): Promise<ReadSettings> {
  const named = flags['config'] ?? terminal.environment['MASQ_GATEWAY_CONFIG'];
  return readSettings({
    flags,
    environment: terminal.environment,
    file: typeof named === 'string' && named !== '' ? named : undefined,
  });
}
