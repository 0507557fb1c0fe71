/** The dashboard's own modules, which are plain JavaScript for browsers; those without a page run here as well. */

/** Loads one by its name; the caller says what it exports, the tests hold it to that. */
export async function dashboardModule<T>(name: string): Promise<T> {
  return (await import(new URL(`../../src/dashboard/${name}`, import.meta.url).href)) as T;
}
