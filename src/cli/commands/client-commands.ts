/** Commands that ask a gateway. */
import { Argument, Option, type Command } from 'commander';
import { settings, variableName } from '../../config.js';
import { metrics, requirements, type Metric, type Requirement } from './check.js';
import { addClientOptions, readClientOptions, type Flags } from '../gateway/client-options.js';
import { completions, completionScripts, shells } from './completion.js';
import { daemonPortOf, rangeOf, secondsOf, wordsOf } from './flag-values.js';
import type { Terminal, Verdict } from '../output/terminal.js';

export function addClientCommands(program: Command, terminal: Terminal, verdict: Verdict): void {
  addStatus(program, terminal);
  addCheck(program, terminal, verdict);
  addEvents(program, terminal);
  addDoctor(program, terminal, verdict);
  addCurl(program, terminal);
  addCompletion(program, terminal);
}

function addStatus(program: Command, terminal: Terminal): void {
  addClientOptions(program.command('status').description('show every hop'))
    .option('-w, --watch', 'show it again at every change, until Ctrl-C')
    .option('--json', 'as JSON; with --watch one object a line')
    .action(async (flags: Flags) => {
      const options = await readClientOptions(flags, terminal);
      const { status } = await import('./status-command.js');
      const form = { watch: flags['watch'] === true, json: flags['json'] === true };
      await status(options, form, terminal);
    });
}

const checkHelp = `
Without --require: OK when a Node runs and its Daemon is up (or there is none), WARNING when half of it is there, CRITICAL
when not. With --require: OK or CRITICAL. A gateway that does not answer is CRITICAL; everything else is UNKNOWN.
Ranges are those of monitoring plugins: 10, 10:, ~:10, 10:20, @10:20.

Exit codes: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.

Examples:
  masq-gateway check --require route
  masq-gateway check --metric node-seconds -w 300:      warn for 5 minutes after the Node's state changed
  masq-gateway check -w 0.5 -c 2                        how long the gateway may take, in seconds`;

function addCheck(program: Command, terminal: Terminal, verdict: Verdict): void {
  addClientOptions(
    program.command('check').description('one line and an exit code for Nagios and Icinga'),
  )
    .addOption(new Option('--require <hop>', 'what must be there').choices(requirements))
    .addOption(
      new Option('--metric <name>', 'what -w and -c are about')
        .choices(metrics)
        .default('response-time'),
    )
    .option('-w, --warning <range>', 'WARNING where the metric raises this range')
    .option('-c, --critical <range>', 'CRITICAL where the metric raises this range')
    .option('-t, --timeout <seconds>', 'give up after so long', '10')
    .addHelpText('after', checkHelp)
    .action(async (flags: Flags) => {
      const rules = {
        require: flags['require'] as Requirement | undefined, // commander has checked both words
        metric: flags['metric'] as Metric,
        warning: rangeOf(flags['warning'], '-w'),
        critical: rangeOf(flags['critical'], '-c'),
      };
      const timeoutMs = secondsOf(flags['timeout'], '-t');
      const options = await readClientOptions(flags, terminal);
      const { check } = await import('./check-command.js');
      verdict.exitCode = await check(options, rules, timeoutMs, terminal);
    });
}

const logLevels = ['Error', 'Warn', 'Info'] as const;

function addEvents(program: Command, terminal: Terminal): void {
  addClientOptions(
    program
      .command('events')
      .description('follow everything that happens; comes back by itself and tells of gaps'),
  )
    .option('--opcode <opcodes...>', 'these only, such as logBroadcast,crashed')
    .addOption(
      new Option('--min-log-level <level>', 'log lines of this severity and above').choices(
        logLevels,
      ),
    )
    .option('--after <id>', 'begin behind this event id or RFC 3339 time')
    .option('--json', 'one JSON object a line: id, at, hop, opcode, payload')
    .action(async (flags: Flags) => {
      const options = await readClientOptions(flags, terminal);
      const { events } = await import('./events-command.js');
      const opcodes = wordsOf(flags['opcode']);
      const minLogLevel = logLevels.find((level) => level === flags['minLogLevel']);
      const [lastEventId] = wordsOf(flags['after']);
      const form = {
        ...(opcodes.length === 0 ? {} : { opcodes }),
        ...(minLogLevel === undefined ? {} : { minLogLevel }),
        ...(lastEventId === undefined ? {} : { lastEventId }),
        json: flags['json'] === true,
      };
      await events(options, form, terminal);
    });
}

const doctorHelp = `
A running gateway is asked what it knows, which costs the peers nothing. Only where none vouches for the Daemon's port, that port is
visited with one UIv2 handshake and a proper close: the Daemon logs it; a Node there would tell every UI in two log lines.

Exit codes: 0 nothing wrong, 1 something wrong.`;

function addDoctor(program: Command, terminal: Terminal, verdict: Verdict): void {
  addClientOptions(
    program.command('doctor').description('find what is wrong, and say what to do about it'),
  )
    .addOption(
      new Option('--daemon-port <port>', settings.daemonPort.help)
        .env(variableName('daemonPort'))
        .default('5333'),
    )
    .option('--json', 'as one JSON object')
    .addHelpText('after', doctorHelp)
    .action(async (flags: Flags) => {
      const daemonPort = daemonPortOf(flags['daemonPort']);
      const options = await readClientOptions(flags, terminal);
      const { doctor } = await import('../doctor/doctor.js');
      const form = { daemonPort, json: flags['json'] === true };
      verdict.exitCode = await doctor(options, form, terminal);
    });
}

function addCurl(program: Command, terminal: Terminal): void {
  addClientOptions(
    program
      .command('curl')
      .description('print the curl line of an operation; without one, list all')
      .argument('[operation]', 'operationId of openapi.yaml'),
  ).action(async (operation: string | undefined, flags: Flags) => {
    const options = await readClientOptions(flags, terminal);
    const { curl } = await import('./curl-command.js');
    await curl(operation, options, terminal);
  });
}

function addCompletion(program: Command, terminal: Terminal): void {
  program
    .command('completion')
    .description('print a completion script: source <(masq-gateway completion bash)')
    .addArgument(new Argument('<shell>').choices(shells))
    .action((shell: keyof typeof completionScripts) => {
      terminal.out.write(completionScripts[shell]);
    });
  program
    .command('complete', { hidden: true })
    .description('what the last of these words can become; asked by the completion scripts')
    .argument('[words...]')
    .action((words: readonly string[]) => {
      terminal.out.write(completions(program, words));
    });
}
