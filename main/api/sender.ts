import { type Fault, faultOf } from '../../core/errors.ts';
import { isAppUrl } from './app-origin.ts';

/** Who called, as Electron tells it; the frame is missing where it is gone or has navigated since. */
export interface CallSender {
  readonly sender: unknown;
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

/** So many refusals are told; a page can try more often than anybody wants to read. */
const refusalsTold = 32;

/**
 * Why somebody may not call; undefined for the workstation's own page in the main frame of its own window.
 * @param own the web contents of the workstation's window
 */
export function whyRefused({ sender, senderFrame }: CallSender, own: unknown): string | undefined {
  if (sender !== own) return "another window's page";
  if (senderFrame === null) return 'a page that has left';
  if (senderFrame.parent !== null) return 'a frame within the page';
  return isAppUrl(senderFrame.url) ? undefined : `a page of ${originToTell(senderFrame.url)}`;
}

/**
 * Makes what checks who calls.
 * @param own the web contents of the workstation's window
 * @param tell is told of each kind of refusal once
 */
export function createSenderCheck(
  own: unknown,
  tell: (fault: Fault) => void,
): (from: CallSender) => Fault | undefined {
  const told = new Set<string>();
  return (from) => {
    const asker = whyRefused(from, own);
    if (asker === undefined) return undefined;
    const fault = faultOf('PAGE_REFUSED', { asker });
    if (!told.has(asker) && told.size < refusalsTold) {
      told.add(asker);
      tell(fault);
    }
    return fault;
  };
}

/** The origin, or the scheme where there is none: the rest of an address may be a secret. */
function originToTell(address: string): string {
  const url = URL.parse(address);
  if (url === null) return 'an unreadable address';
  return url.origin === 'null' ? url.protocol : url.origin;
}
