/** What the machine is, and how busy it is with other work, from /proc; NaN without /proc. */
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** Clock ticks per second in /proc: 100 on every Linux in use. */
const TICKS_PER_SECOND = 100;

/** What it was measured on. */
export function machineWords(): string {
  const [core] = cpus();
  const model = core?.model.replaceAll(/\s+/g, ' ').trim() ?? 'unknown cores';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${model}, ${memory} GiB, ${process.platform} ${process.arch}, Node.js ${process.versions.node}`;
}

/** Seconds of processor time. */
interface Used {
  readonly all: number;
  readonly own: number;
  readonly atS: number;
}

/** Watches the cores; `adopt` names the processes that the bench starts. */
export class Machine {
  readonly #children = new Map<number, number>();
  #ended = 0;
  #start = this.#now();

  /** This process's work is ours from now on. */
  adopt(processId: number): void {
    this.#children.set(processId, 0);
  }

  /** Begins a stretch. */
  begin(): void {
    this.#start = this.#now();
  }

  /** Cores that others kept busy since `begin`, on average. */
  foreignCores(): number {
    const now = this.#now();
    const elapsedS = now.atS - this.#start.atS;
    const foreign = now.all - this.#start.all - (now.own - this.#start.own);
    return Math.max(0, foreign / elapsedS);
  }

  #now(): Used {
    try {
      return { all: busySeconds(), own: this.#ownSeconds(), atS: performance.now() / 1000 };
    } catch {
      return { all: Number.NaN, own: Number.NaN, atS: performance.now() / 1000 };
    }
  }

  #ownSeconds(): number {
    const { user, system } = process.cpuUsage();
    for (const [id, before] of this.#children) {
      const used = processSeconds(id);
      if (used === undefined) {
        this.#ended += before;
        this.#children.delete(id);
      } else this.#children.set(id, used);
    }
    const children = [...this.#children.values()].reduce((sum, used) => sum + used, 0);
    return (user + system) / 1e6 + this.#ended + children;
  }
}

/** Resident memory of a process in bytes. */
export function residentBytes(processId: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(
    readFileSync(`/proc/${processId}/status`, 'utf8'),
  ) ?? [undefined, 'NaN'];
  return Number(kilobytes) * 1024;
}

function busySeconds(): number {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] = line
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user + nice + system + irq + softIrq) / TICKS_PER_SECOND;
}

/** Processor time that a process has used, seconds; undefined if it has ended. */
export function processSeconds(processId: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${processId}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return undefined; // it has ended
  }
}
