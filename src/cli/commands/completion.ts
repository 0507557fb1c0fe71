/** Shell completion: a short script for each shell, which at every Tab asks `masq-gateway complete -- WORDS` what fits. */
import type { Command, Option } from 'commander';

/** Answered if the word is a file, which shells complete themselves. */
const FILES = ':files';
/** The command that runs when none is named; its options stand at the top, too. */
const DEFAULT_COMMAND = 'serve';

/** Completion scripts by shell. The words reach us quoted: nothing that was typed is evaluated. */
export const completionScripts = {
  bash: `# source <(masq-gateway completion bash)
_masq_gateway() {
  local IFS=$'\\n'
  COMPREPLY=($(masq-gateway complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
  if [[ "\${COMPREPLY[0]}" == ${FILES} ]]; then COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")); fi
  COMPREPLY=("\${COMPREPLY[@]%%$'\\t'*}")
}
complete -F _masq_gateway masq-gateway
`,
  zsh: `#compdef masq-gateway
_masq_gateway() {
  local -a found
  found=("\${(@f)$(masq-gateway complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ "$found[1]" == ${FILES} ]]; then _files; return; fi
  found=("\${(@)found//$'\\t'/:}")
  _describe 'masq-gateway' found
}
compdef _masq_gateway masq-gateway
`,
  fish: `function __masq_gateway
  set -l word (commandline -ct)
  set -l found (masq-gateway complete -- (commandline -opc)[2..-1] "$word" 2>/dev/null)
  if test "$found[1]" = ${FILES}
    __fish_complete_path "$word"
  else
    printf '%s\\n' $found
  end
end
complete -c masq-gateway -f -a '(__masq_gateway)'
`,
} as const;

export const shells = Object.keys(completionScripts) as (keyof typeof completionScripts)[];

/** What the last of `words` can become, one a line, with a description behind a tab; `:files` if it is a file. Pure. */
export function completions(program: Command, words: readonly string[]): string {
  const typed = words.at(-1) ?? '';
  const command = commandOf(program, words.slice(0, -1));
  const pending = optionOf(command, words.at(-2));
  const found = pending === undefined ? nextWords(command, typed) : valuesOf(pending);
  const fitting = found.filter((line) => line === FILES || line.startsWith(typed));
  return fitting.map((line) => `${line}\n`).join('');
}

/** The command that the words lead to; the default one if they name none and begin with an option. */
function commandOf(program: Command, words: readonly string[]): Command {
  let command = program;
  for (const word of words) {
    const next = command.commands.find((each) => each.name() === word);
    if (next === undefined) break;
    command = next;
  }
  return command;
}

function optionsOf(command: Command): readonly Option[] {
  const help = command.createHelp();
  const byDefault =
    command.parent === null
      ? command.commands.filter((each) => each.name() === DEFAULT_COMMAND)
      : [];
  return [command, ...byDefault].flatMap((each) => help.visibleOptions(each));
}

/** The option whose value comes after `word`; undefined if it takes none. */
function optionOf(command: Command, word: string | undefined): Option | undefined {
  return optionsOf(command).find(
    (option) =>
      word !== undefined &&
      (option.required || option.optional) &&
      (option.long === word || option.short === word),
  );
}

function valuesOf({ argChoices, flags }: Option): readonly string[] {
  return argChoices ?? (/<(?:file|path)>/.test(flags) ? [FILES] : []);
}

function nextWords(command: Command, typed: string): readonly string[] {
  if (typed.startsWith('-')) {
    return optionsOf(command).flatMap(({ long, short, description }) =>
      [long, short].filter((flag) => flag !== undefined).map((flag) => `${flag}\t${description}`),
    );
  }
  const below = command.createHelp().visibleCommands(command);
  return [
    ...below.map((each) => `${each.name()}\t${each.description()}`),
    ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
  ];
}
