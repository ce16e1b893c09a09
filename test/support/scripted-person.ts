import type { PageEnd, PageRequest, WebBrowser } from '../../main/device/web-browser.ts';
import { headingOf, openBrowser, type TestAnswer } from '../../main/server/interaction/test-browser.ts';

/** What a scripted person answers on a page, by its heading: fields by name, or that the window is closed. */
export type Script = Readonly<Record<string, Readonly<Record<string, string>> | 'close'>>;

/** A browser with somebody before it who answers forms over plain HTTP by a script. */
export interface ScriptedPerson extends WebBrowser {
  /** The headings of the pages that were seen, with the status of each. */
  readonly seen: readonly string[];
  /** The addresses that were asked for. */
  readonly pages: readonly string[];
}

/** @param wait resolves when the person may begin */
export function scriptedPerson(script: Script, wait: () => Promise<void> = async () => {}): ScriptedPerson {
  const [seen, pages]: [string[], string[]] = [[], []];
  const walk = async ({ page, signal }: PageRequest): Promise<PageEnd> => {
    const { origin, pathname, port } = new URL(page);
    const browser = openBrowser({ origin, port: Number(port) });
    const look = (answer: TestAnswer) => {
      seen.push(`${answer.status} ${headingOf(answer)}`);
      return script[headingOf(answer)];
    };
    await wait();
    let answer = await browser.visit(pathname);
    for (let at = `${pathname}/1`; !signal.aborted; ) {
      const answers = look(answer);
      if (answers === 'close' || answers === undefined || answer.status >= 400) return { kind: 'closed' };
      const posted = await browser.post(at, answers);
      at = posted.headers.location ?? at;
      answer = posted.status === 303 ? await browser.get(at) : posted;
      if (at.endsWith('/end')) {
        look(answer);
        return { kind: 'completed' };
      }
    }
    return { kind: 'closed' };
  };
  return {
    seen,
    pages,
    async show(request) {
      pages.push(request.page);
      const aborted = new Promise<PageEnd>((resolve) =>
        request.signal.addEventListener('abort', () => resolve({ kind: 'closed' }), { once: true }),
      );
      return Promise.race([walk(request), aborted]);
    },
  };
}
