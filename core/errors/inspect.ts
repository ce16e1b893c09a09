import type { ErrorEntry } from './entry.ts';

/** Looking at devices: their trees, snapshots, comparisons, and the descriptions of their objects. */
export const inspectErrors = {
  TREE_CLOSED: {
    cause: 'The tree that was asked for is not held any more.',
    remedy: 'Open it again.',
  },
  TREE_ROW_UNKNOWN: {
    cause: 'The tree has no line {row}.',
    remedy: 'Open the tree again.',
  },
  SNAPSHOT_UNKNOWN: {
    cause: 'There is no snapshot {snapshot}.',
    remedy: 'It may have been deleted, or given way to newer ones; choose another one.',
  },
  SNAPSHOT_EMPTY: {
    cause: 'The device {device} has reported nothing yet, so that there is nothing to keep.',
    remedy: 'Hold a session with it that reads its objects, then take the snapshot.',
  },
  COMPARISON_CLOSED: {
    cause: 'The comparison that was asked for is not held any more.',
    remedy: 'Compare again.',
  },
  BRANCH_EMPTY: {
    cause: 'The device has reported nothing of this branch, so that there is nothing to save.',
    remedy: 'Read it in a session first; what is only described or assumed is not saved.',
  },
  BRANCH_GONE: {
    cause: 'What was read from the file is not held any more.',
    remedy: 'Read the file again.',
  },
  BRANCH_NOT_READ: {
    cause: 'The file holds no serialized management objects: {detail}.',
    remedy: 'Choose a file with an array of {"ClientURI", "MOData"}, as "Save branch" writes it.',
  },
  BRANCH_TOO_LARGE: {
    cause: 'The file has {octets} octets; at most {limit} are read.',
    remedy: 'Cut it into several files.',
  },
  SCHEMA_UNKNOWN: {
    cause: 'There is no description of {moid}.',
    remedy: 'Import its DDF into the library.',
  },
  SCHEMA_STANDARD: {
    cause: 'The description of {moid} comes with DM Bench and cannot be deleted.',
    remedy: 'An imported one takes its place; delete that one to have the standard one again.',
  },
  SCHEMA_IMPORT_GONE: {
    cause: 'The file whose objects were to be named is not held any more.',
    remedy: 'Import it again.',
  },
  SCHEMA_MOID_WRONG: {
    cause: '"{moid}" is no MOID.',
    remedy: 'Write it as the device does, such as urn:oma:mo:example:1.0.',
  },
  SCHEMA_NOT_FOUND_IN_FILE: {
    cause: 'The file describes no object {moid}; it describes {found}.',
    remedy: 'Check that the device names the right file. To use it all the same, save it and import it.',
  },
  SCHEMA_FOLDER_EMPTY: {
    cause: 'The folder {folder} has no file that ends in .xml or .ddf.',
    remedy: 'Choose the folder that the DDF files are in.',
  },
  SCHEMA_ADDRESS_UNKNOWN: {
    cause: 'The device {device} has not said where the DDF of {moid} is.',
    remedy: 'Notify it with the wish that it lists its objects, or import the DDF from a file.',
  },
  SCHEMA_ADDRESS_REFUSED: {
    cause: 'The DDF is not fetched from {address}: {detail}.',
    remedy: 'Only http and https are fetched. Get the file in another way, and import it.',
  },
  SCHEMA_NOT_FETCHED: {
    cause: 'The DDF could not be fetched from {address}: {detail}.',
    remedy: 'Check the address and the network, or get the file in another way and import it.',
  },
  SCHEMA_TOO_LARGE: {
    cause: 'The DDF at {address} has more than {limit} octets.',
    remedy: 'Check that it is the right file; if it is, save it and import it.',
  },
  TAG_WRONG: {
    cause: '"{tag}" cannot be a tag: {detail}.',
    remedy: 'A tag has 1 to 40 characters, none of them a comma or a line break.',
  },
  BULK_PLAN_VARIABLE_MISSING: {
    cause: 'The step "{step}" needs {variable}, and the row of the device has no value for it.',
    remedy: 'Leave the device out, or give it a list with that column.',
  },
  BULK_PLAN_STEP_UNSUPPORTED: {
    cause: 'The step "{step}" can only be run by the own plan of a device: {detail}.',
    remedy: 'Choose the other steps, or begin a batch with the profile.',
  },
  BULK_PLAN_DESCRIPTION: {
    cause: 'The step "{step}" asks for what {target} will not do: {detail}',
    remedy: 'Leave the device out, or change the step.',
  },
  BULK_PLAN_REFUSED: {
    cause: '{refused} of {total} devices cannot run the plan. Nothing was queued.',
    remedy: 'Look at the reasons; say that these devices are left out, or mend what is missing.',
  },
  BULK_PLAN_UNKNOWN: {
    cause: 'There is no plan run {run}.',
    remedy: 'Choose one of the list.',
  },
  BULK_RUNNING: {
    cause: 'Another action on many devices is under way.',
    remedy: 'Wait until it has ended, or cancel it.',
  },
} as const satisfies Record<string, ErrorEntry>;
