import type {
  CardHolderView,
  CardMessageView,
  CardProgress,
  CardVerdict,
  CardView,
} from '../../core/api-cards.ts';
import type { Subject } from '../../core/audit/entry.ts';
import { parseBootstrapMessage } from '../../core/bootstrap/bootstrap-message.ts';
import { isSecretPath, maskedMessage } from '../../core/bootstrap/masked-message.ts';
import type { CardContents } from '../../core/card/card-contents.ts';
import { type CardCopy, copyCard } from '../../core/card/card-copy.ts';
import { askTries, type CardKey, showKey } from '../../core/card/card-keys.ts';
import { describeCard } from '../../core/card/describe-card.ts';
import { conduct } from '../../core/card/dialog.ts';
import { type IssuerKeys, noIssuerKeys } from '../../core/card/issuer-keys.ts';
import { type CardLayout, usualLayout } from '../../core/card/layout-schema.ts';
import { planErase } from '../../core/card/plan-erase.ts';
import { changesCard } from '../../core/card/plan-steps.ts';
import { printNodeAddress } from '../../core/dm/node-address.ts';
import { codedError, toFault } from '../../core/errors.ts';
import { leaf, type MoNode } from '../../core/mo/node.ts';
import { printNode } from '../../core/mo/serialization.ts';
import { sameOctets } from '../../core/octets.ts';
import { useSecret } from '../../core/secrets.ts';
import type { Audit } from '../audit/audit-log.ts';
import { cardErasing, cardUnlocking, cardWriting } from '../audit/card-acts.ts';
import { recorded } from '../audit/outside-act.ts';
import { withCardIn } from '../card/by-hand.ts';
import type { CardReader, InsertedCard } from '../card/reader.ts';
import { sha256 } from '../digest.ts';
import type { JobRecord } from '../store/job-record.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import { type CardHolder, holderOf, requireLeave } from './card-holder.ts';
import {
  type CardDelivery,
  eraseAndReadBack,
  identityOf,
  planMessage,
  readDelivered,
  readForWork,
  writeAndReadBack,
} from './card-work.ts';
import { bootstrapMessageOf, type ServerReach } from './enrolment.ts';

/** What a person has said before a card is changed, and the keys for it. */
export interface DeskLeave {
  readonly overwriteDevice?: string | undefined;
  readonly overwriteUnknown: boolean;
  readonly issuerKeys?: IssuerKeys | undefined;
}

/** One card by hand, in the window: read, compared, written, erased, unlocked. */
export interface CardDesk {
  read(station: string): Promise<CardView>;
  verify(station: string): Promise<CardVerdict>;
  /** Writes the message of a device that is known, and reads it back. @throws CARD_HOLDS_ANOTHER, DEVICE_UNKNOWN … */
  write(station: string, deviceId: string, leave: DeskLeave): Promise<CardView>;
  erase(station: string, leave: DeskLeave): Promise<CardView>;
  /** Shows a key once, and reads the card with it. @throws CARD_ADM_…, CARD_PIN_… */
  unlock(
    station: string,
    key: 'adm' | 'pin',
    options: { readonly keys: IssuerKeys; readonly evenTheLastTry: boolean },
  ): Promise<CardView>;
  /** Every octet; secrets are in it. */
  copy(station: string): Promise<CardCopy>;
}

export interface CardDeskOptions {
  readonly store: Store;
  readonly vault: Vault;
  readonly server: ServerReach;
  readonly audit: Audit;
  /** A reader that no batch is using. @throws READER_UNKNOWN, STATION_AT_WORK, PCSC_… */
  readonly readerFor: (station: string) => CardReader;
  readonly now: () => number;
  readonly tell: (progress: CardProgress) => void;
}

export function createCardDesk(options: CardDeskOptions): CardDesk {
  const { store, vault, server, audit, readerFor, now, tell } = options;
  const stop = new AbortController();
  const withCard = async <Result>(station: string, work: (card: InsertedCard) => Promise<Result>) =>
    withCardIn(readerFor(station), stop.signal, work);

  const whose = (card: InsertedCard, contents: CardContents): CardHolder =>
    holderOf(contents, identityOf(card, contents), store);

  const messageOf = (job: JobRecord): Uint8Array =>
    bootstrapMessageOf({ store, vault, profile: store.profiles.of(job.batchId), server }, job);

  /** The card, and whose it is as far as that is known. */
  const subjectOf = (card: InsertedCard, contents: CardContents, job?: JobRecord): Subject => {
    const holder = whose(card, contents);
    const { deviceId, label, batchId, jobId } = job ?? (holder.kind === 'job' ? holder.job : {});
    return {
      ...(deviceId === undefined ? {} : { deviceId, label, batchId, jobId }),
      card: identityOf(card, contents),
    };
  };

  /** Compares what a card holds with what it has to. */
  const compare = (card: InsertedCard, contents: CardContents, message: Uint8Array): CardVerdict => {
    const digest = sha256(message);
    const holder = whose(card, contents);
    if (holder.kind !== 'job') return { kind: 'unknown', sha256: digest };
    const { state } = holder.job;
    const recordedDigest = 'message' in state ? state.message?.digest : undefined;
    // A row that was never worked at was written by hand, with what it would be written with.
    const expected = recordedDigest ?? sha256(messageOf(holder.job));
    if (expected !== digest) return { kind: 'differs', sha256: digest, expected };
    const plan = planMessage(contents, message, deliveryOf(layoutOf(store, holder.job.batchId)));
    return { kind: 'same', sha256: digest, asLaidOut: !plan.steps.some(changesCard) };
  };

  const viewOf = async (
    station: string,
    card: InsertedCard,
    contents: CardContents,
    { layout }: CardDelivery,
  ): Promise<CardView> => {
    const tries = (reference: number) => conduct(askTries(reference, contents.selection.channel), card);
    const { message } = contents;
    return {
      station,
      readAt: now(),
      card: describeCard(contents, card.atr),
      ...(message
        ? { message: messageView(message, contents.messageFile?.octets.length ?? message.length) }
        : {}),
      tries: { adm: await tries(layout.admReference), pin: await tries(layout.pinReference) },
      holder: holderView(store, whose(card, contents)),
    };
  };

  const progressAt = (station: string) => (done: number, total: number, step: 'write' | 'verify') =>
    tell({ station, step, done, total });

  return {
    read: (station) =>
      withCard(station, async (card) => {
        const delivery = deliveryOf(usualLayout);
        return viewOf(station, card, await readDelivered(card, delivery, 'whole'), delivery);
      }),
    verify: (station) =>
      withCard(station, async (card) => {
        // A message that cannot be read is not one that is missing: this says why it cannot.
        const contents = await readDelivered(card, deliveryOf(usualLayout), 'needed');
        const { message } = contents;
        const subject = subjectOf(card, contents);
        if (message === undefined) {
          audit.record({ kind: 'cardCompared', station, verdict: 'noMessage' }, subject);
          throw codedError('CARD_NO_MESSAGE', {});
        }
        const verdict = compare(card, contents, message);
        audit.record(
          { kind: 'cardCompared', station, verdict: verdict.kind, sha256: verdict.sha256 },
          subject,
        );
        return verdict;
      }),
    write: (station, deviceId, leave) =>
      withCard(station, async (card) => {
        const device = store.devices.get(deviceId);
        if (device === undefined) throw codedError('DEVICE_UNKNOWN', { device: deviceId });
        const job = store.jobs.get(device.jobId);
        const profile = store.profiles.of(job.batchId);
        await server.deviceCredentials.prepare(profile.server.authentication, deviceId);
        const message = messageOf(job);
        const delivery = deliveryOf(profile.card, leave.issuerKeys);
        const contents = await readForWork(card, delivery);
        if (!(contents.message && sameOctets(contents.message, message)))
          requireLeave(whose(card, contents), leaveOf(leave));
        const subject = subjectOf(card, contents, job);
        await recorded(audit, cardWriting(station, message, subject), () =>
          writeAndReadBack(card, contents, message, delivery, progressAt(station)),
        );
        return viewOf(station, card, await readDelivered(card, delivery, 'whole'), delivery);
      }),
    erase: (station, leave) =>
      withCard(station, async (card) => {
        const first = await readDelivered(card, deliveryOf(usualLayout), 'needed');
        const holder = whose(card, first);
        const layout = holder.kind === 'job' ? layoutOf(store, holder.job.batchId) : usualLayout;
        const delivery = deliveryOf(layout, leave.issuerKeys);
        requireLeave(holder, leaveOf(leave));
        await card.reset();
        const contents = await readDelivered(card, delivery, 'needed');
        const plan = planErase(contents, layout);
        await recorded(audit, cardErasing(station, subjectOf(card, contents)), () =>
          eraseAndReadBack(card, contents, plan, delivery, progressAt(station)),
        );
        return viewOf(station, card, await readDelivered(card, delivery, 'whole'), delivery);
      }),
    unlock: (station, kind, { keys, evenTheLastTry }) =>
      withCard(station, async (card) => {
        const delivery = deliveryOf(usualLayout);
        // Whole: what needs the PIN to be read is no reason not to show it.
        const contents = await readDelivered(card, delivery, 'whole');
        const act = cardUnlocking(station, kind, evenTheLastTry, subjectOf(card, contents));
        await useSecret(keys.keyFor(contents.iccid), async (value) => {
          if (value === undefined)
            throw kind === 'adm'
              ? codedError('CARD_ADM_NEEDED', {})
              : codedError('CARD_PIN_NEEDED', { file: 'the card' });
          const { admReference, pinReference } = usualLayout;
          const key: CardKey = { kind, reference: kind === 'adm' ? admReference : pinReference, value };
          await recorded(audit, act, () =>
            conduct(showKey(key, contents.selection.channel, { evenTheLastTry }), card),
          );
        });
        // What the key opens is readable now, as long as the card is held.
        return viewOf(station, card, await readDelivered(card, delivery, 'whole'), delivery);
      }),
    copy: (station) =>
      withCard(station, async (card) =>
        copyCard(await readDelivered(card, deliveryOf(usualLayout), 'whole'), card.atr),
      ),
  };
}

function deliveryOf(layout: CardLayout, issuerKeys: IssuerKeys = noIssuerKeys): CardDelivery {
  return { layout, issuerKeys };
}

function layoutOf(store: Store, batchId: string): CardLayout {
  return store.profiles.of(batchId).card;
}

function leaveOf({ overwriteDevice, overwriteUnknown }: DeskLeave) {
  return {
    unknown: overwriteUnknown,
    devices: new Set(overwriteDevice === undefined ? [] : [overwriteDevice]),
  };
}

function holderView(store: Store, holder: CardHolder): CardHolderView {
  if (holder.kind !== 'job') return holder;
  const { deviceId, label, batchId } = holder.job;
  const { name: batchName } = store.batches.get(batchId);
  return { kind: 'device', deviceId, label, batchId, batchName, copy: holder.copy };
}

/** A message as the window may see it: with no secret in it. */
function messageView(message: Uint8Array, room: number): CardMessageView {
  const view = {
    octets: message.length,
    sha256: sha256(message),
    room,
    text: maskedMessage(message) ?? '',
    accounts: [],
    objects: [],
  };
  try {
    const { accounts, objects } = parseBootstrapMessage(message);
    return {
      ...view,
      accounts: accounts.map(({ instance, serverId, serverUri, name, permittedMoids }) => ({
        ...{ instance, serverId, serverUri, name, permittedMoids },
      })),
      objects: objects.map(({ clientUri, data }) => ({
        clientUri: printNodeAddress(clientUri),
        rootName: data.name,
        root: printNode(withoutSecrets(data.node, [data.name])),
      })),
    };
  } catch (error) {
    return { ...view, fault: toFault(error) };
  }
}

function withoutSecrets(node: MoNode, path: readonly string[]): MoNode {
  if (node.kind === 'leaf')
    return node.value !== null && isSecretPath(path) ? leaf('•'.repeat(String(node.value).length)) : node;
  const children = [...node.children].map(
    ([name, child]) => [name, withoutSecrets(child, [...path, name])] as const,
  );
  return { kind: 'interior', children: new Map(children) };
}
