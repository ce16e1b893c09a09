import { describe, expect, it } from 'vitest';
import { noObjects } from '../mo/device-objects.ts';
import { change, download, isPackageAddress, refused, work } from './steps.ts';

describe('the steps of an operation', () => {
  it('are asked for one at a time, and come to what was answered', () => {
    const changed = change((objects) => objects);
    expect(changed.next().value).toMatchObject({ kind: 'change' });
    expect(changed.next({ kind: 'done', objects: noObjects })).toEqual({ done: true, value: noObjects });
    const worked = work(250);
    expect(worked.next().value).toEqual({ kind: 'work', milliseconds: 250 });
    expect(worked.next({ kind: 'done', objects: noObjects })).toEqual({ done: true, value: noObjects });
    const fetched = download('https://h/x', undefined);
    expect(fetched.next().value).toEqual({ kind: 'download', uri: 'https://h/x' });
    expect(fetched.next({ kind: 'downloaded', octets: 1, sha256: 'ab' }).value).toBe('downloaded');
  });

  it('are none where an operation cannot begin', () => {
    expect(refused(400).next()).toEqual({ done: true, value: 400 });
  });

  it('take no answer that belongs to another step', () => {
    const worked = work(1);
    worked.next();
    expect(() => worked.next({ kind: 'downloadFailed', status: 404 })).toThrow('as if a download');
    const fetched = download('https://h/x', undefined);
    fetched.next();
    expect(() => fetched.next({ kind: 'done', objects: noObjects })).toThrow('as if nothing');
  });

  it.each([
    ['https://bench.example/fw.bin', true],
    ['HTTP://127.0.0.1:8080/fw.bin?x=1', true],
    ['ftp://bench.example/fw.bin', false],
    ['data:,x', false],
    ['/fw.bin', false],
    ['', false],
  ])('download from "%s": %s', (uri, may) => {
    expect(isPackageAddress(uri)).toBe(may);
  });
});
