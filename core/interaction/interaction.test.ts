import { describe, expect, it } from 'vitest';
import { faultOf } from '../errors.ts';
import {
  currentPage,
  type Interaction,
  type InteractionStep,
  isOpen,
  isOverdue,
  newInteraction,
  stepInteraction,
} from './interaction.ts';
import { installationForm } from './test-form.ts';

type Step = InteractionStep extends infer Each
  ? Each extends { at: number }
    ? Omit<Each, 'at'>
    : never
  : never;

const place = { site: 'AB-1234', signal: -70, reason: 'replaced' } as const;
const meter = {
  reading: 7,
  photo: { fileName: 'a.png', mediaType: 'image/png', octets: 9, resource: 'r' },
} as const;
const end = { day: '2026-11-25', safe: true, signed: { signedBy: 'Ada', signedAt: 30 } } as const;

const begun = newInteraction(installationForm, 1, 1000);
const stepped = (...steps: readonly Step[]): Interaction =>
  steps.reduce<Interaction>(
    (interaction, step, index) =>
      stepInteraction(interaction, { ...step, at: 10 * (index + 1) } as InteractionStep),
    begun,
  );
const page = (number: number, answers: object) => ({ kind: 'takePage', page: number, answers }) as Step;

const fault = faultOf('STORE_FULL', {});
const ways: readonly Step[] = [{ kind: 'expire' }, { kind: 'close' }, { kind: 'fail', fault }];

describe('a UI interaction', () => {
  it('waits, is opened, answered page by page, and completed', () => {
    expect(begun.state).toEqual({ kind: 'waiting' });
    expect(stepped({ kind: 'open' })).toMatchObject({ state: { kind: 'opened' }, openedAt: 10 });
    const first = stepped({ kind: 'open' }, page(0, place));
    expect(first.state).toEqual({ kind: 'answering', page: 1 });
    const whole = stepped({ kind: 'open' }, page(0, place), page(1, meter), page(2, end));
    expect(whole).toMatchObject({
      state: { kind: 'completed', answers: { ...place, ...meter, ...end } },
      openedAt: 10,
      endedAt: 40,
    });
    expect(isOpen(whole)).toBe(false);
  });

  it('is opened once', () => {
    const again = stepped({ kind: 'open' }, page(0, place), { kind: 'open' });
    expect(again).toMatchObject({ state: { kind: 'answering', page: 1 }, openedAt: 10 });
  });

  it('takes a page that comes twice once', () => {
    const once = stepped({ kind: 'open' }, page(0, place));
    const twice = stepped({ kind: 'open' }, page(0, place), page(0, place));
    expect(twice).toEqual(once);
  });

  it('follows who goes back and answers otherwise', () => {
    const changed = stepped(page(0, place), page(1, meter), page(0, { ...place, reason: 'new' }));
    expect(changed.state).toEqual({ kind: 'answering', page: 2 });
    const done = stepInteraction(changed, { kind: 'takePage', page: 2, answers: end, at: 99 });
    expect(done.state).toEqual({ kind: 'completed', answers: { ...place, reason: 'new', ...end } });
  });

  it('forgets an answer that was taken away', () => {
    const noted = stepped(page(0, { ...place, notes: 'n' }), page(0, place));
    expect(noted.progress.answers).toEqual(place);
  });

  it('holds files of a page that was not right', () => {
    const { photo } = meter;
    const held = stepped(page(0, place), { kind: 'hold', answers: { photo } });
    expect(held).toMatchObject({ state: { kind: 'answering', page: 1 }, progress: { posted: [0] } });
    expect(held.progress.answers).toEqual({ ...place, photo });
  });

  it('is not completed while a page before it is open', () => {
    const jumped = stepped(page(0, place), page(2, end));
    expect(jumped.state).toEqual({ kind: 'answering', page: 1 });
  });

  it.each(ways)('ends by $kind, and stays so whatever comes', (way) => {
    const ended = stepped({ kind: 'open' }, page(0, place), way);
    expect(isOpen(ended)).toBe(false);
    expect(ended.endedAt).toBe(30);
    for (const step of [
      ...ways,
      { kind: 'open' } as Step,
      page(1, meter),
      { kind: 'hold', answers: meter } as Step,
    ])
      expect(stepInteraction(ended, { ...step, at: 99 } as InteractionStep)).toBe(ended);
  });

  it('says why it failed', () => {
    expect(stepped({ kind: 'fail', fault }).state).toEqual({ kind: 'failed', fault });
  });

  it('is overdue from its time on, as long as it is open', () => {
    expect(isOverdue(begun, 999)).toBe(false);
    expect(isOverdue(begun, 1000)).toBe(true);
    expect(isOverdue(stepped({ kind: 'close' }), 1000)).toBe(false);
  });

  it('goes on where somebody was', () => {
    expect(currentPage(begun)).toBe(0);
    expect(currentPage(stepped({ kind: 'open' }, page(0, place)))).toBe(1);
  });

  it('is the same after it was kept and read again', () => {
    const some = stepped({ kind: 'open' }, page(0, place), page(1, meter));
    expect(JSON.parse(JSON.stringify(some))).toEqual(some);
  });
});
