/** The command line: commands, their options, and what becomes of their failures. */
import { Command, CommanderError, Option } from 'commander';
import type { Config } from '../config.js';
import { ConfigError, flagName, parseConfig, settings, variableName } from '../config.js';
import { version } from '../version.js';
import { CommandError, exitCodes } from './terminal.js';
import type { Terminal } from './terminal.js';

type Flags = Readonly<Record<string, unknown>>;

/** Runs one command line (without node and script) and resolves with the exit code. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await buildProgram(terminal).parseAsync([...args], { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    return exitCodeOf(error, terminal);
  }
}

function exitCodeOf(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof ConfigError) {
    terminal.err.write(`masq-gateway: ${error.message}\n`);
    return exitCodes.config;
  }
  if (error instanceof CommandError) {
    terminal.err.write(`masq-gateway: ${error.message}\n`);
    return error.exitCode;
  }
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.err.write(`masq-gateway: unexpected failure\n${words}\n`);
  return exitCodes.internal;
}

function buildProgram(terminal: Terminal): Command {
  const program = new Command('masq-gateway')
    .description(
      'A localhost-only HTTP gateway for MASQ Node: every UIv2 conversation as REST, every broadcast as Server-Sent Events.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.out.write(text),
      writeErr: (text) => void terminal.err.write(text),
    });
  addServe(program, terminal);
  addDemo(program, terminal);
  addSimulate(program, terminal);
  return program;
}

function addServe(program: Command, terminal: Terminal): void {
  const command = program
    .command('serve', { isDefault: true })
    .description('serve the gateway (the default command); starts without a Daemon, too');
  addSettings(command).action(async (flags: Flags) => {
    const config = await readConfig(flags, terminal);
    const { serve } = await import('./serve.js');
    await serve(config, terminal);
  });
}

function addDemo(program: Command, terminal: Terminal): void {
  const command = program
    .command('demo')
    .description(
      'start a simulated Daemon and Node with a gateway before them, and print curl lines to try',
    );
  addSettings(command).action(async (flags: Flags) => {
    const config = await readConfig(flags, terminal);
    const { demo } = await import('./demo.js');
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
      const { simulate } = await import('./simulate.js');
      await simulate(flags['daemonPort'], terminal);
    });
}

function addSettings(command: Command): Command {
  command.option('--config <file>', 'JSON or YAML file with settings (also MASQ_GATEWAY_CONFIG)');
  for (const [name, { help, argument }] of Object.entries(settings)) {
    const flag = `--${flagName(name)}`;
    command.option(argument === undefined ? flag : `${flag} <${argument}>`, help);
  }
  return command;
}

function readConfig(flags: Flags, terminal: Terminal): Promise<Config> {
  const named = flags['config'] ?? terminal.environment['MASQ_GATEWAY_CONFIG'];
  return parseConfig({
    flags,
    environment: terminal.environment,
    file: typeof named === 'string' && named !== '' ? named : undefined,
  });
}
