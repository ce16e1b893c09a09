import { codedError } from '../../../core/errors.ts';
import { toHex } from '../../../core/octets.ts';
import { status } from './answers.ts';
import { elementaryFiles } from './file-system.ts';
import type { Uicc } from './uicc.ts';
import type { VirtualCard } from './virtual-card.ts';

/** What goes wrong at a command. `share` is how much of what it changes was done when it went wrong, 0 to 1. */
export type CardFault =
  /** The card is taken out: before the command ran, or after it and before its answer. */
  | { readonly kind: 'pull'; readonly moment: 'before' | 'after' }
  /** Taken out while memory was written; the rest is as it was, or erased already. */
  | { readonly kind: 'torn'; readonly share: number; readonly rest: 'old' | 'erased' }
  /** The card says that it wrote, and did not. */
  | { readonly kind: 'dropped' }
  /** The card says that it wrote, and one bit is another. */
  | { readonly kind: 'corrupted'; readonly share: number }
  /** Another status word than is true; the command was carried out or not. */
  | { readonly kind: 'status'; readonly statusWord: number; readonly carriedOut: boolean }
  /** An answer without a status word. */
  | { readonly kind: 'cutShort' }
  | { readonly kind: 'slow'; readonly milliseconds: number };

/** A fault at one command, counted from 0 since the card was made. */
export interface PlannedFault {
  readonly at: number;
  readonly fault: CardFault;
}

/** A virtual card with which things go wrong, at commands chosen before; it keeps a list of what it was sent. */
export class FaultyCard implements VirtualCard {
  readonly card: Uicc;
  /** The first two octets of each command, as digits. */
  readonly commands: string[] = [];
  readonly #faults: readonly PlannedFault[];
  readonly #wait: (milliseconds: number) => Promise<void>;
  #out = false;

  constructor(
    card: Uicc,
    faults: readonly PlannedFault[] = [],
    wait: (milliseconds: number) => Promise<void> = async () => {},
  ) {
    this.card = card;
    this.#faults = faults;
    this.#wait = wait;
  }

  get atr(): Uint8Array {
    return this.card.atr;
  }

  get protocol(): 'T=0' | 'T=1' {
    return this.card.protocol;
  }

  /** Puts the card in again, or resets it. */
  reset(): void {
    this.#out = false;
    this.card.reset();
  }

  /** How many commands had this instruction octet, as digits. */
  count(...instructions: readonly string[]): number {
    return this.commands.filter((command) => instructions.includes(command.slice(2))).length;
  }

  /** @throws CARD_PULLED where the card is out, or goes now */
  async transmit(command: Uint8Array): Promise<Uint8Array> {
    if (this.#out) throw codedError('CARD_PULLED', {});
    const index = this.commands.push(toHex(command.subarray(0, 2))) - 1;
    const planned = this.#faults.find(({ at }) => at === index);
    return planned ? this.#go(planned.fault, command) : this.card.answer(command);
  }

  async #go(fault: CardFault, command: Uint8Array): Promise<Uint8Array> {
    const changes = changing.has(command[1] ?? 0);
    switch (fault.kind) {
      case 'pull':
        if (fault.moment === 'after') this.card.answer(command);
        return this.#pull();
      case 'torn':
        if (changes) this.#half(command, fault.share, fault.rest);
        return this.#pull();
      case 'dropped':
        return changes ? status(0x9000) : this.card.answer(command);
      case 'corrupted':
        return this.#corrupt(command, fault.share);
      case 'status':
        if (fault.carriedOut) this.card.answer(command);
        return status(fault.statusWord);
      case 'cutShort':
        this.card.answer(command);
        return new Uint8Array(1);
      case 'slow':
        await this.#wait(fault.milliseconds);
        return this.card.answer(command);
    }
  }

  #pull(): never {
    this.#out = true;
    throw codedError('CARD_PULLED', {});
  }

  #half(command: Uint8Array, share: number, rest: 'old' | 'erased'): void {
    const { changed } = this.#change(command);
    if (changed === undefined) return;
    const { octets, before, start, end } = changed;
    const torn = start + Math.floor((end - start) * share);
    octets.set(before.subarray(torn, end), torn);
    if (rest === 'erased') octets.fill(0xff, torn, end);
  }

  #corrupt(command: Uint8Array, share: number): Uint8Array {
    const { answer, changed } = this.#change(command);
    if (changed) {
      const { octets, start, end } = changed;
      const at = Math.min(end - 1, start + Math.floor((end - start) * share));
      octets[at] = (octets[at] ?? 0) ^ 0x04;
    }
    return answer;
  }

  /** Carries a command out, and tells which octets it changed. */
  #change(command: Uint8Array) {
    const before = elementaryFiles(this.card.masterFile).map((file) => ({
      octets: file.octets,
      before: Uint8Array.from(file.octets),
    }));
    const answer = this.card.answer(command);
    for (const { octets, before: old } of before) {
      const start = octets.findIndex((octet, index) => octet !== old[index]);
      const end = octets.findLastIndex((octet, index) => octet !== old[index]) + 1;
      if (start !== -1) return { answer, changed: { octets, before: old, start, end } };
    }
    return { answer, changed: undefined };
  }
}

/** UPDATE BINARY, UPDATE RECORD, CREATE FILE and DELETE FILE. */
const changing: ReadonlySet<number> = new Set([0xd6, 0xdc, 0xe0, 0xe4]);
