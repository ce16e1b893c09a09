import { checkText } from './profiles-check.ts';

/** What a text is sent to be checked as. */
export interface CheckRequest {
  readonly revision: number;
  readonly text: string;
}

// A thread of its own: a long profile is checked while somebody goes on typing.
self.addEventListener('message', ({ data }: MessageEvent<CheckRequest>) => {
  self.postMessage(checkText(data.revision, data.text));
});
