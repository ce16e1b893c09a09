import { describe, expect, it } from 'vitest';
import { type Fault, faultOf } from '../../core/errors.ts';
import { setMember } from '../../core/provisioning/profile-edits.ts';
import { readTree } from '../../core/provisioning/profile-text.ts';
import { checkText } from './profiles-check.ts';
import { type CheckThread, createChecker } from './profiles-checker.ts';
import { createProfileDocument, type ProfileDocument } from './profiles-document.ts';

/** A document over a store and a clock of its own. */
function opened(text: string, savedText: string | undefined, base: number | undefined) {
  const kept: (readonly [string | undefined, number | undefined])[] = [];
  const timers = new Map<() => void, number>();
  const checked: string[] = [];
  let fault: Fault | undefined;
  const document = createProfileDocument({
    text,
    savedText,
    base,
    extensions: [],
    makeChecker: () => ({ check: (request) => void checked.push(request.text), close: () => {} }),
    async keep(draft, from) {
      kept.push([draft, from]);
      return fault;
    },
    later(milliseconds, run) {
      timers.set(run, milliseconds);
      return () => timers.delete(run);
    },
  });
  return {
    document,
    kept,
    checked,
    failWith: (next: Fault) => {
      fault = next;
    },
    /** Lets the time of every timer come that is due within so many milliseconds. */
    pass(milliseconds: number) {
      for (const [run, at] of [...timers])
        if (at <= milliseconds) {
          timers.delete(run);
          run();
        }
    },
  };
}

/** Types at the end of the text, as a view does. */
function type(document: ProfileDocument, text: string): void {
  const state = document.editorState();
  const { state: next } = state.update({ changes: { from: state.doc.length, insert: text } });
  document.take(next, true);
}

const state = (document: ProfileDocument) => document.store.getState();

describe('a profile that is open', () => {
  it('counts what was typed once it has rested, and checks that', () => {
    const { document, checked, pass } = opened('{}', '{}', 1);
    type(document, ' ');
    type(document, ' ');
    expect(state(document).text).toBe('{}');
    pass(200);
    expect(state(document)).toMatchObject({ text: '{}  ', revision: 1 });
    expect(checked).toEqual(['{}', '{}  ']);
  });

  it('keeps what is not saved, while somebody goes on typing too', async () => {
    const { document, kept, pass } = opened('{}', '{}', 3);
    type(document, 'a');
    pass(200);
    type(document, 'b');
    pass(1000);
    await document.flush();
    expect(kept).toEqual([['{}ab', 3]]);
  });

  it('lets go of what was kept once it is as it was saved', async () => {
    const { document, kept } = opened('{} ', '{}', 3);
    document.replace('{}');
    await document.flush();
    expect(kept).toEqual([[undefined, 3]]);
  });

  it('keeps what was typed a moment before it is left', async () => {
    const { document, kept } = opened('{}', '{}', 1);
    type(document, 'x');
    await document.close();
    expect(kept).toEqual([['{}x', 1]]);
  });

  it('says why changes could not be kept, and that they are again', async () => {
    const { document, failWith } = opened('{}', '{}', 1);
    failWith(faultOf('STORE_FULL', {}));
    type(document, 'x');
    await document.flush();
    expect(state(document).fault?.code).toBe('STORE_FULL');
  });

  it('has one history of what was typed and what controls have changed', () => {
    const { document } = opened('{"a": 1}', '{"a": 1}', 1);
    const change = (value: number) => {
      const text = document.settle();
      document.edit(setMember({ text, tree: readTree(text)! }, [], 'a', value));
    };
    change(22);
    type(document, '\n');
    expect(document.settle()).toBe('{"a": 22}\n');
    document.undo();
    document.undo();
    expect(state(document)).toMatchObject({ text: '{"a": 1}', canUndo: false, canRedo: true });
    document.redo();
    expect(state(document).text).toBe('{"a": 22}');
  });

  it('goes on from a version that was saved: its number is taken over, and nothing is left to keep', async () => {
    const { document, kept } = opened('{"version": 1, "a": 2}', '{"version": 1}', 1);
    document.saved(2, '{"version": 2, "a": 2}');
    expect(state(document)).toMatchObject({
      text: '{"version": 2, "a": 2}',
      savedText: '{"version": 2, "a": 2}',
      base: 2,
    });
    await document.flush();
    expect(kept).toEqual([]);
  });

  it('does not lose what was typed while a version was being saved', () => {
    const { document } = opened('{"version": 1}', undefined, undefined);
    type(document, ' ');
    document.saved(1, '{"version": 1}');
    expect(state(document)).toMatchObject({ text: '{"version": 1} ', savedText: '{"version": 1}', base: 1 });
  });

  it('keeps changes for another version once it is told so', async () => {
    const { document, kept } = opened('{"a": 1}', '{}', 1);
    document.rebase(2, '{"b": 1}');
    await document.flush();
    expect(kept).toEqual([['{"a": 1}', 2]]);
  });
});

describe('the checking', () => {
  function thread() {
    const listeners: ((event: never) => void)[][] = [[], []];
    const sent: { revision: number; text: string }[] = [];
    const fake: CheckThread = {
      postMessage: (request) => void sent.push(request),
      addEventListener: (type: string, listener: (event: never) => void) =>
        void listeners[type === 'message' ? 0 : 1]!.push(listener),
      terminate: () => {},
    };
    const answer = () => {
      const request = sent.at(-1)!;
      for (const listener of listeners[0]!)
        listener({ data: checkText(request.revision, request.text) } as never);
    };
    return {
      fake,
      sent,
      answer,
      fail: () => listeners[1]!.forEach((each) => void each({ message: 'gone' } as never)),
    };
  }

  it('is done one text after the other, and of those that wait only the last', () => {
    const { fake, sent, answer } = thread();
    const checked: number[] = [];
    const checker = createChecker(
      fake,
      ({ revision }) => void checked.push(revision),
      () => {},
    );
    for (const revision of [1, 2, 3]) checker.check({ revision, text: '{' });
    expect(sent.map(({ revision }) => revision)).toEqual([1]);
    answer();
    answer();
    expect(sent.map(({ revision }) => revision)).toEqual([1, 3]);
    expect(checked).toEqual([1, 3]);
  });

  it('that cannot be done is told of', () => {
    const { fake, fail } = thread();
    const details: string[] = [];
    createChecker(
      fake,
      () => {},
      (detail) => void details.push(detail),
    );
    fail();
    expect(details).toEqual(['gone']);
  });

  it('names the first of many faults, and how many there are', () => {
    const columns = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`c${index}`, { type: 'no' }]),
    );
    const found = checkText(4, JSON.stringify({ columns }));
    expect(found.revision).toBe(4);
    expect(found.faults).toHaveLength(200);
    expect(found.faultCount).toBeGreaterThan(300);
    expect(found.profile).toBeUndefined();
  });
});
