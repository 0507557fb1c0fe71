/** A panic of a simulated process: whoever runs the process ends it with this reason. */
export class Panic extends Error {
  override readonly name = 'Panic';
  /** `file:line:column` as the last log line of a Node names it; an actor's panic is told to all UIs. */
  readonly site: string;

  constructor(message: string, site = 'src/lib.rs:1:1') {
    super(message);
    this.site = site;
  }
}
