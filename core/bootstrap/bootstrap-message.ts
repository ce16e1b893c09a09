import { transportCredentialPath } from '../dm/choices.ts';
import { clientUri, printClientUri } from '../dm/client-uri.ts';
import { CodedError, codedError } from '../errors.ts';
import { interior, leaf, leavesOf, type MoNode, nodeAt } from '../mo/node.ts';
import {
  parseSerializedMos,
  printSerializedMos,
  SerializationError,
  type SerializedMo,
} from '../mo/serialization.ts';
import { dmAccountKind } from '../mo/standard-objects.ts';

/** What a device authenticates itself with (DM Account, Auth/Trsp): HTTP Basic. */
export interface TransportCredentials {
  readonly userName: string;
  readonly password: string;
}

/** A DM Account: which server manages the device, what it may manage, and how they know each other. */
export interface DmAccount {
  readonly instance: string;
  readonly serverId: string;
  readonly serverUri: string;
  readonly name: string;
  readonly permittedMoids: readonly string[];
  readonly credentials: TransportCredentials;
}

/** A bootstrap message: one DM Account and the management objects to set up beside it. */
export interface BootstrapMessage {
  readonly account: DmAccount;
  readonly objects: readonly SerializedMo[];
}

/** The octets of a bootstrap message (DM 2.0, Bootstrap): serialized MOs, UTF-8 JSON without white space. */
export function composeBootstrapMessage(message: BootstrapMessage): Uint8Array {
  const { account } = message;
  const permitted = account.permittedMoids.map(
    (moid, index) => [String(index + 1), interior([['MOID', leaf(moid)]])] as const,
  );
  const node = interior([
    ['SrvID', leaf(account.serverId)],
    ['SrvURI', leaf(account.serverUri)],
    ['Name', leaf(account.name)],
    ['Perm', interior(permitted)],
    [
      'Auth',
      interior([
        [
          'Trsp',
          interior([
            ['Data', leaf(account.credentials.userName)],
            ['Secret', leaf(account.credentials.password)],
          ]),
        ],
      ]),
    ],
  ]);
  const entry: SerializedMo = {
    clientUri: clientUri(dmAccountKind.moid, account.instance),
    data: { name: dmAccountKind.rootName, node },
  };
  return new TextEncoder().encode(JSON.stringify(printSerializedMos([entry, ...message.objects])));
}

/**
 * Reads the octets of a bootstrap message.
 * @throws BOOTSTRAP_NOT_JSON, BOOTSTRAP_WRONG with the place; never with a secret in the text.
 */
export function parseBootstrapMessage(octets: Uint8Array): BootstrapMessage {
  const entries = entriesOf(octets);
  const accounts = entries.filter((entry) => entry.clientUri.moid === dmAccountKind.moid);
  const [account] = accounts;
  if (account === undefined) throw wrong('it holds no DM Account');
  return {
    account: accountOf(account),
    objects: entries.filter((entry) => entry.clientUri.moid !== dmAccountKind.moid),
  };
}

function entriesOf(octets: Uint8Array): readonly SerializedMo[] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(octets);
    return parseSerializedMos(JSON.parse(text));
  } catch (error) {
    if (error instanceof SerializationError) throw wrong(error.message);
    if (error instanceof CodedError) throw error;
    // The parser's own words would quote the message, and so a secret.
    throw codedError('BOOTSTRAP_NOT_JSON', {});
  }
}

function accountOf(entry: SerializedMo): DmAccount {
  const at = printClientUri(entry.clientUri);
  if (entry.data.name !== dmAccountKind.rootName || entry.clientUri.path.length > 0)
    throw wrong(`${at} is not the root of a DM Account`);
  const text = (...path: readonly string[]) => {
    const node = nodeAt(entry.data.node, path);
    if (node?.kind !== 'leaf' || typeof node.value !== 'string' || node.value === '')
      throw wrong(`${at}${path.join('/')} is missing`);
    return node.value;
  };
  const serverUri = text('SrvURI');
  if (!/^https?:\/\//i.test(serverUri) || !URL.canParse(serverUri))
    throw wrong(`${at}SrvURI is not an address of http or https`);
  return {
    instance: entry.clientUri.instance,
    serverId: text('SrvID'),
    serverUri,
    name: text('Name'),
    permittedMoids: permittedOf(nodeAt(entry.data.node, ['Perm'])),
    credentials: {
      userName: text(...transportCredentialPath, 'Data'),
      password: text(...transportCredentialPath, 'Secret'),
    },
  };
}

function permittedOf(node: MoNode | undefined): readonly string[] {
  if (node === undefined) return [];
  return [...leavesOf(node)].flatMap(({ path, value }) =>
    path.at(-1) === 'MOID' && typeof value === 'string' ? [value] : [],
  );
}

function wrong(detail: string): CodedError {
  return codedError('BOOTSTRAP_WRONG', { detail });
}
