import { createHash } from 'node:crypto';
import type { FaultyCard } from '../../main/card/virtual/faulty-card.ts';
import { plugIntoVpcd, type VpcdPlug } from '../../main/card/virtual/vpcd-plug.ts';
import type { Line, RunningCli } from './cli.ts';
import { bootstrapByOpensc } from './opensc.ts';
import { seenEmpty, type virtualReaders } from './pcscd.ts';

type VirtualReader = (typeof virtualReaders)[number];

/** Where a person takes cards from. */
export interface CardBox {
  /** The next card, given the one that fell out: it may be the same. */
  deal(before: FaultyCard | undefined): FaultyCard;
  /** Told that a card's row is done: whoever reads it then is to find it sound. */
  done(card: FaultyCard): void;
}

/**
 * A person at a reader: puts a card in when the station asks for one, has OpenSC read it when its row is told done, and
 * takes it out when the row is over.
 */
export class CardHand {
  readonly reader: string;
  /** What OpenSC read of the card of each line that was told done: the SHA-256 in hexadecimal digits. */
  readonly readBack = new Map<number, string>();
  readonly #address: { readonly host: string; readonly port: number };
  readonly #box: CardBox;
  #card: FaultyCard | undefined;
  #plug: VpcdPlug | undefined;
  #busy: Promise<void> = Promise.resolve();
  #failure: unknown;
  #isAway = false;

  constructor({ name, port }: VirtualReader, box: CardBox) {
    this.reader = name;
    this.#address = { host: '127.0.0.1', port };
    this.#box = box;
  }

  /** Does what a run asks for at this reader, one thing after the other. */
  attend(run: RunningCli): void {
    run.listen((line) => {
      if (line.event !== 'station' || line.station !== this.reader) return;
      this.#busy = this.#busy
        .then(() => this.#answer(line))
        .catch((error: unknown) => {
          if (!this.#isAway) this.#failure ??= error;
        });
    });
  }

  /** Resolves when nothing is left to do. @throws what went wrong at the reader */
  async rest(): Promise<void> {
    await this.#busy;
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** While pcscd is away nothing is put in or read; then the card that was in is in again. */
  async whileAway(away: Promise<void>): Promise<void> {
    this.#isAway = true;
    await away;
    this.#busy = this.#busy.then(async () => {
      this.#isAway = false;
      if (!this.#plug) await this.#putIn(this.#card ?? this.#box.deal(undefined));
    });
    await this.rest();
  }

  async takeOut(): Promise<void> {
    await this.rest();
    this.#takeOut();
    await seenEmpty(this.reader);
  }

  async #answer({ kind, job, takeCardOut }: Line): Promise<void> {
    switch (kind) {
      case 'waitingForCard':
        return this.#offer();
      case 'done':
        if (this.#card) this.#box.done(this.#card);
        this.readBack.set((job as { line: number }).line, await this.#digest());
        return this.#takeOut();
      case 'failed':
        // A card that fell out is asked for by the fault itself.
        return takeCardOut ? this.#takeOut() : this.#offer();
    }
  }

  async #offer(): Promise<void> {
    if (!this.#plug && !this.#isAway) await this.#putIn(this.#box.deal(this.#card));
  }

  async #digest(): Promise<string> {
    return createHash('sha256')
      .update(await bootstrapByOpensc(this.reader))
      .digest('hex');
  }

  async #putIn(card: FaultyCard): Promise<void> {
    await seenEmpty(this.reader);
    this.#card = card;
    const plug = await plugIntoVpcd(this.#address, card);
    this.#plug = plug;
    void plug.out.then(() => {
      if (this.#plug === plug) this.#plug = undefined;
    });
  }

  #takeOut(): void {
    this.#plug?.pull();
    this.#plug = undefined;
    this.#card = undefined;
  }
}
