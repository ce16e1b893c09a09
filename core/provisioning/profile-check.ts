import { visit } from 'jsonc-parser';
import { type Fault, faultOf } from '../errors.ts';
import { type ProfileReading, readProfile } from './profile.ts';
import { pathText } from './profile-references.ts';
import { readTree, valueAt } from './profile-text.ts';

/** Characters of a profile that the library keeps at most. */
export const longestProfile = 1_000_000;

/** What a profile says of itself, as far as it can be read: also of one with faults. */
export interface ProfileTitle {
  readonly name?: string;
  readonly version?: number;
  readonly description?: string;
}

/**
 * Reads and checks a profile for the library: everything that `readProfile` checks, its length, and that no member
 * stands twice, for only one of them would count. Never throws.
 */
export function checkProfileText(text: string, file: string): ProfileReading {
  if (text.length > longestProfile) {
    const parameters = { length: text.length, limit: longestProfile };
    return { kind: 'faults', faults: [faultOf('PROFILE_TOO_LONG', parameters, { file })] };
  }
  const reading = readProfile(text, file);
  if (reading.kind === 'faults' && reading.faults.some(({ code }) => code === 'PROFILE_NOT_JSON'))
    return reading;
  const faults = [...memberFaults(text, file), ...(reading.kind === 'faults' ? reading.faults : [])];
  return faults.length === 0 ? reading : { kind: 'faults', faults };
}

/** What a profile says of itself. */
export function titleOf(text: string): ProfileTitle {
  const tree = text.length > longestProfile ? undefined : readTree(text);
  if (tree === undefined) return {};
  const [name, version, description] = ['name', 'version', 'description'].map((member) =>
    valueAt(tree, [member]),
  );
  return {
    ...(typeof name === 'string' && name !== '' ? { name } : {}),
    ...(typeof version === 'number' && Number.isSafeInteger(version) && version > 0 ? { version } : {}),
    ...(typeof description === 'string' && description !== '' ? { description } : {}),
  };
}

/** Nobody reads more of them than this. */
const mostMemberFaults = 100;

function memberFaults(text: string, file: string): readonly Fault[] {
  const faults: Fault[] = [];
  const open: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty(name, _offset, _length, startLine, startCharacter, pathOf) {
      const members = open.at(-1);
      const code =
        name === '__proto__'
          ? 'PROFILE_MEMBER_UNUSABLE'
          : members?.has(name)
            ? 'PROFILE_MEMBER_TWICE'
            : undefined;
      members?.add(name);
      if (code === undefined || faults.length >= mostMemberFaults) return;
      const place = { file, line: startLine + 1, column: startCharacter + 1 };
      faults.push(faultOf(code, { path: pathText(pathOf()), name }, place));
    },
  });
  return faults;
}
