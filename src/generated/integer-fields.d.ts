// Generated from openapi.yaml by scripts/generate.ts; never edited.

/** `true`: the value itself is an integer of 64 bits. Else by key, `*` standing for every item of a list or value of a map. */
export type IntegerFields = true | { readonly [key: string]: IntegerFields };

/** Where the JSON answers of an operation hold integers of 64 bits; operations whose answers hold none are not there. */
export const integerFields: Readonly<Record<string, IntegerFields>>;
