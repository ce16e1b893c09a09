import { type DerElement, readDer } from '../../../core/card/der.ts';
import { concatenate, sameOctets } from '../../../core/octets.ts';

/** What a command on a file needs: nothing, a key or PIN that was shown, or what nobody has. */
export type AccessCondition =
  | { readonly kind: 'always' }
  | { readonly kind: 'never' }
  | { readonly kind: 'key'; readonly reference: number };

export const always: AccessCondition = { kind: 'always' };

/** Bits of an access mode octet (ISO/IEC 7816-4, 5.4.3.2), for elementary files and for DFs. */
export const accessMode = { read: 0x01, update: 0x02, createElementary: 0x02, remove: 0x40 } as const;

/** Security attributes in expanded form, `AB { 80 mode, condition, … }` (TS 102 221, 9.2.4). */
export function expandedAttributes(
  rules: readonly { readonly mode: number; readonly condition: AccessCondition }[],
): Uint8Array {
  const content = concatenate(
    ...rules.flatMap(({ mode, condition }) => [Uint8Array.of(0x80, 1, mode), conditionObject(condition)]),
  );
  return concatenate(Uint8Array.of(0xab, content.length), content);
}

function conditionObject(condition: AccessCondition): Uint8Array {
  switch (condition.kind) {
    case 'always':
      return Uint8Array.of(0x90, 0);
    case 'never':
      return Uint8Array.of(0x97, 0);
    case 'key':
      return Uint8Array.of(0xa4, 6, 0x83, 1, condition.reference, 0x95, 1, 0x08);
  }
}

/**
 * The condition that security attributes set for an access mode, from their expanded (AB) or compact (8C) form.
 * @param attributes the element whole; left out, everything is allowed
 * @param environments the key that each security environment of a compact attribute has
 */
export function conditionFor(
  attributes: Uint8Array | undefined,
  mode: number,
  environments: ReadonlyMap<number, number>,
): AccessCondition {
  const element = attributes && readDer(attributes);
  if (element === undefined) return always;
  return element.tag === 0xab
    ? expandedCondition(element.children, mode)
    : compactCondition(element.content, mode, environments);
}

function expandedCondition(parts: readonly DerElement[], mode: number): AccessCondition {
  let applies = false;
  for (const part of parts) {
    if (part.tag === 0x80) applies = ((part.content[0] ?? 0) & mode) !== 0;
    else if (applies && part.tag === 0x90) return always;
    else if (applies && part.tag === 0xa4) {
      const reference = part.children.find((child) => child.tag === 0x83)?.content[0];
      return reference === undefined ? { kind: 'never' } : { kind: 'key', reference };
    }
  }
  return { kind: 'never' };
}

/** A condition octet follows for each bit that is set, from the highest to the lowest. */
function compactCondition(
  content: Uint8Array,
  mode: number,
  environments: ReadonlyMap<number, number>,
): AccessCondition {
  const [modes = 0, ...conditions] = content;
  if ((modes & mode) === 0) return { kind: 'never' };
  let index = 0;
  for (let bit = 0x80; bit > mode; bit >>= 1) if ((modes & bit) !== 0) index++;
  const condition = conditions[index] ?? 0xff;
  if (condition === 0x00) return always;
  // User authentication, with the key of the security environment in the low half.
  const reference = (condition & 0xf0) === 0x10 ? environments.get(condition & 0x0f) : undefined;
  return reference === undefined ? { kind: 'never' } : { kind: 'key', reference };
}

interface Key {
  readonly value: Uint8Array;
  readonly mostTries: number;
  triesLeft: number;
}

/** The keys and PINs of a card, with their counters, and which of them were shown since the last reset. */
export class KeyRing {
  readonly #keys = new Map<number, Key>();
  readonly #shown = new Set<number>();

  add(reference: number, value: Uint8Array, mostTries: number): void {
    this.#keys.set(reference, { value, mostTries, triesLeft: mostTries });
  }

  /** VERIFY (ISO/IEC 7816-4, 11.5.6): the status word. Without a value, it asks for the counter. */
  verify(reference: number, value: Uint8Array): number {
    const key = this.#keys.get(reference);
    if (key === undefined) return 0x6a88;
    if (key.triesLeft === 0) return 0x6983;
    if (value.length === 0) return this.#shown.has(reference) ? 0x9000 : 0x63c0 | key.triesLeft;
    if (value.length !== key.value.length) return 0x6700;
    if (sameOctets(value, key.value)) {
      key.triesLeft = key.mostTries;
      this.#shown.add(reference);
      return 0x9000;
    }
    this.#shown.delete(reference);
    key.triesLeft--;
    return key.triesLeft === 0 ? 0x6983 : 0x63c0 | key.triesLeft;
  }

  allows(condition: AccessCondition): boolean {
    return condition.kind === 'always' || (condition.kind === 'key' && this.#shown.has(condition.reference));
  }

  triesLeft(reference: number): number | undefined {
    return this.#keys.get(reference)?.triesLeft;
  }

  /** A reset forgets what was shown, never the counters. */
  reset(): void {
    this.#shown.clear();
  }
}
