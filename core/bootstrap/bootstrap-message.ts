import { nodeAddress, printNodeAddress } from '../dm/node-address.ts';
import { CodedError, codedError } from '../errors.ts';
import {
  parseSerializedMos,
  printSerializedMos,
  SerializationError,
  type SerializedMo,
} from '../mo/serialization.ts';
import { dmAccountMoid, dmAccountRootName } from '../mo/standard-objects.ts';
import { type DmAccount, dmAccountNode, readDmAccount, wrongBootstrap } from './dm-account.ts';

/** A bootstrap message: a DM Account for each server, and the management objects to set up beside them. */
export interface BootstrapMessage {
  /** The first is the server that the device opens its first session with; it owns what the message sets up. */
  readonly accounts: readonly [DmAccount, ...DmAccount[]];
  readonly objects: readonly SerializedMo[];
}

/** The octets of a bootstrap message (DM 2.0, Bootstrap): serialized MOs, UTF-8 JSON without white space. */
export function composeBootstrapMessage(message: BootstrapMessage): Uint8Array {
  const accounts = message.accounts.map(
    (account): SerializedMo => ({
      clientUri: nodeAddress(dmAccountMoid, account.instance),
      data: { name: dmAccountRootName, node: dmAccountNode(account) },
    }),
  );
  return new TextEncoder().encode(JSON.stringify(printSerializedMos([...accounts, ...message.objects])));
}

/**
 * Reads the octets of a bootstrap message.
 * @throws BOOTSTRAP_NOT_JSON, BOOTSTRAP_WRONG with the place; never with a secret in the text.
 */
export function parseBootstrapMessage(octets: Uint8Array): BootstrapMessage {
  const entries = entriesOf(octets);
  const isAccount = (entry: SerializedMo) => entry.clientUri.moid === dmAccountMoid;
  const [first, ...others] = entries.filter(isAccount).map(accountOf);
  if (first === undefined) throw wrongBootstrap('it holds no DM Account');
  const accounts = [first, ...others] as const;
  for (const [index, { serverId, instance }] of accounts.entries())
    if (accounts.findIndex((each) => each.serverId === serverId || each.instance === instance) !== index)
      throw wrongBootstrap(
        `two DM Accounts are of the server "${serverId}" or in the instance "${instance}"`,
      );
  return { accounts, objects: entries.filter((entry) => !isAccount(entry)) };
}

function entriesOf(octets: Uint8Array): readonly SerializedMo[] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(octets);
    return parseSerializedMos(JSON.parse(text));
  } catch (error) {
    if (error instanceof SerializationError) throw wrongBootstrap(error.message);
    if (error instanceof CodedError) throw error;
    // The parser's own words would quote the message, and so a secret.
    throw codedError('BOOTSTRAP_NOT_JSON', {});
  }
}

function accountOf({ clientUri, data }: SerializedMo): DmAccount {
  if (data.name !== dmAccountRootName || clientUri.path.length > 0)
    throw wrongBootstrap(`${printNodeAddress(clientUri)} is not the root of a DM Account`);
  return readDmAccount(clientUri.instance, data.node);
}
