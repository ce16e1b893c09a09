import { describe, expect, it } from 'vitest';
import { type HtmlControl, readForm } from './html-form.ts';

const address = 'http://bench.example/interaction/t/1';
const form = (content: string, attributes = 'method="post"') =>
  readForm(`<form ${attributes}>${content}</form>`, address);
const controls = (content: string) => form(content)?.controls ?? [];
/** Of each control what is said of it, without what most of them have. */
const kinds = (content: string) => controls(content).map(({ kind, name }) => `${kind} ${name}`);
const only = (content: string): HtmlControl => controls(content)[0]!;

describe('the form of a page', () => {
  it('is posted where it says, as it says', () => {
    expect(form('', 'method="POST" action="2" enctype="multipart/form-data"')).toEqual({
      action: 'http://bench.example/interaction/t/2',
      encoding: 'multipart',
      controls: [],
    });
    expect(form('')).toMatchObject({ action: address, encoding: 'urlencoded' });
    expect(form('', 'method="post" action=" /x " enctype="nonsense"')).toMatchObject({
      action: 'http://bench.example/x',
      encoding: 'urlencoded',
    });
    expect(form('', 'method="post" action="http://["')?.action).toBeUndefined();
    expect(readForm('<base href="/b/"><form method=post action=c></form>', address)?.action).toBe(
      'http://bench.example/b/c',
    );
  });

  it('is none where there is none that posts', () => {
    expect(readForm('', address)).toBeUndefined();
    expect(form('<input name="a">', '')).toBeUndefined();
    expect(form('<input name="a">', 'method="dialog"')).toBeUndefined();
  });

  it('is the one with the most to fill in, and of several alike the first', () => {
    const page = `<form method="get"><input name="q1"><input name="q2"><input name="q3"></form>
      <form method="post" action="/search"><input type="hidden" name="a"><input type="hidden" name="b"><input name="q"></form>
      <form method="post" action="/form"><input name="a"><input name="b"></form>
      <form method="post" action="/other"><input name="a"><input name="b"></form>`;
    expect(readForm(page, address)?.action).toBe('http://bench.example/form');
  });

  it('holds what stands in it or names it, and not what is switched off', () => {
    const page = `<input name="before" form="f"><form id="f" method="post"><input name="in"><input>
        <input name="off" disabled><input name="elsewhere" form="nowhere">
        <fieldset disabled><legend><input name="legend"></legend><input name="off2"><fieldset><input name="off3"></fieldset></fieldset>
        <template><input name="template"></template><datalist><option>x</datalist>
        <noscript><input name="noscript"></noscript>
      </form><textarea name="after" form="f"></textarea>`;
    expect(readForm(page, address)?.controls.map(({ name }) => name)).toEqual([
      ...['before', 'in', 'legend', 'noscript', 'after'],
    ]);
  });

  it('is sent by its first button that does not lead back, with what that says', () => {
    const page = `<button type="button" name="no">x</button><button name="back" value="1" formnovalidate formaction="/back">Back</button>
      <input type="submit" name="go" formaction="/go" formenctype="multipart/form-data"><button name="more">x</button>`;
    expect(form(page)).toEqual({
      action: 'http://bench.example/go',
      encoding: 'multipart',
      controls: [expect.objectContaining({ kind: 'hidden', name: 'go', value: 'Submit' })],
    });
    expect(kinds('<button name="back" formnovalidate>x</button>')).toEqual(['hidden back']);
  });

  it('tells what its inputs take', () => {
    expect(
      only(`<input name="a" minlength="2" maxlength="9" pattern="\\d+" value="x\ny" required list="l" placeholder="e">
        <datalist id="l"><option value="o1"><option value="off" disabled><option>o2</datalist>`),
    ).toEqual({
      ...{ kind: 'text', name: 'a', type: 'text', value: 'xy', required: true, fixed: false },
      ...{ min: '', max: '', step: '', leastLength: 2, mostLength: 9, pattern: '\\d+', number: false },
      offered: ['o1', 'o2', 'e'],
    });
    expect(
      only('<input name="a" type="NUMBER" min="1" max="2" step="0.5" value="nonsense" readonly>'),
    ).toMatchObject({
      ...{ type: 'number', value: '', min: '1', max: '2', step: '0.5', number: true, fixed: true },
    });
    expect(only('<input name="a" inputmode="decimal" maxlength="-1">')).toMatchObject({
      ...{ type: 'text', number: true, mostLength: Number.POSITIVE_INFINITY },
    });
    expect(only('<input name="a" type="date" value="2026-11-25">')).toMatchObject({ value: '2026-11-25' });
    expect(only('<textarea name="a" pattern="x">\n\nline &amp;\n</textarea>')).toMatchObject({
      ...{ type: 'text', value: '\nline &\n', pattern: undefined },
    });
    expect(only('<input name="a" type="file" accept=" image/PNG, .pdf,">')).toMatchObject({
      ...{ kind: 'file', accept: ['image/png', '.pdf'] },
    });
    expect(only('<input name="_charset_" type="hidden">')).toMatchObject({ kind: 'hidden', value: 'UTF-8' });
    expect(
      kinds('<input name="a" type="reset"><input name="b" type="button"><button name="c" type="reset">'),
    ).toEqual([]);
  });

  it('has boxes of one name as one, wherever they stand', () => {
    const page = `<input type="radio" name="a" value="1"><input type="checkbox" name="b" required>
      <input type="radio" name="a" value="2" checked required><input type="radio" name="a" value="3" disabled>
      <input type="checkbox" name="a" value="4"><input type="checkbox" name="b" value="x" checked>`;
    expect(controls(page)).toMatchObject([
      {
        ...{ kind: 'choice', name: 'a', required: true, open: true },
        options: [
          { value: '1', chosen: false },
          { value: '2', chosen: true },
        ],
      },
      {
        ...{ kind: 'boxes', name: 'b', required: true },
        options: [
          { value: 'on', chosen: false },
          { value: 'x', chosen: true },
        ],
      },
      { kind: 'boxes', name: 'a', options: [{ value: '4', chosen: false }] },
    ]);
  });

  it('has lists, of which the first option is chosen where the page chooses none', () => {
    const page = `<option value="a">A<option> B  b <optgroup disabled><option>off</optgroup>
      <optgroup label="g"><option>c<option disabled>d</optgroup>`;
    expect(only(`<select name="s">${page}</select>`)).toMatchObject({
      ...{ kind: 'choice', open: false },
      options: [
        { value: 'a', chosen: true },
        { value: 'B b', chosen: false },
        { value: 'c', chosen: false },
      ],
    });
    const several = only(`<select name="s" multiple>${page}</select>`);
    expect(several).toMatchObject({ kind: 'boxes' });
    expect('options' in several && several.options.some(({ chosen }) => chosen)).toBe(false);
  });

  it('says what the page complains of: what is marked, and what is linked to', () => {
    const page = `<ul role="alert"><li><a href="#l">Linked – too
         short</a></li></ul>
      <a href="#top">Top</a>
      <input name="fine" id="fine">
      <input name="linked" id="l">
      <input name="marked" aria-invalid="true" aria-describedby="help wrong"><p id="help">help 7</p><p id="wrong">Write  <b>5</b></p>
      <input name="message" aria-invalid="true" aria-errormessage="wrong" aria-describedby="help">
      <fieldset aria-invalid="true" aria-describedby="wrong"><input type="checkbox" name="group" value="1"><input type="checkbox" name="group" value="2"></fieldset>
      <input name="silent" aria-invalid="true">
      <input name="right" aria-invalid="false">`;
    expect(controls(page).map(({ name, complaint }) => [name, complaint])).toEqual([
      ['fine', undefined],
      ['linked', { marked: false, words: 'Linked – too short' }],
      ['marked', { marked: true, words: 'Write 5' }],
      ['message', { marked: true, words: 'Write 5' }],
      ['group', { marked: true, words: 'Write 5' }],
      ['silent', { marked: true, words: '' }],
      ['right', undefined],
    ]);
  });

  it('is read from pages that are nested without end, broken off, or no pages at all', () => {
    const deep = `${'<div>'.repeat(50_000)}<form method="post"><input name="a">`;
    expect(readForm(deep, address)?.controls).toHaveLength(1);
    expect(
      readForm(`<form method="post"><select name="a">${'<option>x'.repeat(20_000)}`, address)?.controls,
    ).toHaveLength(1);
    expect(readForm('<form method="post"><input name="a" value="', address)?.controls).toEqual([]);
    expect(readForm('\0\x01<<<>&#xd800;', address)).toBeUndefined();
  });
});
