import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { OctetRange } from './ranges.ts';

/** Is told of octets as they are handed on. */
export type Passed = (octets: number) => void;

/** What a stream of content tells, and to whom. */
export interface ContentUse {
  readonly passed: Passed;
  /** What the stream fails with. */
  readonly unreadable: (error: unknown) => Error;
  /** Called once, when nothing is read any more. */
  readonly close: () => Promise<void>;
}

/** So many octets are read at once, and as many wait for whoever takes them. */
const partLength = 256 * 1024;

/** A part of a file, octet for octet; where the file ends too early, the stream fails. */
export class ContentStream extends Readable {
  readonly #file: FileHandle;
  readonly #use: ContentUse;
  readonly #end: number;
  #position: number;

  constructor(file: FileHandle, { first, last }: OctetRange, use: ContentUse) {
    super({ highWaterMark: partLength });
    this.#file = file;
    this.#use = use;
    this.#position = first;
    this.#end = last + 1;
  }

  override _read(): void {
    const length = Math.min(partLength, this.#end - this.#position);
    if (length === 0) {
      this.push(null);
      return;
    }
    this.#file.read(Buffer.allocUnsafeSlow(length), 0, length, this.#position).then(
      ({ bytesRead, buffer }) => {
        if (bytesRead === 0) return this.#fail(new Error(`it ends at octet ${this.#position}`));
        this.#position += bytesRead;
        this.#use.passed(bytesRead);
        this.push(buffer.subarray(0, bytesRead));
      },
      (error: unknown) => this.#fail(error),
    );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    // A read that is under way ends before the file is closed.
    this.#use.close().then(
      () => done(error),
      (failed: unknown) => done(error ?? this.#use.unreadable(failed)),
    );
  }

  #fail(error: unknown): void {
    this.destroy(this.#use.unreadable(error));
  }
}
