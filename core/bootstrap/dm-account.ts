import {
  notificationCredentialPath,
  presharedKeyMark,
  transportCredentialPath,
  trustAnchorPath,
} from '../dm/choices.ts';
import { nodeAddress, printNodeAddress } from '../dm/node-address.ts';
import { type CodedError, codedError } from '../errors.ts';
import { interior, type LeafValue, leaf, leavesOf, type MoNode, nodeAt } from '../mo/node.ts';
import { dmAccountMoid } from '../mo/standard-objects.ts';

/**
 * What a device authenticates itself with (DM Account, Auth/Trsp): a name and a password, for HTTP Digest or Basic; or
 * a client certificate and its private key (PEM), or a pre-shared key (base64) and its identity, for TLS.
 */
export type TransportCredentials =
  | { readonly kind: 'password'; readonly userName: string; readonly password: string }
  | { readonly kind: 'certificate'; readonly certificate: string; readonly privateKey: string }
  | { readonly kind: 'presharedKey'; readonly identity: string; readonly key: string };

/** What notifications are proved with (DM Account, Auth/Noti; type 1, the SHA-256 digest). */
export interface NotificationCredentials {
  readonly data: string;
  readonly secret: string;
}

/** A DM Account: which server manages the device, what it may manage, and how they know each other. */
export interface DmAccount {
  readonly instance: string;
  readonly serverId: string;
  readonly serverUri: string;
  readonly name: string;
  readonly permittedMoids: readonly string[];
  readonly credentials: TransportCredentials;
  readonly notification?: NotificationCredentials;
  /** The certificate (PEM) of the authority that the server's own one comes from (Ext/TrustAnchor). */
  readonly trustAnchor?: string;
}

/** The nodes of a DM Account, as the bootstrap message and the device hold them. */
export function dmAccountNode(account: DmAccount): MoNode {
  const { credentials, notification, trustAnchor } = account;
  const permitted = account.permittedMoids.map(
    (moid, index) => [String(index + 1), interior([['MOID', leaf(moid)]])] as const,
  );
  return interior([
    ['SrvID', leaf(account.serverId)],
    ['SrvURI', leaf(account.serverUri)],
    ['Name', leaf(account.name)],
    ['Perm', interior(permitted)],
    [
      'Auth',
      interior([
        ...(notification
          ? [
              [
                'Noti',
                interior([['Type', leaf(1)], ...pair(notification.data, notification.secret)]),
              ] as const,
            ]
          : []),
        ['Trsp', interior(transportPair(credentials))],
      ]),
    ],
    ...(trustAnchor === undefined ? [] : [['Ext', interior([['TrustAnchor', leaf(trustAnchor)]])] as const]),
  ]);
}

/**
 * Reads a DM Account from the nodes of its instance.
 * @throws BOOTSTRAP_WRONG with the place; never with a secret in the text
 */
export function readDmAccount(instance: string, root: MoNode): DmAccount {
  const at = printNodeAddress(nodeAddress(dmAccountMoid, instance));
  const value = (path: readonly string[]): LeafValue | undefined => {
    const node = nodeAt(root, path);
    return node?.kind === 'leaf' ? node.value : undefined;
  };
  const text = (...path: readonly string[]) => {
    const found = value(path);
    if (typeof found !== 'string' || found === '') throw wrongBootstrap(`${at}${path.join('/')} is missing`);
    return found;
  };
  const serverUri = text('SrvURI');
  if (!/^https?:\/\//i.test(serverUri) || !URL.canParse(serverUri))
    throw wrongBootstrap(`${at}SrvURI is not an address of http or https`);
  const trustAnchor = value(trustAnchorPath);
  return {
    instance,
    serverId: text('SrvID'),
    serverUri,
    name: text('Name'),
    permittedMoids: permittedOf(nodeAt(root, ['Perm'])),
    credentials: transportCredentialsOf(
      text(...transportCredentialPath, 'Data'),
      text(...transportCredentialPath, 'Secret'),
    ),
    ...(nodeAt(root, notificationCredentialPath)
      ? {
          notification: {
            data: text(...notificationCredentialPath, 'Data'),
            secret: text(...notificationCredentialPath, 'Secret'),
          },
        }
      : {}),
    ...(typeof trustAnchor === 'string' ? { trustAnchor } : {}),
  };
}

function pair(data: string, secret: string) {
  return [['Data', leaf(data)] as const, ['Secret', leaf(secret)] as const];
}

function transportPair(credentials: TransportCredentials) {
  switch (credentials.kind) {
    case 'password':
      return pair(credentials.userName, credentials.password);
    case 'certificate':
      return pair(credentials.certificate, credentials.privateKey);
    case 'presharedKey':
      return pair(credentials.identity, credentials.key);
  }
}

/** Which kind they are, the beginning tells: of PEM, or of the identity of a pre-shared key (choice 14). */
function transportCredentialsOf(data: string, secret: string): TransportCredentials {
  if (data.includes('-----BEGIN')) return { kind: 'certificate', certificate: data, privateKey: secret };
  return data.startsWith(presharedKeyMark)
    ? { kind: 'presharedKey', identity: data, key: secret }
    : { kind: 'password', userName: data, password: secret };
}

function permittedOf(node: MoNode | undefined): readonly string[] {
  if (node === undefined) return [];
  return [...leavesOf(node)].flatMap(({ path, value }) =>
    path.at(-1) === 'MOID' && typeof value === 'string' ? [value] : [],
  );
}

/** The error for a bootstrap message that cannot be used. */
export function wrongBootstrap(detail: string): CodedError {
  return codedError('BOOTSTRAP_WRONG', { detail });
}
