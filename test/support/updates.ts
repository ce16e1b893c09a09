import type { TextFile } from '../../core/api.ts';
import { exampleFile } from './bench.ts';

/** The profile of the gateways, whose devices may also be updated. */
export function updatableProfile(): TextFile {
  const profile = JSON.parse(exampleFile('gateway.profile.json').text);
  profile.permits.push('urn:oma:mo:oma-fumo:1.0', 'urn:oma:mo:oma-scomo:1.0');
  return { name: 'updatable.profile.json', text: JSON.stringify(profile) };
}
