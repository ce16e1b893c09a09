import { type CSSVariablesResolver, createTheme, localStorageColorSchemeManager } from '@mantine/core';

/** Mantine in the window's own measures; its colours come from tokens.css. */
export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 'md',
  primaryColor: 'blue',
  // The greys of tokens.css, for the parts of components that name a shade.
  colors: {
    dark: [
      '#e8edf3',
      '#c6d0da',
      '#9aa8b7',
      '#667484',
      '#37424e',
      '#323d48',
      '#1d242c',
      '#161b21',
      '#1d242c',
      '#0e1115',
    ],
    gray: [
      '#f7f9fb',
      '#eff2f6',
      '#e4e9ef',
      '#d8dfe7',
      '#c3ccd6',
      '#8391a1',
      '#66737f',
      '#52606f',
      '#333e49',
      '#16202b',
    ],
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
});

const fromTokens = {
  '--mantine-color-body': 'var(--panel)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--dim)',
  '--mantine-color-placeholder': 'var(--dim)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-default': 'var(--panel-2)',
  '--mantine-color-default-hover': 'var(--panel-3)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-primary-color-filled': 'var(--accent-solid)',
  '--mantine-primary-color-filled-hover': 'var(--accent-solid-hover)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
  '--mantine-color-blue-filled': 'var(--accent-solid)',
  '--mantine-color-blue-filled-hover': 'var(--accent-solid-hover)',
};

/**
 * Lets Mantine's components take the colours of tokens.css, which differ by scheme by themselves. They are given
 * for each scheme, because Mantine's own stylesheet is more specific than what is given for both.
 */
export const colours: CSSVariablesResolver = () => ({
  variables: {},
  light: fromTokens,
  dark: fromTokens,
});

/** Remembers the scheme in the page, so that the window opens in it before main has answered. */
export const colourSchemeManager = localStorageColorSchemeManager({ key: 'dm-bench-theme' });
