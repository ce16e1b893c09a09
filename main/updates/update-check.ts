import { createHash } from 'node:crypto';
import type {
  ImageChoice,
  UpdateChoices,
  UpdatePreview,
  UpdateWay,
  UpdateWish,
} from '../../core/api-updates.ts';
import { codedError, toFault } from '../../core/errors.ts';
import { parseMoData } from '../../core/mo/serialization.ts';
import type { Profile } from '../../core/provisioning/profile.ts';
import { checkQueued, type QueuedCheckOptions } from '../../core/provisioning/queued-checks.ts';
import type { UpdateKind } from '../../core/updates/result-words.ts';
import { type KnownObjects, reportedOperations, updatableObjects } from '../../core/updates/updatable.ts';
import type { UpdateImage, UpdateTarget } from '../../core/updates/update.ts';
import {
  executeWorks,
  lookWorks,
  moidOf,
  nameWorks,
  operationsFor,
  type PlannedWork,
  verifyWorks,
} from '../../core/updates/update-works.ts';
import { addressesOf, type ServerReach } from '../provisioning/enrolment.ts';
import { resourceUri } from '../server/device-configurations.ts';
import type { DataRepository } from '../server/repository/data-repository.ts';
import type { Store } from '../store/store.ts';
import { ownerOfImage } from './update-ledger.ts';

/** What can be said of an update before it begins. */
export interface UpdateCheck {
  choices(deviceId: string): Omit<UpdateChoices, 'canBeNotified'>;
  /** The instance named, or the only one. @throws what speaks against the update */
  target(wish: Pick<UpdateWish, 'deviceId' | 'target'>): UpdateTarget;
  /** The image as it is now. @throws DEVICE_UNKNOWN, UPDATE_IMAGE_… */
  image(deviceId: string, name: string): Promise<UpdateImage>;
  preview(wish: UpdateWish): Promise<UpdatePreview>;
}

export interface UpdateCheckOptions {
  readonly store: Store;
  readonly repository: DataRepository;
  readonly server: Pick<ServerReach, 'http' | 'https' | 'plainHttp'>;
  readonly schemaOf: QueuedCheckOptions['schemaOf'];
}

/** So many images are offered: more than people look through. */
const mostImages = 500;
const objectWords = {
  firmware: 'firmware update object (FUMO)',
  software: 'software management object (SCOMO)',
};

export function createUpdateCheck({ store, repository, server, schemaOf }: UpdateCheckOptions): UpdateCheck {
  // By entity tag: the same tag means the same octets.
  const digests = new Map<string, string>();

  const profileOf = (deviceId: string): Profile => {
    const device = store.devices.get(deviceId);
    if (device === undefined) throw codedError('DEVICE_UNKNOWN', { device: deviceId });
    return store.profiles.of(store.jobs.get(device.jobId).batchId);
  };

  const knownObjects = (deviceId: string): KnownObjects => {
    const listing = store.objects.listing(deviceId);
    const listed = new Map<string, string[]>();
    for (const { moid, instance } of listing?.objects ?? [])
      listed.set(moid, [...(listed.get(moid) ?? []), instance]);
    const reported = store.objects.ofDevice(deviceId).map(({ moid, instance, rootName, root }) => ({
      ...{ moid, instance },
      root: parseMoData({ [rootName]: root }).node,
    }));
    return { ...(listing ? { listed } : {}), reported };
  };

  /** @throws UPDATE_NOT_PERMITTED, UPDATE_NO_OBJECT */
  const objectsOf = (deviceId: string, kind: UpdateKind) => {
    const moid = moidOf({ kind, instance: '', component: 'none', name: 'none' });
    if (!profileOf(deviceId).permits.includes(moid))
      throw codedError('UPDATE_NOT_PERMITTED', { device: deviceId, moid });
    const found = updatableObjects(kind, knownObjects(deviceId));
    if (found === undefined)
      throw codedError('UPDATE_NO_OBJECT', { device: deviceId, object: objectWords[kind] });
    return found;
  };

  const wayOf = (deviceId: string, kind: UpdateKind): UpdateWay => {
    try {
      return { kind: 'possible', ...objectsOf(deviceId, kind) };
    } catch (error) {
      return { kind: 'impossible', fault: toFault(error) };
    }
  };

  const target: UpdateCheck['target'] = ({ deviceId, target: wanted }) => {
    const { objects, isKnown } = objectsOf(deviceId, wanted.kind);
    const names = objects.map(({ instance }) => instance);
    const [only, ...others] = names;
    if (wanted.instance === '' || !isKnown) {
      if (others.length > 0)
        throw codedError('UPDATE_INSTANCE_NEEDED', { device: deviceId, instances: names.join(', ') });
      return isKnown ? { ...wanted, instance: only ?? '' } : wanted;
    }
    if (!names.includes(wanted.instance))
      throw codedError('UPDATE_INSTANCE_UNKNOWN', {
        ...{ device: deviceId, instance: wanted.instance, instances: names.join(', ') },
      });
    return wanted;
  };

  const digestOf = async (owner: ReturnType<typeof ownerOfImage>, name: string, etag: string) => {
    const known = digests.get(etag);
    if (known !== undefined) return known;
    const resource = await repository.open(owner, name);
    const hash = createHash('sha256');
    for await (const part of resource.read()) hash.update(part as Uint8Array);
    const digest = hash.digest('hex');
    digests.set(resource.info.etag, digest);
    return digest;
  };

  const image: UpdateCheck['image'] = async (deviceId, name) => {
    const { repository: root } = addressesOf(profileOf(deviceId), server);
    const isOwn = store.repository.info(ownerOfImage(deviceId), name) !== undefined;
    const owner = ownerOfImage(isOwn ? deviceId : undefined);
    const info = store.repository.info(owner, name);
    if (info === undefined) throw codedError('UPDATE_IMAGE_UNKNOWN', { image: name, device: deviceId });
    if (info.size === 0) throw codedError('UPDATE_IMAGE_EMPTY', { image: name });
    const sha256 = await digestOf(owner, name, info.etag);
    if (store.repository.info(owner, name)?.etag !== info.etag)
      throw codedError('UPDATE_IMAGE_CHANGED', { image: name });
    return {
      ...(isOwn ? { deviceId } : {}),
      ...{ name, octets: info.size, etag: info.etag, sha256 },
      uri: resourceUri(root, isOwn ? deviceId : 'shared', name),
    };
  };

  return {
    choices(deviceId) {
      profileOf(deviceId);
      const firmware = wayOf(deviceId, 'firmware');
      const software = wayOf(deviceId, 'software');
      return { firmware, software, images: imagesFor(store, deviceId) };
    },
    target,
    image,
    async preview(wish) {
      const { deviceId, version } = wish;
      const found = target(wish);
      const chosen = await image(deviceId, wish.image);
      const { permits } = profileOf(deviceId);
      const order = { updateId: 'update', target: found, image: chosen, version };
      const present = reportedOperations(found.kind, found.instance, knownObjects(deviceId));
      const operations = operationsFor(found, present);
      if (operations === undefined) throw codedError('UPDATE_NO_OPERATION', { device: deviceId });
      const checked = (works: readonly PlannedWork[]) =>
        works.map((each) => ({ ...each, problems: checkQueued(each.work, { schemaOf, permits }) }));
      const { name, octets, sha256 } = chosen;
      return {
        image: { name, octets, sha256 },
        steps: [
          { step: 'look', works: checked(lookWorks(order)) },
          { step: 'name', works: checked(nameWorks(order, operations)) },
          ...operations.map((step) => ({ step, works: checked(executeWorks(found, step)) })),
          { step: 'verify', works: checked(verifyWorks(found)) },
        ],
      };
    },
  };
}

/** What devices put there themselves is no image; nor are their configurations and what is queued for them. */
function imagesFor(store: Store, deviceId: string): readonly ImageChoice[] {
  const { rows } = store.repository.list('', { offset: 0, limit: mostImages });
  return rows
    .filter(({ owner, uploaded }) => !uploaded && (owner.kind === 'shared' || owner.deviceId === deviceId))
    .filter(({ owner, mediaType }) => owner.kind === 'shared' || !mediaType.endsWith('dmmo+json'))
    .map(({ owner, name, size, changedAt }) => ({
      ...{ name, octets: size, changedAt },
      isOwn: owner.kind === 'device',
    }))
    .toSorted((left, right) => right.changedAt - left.changedAt);
}
