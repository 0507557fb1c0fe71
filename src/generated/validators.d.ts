// Generated from openapi.yaml by scripts/generate.ts; never edited.

/** One fault of a request. It never holds the value that it is about. */
export interface ValidationFault {
  /** JSON pointer to the value, or to the object whose key is at fault. */
  readonly instancePath: string;
  /** Keyword of JSON Schema, or `exactInteger`, `rule`, `maxValues`. */
  readonly keyword: string;
  /** What the keyword asked for. */
  readonly params: Readonly<Record<string, unknown>>;
  /** To be read after the name of the value: "must be …". */
  readonly message: string;
  readonly propertyName?: string;
  /** Of an unknown key: `properties` holds the keys that are known there. */
  readonly parentSchema?: { readonly properties: Readonly<Record<string, true>> };
}

/** True where the data fits; else its faults stand in `errors` until the next call. At most 64 are told. */
export interface GeneratedValidator {
  (data: unknown): boolean;
  errors?: readonly ValidationFault[] | null;
}

export const getReadyzQuery: GeneratedValidator;
export const patchSetupBody: GeneratedValidator;
export const patchSetupMergePatchBody: GeneratedValidator;
export const putSetupValueBody: GeneratedValidator;
export const startNodeBody: GeneratedValidator;
export const startNodeQuery: GeneratedValidator;
export const shutdownNodeBody: GeneratedValidator;
export const shutdownNodeQuery: GeneratedValidator;
export const restartNodeBody: GeneratedValidator;
export const crashNodeBody: GeneratedValidator;
export const queryConfigurationBody: GeneratedValidator;
export const putConfigurationBody: GeneratedValidator;
export const checkPasswordBody: GeneratedValidator;
export const changePasswordBody: GeneratedValidator;
export const queryWalletsBody: GeneratedValidator;
export const generateWalletsBody: GeneratedValidator;
export const recoverWalletsBody: GeneratedValidator;
export const getFinancialsQuery: GeneratedValidator;
export const queryFinancialsBody: GeneratedValidator;
export const startScanBody: GeneratedValidator;
export const putExitLocationBody: GeneratedValidator;
export const applyAndListExitLocationBody: GeneratedValidator;
export const streamEventsQuery: GeneratedValidator;
export const getEventHistoryQuery: GeneratedValidator;
