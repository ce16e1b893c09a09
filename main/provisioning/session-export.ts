import type { SessionDetail } from '../../core/api.ts';
import { codedError } from '../../core/errors.ts';
import type { Store } from '../store/store.ts';
import { interactionView } from './interaction-view.ts';

/** A session with all that was said in it. @throws SESSION_UNKNOWN */
export function sessionDetail(store: Store, sessionId: string): SessionDetail {
  const summary = store.sessions.summary(sessionId);
  if (summary === undefined) throw codedError('SESSION_UNKNOWN', {});
  const interactions = store.interactions.ofSession(sessionId).map(interactionView);
  return { ...summary, transcript: store.sessions.transcript(sessionId), interactions };
}

/**
 * A session as JSON lines, the session itself first: packages as JSON where they are JSON, and as the text that came
 * where they are not.
 */
export function sessionLines({ transcript, ...summary }: SessionDetail): string {
  const first = { kind: 'session', ...summary };
  const lines = transcript.map(({ at, kind, text, status }) => {
    const isPackage = kind === 'package1' || kind === 'package2' || kind === 'package3';
    const content =
      isPackage || kind === 'interaction' ? jsonOf(isPackage ? 'package' : kind, text) : { text };
    return { kind, at, ...content, ...(status === undefined ? {} : { status }) };
  });
  return [first, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
}

function jsonOf(name: string, text: string): object {
  try {
    return { [name]: JSON.parse(text) as unknown };
  } catch {
    return { text };
  }
}
