import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNodeAddress } from '../dm/node-address.ts';
import { faultOf } from '../errors.ts';
import { parseSerializedMos, type SerializedMo } from '../mo/serialization.ts';
import { devInfoMoid, firmwareMoid, softwareMoid } from '../mo/standard-objects.ts';
import { phaseOf } from './phase.ts';
import { askedCommands, hasEnded, type UpdateAttempt, type UpdateOrder } from './update.ts';
import { abortRefusal } from './update-abort.ts';
import { beginAttempt, stepUpdate } from './update-machine.ts';
import type { UpdateEffect, UpdateEvent } from './update-step.ts';

const order: UpdateOrder = {
  updateId: 'u1',
  deviceId: 'IMEI:1',
  target: { kind: 'firmware', instance: 'f1' },
  image: { name: 'fw.bin', uri: 'http://bench/fw.bin', octets: 100, etag: '"e"', sha256: 'ab' },
  version: '2.5',
  seconds: 60,
  notify: false,
};
const software: UpdateOrder = {
  ...order,
  target: { kind: 'software', instance: 's1', component: 'app', name: 'App' },
};

/** An attempt under way, told one event after the other. */
function attempt(of: UpdateOrder = order) {
  let ids = 0;
  let at = 1000;
  const context = () => ({ order: of, at, newId: () => `c${++ids}` });
  const begun = beginAttempt(1, context());
  let now: UpdateAttempt = begun.attempt;
  const effects: UpdateEffect[] = [...begun.effects];
  const tell = (event: UpdateEvent) => {
    const step = stepUpdate(now, event, context());
    now = step.attempt;
    effects.push(...step.effects);
  };
  return {
    tell,
    now: () => now,
    phase: () => phaseOf(now, of),
    fault: () => ('fault' in now.course ? now.course.fault?.code : undefined),
    effects,
    later: (seconds: number) => {
      at += seconds * 1000;
      tell({ kind: 'clock' });
    },
    /** Answers all that is asked. */
    answer: (entries: readonly SerializedMo[] = [], status = 200) => {
      for (const { commandId } of askedCommands(now)) tell({ kind: 'reported', commandId, status, entries });
    },
    lose: () => {
      for (const { commandId } of askedCommands(now)) tell({ kind: 'unanswered', commandId });
    },
    outcome: (node: string, code: number) => tell({ kind: 'outcome', source: parseNodeAddress(node), code }),
  };
}

const fumo = (state: number, nodes: object = { Download: {}, Update: {}, DownloadAndUpdate: {} }) =>
  parseSerializedMos([
    { ClientURI: `${devInfoMoid}//FwV`, MOData: { FwV: '2.4' } },
    { ClientURI: `${firmwareMoid}/f1/`, MOData: { FUMO: { ...nodes, State: state } } },
  ]);
const state = (value: number) =>
  parseSerializedMos([{ ClientURI: `${firmwareMoid}/f1/State`, MOData: { State: value } }]);
const version = (value: string) =>
  parseSerializedMos([{ ClientURI: `${devInfoMoid}//FwV`, MOData: { FwV: value } }]);
const download = `${firmwareMoid}/f1/Download`;
const update = `${firmwareMoid}/f1/Update`;

/** An attempt whose device has accepted the download. */
function downloading() {
  const run = attempt();
  run.answer(fumo(10));
  run.answer();
  run.answer([], 202);
  return run;
}

describe('an attempt at an update', () => {
  it('is done once the result was told and the version was read back, and not before', () => {
    const run = downloading();
    expect(run.phase()).toBe('downloading');
    run.tell({ kind: 'served', parts: [{ first: 0, last: 99 }] });
    expect(run.phase()).toBe('downloaded');
    run.outcome(download, 200);
    expect(run.now().course.kind).toBe('begin');
    run.answer([], 202);
    expect(run.phase()).toBe('updating');
    run.tell({ kind: 'told', entries: state(100) });
    expect(run.phase()).toBe('updating');
    run.outcome(update, 200);
    expect(run.phase()).toBe('verifying');
    run.answer(version('2.5'));
    expect(run.phase()).toBe('done');
  });

  it('fails with another version, and with none', () => {
    for (const [entries, code] of [
      [version('2.6'), 'UPDATE_VERSION_DIFFERS'],
      [[], 'UPDATE_VERSION_MISSING'],
    ] as const) {
      const run = downloading();
      run.outcome(download, 200);
      run.answer([], 202);
      run.outcome(update, 200);
      run.answer(entries);
      expect(run.fault()).toBe(code);
    }
  });

  it('fails where the device has no object, is at something else, or has no operation', () => {
    const run = attempt();
    run.answer([], 404);
    expect(run.fault()).toBe('UPDATE_NO_OBJECT');
    const busy = attempt();
    busy.answer(fumo(30));
    expect(busy.fault()).toBe('UPDATE_DEVICE_BUSY');
    const bare = attempt();
    bare.answer(fumo(10, {}));
    expect(bare.fault()).toBe('UPDATE_NO_OPERATION');
  });

  it('leaves out what need not be, and takes both operations in one where there is no other way', () => {
    const run = attempt();
    run.answer(fumo(10, { DownloadAndUpdate: {} }));
    for (const { commandId, needed } of askedCommands(run.now()))
      run.tell({ kind: 'reported', commandId, status: needed ? 200 : 405, entries: [] });
    expect(run.now().course).toMatchObject({ kind: 'begin', operation: 'both' });
    run.answer([], 202);
    expect(abortRefusal(run.now(), order, false)?.code).toBe('UPDATE_NOT_STOPPABLE');
    run.outcome(`${firmwareMoid}/f1/DownloadAndUpdate`, 403);
    expect(run.fault()).toBe('UPDATE_RESULT');
  });

  it('takes no outcome for its own before the device has accepted the operation', () => {
    const run = attempt();
    run.answer(fumo(10));
    run.answer();
    run.outcome(download, 200);
    expect(run.now().course.kind).toBe('begin');
    expect(run.now().lines.at(-1)).toMatchObject({ kind: 'late', code: 200 });
  });

  it('notes an outcome that comes after its end, and stays as it is', () => {
    const run = downloading();
    run.later(61);
    expect(run.fault()).toBe('UPDATE_NOT_TOLD');
    run.outcome(download, 200);
    expect(run.fault()).toBe('UPDATE_NOT_TOLD');
    expect(run.now().lines.at(-1)).toMatchObject({ kind: 'late', code: 200 });
  });

  it('asks again what changes nothing, three times, and then gives up', () => {
    const run = attempt();
    run.lose();
    run.lose();
    expect(run.now().course).toMatchObject({ kind: 'look', tries: 3 });
    run.lose();
    expect(run.fault()).toBe('UPDATE_COMMAND_UNANSWERED');
  });

  it('asks for the state where it is not known whether an operation was begun', () => {
    for (const [told, expected] of [
      [10, { kind: 'begin', operation: 'download' }],
      [30, { kind: 'work', operation: 'download' }],
      [50, { kind: 'begin', operation: 'install' }],
      [20, { kind: 'failed' }],
    ] as const) {
      const run = attempt();
      run.answer(fumo(10));
      run.answer();
      run.lose();
      expect(run.now().course.kind).toBe('inquire');
      run.answer(state(told));
      expect(run.now().course).toMatchObject(expected);
    }
  });

  it('asks a device that was at it for its state when the bench starts again', () => {
    const run = downloading();
    run.tell({ kind: 'resumed' });
    run.answer(state(30));
    expect(run.now().course.kind).toBe('work');
    run.tell({ kind: 'resumed' });
    run.answer(state(10));
    expect(run.fault()).toBe('UPDATE_STATE_FAILED');
  });

  it('that is aborted while it downloads ends with the download, and installs nothing', () => {
    const run = downloading();
    run.tell({ kind: 'abort', isSent: false });
    expect(run.phase()).toBe('aborting');
    run.outcome(download, 200);
    expect([run.phase(), run.fault()]).toEqual(['aborted', 'UPDATE_NOT_INSTALLED']);
    expect(run.effects.filter((effect) => JSON.stringify(effect).includes(update))).toEqual([]);
  });

  it('that is aborted twice is given up at once', () => {
    const run = downloading();
    run.tell({ kind: 'abort', isSent: false });
    run.tell({ kind: 'abort', isSent: false });
    expect([run.phase(), run.fault()]).toEqual(['aborted', 'UPDATE_LEFT']);
  });

  it('of software has the device give the package up', () => {
    const run = attempt(software);
    run.answer();
    run.answer();
    run.answer([], 202);
    run.tell({ kind: 'abort', isSent: false });
    expect(run.effects.at(-1)).toMatchObject({
      work: { kind: 'DELETE', target: `${softwareMoid}/s1/Download/app` },
    });
    run.answer();
    expect(run.phase()).toBe('aborted');
  });

  it('that could not be aborted in time goes on to what there is', () => {
    const run = attempt(software);
    run.answer();
    run.answer();
    run.answer([], 202);
    run.tell({ kind: 'abort', isSent: false });
    run.answer([], 404);
    run.outcome(`${softwareMoid}/s1/Download/app/Operations/DownloadInstall`, 1200);
    expect(run.phase()).toBe('verifying');
  });

  it('ends with an image that is gone or another, as long as it is needed', () => {
    const fault = faultOf('UPDATE_IMAGE_GONE', { image: 'fw.bin' });
    const run = attempt();
    run.tell({ kind: 'imageLost', fault });
    expect(run.fault()).toBe('UPDATE_IMAGE_GONE');
    const fetching = downloading();
    fetching.tell({ kind: 'served', parts: [{ first: 0, last: 9 }] });
    fetching.tell({ kind: 'imageLost', fault });
    expect(fetching.phase()).toBe('downloading');
    fetching.tell({ kind: 'otherServed' });
    expect(fetching.fault()).toBe('UPDATE_OTHER_IMAGE_SERVED');
  });

  it('is done in no other way, whatever happens in whatever order', () => {
    const codes = fc.constantFrom(200, 202, 304, 404, 405, 500);
    const step = fc.oneof(
      codes.map((status) => ({ kind: 'answer', status }) as const),
      fc.constantFrom(download, update).map((node) => ({ kind: 'outcome', node, code: 200 }) as const),
      fc.constantFrom(download, update).map((node) => ({ kind: 'outcome', node, code: 410 }) as const),
      fc
        .constantFrom(...(['lose', 'abort', 'sentAbort', 'resumed', 'late', 'served'] as const))
        .map((kind) => ({ kind }) as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const run = attempt();
        for (const each of steps) {
          const before = run.now();
          switch (each.kind) {
            case 'answer':
              run.answer([...fumo(10), ...version('2.5')], each.status);
              break;
            case 'outcome':
              run.outcome(each.node, each.code);
              break;
            case 'lose':
              run.lose();
              break;
            case 'abort':
            case 'sentAbort':
              run.tell({ kind: 'abort', isSent: each.kind === 'sentAbort' });
              break;
            case 'resumed':
              run.tell({ kind: 'resumed' });
              break;
            case 'late':
              run.later(61);
              break;
            case 'served':
              run.tell({ kind: 'served', parts: [{ first: 0, last: 99 }] });
              break;
          }
          // What has ended stays ended, with the same end.
          if (hasEnded(before)) expect(run.now().course).toEqual(before.course);
          expect(hasEnded(run.now()) ? askedCommands(run.now()) : []).toEqual([]);
        }
        if (run.phase() !== 'done') return;
        const told = run.now().lines.flatMap((line) => (line.kind === 'result' ? [line] : []));
        expect(told.at(-1)).toMatchObject({ operation: 'install', code: 200 });
        expect(
          run.now().lines.at(-1)?.kind === 'late' || run.now().lines.some(({ kind }) => kind === 'version'),
        ).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
