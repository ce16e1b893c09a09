import { firmwareResults } from '../device/firmware-codes.ts';
import { softwareResults } from '../device/software-codes.ts';

/** What an update is of: the firmware (FUMO), or a component of the software (SCOMO). */
export type UpdateKind = 'firmware' | 'software';

/** The names of the result codes of FUMO 1.0, in words. */
const firmwareWords: Readonly<Record<keyof typeof firmwareResults, string>> = {
  success: 'the device has done it',
  clientError: 'the device could not do it at this time, for it is at something else',
  userCancelled: 'somebody at the device cancelled it',
  packageCorrupted: 'the image did not arrive as it should: its digest is another one',
  packageMismatch: 'the image is for another device',
  packageNotValidated: 'the signature of the image could not be validated',
  packageNotAcceptable: 'the device does not accept the image',
  downloadNotAuthenticated: 'the Data Repository did not let the device in',
  downloadTimedOut: 'the download took too long',
  notImplemented: 'the device does not have this operation',
  undefinedError: 'the device does not say why',
  updateFailed: 'the installation failed',
  badAddress: 'there is nothing at the address of the image',
  downloadServerUnavailable: 'the Data Repository could not be reached',
  downloadServerFailed: 'the Data Repository failed',
  noMemoryForDownload: 'the device has no room for the image',
  noMemoryForUpdate: 'the device has no room for the installation',
  networkFailed: 'the network failed',
};

/** The same of SCOMO 1.0. */
const softwareWords: Readonly<Record<keyof typeof softwareResults, string>> = {
  success: 'the device has done it',
  clientError: 'the device could not do it at this time, for it is at something else',
  userCancelled: 'somebody at the device cancelled it',
  downloadFailed: 'the download failed',
  downloadNotAuthenticated: 'the Data Repository did not let the device in',
  noMemoryForDownload: 'the device has no room for the package',
  installFailed: 'the installation failed',
  noMemoryForInstallation: 'the device has no room for the installation',
  packageNotValidated: 'the package could not be validated: its digest or signature is another one',
  removeFailed: 'the removal failed',
  activateFailed: 'the component could not be made active',
  deactivateFailed: 'the component could not be made inactive',
  notImplemented: 'the device does not have this operation',
  undefinedError: 'the device does not say why',
  environmentNotSupported: 'the device does not have the environment that the package is for',
  downloadServerFailed: 'the Data Repository failed',
  downloadServerUnavailable: 'the Data Repository could not be reached',
};

const vendors = 'a code of the vendor; what it means, its documents say';

/** What a result code means (FUMO 1.0 and SCOMO 1.0, ResultCode), as half a sentence. */
export function resultWords(kind: UpdateKind, code: number): string {
  return kind === 'firmware'
    ? wordsOf(firmwareResults, firmwareWords, code, 0)
    : wordsOf(softwareResults, softwareWords, code, 1000);
}

function wordsOf<Name extends string>(
  codes: Readonly<Record<Name, number>>,
  words: Readonly<Record<Name, string>>,
  code: number,
  base: number,
): string {
  const name = (Object.keys(codes) as Name[]).find((each) => codes[each] === code);
  if (name !== undefined) return words[name];
  const rest = code - base;
  const isOfVendor = [250, 450, 550].some((first) => rest >= first && rest < first + 50);
  if (isOfVendor) return vendors;
  return rest >= 200 && rest < 300 ? words['success' as Name] : 'a code that the standard does not have';
}

/** What a state of the device's object means: State of FUMO 1.0, or Status below Download of SCOMO 1.0. */
export function stateWords(kind: UpdateKind, state: number): string {
  const words = kind === 'firmware' ? firmwareStateWords : softwareStateWords;
  return words.get(state) ?? 'a state that the standard does not have';
}

const firmwareStateWords: ReadonlyMap<number, string> = new Map([
  [10, 'idle'],
  [20, 'download failed'],
  [30, 'downloading'],
  [40, 'downloaded'],
  [50, 'ready to update'],
  [60, 'updating'],
  [70, 'update failed, the image is kept'],
  [80, 'update failed'],
  [90, 'updated, the image is kept'],
  [100, 'updated'],
]);

const softwareStateWords: ReadonlyMap<number, string> = new Map([
  [10, 'idle'],
  [20, 'download failed'],
  [30, 'downloading'],
  [40, 'downloaded'],
  [50, 'installing'],
  [60, 'installation failed, the package is kept'],
  [70, 'installation failed'],
]);
