const shown: Readonly<Record<string, string>> = { Enter: '⏎', Escape: 'Esc', Delete: 'Del' };

/** The key that does what a button does, drawn as a key. */
export function KeyHint({ name }: { readonly name: string }) {
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a kbd takes no focus; the button says its key by aria-keyshortcuts
  return <kbd aria-hidden="true">{shown[name] ?? name}</kbd>;
}
