/** What the window knows of a key press; a KeyboardEvent in the product, a plain value in tests. */
export interface Press {
  readonly key: string;
  readonly modified: boolean;
  /** Text goes into a field: letters belong to it. */
  readonly typing: boolean;
  /** A button, link or box has the focus: Enter and Space belong to it. */
  readonly onControl: boolean;
}

/** A key with what it does, as long as the component that offers it is shown. */
export interface Binding {
  readonly key: string;
  /** Whether it answers now: neither disabled nor behind a dialog. */
  readonly active: () => boolean;
  readonly run: () => void;
}

const everywhere = new Set(['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8', 'F9', 'Escape']);

/** One name a key, whatever its case: 'Space', 'Enter', 'R', '/', 'F1'. */
export function keyName(key: string): string {
  if (key === ' ') return 'Space';
  return key.length === 1 ? key.toUpperCase() : key;
}

/** Which of the bindings answers a press; the one that came last wins. */
export function bindingFor(press: Press, bindings: readonly Binding[]): Binding | undefined {
  if (press.modified) return undefined;
  const key = keyName(press.key);
  if (press.typing && !everywhere.has(key)) return undefined;
  if (press.onControl && (key === 'Enter' || key === 'Space')) return undefined;
  return bindings.findLast((binding) => binding.key === key && binding.active());
}

const bindings: Binding[] = [];

/** Offers a key for as long as it is not taken back. */
export function bind(binding: Binding): () => void {
  bindings.push(binding);
  return () => {
    const index = bindings.indexOf(binding);
    if (index >= 0) bindings.splice(index, 1);
  };
}

/** A scanner's next character comes sooner than this: a letter or blank followed by another is no command. */
const scannerPause = 50;
/** Keys that only lead to a field: whoever types on at once means the field. */
const leading: ReadonlySet<string> = new Set(['/']);

let waiting: ReturnType<typeof setTimeout> | undefined;

/** Forgets a letter that was pressed just now: it was the last one of a code. */
export function dropWaiting(): void {
  clearTimeout(waiting);
}

/** Begins to answer the keys that components offer; once a window. */
export function answerKeys(target: Window): void {
  target.addEventListener('keydown', (event) => {
    clearTimeout(waiting);
    if (event.defaultPrevented || event.repeat || event.isComposing) return;
    const press = pressOf(event);
    const binding = bindingFor(press, bindings);
    if (!binding) return;
    event.preventDefault();
    if (event.key.length > 1 || leading.has(event.key)) binding.run();
    // What offered the key may have been drawn anew meanwhile: whatever offers it then answers.
    else waiting = setTimeout(() => bindingFor(press, bindings)?.run(), scannerPause);
  });
}

function pressOf(event: KeyboardEvent): Press {
  const element = event.target instanceof Element ? event.target : null;
  const typing =
    element?.closest(
      'textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button])',
    ) !== null;
  return {
    key: event.key,
    modified: event.ctrlKey || event.metaKey || event.altKey,
    typing: element !== null && typing,
    onControl: element !== null && element.closest('button, a, summary, input, [role=button]') !== null,
  };
}
