import type { DownloadOutcome } from './steps.ts';

/** What is being done with a package below Download (SCOMO 1.0, Download/<X>/Status). */
export const downloadStatuses = {
  idle: 10,
  downloadFailed: 20,
  downloading: 30,
  downloaded: 40,
  installing: 50,
  installFailedWithPackage: 60,
  installFailed: 70,
} as const;

/** What is being done with a delivered package (SCOMO 1.0, Inventory/Delivered/<X>/Status). */
export const deliveredStatuses = {
  idle: 10,
  removeFailed: 20,
  removing: 30,
  installing: 40,
  installFailedWithPackage: 50,
  installFailed: 60,
} as const;

/** What is being done with a deployed component (SCOMO 1.0, Inventory/Deployed/<X>/Status). */
export const deployedStatuses = {
  idle: 10,
  removeFailed: 20,
  removing: 30,
  activateFailed: 40,
  activating: 50,
  deactivateFailed: 60,
  deactivating: 70,
} as const;

/** What a delivered package is (SCOMO 1.0, Inventory/Delivered/<X>/State). */
export const packageStates = { delivered: 10, installed: 20 } as const;

/** What a deployed component is (SCOMO 1.0, Inventory/Deployed/<X>/State). */
export const componentStates = { inactive: 10, active: 20 } as const;

/** Result codes of software management (SCOMO 1.0, ResultCode). 1250–1299, 1450–1499 and 1550–1599 are the vendors'. */
export const softwareResults = {
  success: 1200,
  /** The user or the device did something that kept it from going on. */
  clientError: 1400,
  userCancelled: 1401,
  downloadFailed: 1402,
  downloadNotAuthenticated: 1403,
  noMemoryForDownload: 1404,
  installFailed: 1405,
  noMemoryForInstallation: 1406,
  packageNotValidated: 1407,
  removeFailed: 1408,
  activateFailed: 1409,
  deactivateFailed: 1410,
  notImplemented: 1411,
  undefinedError: 1412,
  /** The device does not have the environment that the package is for. */
  environmentNotSupported: 1413,
  downloadServerFailed: 1500,
  downloadServerUnavailable: 1501,
} as const;

/** The result code that tells what a download came to. */
export const softwareDownloadResults: Readonly<Record<DownloadOutcome, number>> = {
  downloaded: softwareResults.success,
  corrupted: softwareResults.packageNotValidated,
  badAddress: softwareResults.downloadFailed,
  notAuthenticated: softwareResults.downloadNotAuthenticated,
  timedOut: softwareResults.downloadServerUnavailable,
  serverUnavailable: softwareResults.downloadServerUnavailable,
  serverFailed: softwareResults.downloadServerFailed,
  networkFailed: softwareResults.downloadServerUnavailable,
};
