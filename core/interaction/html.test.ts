import { describe, expect, it } from 'vitest';
import { attributes, Html, html } from './html.ts';

describe('markup', () => {
  it('escapes texts, and leaves markup as it is', () => {
    const name = html`<b>${'<i>&"\''}</b>`;
    expect(`${html`<p>${name} ${7}${undefined}${['<', name]}</p>`}`).toBe(
      '<p><b>&lt;i&gt;&amp;&quot;&#39;</b> 7&lt;<b>&lt;i&gt;&amp;&quot;&#39;</b></p>',
    );
  });

  it('puts a sign in place of controls and of half characters', () => {
    expect(`${html`${'a\u0000b\u009fc\rd\te\nf\ud800'}`}`).toBe('a\ufffdb\ufffdc\ufffdd\te\nf\ufffd');
  });

  it('writes attributes that are there', () => {
    const written = attributes({ id: 'a"b', required: true, checked: false, min: 0, title: undefined });
    expect(`${written}`).toBe(' id="a&quot;b" required min="0"');
  });

  it('is made by nobody else', () => {
    expect(() => Reflect.construct(Html, ['<script>', Symbol('makers')])).toThrow('markup is made by');
    const lookalike = JSON.parse('{"text":"<b>"}') as string;
    expect(() => html`${lookalike}`).toThrow(TypeError);
  });
});
