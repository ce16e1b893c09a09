import { describe, expect, it } from 'vitest';
import type { Fault } from '../../core/errors.ts';
import { appIndex, appOrigin } from './app-origin.ts';
import { type CallSender, createSenderCheck, whyRefused } from './sender.ts';

const own = { name: "the workstation's" };
const top = { url: appIndex, parent: null };

describe('who may call', () => {
  it('is the main frame of the workstation, on each of its own pages', () => {
    expect(whyRefused({ sender: own, senderFrame: top }, own)).toBeUndefined();
    expect(whyRefused({ sender: own, senderFrame: { ...top, url: `${appIndex}?a#b` } }, own)).toBeUndefined();
  });

  const others: readonly (readonly [string, CallSender])[] = [
    ["another window's page", { sender: { ...own }, senderFrame: top }],
    ["another window's page", { sender: undefined, senderFrame: null }],
    ['a page that has left', { sender: own, senderFrame: null }],
    ['a frame within the page', { sender: own, senderFrame: { ...top, parent: top } }],
    ['a frame within the page', { sender: own, senderFrame: { url: 'https://a.example/', parent: top } }],
    [
      'a page of https://a.example',
      { sender: own, senderFrame: { ...top, url: 'https://a.example/?secret' } },
    ],
    ['a page of about:', { sender: own, senderFrame: { ...top, url: 'about:blank' } }],
    ['a page of data:', { sender: own, senderFrame: { ...top, url: 'data:text/html,secret' } }],
    ['a page of file:', { sender: own, senderFrame: { ...top, url: 'file:///secret' } }],
    ['a page of app:', { sender: own, senderFrame: { ...top, url: `${appOrigin}.example/secret` } }],
    ['a page of app:', { sender: own, senderFrame: { ...top, url: `${appOrigin}@example/secret` } }],
    ['a page of an unreadable address', { sender: own, senderFrame: { ...top, url: '' } }],
  ];
  it.each(others)('is not %s', (asker, from) => {
    expect(whyRefused(from, own)).toBe(asker);
  });
});

describe('a refusal', () => {
  it('is told once of each asker, and not without end', () => {
    const told: Fault[] = [];
    const check = createSenderCheck(own, (fault) => told.push(fault));
    expect(check({ sender: own, senderFrame: top })).toBeUndefined();
    expect(told).toEqual([]);
    for (let round = 0; round < 3; round += 1)
      expect(check({ sender: own, senderFrame: null })).toMatchObject({ code: 'PAGE_REFUSED' });
    expect(told.map(({ message }) => message)).toEqual([
      'The workstation was called by a page that has left, which may not.',
    ]);
    for (let number = 0; number < 100; number += 1)
      check({ sender: own, senderFrame: { url: `https://a${number}.example/`, parent: null } });
    expect(told).toHaveLength(32);
  });
});
