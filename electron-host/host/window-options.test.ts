import { describe, expect, it } from 'vitest';
import { checkPreferences, readColor } from './window-options.ts';

describe('web preferences', () => {
  it('takes what Chromium gives anyway', () => {
    expect(() =>
      checkPreferences({ contextIsolation: true, sandbox: true, nodeIntegration: false, webviewTag: false }),
    ).not.toThrow();
  });

  it.each([
    ['contextIsolation', false],
    ['sandbox', false],
    ['nodeIntegration', true],
    ['webSecurity', false],
    ['offscreen', true],
  ])('refuses %s: %s', (name, value) => {
    expect(() => checkPreferences({ [name]: value })).toThrow(
      `electron-host does not provide the web preference '${name}: ${value}'`,
    );
  });
});

describe('background colour', () => {
  it.each([
    ['#fff', { r: 255, g: 255, b: 255, a: 1 }],
    ['#0f1216', { r: 15, g: 18, b: 22, a: 1 }],
    ['#80102030', { r: 16, g: 32, b: 48, a: 128 / 255 }],
  ])('reads %s', (text, color) => {
    expect(readColor(text)).toEqual(color);
  });

  it('refuses others', () => {
    expect(() => readColor('white')).toThrow("electron-host does not provide the colour 'white'");
    expect(() => readColor('#12345')).toThrow('electron-host does not provide');
  });
});
