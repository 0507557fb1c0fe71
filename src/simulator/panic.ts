/** A panic of a simulated process: whoever runs the process ends it with this reason. */
export class Panic extends Error {
  override readonly name = 'Panic';
}
