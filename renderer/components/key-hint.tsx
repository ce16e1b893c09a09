const shown: Readonly<Record<string, string>> = { Enter: '⏎', Escape: 'Esc' };

/** The key that does what a button does, drawn as a key. */
export function KeyHint({ name }: { readonly name: string }) {
  return <kbd aria-hidden="true">{shown[name] ?? name}</kbd>;
}
