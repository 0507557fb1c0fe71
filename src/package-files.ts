/**
 * Where the package's own files lie. The command is bundled, and code in a bundle lies elsewhere than its source did; this module
 * stays as it is, so a place reckoned from here is right in src/ and in dist/ alike.
 */

/** package.json. */
export const packageFile = new URL('../package.json', import.meta.url);

/** The API's description as it was written. */
export const openapiYamlFile = new URL('../openapi.yaml', import.meta.url);

/** The API's description as JSON, digit for digit. */
export const openapiJsonFile = new URL('./generated/openapi.json', import.meta.url);

/** The folder of the dashboard's files; ends in a slash. */
export const dashboardFolder = new URL('./dashboard/', import.meta.url);
