/** What is known of a page's main frame: where it is, and how far it has got. */
export class NavigationState {
  /** Chromium's URL of the document; '' until the app has loaded one. */
  url = '';
  /** The status of the document that comes next. */
  answered: { readonly status: number; readonly statusText: string } | undefined;
  crashed = false;
  focused = false;
  /** Chromium's name of the error for which main refused the certificate of the page. */
  certificateError: string | undefined;
  committed = false;
  loading = false;
  #expected = false;
  #finish: (() => void) | undefined;
  #errorPage: 'none' | 'expected' | 'seen' = 'none';

  /** A navigation that main asks for; resolves once it has loaded, failed, or been replaced. */
  begin(): Promise<void> {
    this.end();
    this.committed = false;
    this.certificateError = undefined;
    this.#errorPage = 'none';
    this.#expected = true;
    return new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  /** The next document is one that main asks for, without waiting for it. */
  expect(): void {
    this.#expected = true;
  }

  /** Whether main asked for the document that is being requested. */
  consumeExpected(): boolean {
    const expected = this.#expected;
    this.#expected = false;
    return expected;
  }

  /** The navigation that main waits for has come to its end. */
  end(): void {
    this.#expected = false;
    this.#finish?.();
    this.#finish = undefined;
  }

  /** The navigation that main waits for has failed; Chromium's error page may come before or after. */
  fail(hasErrorPage: boolean): void {
    this.#errorPage = hasErrorPage && this.#errorPage !== 'seen' ? 'expected' : 'none';
    this.end();
  }

  /** A document has begun: its status, or, for Chromium's error page, whether the failure is still to be told. */
  commit(
    url: string,
    unreachableUrl: string | undefined,
  ): { readonly status: number; readonly statusText: string } | 'failed' | 'told' {
    if (unreachableUrl) {
      this.url = unreachableUrl;
      this.committed = true;
      const told = this.#finish !== undefined || this.#errorPage === 'expected';
      this.#errorPage = this.#finish ? 'seen' : 'none';
      return told ? 'told' : 'failed';
    }
    this.url = url;
    this.committed = true;
    this.crashed = false;
    const answered = this.answered ?? { status: -1, statusText: '' };
    this.answered = undefined;
    return answered;
  }

  /** Loading begins; whether that is news. */
  start(): boolean {
    const news = !this.loading;
    this.loading = true;
    return news;
  }

  /** Loading ends; whether that is news. */
  stop(): boolean {
    const news = this.loading;
    this.loading = false;
    return news;
  }
}
