import { composeBootstrapMessage } from '../bootstrap/bootstrap-message.ts';
import type { DmAccount, TransportCredentials } from '../bootstrap/dm-account.ts';
import type { Profile } from './profile.ts';
import { type Authentication, transportOf } from './profile-server.ts';
import { sampleRow } from './sample-row.ts';
import { configurationOf } from './session-plan.ts';
import { withBuiltIns } from './variables.ts';

/** What will be on a card, with values that a row may have. Sizes are octets; those of the message about so many. */
export interface CardPicture {
  /** The whole bootstrap message. */
  readonly message: number;
  readonly account: number;
  /** What each object that the card carries adds to the message. */
  readonly objects: readonly { readonly name: string; readonly octets: number }[];
  /** What the file of the message holds where it has to be made. */
  readonly room: number;
  /** Whether the device is told over which certificate to know the server. */
  readonly secure: boolean;
}

/**
 * Composes the message of a sample row, with credentials as long as those that are issued.
 * @param usual the transport that is meant where the profile leaves it open
 */
export function cardPictureOf(profile: Profile, usual: 'http' | 'https'): CardPicture {
  const secure = transportOf(profile.server, usual) === 'https';
  const origin = `${secure ? 'https' : 'http'}://192.168.100.100:54321`;
  const variables = withBuiltIns(sampleRow(profile.columns), {
    id: profile.server.id,
    dm: `${origin}/dm`,
    repository: `${origin}/repository`,
  });
  const account: DmAccount = {
    instance: profile.server.instance,
    serverId: profile.server.id,
    serverUri: profile.server.address ?? `${origin}/dm`,
    name: profile.server.name,
    permittedMoids: profile.permits,
    credentials: credentialsLike[profile.server.authentication],
    notification: { data: 'x'.repeat(12), secret: 'x'.repeat(32) },
    ...(secure ? { trustAnchor: 'x'.repeat(pemLength) } : {}),
  };
  const size = (names: readonly string[]) =>
    composeBootstrapMessage({
      accounts: [account],
      objects: names.map((name) => {
        const { target, data } = configurationOf(profile, name, variables);
        return { clientUri: target, data };
      }),
    }).length;
  const alone = size([]);
  return {
    message: size(profile.bootstrap),
    account: alone,
    objects: profile.bootstrap.map((name) => ({ name, octets: size([name]) - alone })),
    room: profile.card.files.message.size,
    secure,
  };
}

/** A certificate (EC P-256) as text. */
const pemLength = 760;

const credentialsLike: Readonly<Record<Authentication, TransportCredentials>> = {
  password: { kind: 'password', userName: 'x'.repeat(15), password: 'x'.repeat(32) },
  certificate: { kind: 'certificate', certificate: 'x'.repeat(pemLength), privateKey: 'x'.repeat(241) },
  presharedKey: { kind: 'presharedKey', identity: 'x'.repeat(32), key: 'x'.repeat(44) },
};
