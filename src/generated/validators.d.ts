// Generated from openapi.yaml by scripts/generate.ts; never edited.
import type { Validator } from '../api/validator.js';

export const getReadyzQuery: Validator;
export const patchSetupBody: Validator;
export const patchSetupMergePatchBody: Validator;
export const putSetupValueBody: Validator;
export const deleteSetupValueBody: Validator;
export const startNodeBody: Validator;
export const startNodeQuery: Validator;
export const shutdownNodeBody: Validator;
export const shutdownNodeQuery: Validator;
export const restartNodeBody: Validator;
export const crashNodeBody: Validator;
export const queryConfigurationBody: Validator;
export const putConfigurationBody: Validator;
export const checkPasswordBody: Validator;
export const changePasswordBody: Validator;
export const queryWalletsBody: Validator;
export const generateWalletsBody: Validator;
export const recoverWalletsBody: Validator;
export const getFinancialsQuery: Validator;
export const queryFinancialsBody: Validator;
export const startScanBody: Validator;
export const putExitLocationBody: Validator;
export const applyAndListExitLocationBody: Validator;
export const streamEventsQuery: Validator;
export const getEventHistoryQuery: Validator;
