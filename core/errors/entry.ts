/** A row of the error table: what went wrong, what it means, and what to do. */
export interface ErrorEntry {
  /** One sentence; `{name}` stands for a parameter. */
  readonly cause: string;
  /** What a person does next. */
  readonly remedy: string;
  /** The HTTP status where the error is answered over HTTP. */
  readonly http?: number;
}
