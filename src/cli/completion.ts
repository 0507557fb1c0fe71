/** Completion scripts, generated from the program itself. Pure. */
import type { Command, Option } from 'commander';
import { CommandError, exitCodes } from './terminal.js';

interface Completable {
  readonly name: string;
  readonly description: string;
  readonly options: readonly Option[];
}

const NAME = 'masq-gateway';
const shells: Readonly<Record<string, (commands: readonly Completable[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** The script for a shell. @throws CommandError (usage) for one that is not known. */
export function completionScript(shell: string, program: Command): string {
  const write = Object.hasOwn(shells, shell) ? shells[shell] : undefined;
  if (write === undefined) {
    const known = Object.keys(shells).join(', ');
    throw new CommandError(
      exitCodes.usage,
      `completion is written for ${known}, not for "${shell}"`,
    );
  }
  return write(completables(program.commands, ''));
}

/** Commands and the commands below them, the latter by both words. */
function completables(commands: readonly Command[], prefix: string): readonly Completable[] {
  return commands.flatMap((command) => {
    const name = `${prefix}${command.name()}`;
    const options = command.createHelp().visibleOptions(command);
    const own = { name, description: command.description(), options };
    return [own, ...completables(command.commands, `${name} `)];
  });
}

function flagsOf({ options }: Completable): readonly string[] {
  return options.flatMap(({ long, short }) => [long, short].filter((flag) => flag !== undefined));
}

/** Options whose value is a file. */
function isPath({ flags }: Option): boolean {
  return /<(?:file|path)>/.test(flags);
}

function withChoices(commands: readonly Completable[]): readonly Option[] {
  const seen = new Map<string, Option>();
  for (const { options } of commands) {
    for (const option of options) if (option.long !== undefined) seen.set(option.long, option);
  }
  return [...seen.values()];
}

function nextWords(commands: readonly Completable[], name: string): readonly string[] {
  const prefix = name === '' ? '' : `${name} `;
  return commands
    .filter((each) => each.name.startsWith(prefix))
    .map((each) => each.name.slice(prefix.length))
    .filter((rest) => rest !== '' && !rest.includes(' '));
}

function bashScript(commands: readonly Completable[]): string {
  const serve = commands.find(({ name }) => name === 'serve');
  const values = withChoices(commands).flatMap((option) => {
    const flags = [option.long, option.short].filter((flag) => flag !== undefined).join('|');
    if (option.argChoices !== undefined) {
      return [
        `    ${flags}) COMPREPLY=($(compgen -W '${option.argChoices.join(' ')}' -- "$word")); return ;;`,
      ];
    }
    return isPath(option) ? [`    ${flags}) COMPREPLY=($(compgen -f -- "$word")); return ;;`] : [];
  });
  const cases = commands.map((command) => {
    const words = [...nextWords(commands, command.name), ...flagsOf(command)];
    const arguments_ = command.name === 'completion' ? Object.keys(shells) : [];
    return `    '${command.name}') words='${[...arguments_, ...words].join(' ')}' ;;`;
  });
  const first = [...nextWords(commands, ''), ...(serve === undefined ? [] : flagsOf(serve))];
  return [
    `# bash completion of ${NAME}: source <(${NAME} completion bash)`,
    '_masq_gateway() {',
    '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" command="" words i',
    '  COMPREPLY=()',
    '  case "$before" in',
    ...values,
    '  esac',
    '  for ((i = 1; i < COMP_CWORD; i++)); do',
    '    [[ "${COMP_WORDS[i]}" == -* ]] && break',
    '    command="${command:+$command }${COMP_WORDS[i]}"',
    '  done',
    '  case "$command" in',
    `    '') words='${first.join(' ')}' ;;`,
    ...cases,
    '    *) words="" ;;',
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
    '}',
    `complete -F _masq_gateway ${NAME}`,
    '',
  ].join('\n');
}

function zshScript(commands: readonly Completable[]): string {
  const escaped = (text: string): string =>
    text.replaceAll("'", "'\\''").replaceAll(/[[\]:]/g, '\\$&');
  const specs = (command: Completable): readonly string[] =>
    command.options.flatMap((option) =>
      [option.long, option.short]
        .filter((flag) => flag !== undefined)
        .map((flag) => `'${flag}[${escaped(option.description)}]${zshValue(option)}'`),
    );
  const top = commands.filter(({ name }) => !name.includes(' '));
  const cases = top.map((command) => {
    const below = nextWords(commands, command.name);
    const words = command.name === 'completion' ? Object.keys(shells) : below;
    const argument = words.length === 0 ? [] : [`'1:word:(${words.join(' ')})'`];
    const inner = [...specs(command), ...argument];
    return `    ${command.name}) _arguments ${inner.length === 0 ? '' : inner.join(' ')} ;;`;
  });
  return [
    `#compdef ${NAME}`,
    '_masq_gateway() {',
    '  local -a commands',
    '  commands=(',
    ...top.map(({ name, description }) => `    '${name}:${escaped(description)}'`),
    '  )',
    '  if (( CURRENT == 2 )); then _describe command commands; return; fi',
    '  local command=$words[2]',
    '  shift words; (( CURRENT-- ))',
    '  case $command in',
    ...cases,
    '  esac',
    '}',
    `compdef _masq_gateway ${NAME}`,
    '',
  ].join('\n');
}

function zshValue(option: Option): string {
  if (option.argChoices !== undefined) return `:value:(${option.argChoices.join(' ')})`;
  if (isPath(option)) return ':file:_files';
  return option.required || option.optional ? ':value:' : '';
}

function fishScript(commands: readonly Completable[]): string {
  const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
  const top = commands.filter(({ name }) => !name.includes(' '));
  const lines = top.flatMap((command) => [
    `complete -c ${NAME} -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.description)}`,
    ...command.options.map((option) => {
      const flags = [
        ...(option.long === undefined ? [] : [`-l ${option.long.slice(2)}`]),
        ...(option.short === undefined ? [] : [`-s ${option.short.slice(1)}`]),
      ].join(' ');
      const choices =
        option.argChoices === undefined ? '' : ` -xa ${quoted(option.argChoices.join(' '))}`;
      const value =
        choices === '' && (option.required || option.optional)
          ? isPath(option)
            ? ' -rF'
            : ' -x'
          : choices;
      return `complete -c ${NAME} -n '__fish_seen_subcommand_from ${command.name}' ${flags}${value} -d ${quoted(option.description)}`;
    }),
    ...nextWords(commands, command.name).map(
      (word) => `complete -c ${NAME} -n '__fish_seen_subcommand_from ${command.name}' -a ${word}`,
    ),
  ]);
  const words = Object.keys(shells).join(' ');
  return [
    `complete -c ${NAME} -f`,
    ...lines,
    `complete -c ${NAME} -n '__fish_seen_subcommand_from completion' -a ${quoted(words)}`,
    '',
  ].join('\n');
}
