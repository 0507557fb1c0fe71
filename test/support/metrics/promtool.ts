/** Debian's promtool and prometheus, where they are installed. */
import { spawnSync } from 'node:child_process';

/** What came of a run. */
export interface ToolResult {
  readonly status: number | null;
  /** Standard output and standard error. */
  readonly text: string;
}

/** False where the tool may be used; else the reason that a skipped test shows. */
export function missing(tool: 'promtool' | 'prometheus'): string | false {
  const { error } = spawnSync(tool, ['--version'], { stdio: 'ignore' });
  return error === undefined
    ? false
    : `SKIPPED: ${tool} is not installed; on Debian: apt-get install prometheus`;
}

/** Runs promtool to its end. */
export function promtool(args: readonly string[], input = ''): ToolResult {
  const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8' });
  return { status, text: stdout + stderr };
}
