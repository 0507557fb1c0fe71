/** The command line: all commands, and what becomes of their failures. */
import { Command, CommanderError } from 'commander';
import { ConfigError } from '../config.js';
import { didYouMean } from '../protocol/suggestion.js';
import { version } from '../version.js';
import { addClientCommands } from './commands/client-commands.js';
import { ConnectionError } from './gateway/gateway-connection.js';
import { addMetricsCommand } from './commands/metrics-command.js';
import { addServerCommands } from './commands/server-commands.js';
import { addTokenCommand } from './commands/token.js';
import {
  checkCodes,
  CommandError,
  exitCodes,
  type Terminal,
  type Verdict,
} from './output/terminal.js';

/** Runs one command line (without node and script) and resolves with the exit code. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  const verdict: Verdict = { exitCode: exitCodes.ok };
  try {
    const program = buildProgram(terminal, verdict);
    refuseUnknownCommand(program, args);
    await program.parseAsync([...args], { from: 'user' });
    return verdict.exitCode;
  } catch (error) {
    return args[0] === 'check' ? checkFailure(error, terminal) : exitCodeOf(error, terminal);
  }
}

/** The program with all its commands. @internal */
export function buildProgram(terminal: Terminal, verdict: Verdict): Command {
  const program = new Command('masq-gateway')
    .description(
      'A localhost-only HTTP gateway for MASQ Node: every UIv2 conversation as REST, every broadcast as Server-Sent Events.',
    )
    .version(version)
    .exitOverride()
    .showHelpAfterError('(masq-gateway COMMAND --help tells more)')
    .addHelpText('after', programHelp)
    .configureOutput({
      writeOut: (text) => void terminal.out.write(text),
      writeErr: (text) => void terminal.err.write(text),
    });
  addServerCommands(program, terminal);
  addTokenCommand(program, terminal);
  addClientCommands(program, terminal, verdict);
  addMetricsCommand(program, terminal);
  return program;
}

const programHelp = `
Examples:
  masq-gateway                          serve before the Daemon on port 5333
  masq-gateway demo                     try everything without a Daemon
  masq-gateway status --watch           every hop, as it changes
  masq-gateway check --require node     for Nagios and Icinga
  masq-gateway events --min-log-level Warn
  masq-gateway doctor                   what is wrong, and what to do

Exit codes: 0 done, 1 doctor found a fault, 64 wrong usage, 65 refused by the gateway, 69 no gateway there or no
address to listen on, 70 a fault of our own, 73 a file that cannot be made, 74 output that cannot be written, 78 a wrong setting; check: 0, 1, 2, 3 as every monitoring plugin.`;

// Without this a misspelt command would be an argument too many of the default command.
function refuseUnknownCommand(program: Command, args: readonly string[]): void {
  const [word] = args;
  const known = ['help', ...program.commands.map((command) => command.name())];
  if (word === undefined || word.startsWith('-') || known.includes(word)) return;
  throw new CommandError(
    exitCodes.usage,
    `there is no command "${word}".${didYouMean(word, known)} masq-gateway --help lists all.`,
  );
}

/** A plugin that fails must say so in its one line, and never look like a verdict. */
function checkFailure(error: unknown, terminal: Terminal): number {
  const isHelp = error instanceof CommanderError && error.exitCode === 0;
  if (!isHelp) {
    const words = error instanceof Error ? error.message : String(error);
    terminal.out.write(
      `MASQ UNKNOWN - ${words.replace(/^error: /, '').replaceAll(/[\n|]+/g, ' ')}\n`,
    );
  }
  return checkCodes.unknown;
}

function exitCodeOf(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  const told = toldExitCode(error);
  if (told !== undefined && error instanceof Error) {
    terminal.err.write(`masq-gateway: ${error.message}\n`);
    return told;
  }
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.err.write(`masq-gateway: unexpected failure\n${words}\n`);
  return exitCodes.internal;
}

function toldExitCode(error: unknown): number | undefined {
  if (error instanceof ConfigError) return exitCodes.config;
  if (error instanceof ConnectionError) return exitCodes.unavailable;
  return error instanceof CommandError ? error.exitCode : undefined;
}
