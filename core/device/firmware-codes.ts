import type { DownloadOutcome } from './steps.ts';

/** States of a firmware update (FUMO 1.0, State). */
export const firmwareStates = {
  /** Nothing was done yet. */
  idle: 10,
  downloadFailed: 20,
  downloading: 30,
  /** The package is there whole; what it is was not looked at yet. */
  downloaded: 40,
  /** The device holds a package and waits for Update. */
  readyToUpdate: 50,
  updating: 60,
  updateFailedWithPackage: 70,
  /** The update failed, and there is no package. */
  updateFailed: 80,
  updatedWithPackage: 90,
  /** The update succeeded, and the package is gone. */
  updated: 100,
} as const;

export type FirmwareState = keyof typeof firmwareStates;

/** Result codes of a firmware update (FUMO 1.0, ResultCode). 250–299, 450–499 and 550–599 are the vendors'. */
export const firmwareResults = {
  success: 200,
  /** The user or the device did something that kept it from going on. */
  clientError: 400,
  userCancelled: 401,
  /** The package was not stored correctly: another digest than expected. */
  packageCorrupted: 402,
  /** The package is for another device. */
  packageMismatch: 403,
  /** The digital signature of the package could not be validated. */
  packageNotValidated: 404,
  packageNotAcceptable: 405,
  downloadNotAuthenticated: 406,
  downloadTimedOut: 407,
  notImplemented: 408,
  undefinedError: 409,
  updateFailed: 410,
  badAddress: 411,
  downloadServerUnavailable: 412,
  downloadServerFailed: 500,
  noMemoryForDownload: 501,
  noMemoryForUpdate: 502,
  networkFailed: 503,
} as const;

/** The result code that tells what a download came to. */
export const firmwareDownloadResults: Readonly<Record<DownloadOutcome, number>> = {
  downloaded: firmwareResults.success,
  corrupted: firmwareResults.packageCorrupted,
  badAddress: firmwareResults.badAddress,
  notAuthenticated: firmwareResults.downloadNotAuthenticated,
  timedOut: firmwareResults.downloadTimedOut,
  serverUnavailable: firmwareResults.downloadServerUnavailable,
  serverFailed: firmwareResults.downloadServerFailed,
  networkFailed: firmwareResults.networkFailed,
};
