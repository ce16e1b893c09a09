import { mediaTypes } from '../../core/dm/choices.ts';
import { printSerializedMos } from '../../core/mo/serialization.ts';
import { type FormAnswers, withAnswers } from '../../core/provisioning/form-answers.ts';
import type { Profile } from '../../core/provisioning/profile.ts';
import { configurationOf } from '../../core/provisioning/session-plan.ts';
import type { Variables } from '../../core/provisioning/variables.ts';
import type { Store } from '../store/store.ts';

/** What a device's configurations are made from. */
export interface ConfigurationSource {
  readonly deviceId: string;
  readonly profile: Profile;
  /** The row's values, and what the server says of itself. */
  readonly variables: Variables;
  /** The Data Repository's address, as the device reaches it. */
  readonly repository: string;
  readonly answers: FormAnswers;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * Puts configurations among the device's own resources in the Data Repository, where it fetches them. Call it within
 * a transaction.
 * @param names configurations of the profile
 */
export function putConfigurations(
  store: Store,
  { deviceId, profile, variables, repository, answers, at }: ConfigurationSource,
  names: readonly string[],
): void {
  const fileUri = (resource: string) => resourceUri(repository, deviceId, resource);
  const values = withAnswers(variables, profile.forms, answers, fileUri);
  for (const name of names) {
    const { target, data } = configurationOf(profile, name, values);
    const body = Buffer.from(JSON.stringify(printSerializedMos([{ clientUri: target, data }])));
    const owner = { kind: 'device', deviceId } as const;
    store.repository.putSmall({ owner, name, mediaType: mediaTypes.serializedMo, body }, at);
  }
}

/** The address of a device's resource in the Data Repository; a name may have several parts. */
export function resourceUri(repository: string, deviceId: string, name: string): string {
  return [repository, ...[deviceId, ...name.split('/')].map(encodeURIComponent)].join('/');
}
